"""How soon the front page is there, in headless Chromium with a cold cache, and how smoothly a run plays.

Three moments and a weight: the first contentful paint, the first drawn row of a Run that is pressed as soon as its
button can be, the bytes over the wire until then, and the time between frames while a run plays, with the processor
as it is and slowed down four times as a stand-in for a phone.
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import FLAGS, find_chromium
from tests.servers import ROOT, Server

TIMES = 5

PRESS_AT_ONCE = """
let tell;
window.whenDrawn = new Promise((resolve) => (tell = resolve));
const watch = () => {
  const run = document.querySelector('[data-panel="wrong"] [data-command="run"]');
  if (run && !run.disabled && !window.pressed) { window.pressed = performance.now(); run.click(); }
  const line = document.querySelector('[data-panel="wrong"] .scatterlayer .trace:nth-of-type(2) .js-line');
  if (line && line.getAttribute("d")) tell(performance.now());
  else requestAnimationFrame(watch);
};
requestAnimationFrame(watch);
"""

COUNT_FRAMES = """
async ({ id }) => {
  const panel = document.querySelector(`[data-panel="${id}"]`);
  panel.scrollIntoView();
  const gaps = [];
  panel.querySelector('[data-command="run"]').click();
  await new Promise((resolve) => {
    let then = null;
    const frame = (now) => {
      if (then !== null) gaps.push(now - then);
      then = now;
      if (gaps.length > 30 && !panel.classList.contains("is-playing")) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return gaps;
}
"""


def measure() -> dict[str, Any]:
    """Every number of this module, by bundle of plotly.js ("lighter" where it has been fetched, and "wheel")."""
    results: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for bundle, folder in _checkouts():
            with folder as place, Server(folder=place) as server:
                results[bundle] = _page(browser, server.url)
        browser.close()
    return results


def _checkouts() -> Iterator[tuple[str, Any]]:
    if (ROOT / "static" / "plotly").is_dir():
        yield "lighter", _here()
    yield "wheel", _without_lighter_bundle()


@contextmanager
def _here() -> Iterator[Path]:
    yield ROOT


@contextmanager
def _without_lighter_bundle() -> Iterator[Path]:
    """A copy of the application that has only the bundle of the plotly wheel to serve."""
    with tempfile.TemporaryDirectory() as name:
        for part in ("app", "static", "templates"):
            shutil.copytree(ROOT / part, Path(name, part), ignore=shutil.ignore_patterns("plotly", "__pycache__"))
        shutil.copytree(ROOT / "static" / "js", Path(name, "static", "js"), dirs_exist_ok=True)
        yield Path(name)


def _page(browser: Browser, url: str) -> dict[str, Any]:
    loads = [_load(browser, url) for _ in range(TIMES)]
    result = {name: statistics.median(load[name] for load in loads) for name in loads[0]}
    for label, slowdown in (("as it is", 1), ("four times slower", 4)):
        gaps = sorted(_frames(browser, url, slowdown))
        result[f"frame, median, processor {label} (ms)"] = statistics.median(gaps)
        result[f"frame, 95th percentile, processor {label} (ms)"] = gaps[int(0.95 * len(gaps))]
    return result


def _load(browser: Browser, url: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    received: list[float] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.add_init_script(PRESS_AT_ONCE)
    page.goto(url)
    page.evaluate("whenDrawn")  # not wait_for_function, which evaluates a text: the page's policy refuses that
    page.wait_for_load_state("networkidle")
    moments = page.evaluate(
        "async () => ({paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, "
        "pressed, drawn: await whenDrawn})"
    )
    context.close()
    return {
        "first contentful paint (ms)": moments["paint"],
        "Run can be pressed (ms)": moments["pressed"],
        "first drawn row (ms)": moments["drawn"],
        "over the wire (kB)": sum(received) / 1000,
    }


def _frames(browser: Browser, url: str, slowdown: int) -> list[float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(url)
    page.locator('[data-panel="badly-wrong"]').scroll_into_view_if_needed()
    page.wait_for_selector('[data-panel="badly-wrong"] .plot.is-live')
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    gaps: list[float] = page.evaluate(COUNT_FRAMES, {"id": "badly-wrong"})
    context.close()
    return gaps


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")
