"""The lab for everybody: accessible, within every screen, by keys alone, calm, offline, and mended after a failure."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.lab_page import LabPage, explained, query_of
from tests.browser.test_keyboard import tab_to
from tests.browser.test_layout import OVERFLOW
from tests.browser.watch import Watch
from tests.conftest import StartServer
from tests.servers import Server

WIDTHS = (320, 360, 768, 1024, 1440, 1920)
LEAST = 24
SEVERAL: dict[str, Any] = {
    "w": [0.5, -1.5, 0.7],
    "b": 0.25,
    "x": [[0.3, 1.0, 0.2], [1.0, -0.4, 0.1], [0.0, 0.7, -1.0]],
    "y": [0.3, 1.0, 0.6],
    "epochs": 60,
}
FOUR: list[dict[str, Any]] = [{"w": [1.0, 2.0], "x": [1.0, 0.5]}, {"cost": "cross-entropy", "y": 0.3}, SEVERAL, {}]

SMALL = """least => [...document.querySelectorAll("main a, main button, main input, main select, main summary")]
  .filter((element) => element.checkVisibility() && !element.closest("p:not(:has(select))"))
  .map((element) => (["checkbox", "radio"].includes(element.type) && element.closest("label")) || element)
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([element, { width, height }]) => width < least || height < least)
  .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 90)} ${width} × ${height}`)"""
"""Whatever can be pressed and is smaller than this; the label of a tick is pressed as well as the tick."""

COUNT_REACT = """() => {
  const { Plotly } = globalThis;
  globalThis.redraws = 0;
  for (const name of ["react", "newPlot", "restyle", "relayout", "update", "extendTraces", "redraw", "animate"]) {
    const usual = Plotly[name];
    Plotly[name] = (...all) => { globalThis.redraws += 1; return usual.apply(Plotly, all); };
  }
}"""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing_whatever_is_open(
    scheme: str, width: int, new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    lab = LabPage(page, query_of(*FOUR, epoch=20))
    lab["D"].expect_curves_of(explained(server, {}))
    lab.table_summary.click()
    lab["B"].control("eta").fill("0")
    expect(lab["B"].complaint("eta")).not_to_be_empty()
    assert findings(page) == []
    for tool in ("Lesson link", "Keys"):
        page.get_by_role("button", name=tool).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == []
        page.keyboard.press("Escape")
    LabPage(page, query_of({"epochs": 60}, {"cost": "cross-entropy"}, predict="yes"))
    expect(page.get_by_role("button", name="Lock it in").first).to_be_visible()
    assert findings(page) == []


def test_nothing_sticks_out_or_is_too_small_on_any_screen(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of(*FOUR, epoch=20))
    lab["D"].expect_curves_of(explained(server, {}))
    lab.table_summary.click()
    lab["B"].control("eta").fill("0")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width
    LabPage(page, query_of({"epochs": 60}, {"cost": "cross-entropy"}, predict="yes"))
    expect(page.get_by_role("button", name="Lock it in").first).to_be_visible()
    page.get_by_role("radio", name="How the cost goes").first.check()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width


def test_whole_session_by_keys_alone(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 200}, {"cost": "cross-entropy", "epochs": 200}))
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy", "epochs": 200}))
    keyboard = page.keyboard
    tab_to(page, '[data-command="run"]')
    keyboard.press("Enter")
    page.wait_for_function("data => Number(data.value) > 3", arg=lab.epoch.element_handle())
    tab_to(page, '[data-command="toggle"]')
    keyboard.press("Space")
    expect(lab.play).to_be_focused()
    held = int(lab.epoch.get_attribute("value") or "")
    assert 0 < held < 200
    tab_to(page, '[data-command="seek"]')
    keyboard.press("ArrowRight")
    expect(lab.epoch).to_have_text(str(held + 1))
    tab_to(page, '[data-lane="A"] [data-field="eta"] .field-slider')
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    eta = lab["A"].experiment["eta"]
    assert eta > 0.15
    tab_to(page, '[data-lane="B"] [data-field="y"] input')
    keyboard.press("ControlOrMeta+a")
    keyboard.type("0.3")
    keyboard.press("Tab")
    tab_to(page, 'input[name="quantity"]')
    keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Cost", exact=True)).to_be_checked()
    tab_to(page, '[data-rule="sixth"]')
    keyboard.press("Enter")
    expect(lab["B"].control("eta")).to_have_value(str(eta / 6))
    # Cost over z and start: A's handle, then the page's own keys with nothing focused that wants them.
    tab_to(page, '[data-lane="A"] [data-part="start"]')
    keyboard.press("PageUp")
    expect(lab["A"].control("b")).to_have_value("3")
    one = {"eta": eta, "b": 3.0, "epochs": 200}
    other = {"cost": "cross-entropy", "y": 0.3, "eta": eta / 6, "epochs": 200}
    lab["A"].expect_curves_of(explained(server, one))
    lab["B"].expect_curves_of(explained(server, other))
    tab_to(page, '[data-part="lane-table"] summary')
    keyboard.press("Enter")
    expect(lab.table).to_be_visible()
    keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("End")
    expect(lab.epoch).to_have_text("200")
    for letter, experiment in (("A", one), ("B", other)):
        lab.assert_row(letter, explained(server, experiment), 200)
    page.evaluate("() => document.activeElement.blur()")
    keyboard.press("Shift+ArrowLeft")
    expect(lab.epoch).to_have_text("190")
    keyboard.press("r")
    expect(lab.pause).to_be_visible()


def test_reduced_motion_shows_the_end_at_once(new_context: Callable[..., BrowserContext], server: Server) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    lab = LabPage(page, query_of({"y": 0.3, "epochs": 5000}))
    lab["A"].expect_error(explained(server, {"y": 0.3})["error"][0])
    page.evaluate(
        """data => {
          globalThis.epochs = [];
          new MutationObserver(() => globalThis.epochs.push(data.value)).observe(data, { attributes: true });
        }""",
        lab.epoch.element_handle(),
    )
    lab.run_button.click()
    lab.expect_end()
    expect(lab.epoch).to_have_text("5,000")
    assert set(page.evaluate("globalThis.epochs")) <= {"0", "5000"}


def test_plotly_redraws_nothing_while_a_run_plays(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({}, {"cost": "cross-entropy"}, SEVERAL, {"w": [1.0, 2.0], "x": [1.0, 0.5]}, speed=2))
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy"}))
    # The law and the landscape come last, each after its own answer.
    contour = page.locator('[data-part="contour"] .plot-drawing')
    page.wait_for_function("drawing => drawing.data?.[0].type === 'contour'", arg=contour.element_handle())
    law = page.locator('[data-part="plateau"] .plot-drawing')
    page.wait_for_function("drawing => drawing.data?.length > 1", arg=law.element_handle())
    page.wait_for_load_state("networkidle")
    page.evaluate(COUNT_REACT)
    lab.run_button.click()
    page.wait_for_function("data => Number(data.value) > 200", arg=lab.epoch.element_handle())
    assert page.evaluate("globalThis.redraws") == 0
    lab.pause.click()
    # The count would notice one.
    lab["A"].fill({"eta": 0.3})
    page.wait_for_function("() => globalThis.redraws > 0")


def test_no_request_leaves_the_server(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    lab = LabPage(page, query_of({"w": [1.0, 2.0], "x": [1.0, 0.5]}, {"y": 0.3}))
    lab.run()
    lab.fair.get_by_role("button", name="An equal final output").click()
    expect(lab.fair.get_by_role("status")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    assert len(asked) > 20
    assert {url.partition("://")[2].partition("/")[0] for url in asked if not url.startswith(("data:", "blob:"))} == {
        server.url.partition("://")[2]
    }


def test_server_that_is_gone_is_told_of_and_found_again(page: Page, start_server: StartServer, watch: Watch) -> None:
    own = start_server()
    watch.allow(own.url)
    watch.expect("ERR_CONNECTION_REFUSED")
    query = query_of({"epochs": 50}, {"epochs": 50, "cost": "cross-entropy"})
    lab = LabPage(page, query, path=f"{own.url}/lab")
    before = explained(own, {"epochs": 50})
    lab["A"].expect_curves_of(before)
    page.wait_for_load_state("networkidle")
    own.stop()
    lab["A"].fill({"eta": 0.5})
    for letter in "AB":
        expect(lab[letter].problem).to_have_text(
            "The connection to the server failed before the run began. Press Run to try again."
        )
    # What is there may still be looked at.
    lab["A"].expect_curves_of(before)
    lab.fair.get_by_role("button", name="The same η").click()
    expect(lab.fair.get_by_role("status")).to_have_text("The server cannot be reached just now.")
    again = start_server(port=own.port)
    lab.run()
    trace = explained(again, {"epochs": 50, "eta": 0.5})
    lab["A"].expect_curves_of(trace)
    lab["A"].expect_error(trace["error"][50])
    for letter in "AB":
        expect(lab[letter].problem).to_be_empty()
