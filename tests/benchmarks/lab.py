"""How smoothly the lab works, in headless Chromium: four lanes that play, a slider that moves, and a very long run.

Frames are the times between animation frames from Run to the end of the play. A slider's answer is the time from the
last of its `input` events to the first new drawing of its lane's output, for each of several places of the slider.
"""

import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.servers import Server

FOUR_LANES = (
    "w=2&b=2&eta=0.15&epochs=2000&lanes=4&lane2.cost=cross-entropy&lane3.eta=0.5"
    "&lane4.cost=cross-entropy&lane4.eta=0.025"
)
LONG = "w=4&b=4&eta=0.15&epochs=100000"

FRAMES_WHILE_PLAYING = """
async () => {
  const clock = document.querySelector(".lab-clock");
  const now = () => Number(clock.querySelector('[data-value="epoch"]').value);
  const last = Number(clock.querySelector('[data-command="seek"]').max);
  const gaps = [];
  clock.querySelector('[data-command="run"]').click();
  await new Promise((resolve) => {
    let then = null;
    const frame = (time) => {
      if (then !== null) gaps.push(time - then);
      then = time;
      if (gaps.length > 60 && now() >= last) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return gaps;
}
"""

SLIDER_ANSWERS = """
async () => {
  const slider = document.querySelector('[data-lane="A"] [data-field="b"] .field-slider');
  const plot = document.querySelector('[data-lane="A"] [data-plot="a"]');
  const line = () => plot.querySelector(".scatterlayer .js-line")?.getAttribute("d");
  const answers = [];
  for (const part of [0.55, 0.6, 0.65, 0.5, 0.7, 0.45, 0.62, 0.58, 0.52]) {
    const before = line();
    const start = performance.now();
    slider.value = String(Math.round(part * Number(slider.max)));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => {
      const look = () => (line() !== before ? resolve() : requestAnimationFrame(look));
      requestAnimationFrame(look);
    });
    answers.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return answers;
}
"""

SCRUB = """
async () => {
  const seek = document.querySelector('.lab-clock [data-command="seek"]');
  const gaps = [];
  let then = performance.now();
  for (let step = 0; step < 120; step += 1) {
    seek.value = String(Math.round((Math.sin(step / 9) + 1) / 2 * Number(seek.max)));
    seek.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    gaps.push(now - then);
    then = now;
  }
  return gaps;
}
"""


def measure() -> dict[str, Any]:
    """Every number of this module, by what was done."""
    with sync_playwright() as playwright, Server() as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        results = {
            "four lanes of 2,000 epochs, playing": _frames(browser, f"{server.url}/lab?{FOUR_LANES}"),
            "a slider moves, two lanes": _slider(browser, f"{server.url}/lab"),
            "a slider moves, four lanes of 2,000 epochs": _slider(browser, f"{server.url}/lab?{FOUR_LANES}"),
            "100,000 epochs": _long(browser, f"{server.url}/lab?{LONG}"),
        }
        browser.close()
    return results


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.locator('[data-lane="A"] .scatterlayer .js-line').first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    return page


def _quantiles(gaps: list[float], name: str) -> dict[str, float]:
    gaps = sorted(gaps)
    return {
        f"{name}, median (ms)": statistics.median(gaps),
        f"{name}, 95th percentile (ms)": gaps[int(0.95 * len(gaps))],
        f"{name}, longest (ms)": gaps[-1],
    }


def _frames(browser: Browser, url: str) -> dict[str, float]:
    page = _open(browser, url)
    gaps = page.evaluate(FRAMES_WHILE_PLAYING)
    page.context.close()
    return {**_quantiles(gaps, "frame"), "frames a second": 1000 * len(gaps) / sum(gaps)}


def _slider(browser: Browser, url: str) -> dict[str, float]:
    page = _open(browser, url)
    answers = page.evaluate(SLIDER_ANSWERS)
    page.context.close()
    return _quantiles(answers, "new curve")


def _long(browser: Browser, url: str) -> dict[str, float]:
    page = _open(browser, url)
    playing = page.evaluate(FRAMES_WHILE_PLAYING)
    scrubbing = page.evaluate(SCRUB)
    page.context.close()
    return {**_quantiles(playing, "frame while playing"), **_quantiles(scrubbing, "frame while scrubbing")}


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")
