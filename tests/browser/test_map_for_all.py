"""The map for everybody: every width, light and dark, by keyboard, as a table, as files, and without scripts."""

import csv
import io
import re
from collections.abc import Callable

import httpx
import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.map_page import MapPage, asked_by, values_of
from tests.browser.test_layout import OVERFLOW, SMALL
from tests.servers import Server

WIDTHS = (320, 360, 768, 1024, 1280, 1900)
LEAST = 24
W = [float(value) for value in range(-5, 6)]
OPEN = "detail=coarse&table=left&stripes=yes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_fits_every_width_and_axe_finds_nothing(
    scheme: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    shown = MapPage(page).open(OPEN)
    expect(shown.run_values).to_have_text(["232 epochs", "17 epochs"])
    expect(shown.table).to_be_visible()
    shown.type("Across: from", "9")
    expect(page.get_by_text("This must be greater than 9.")).to_be_visible()
    shown.plots[0].focus()
    page.keyboard.press("ArrowLeft")
    assert findings(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width
        tops = [shown.plots[side].bounding_box() for side in (0, 1)]
        assert tops[0] is not None
        assert tops[1] is not None
        assert (tops[0]["y"] == tops[1]["y"]) == (width >= 768), "side by side where there is room"
        assert min(tops[0]["width"], tops[0]["height"]) >= 230
    assert findings(page) == []


CUT = """() => [...document.querySelectorAll(".map-drawing, .map-legend-bar")].flatMap((picture) => {
  const box = picture.getBoundingClientRect();
  return [...picture.querySelectorAll("text")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return left < box.left - 0.5 || right > box.right + 0.5;
  }).map((text) => text.textContent);
})"""


@pytest.mark.parametrize(
    "query",
    [
        "across=epochs&up=eta",  # 10,000 at the right end
        # Outputs as small as numbers get: the legend begins with ≤ 1e−11.
        "activation=relu&right=quadratic&measure=final_output&up=eta",
    ],
)
def test_no_number_is_cut_off(query: str, page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        MapPage(page).open(f"detail=coarse&{query}")
        assert page.evaluate(CUT) == [], width


def test_the_maps_say_what_all_their_runs_have_in_common(page: Page) -> None:
    shown = MapPage(page).open("detail=coarse")
    common = page.locator('.map-figure [data-part="common"]')
    expect(common).to_have_text("Sigmoid, x = 1, y = 0, η = 0.15, 300 epochs")
    shown.button("How long must one wait?").click()
    expect(common).to_have_text("Sigmoid, x = 1, y = 0, η = 0.15")
    shown.select("up").select_option("eta")
    expect(common).to_have_text("Sigmoid, x = 1, y = 0, 316 epochs")  # of the chosen cell, next to 300


def test_the_question_that_is_asked_is_seen_in_the_colours_of_the_system(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(forced_colors="active").new_page()
    shown = MapPage(page).open("detail=coarse")
    colours = [
        shown.button(name).evaluate("button => getComputedStyle(button).borderBottomColor")
        for name in ("How long is the plateau?", "Which η is fair?", "Where does it end?")
    ]
    assert colours[0] != colours[1]
    assert colours[1] == colours[2]


def test_the_maps_and_their_legend_are_seen_at_once_on_a_small_laptop(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    shown = MapPage(page).open("detail=coarse")
    box = shown.legend.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 768


def test_everything_can_be_reached_and_used_by_keyboard(page: Page) -> None:
    shown = MapPage(page).open("detail=coarse")
    names = []
    for _ in range(48):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()"
            )
        )
    wanted = [
        "How long is the plateau?",
        "Closer",
        "Whole map",
        "Why are there stripes?",
        "Open in the lab",
        "PNG of both maps",
    ]
    assert [name for name in names if name in wanted] == wanted
    maps = [name for name in names if name.endswith("upwards")]
    assert [name.partition(":")[0] for name in maps] == ["Quadratic", "Cross-entropy"]
    shown.stripes.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The line on the maps joins")).to_be_visible()


def test_the_table_has_the_numbers_of_the_maps_with_their_rows_and_columns(page: Page, server: Server) -> None:
    shown = MapPage(page).open()
    shown.table_summary.click()
    expect(shown.table.get_by_role("columnheader")).to_have_count(22)
    rows = shown.table.locator("tbody tr").evaluate_all(
        """rows => rows.map((row) => [row.querySelector("th").textContent,
          ...[...row.querySelectorAll("data")].map(({ value }) => value)])"""
    )
    half = [-5 + 0.5 * index for index in range(21)]
    values = values_of(
        server,
        {
            "base": {"cost": "quadratic"},
            "measure": "epochs_to_half",
            "axes": {"b": {"values": half}, "w": {"values": half}},
        },
    )
    expected = [
        [f"{b:g}".replace("-", "−"), *("" if value is None else f"{value:g}" for value in row)]
        for b, row in zip(half, values, strict=True)
    ]
    assert rows == expected[::-1]
    page.locator('[data-part="excerpt"]').select_option("near")
    page.locator('[data-part="table-side"]').select_option("right")
    expect(shown.table.get_by_role("rowheader", name="2.05", exact=True)).to_be_visible()
    expect(shown.table.locator(".is-now")).to_have_text("17")
    shown.plots[1].focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(shown.table.get_by_role("columnheader", name="3", exact=True)).to_be_visible()
    assert (shown.query["table"], shown.query["excerpt"]) == ("right", "near")


def test_files_are_the_servers_own_to_the_last_byte(page: Page, server: Server) -> None:
    shown = MapPage(page).open("detail=coarse&up=eta&up.start=0.01&up.stop=10&up.scale=log")
    with page.expect_request(lambda request: request.url.endswith("/sweeps")) as asked:
        shown.type("Epochs", "100")
    shown.wait()
    body = asked_by(asked.value)
    w = [round(-5 + index / 6, 12) for index in range(61)]
    saved = {}
    for suffix, name in (("csv", "CSV"), ("npy", "NPY")):
        with page.expect_download() as download:
            shown.button(f"{name} of the map of the cross-entropy cost").click()
        saved[suffix] = download.value.path().read_bytes()
        assert download.value.suggested_filename == f"map-epochs-to-half-cross-entropy.{suffix}"
    array = np.load(io.BytesIO(saved["npy"]))
    assert array.shape == (61, 61)
    lines = list(csv.reader(io.StringIO(saved["csv"].decode())))
    assert lines[0] == ["eta", "w", "epochs_to_half"]
    assert [float(line[1]) for line in lines[1:62]] == pytest.approx(w)
    etas = sorted({float(line[0]) for line in lines[1:]})
    body = {
        "base": {**body["base"], "cost": "cross-entropy"},
        "measure": "epochs_to_half",
        "axes": {"eta": {"values": etas}, "w": {"values": [float(line[1]) for line in lines[1:62]]}},
    }
    with server.client() as client:
        for suffix, content in saved.items():
            answer: httpx.Response = client.post("/api/v1/sweeps", json=body, params={"format": suffix})
            assert answer.content == content


def test_the_picture_has_both_maps_with_their_legend(page: Page) -> None:
    shown = MapPage(page).open("detail=coarse")
    with page.expect_download() as download:
        shown.button("SVG").click()
    picture = download.value.path().read_text()
    assert picture.count("<image") == 2
    for words in ("Quadratic", "Cross-entropy", "Bias b", "Weight w", "Epochs to one half", "never in 300 epochs"):
        assert f">{words}<" in picture
    assert re.search(r'fill="url\(#[^)]*\)"', picture), "the hatching and the scale of colours"
    with page.expect_download() as download:
        shown.button("PNG of both maps").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename.endswith("quadratic-cross-entropy.png")


def test_the_projector_fills_the_screen_with_the_maps(page: Page) -> None:
    shown = MapPage(page).open("detail=coarse&projector=yes")
    expect(shown.button("Which η is fair?")).to_be_hidden()
    for plot in shown.plots:
        box = plot.bounding_box()
        assert box is not None
        assert box["height"] > 300
    size = (
        shown.plots[0].locator(".map-ticks text").first.evaluate("text => parseFloat(getComputedStyle(text).fontSize)")
    )
    assert size >= 24
    page.keyboard.press("Escape")
    expect(shown.button("Which η is fair?")).to_be_visible()


def test_without_scripts_there_are_words_and_numbers(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/map")
    # Playwright's own matchers pass over a noscript element.
    assert "The maps need JavaScript." in page.evaluate("document.querySelector('.map-plain').innerText")
    assert page.evaluate("document.querySelector('.map-plain-table').checkVisibility()")
    expect(page.locator(".map-live")).to_be_hidden()


def test_a_map_is_drawn_without_a_stutter(page: Page) -> None:
    """200 × 200 cells: what the page does for a new map at a stretch; thrice, for a busy machine."""
    shown = MapPage(page).open()
    page.evaluate(
        """() => {
          globalThis.longest = 0;
          new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
            globalThis.longest = Math.max(globalThis.longest, duration);
          })).observe({ entryTypes: ["longtask"] });
        }"""
    )

    def longest() -> float:
        page.evaluate("globalThis.longest = 0")
        shown.button("Closer").click()
        page.wait_for_timeout(300)
        shown.wait()
        longest: float = page.evaluate("globalThis.longest")
        return longest

    assert any(longest() < 400 for _ in range(3))


def test_a_tap_chooses_a_cell_and_a_swipe_scrolls_the_page(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    shown = MapPage(page).open("detail=coarse")
    page.touchscreen.tap(*shown.point(1, 0.75, 0.65))
    expect(shown.readout).to_contain_text("w = 2.5, b = 1.5:")
    expect(shown.run_values).to_have_text(["232 epochs", "17 epochs"])
    assert (shown.query["w"], shown.query["b"]) == ("2.5", "1.5")
    shown.button("Closer").tap()
    assert float(shown.query["across.stop"]) - float(shown.query["across.start"]) == pytest.approx(5)
    assert page.evaluate("getComputedStyle(document.querySelector('.map-plot')).touchAction") == "manipulation"
