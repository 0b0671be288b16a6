"""The page of networks for everybody: every width, light and dark, by keys alone, calm, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.network_page import QUICK, TWO, NetworkPage
from tests.browser.test_keyboard import tab_to
from tests.browser.test_lab_page import COUNT_REACT
from tests.browser.test_layout import OVERFLOW, SMALL

WIDTHS = (320, 390, 768, 1024, 1280, 1900)
LEAST = 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_every_width_and_axe_finds_nothing(
    scheme: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    networks = NetworkPage(page).open(f"{TWO}&lane2.hidden=3,2")
    networks.train(12)
    networks.open_setup()
    networks.field("eta").fill("0")
    networks.field("eta").press("Tab")
    networks.field("problem").select_option("table")
    page.get_by_text("All the numbers, epoch by epoch").click()
    assert findings(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width
    page.set_viewport_size({"width": 390, "height": 844})
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_digits(scheme: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    networks = NetworkPage(page).open("problem=digits&problem.n=150&hidden=8&epochs=2&batch_size=10&eta=1")
    networks.train(2)
    networks.seek(2)
    expect(networks.part("A", "mistakes").get_by_role("listitem")).to_have_count(12)
    assert findings(page) == []


def test_a_whole_session_by_keys_alone(page: Page) -> None:
    networks = NetworkPage(page).open(QUICK)
    keyboard = page.keyboard
    tab_to(page, '[data-part="setup"] > summary')
    keyboard.press("Enter")
    tab_to(page, '[data-row="hidden"] input')
    keyboard.press("ControlOrMeta+a")
    keyboard.type("4 2")
    keyboard.press("Tab")
    tab_to(page, '[data-lanes="add"]')
    keyboard.press("Enter")
    tab_to(page, '[data-split="cost"]')
    keyboard.press("Space")
    tab_to(page, '[data-row="cost"] [data-cell="B"] select')
    keyboard.press("Home")
    keyboard.press("Tab")
    assert (networks.query["hidden"], networks.query["lane2.cost"]) == ("4,2", "quadratic")
    page.evaluate("() => document.activeElement.blur()")
    keyboard.press("r")
    networks.expect_trained(12)
    tab_to(page, '[data-order="continue"]')
    keyboard.press("Enter")
    networks.expect_trained(62)
    page.evaluate("() => document.activeElement.blur()")
    keyboard.press("Home")
    expect(networks.epoch).to_have_attribute("value", "0")
    keyboard.press("ArrowRight")
    expect(networks.epoch).to_have_attribute("value", "1")
    tab_to(page, '[data-part="example"]')
    keyboard.press("ArrowDown")
    assert networks.query["example"] == "1"
    keyboard.press("?")
    page.evaluate("() => document.activeElement.blur()")
    keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_reduced_motion_shows_the_newest_epoch(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    networks = NetworkPage(page).open(QUICK)
    networks.train(12)
    expect(networks.epoch).to_have_attribute("value", "12")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_plotly_redraws_nothing_while_a_run_plays(page: Page) -> None:
    networks = NetworkPage(page).open(f"{TWO}&epochs=120".replace("epochs=12&", ""))
    networks.train(120)
    page.wait_for_load_state("networkidle")
    networks.seek(0)
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 400))")
    page.evaluate(COUNT_REACT)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("data => Number(data.value) > 20", arg=networks.epoch.element_handle())
    assert page.evaluate("globalThis.redraws") == 0


def test_the_projector_shows_pictures_alone(page: Page) -> None:
    networks = NetworkPage(page).open(f"{QUICK}&projector=yes")
    expect(networks.setup).to_be_hidden()
    expect(networks.lane("A")).to_be_visible()
    page.keyboard.press("Escape")
    expect(networks.setup).to_be_visible()
    assert "projector" not in networks.query


def test_without_scripts_the_page_says_what_it_would_show(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/network")
    # Playwright's own matchers pass over a noscript element.
    said = page.locator("noscript").last.text_content() or ""
    assert "Training networks on this page needs JavaScript." in said
    assert "XOR from a saturated start." in said
    expect(page.locator(".net-live")).to_be_hidden()


def test_every_picture_is_described(page: Page) -> None:
    networks = NetworkPage(page).open(QUICK)
    networks.train(12)
    networks.seek(12)
    for part in ("diagram", "surface"):
        label = networks.part("A", part).get_by_role("img").get_attribute("aria-label") or ""
        assert len(label) > 20
    for part in ("saturation-words", "diagram-words", "answers-words", "deltas-words"):
        expect(networks.part("A", part)).not_to_be_empty()
