"""The lab as a link: it brings the page back, the back button undoes, and a lesson or a frame shows what it should.

It is long because one link is followed to three places: the lab, a lesson, and a frame on somebody else's page.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab_page import LabPage, explained, query_of
from tests.browser.watch import Watch
from tests.conftest import StartServer
from tests.servers import Server

SEVERAL: dict[str, Any] = {
    "w": [0.5, -1.5],
    "b": 0.25,
    "x": [[0.3, 1.0], [1.0, -0.4], [0.0, 0.7]],
    "y": [0.3, 1.0, 0.6],
    "eta": 0.45,
    "epochs": 80,
}

NUMBERS = """() => [...document.querySelectorAll("main data")]
  .filter((data) => data.checkVisibility())
  .map((data) => data.value)"""
CHOICES = """() => [...document.querySelectorAll("main input, main select")]
  .filter((control) => control.checkVisibility() && control.type !== "number")
  .map((control) => (control.type === "checkbox" || control.type === "radio" ? control.checked : control.value))"""


def state_of(lab: LabPage, letters: str) -> list[Any]:
    """All that the page shows: numbers, choices, the lanes' rows of the table and the lines of all lanes."""
    rows = [lab.row(letter) for letter in letters]
    lab.table_lane.select_option(index=0)
    return [rows, lab.page.evaluate(NUMBERS), lab.page.evaluate(CHOICES), lab.overview_lines(), lab.common.inner_text()]


def choose_two_and_stop(lab: LabPage) -> str:
    lab["A"].preset.select_option("Quadratic cost, wrong")
    lab["B"].fill({"y": 0.3, "eta": 0.07, "epochs": 140})
    lab.run_button.click()
    lab.page.wait_for_function("data => Number(data.value) > 9", arg=lab.epoch.element_handle())
    lab.pause.click()
    lab.show_quantity("speed")
    return "AB"


def choose_four_and_seek(lab: LabPage) -> str:
    lab["A"].duplicate.click()
    lab["C"].duplicate.click()
    lab["B"].fill({"activation": "tanh", "w": -1.25})
    lab["D"].fill({"cost": "cross-entropy-as-animated", "eta": 0.005})
    lab.seek(203)
    lab.speed.select_option("0.25")
    lab.show_quantity("shape")
    return "ABCD"


def choose_an_example(lab: LabPage) -> str:
    lab["B"].remove.click()
    lab.expect_lanes(1)
    lab["A"].root.get_by_role("checkbox", name="Several inputs or examples").check()
    for button in ("Add an input", "Add an example"):
        lab["A"].root.get_by_role("button", name=button).click()
    for name, text in {"Weight 2": "-0.5", "Example 2, input 1": "-1.5", "Example 2, target": "0.3"}.items():
        lab["A"].cell(name).fill(text)
        lab["A"].cell(name).blur()
    lab.example.select_option("example 2")
    lab.seek(77)
    return "A"


@pytest.mark.parametrize("choose", [choose_two_and_stop, choose_four_and_seek, choose_an_example])
def test_address_of_the_page_brings_the_same_numbers_back(
    choose: Callable[[LabPage], str], page: Page, context: BrowserContext
) -> None:
    lab = LabPage(page)
    letters = choose(lab)
    lab.expect_lanes(len(letters))
    epoch = lab.epoch.get_attribute("value")
    lab.expect_address(epoch=epoch)
    other = LabPage(context.new_page(), page.url.partition("?")[2])
    expect(other.epoch).to_have_attribute("value", epoch or "")
    other.expect_overview([line["y"] for line in lab.overview_lines()])
    assert state_of(other, letters) == state_of(lab, letters)
    expect(other.notice).to_be_hidden()
    assert other.page.url == page.url


def test_back_and_forward_go_through_the_choices(page: Page, server: Server) -> None:
    lab = LabPage(page)
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy"}))
    lab["A"].fill({"eta": 0.4})
    lab["B"].remove.click()
    lab.expect_lanes(1)
    lab.show_quantity("cost")
    lab["A"].fill({"y": 0.3, "w": 1.5})
    lab.expect_address(w="1.5", y="0.3", eta="0.4", show="cost")
    page.go_back()
    lab["A"].expect_curves_of(explained(server, {"eta": 0.4, "y": 0.3}))
    page.go_back()
    expect(lab["A"].control("y")).to_have_value("0")
    lab["A"].expect_curves_of(explained(server, {"eta": 0.4}))
    page.go_back()
    expect(page.get_by_role("radio", name="Output", exact=True)).to_be_checked()
    page.go_back()
    lab.expect_lanes(2)
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy"}))
    page.go_back()
    expect(lab["A"].control("eta")).to_have_value("0.15")
    lab["A"].expect_curves_of(explained(server, {}))
    for _ in range(5):
        page.go_forward()
    expect(lab["A"].control("w")).to_have_value("1.5")
    lab.expect_lanes(1)
    lab["A"].expect_curves_of(explained(server, {"eta": 0.4, "y": 0.3, "w": 1.5}))


def test_what_rests_on_its_way_is_no_step_of_its_own(page: Page, server: Server) -> None:
    """An address that were written while a hand rests would stand where the back button should lead."""
    lab = LabPage(page, query_of({"epochs": 40}))
    control = lab["A"].control("eta")
    control.fill("0.3")
    lab["A"].expect_curves_of(explained(server, {"epochs": 40, "eta": 0.3}))
    page.wait_for_timeout(500)  # longer than the address bar waits
    control.blur()
    lab.expect_address(eta="0.3")
    box = lab["A"].slider("b").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2, steps=5)
    page.wait_for_timeout(500)
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    lab.expect_address(b=lab["A"].control("b").input_value())
    page.go_back()
    expect(lab["A"].control("b")).to_have_value("2")
    expect(control).to_have_value("0.3")
    page.go_back()
    expect(control).to_have_value("0.15")
    lab["A"].expect_curves_of(explained(server, {"epochs": 40}))


def test_back_brings_the_epoch_back_and_nothing_plays_again(page: Page) -> None:
    lab = LabPage(page, query_of({"epochs": 30}, play="yes"))
    lab.expect_end()
    lab.expect_address(epoch="30")
    lab.seek(12)
    lab.expect_address(epoch="12")
    lab["A"].fill({"eta": 0.4})
    lab.seek(25)
    lab.expect_address(epoch="25", eta="0.4")
    page.go_back()
    expect(lab.epoch).to_have_attribute("value", "12")
    expect(lab["A"].control("eta")).to_have_value("0.15")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_slider_that_was_dragged_is_one_step_back(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 40}))
    box = lab["A"].slider("w").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2, steps=12)
    page.mouse.up()
    w = lab["A"].control("w").input_value()
    assert float(w) < -4
    lab.expect_address(w=w)
    page.go_back()
    expect(lab["A"].control("w")).to_have_value("2")
    lab["A"].expect_curves_of(explained(server, {"epochs": 40}))


def test_bad_link_is_explained_and_the_page_works(page: Page, server: Server) -> None:
    lab = LabPage(page, "eta=fast&w=1.5&cost=cross-entropy&activation=tanh&speed=3&nonsense=1&lanes=2&lane2.y=7")
    for words in ("eta\u00a0=\u00a0“fast”", "needs outputs between 0 and 1", "speed", "“nonsense”", "lane2.y"):
        expect(lab.notice).to_contain_text(words)
    lab["A"].expect_curves_of(explained(server, {"cost": "cross-entropy", "w": 1.5, "b": 0.9}))
    lab.expect_lanes(2)
    lab.run()
    lab.notice.get_by_role("button", name="Understood").click()
    expect(lab.notice).to_be_hidden()


def test_link_is_copied(new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    lab = LabPage(page)
    lab["A"].fill({"b": -0.5})
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "b=-0.5" in copied
    page.goto(copied)
    expect(lab["A"].control("b")).to_have_value("-0.5")


# Lessons


def test_lesson_leaves_out_fixes_and_sets_the_theme(page: Page) -> None:
    query = query_of(
        {"y": 0.3, "epochs": 60}, {"cost": "cross-entropy"}, hide="plateau,fair", fixed="yes", theme="dark"
    )
    lab = LabPage(page, query)
    expect(lab["A"].control("eta")).to_be_visible()
    expect(lab.fair).to_be_hidden()
    expect(page.get_by_role("heading", name="How long is the plateau?")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(24, 23, 21)"
    assert lab["A"].control("eta").evaluate("control => control.closest('[inert]') !== null")
    lab["A"].control("eta").evaluate("control => control.focus()")
    expect(lab["A"].control("eta")).not_to_be_focused()
    assert page.locator("[data-rule]").first.evaluate("button => button.closest('[inert]') !== null")
    for letter in "AB":
        expect(lab[letter].duplicate).to_be_disabled()
        expect(lab[letter].remove).to_be_disabled()
    lab.run()
    expect(lab.notice).to_be_hidden()


def test_fixed_lanes_keep_their_start(page: Page) -> None:
    lab = LabPage(page, query_of({}, fixed="yes"))
    lane = lab["A"]
    expect(lane.start).to_be_visible()
    lane.start.press("PageUp")
    ring, picture = lane.start.locator(".start-ring"), lane.curve.bounding_box()
    box = ring.bounding_box()
    assert box is not None
    assert picture is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(picture["x"] + picture["width"] / 3, box["y"], steps=3)
    page.mouse.up()
    assert lane.experiment["b"] == 2.0


def test_lesson_plays_by_itself_and_fills_the_wall(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 60}, play="yes", projector="yes", speed=16))
    lab.expect_end()
    expect(lab.epoch).to_have_attribute("value", "60")
    lab["A"].expect_error(explained(server, {"epochs": 60})["error"][60])
    assert page.evaluate("document.documentElement.hasAttribute('data-projector')")
    page.keyboard.press("Escape")
    lab.expect_address(projector=None)


def test_lesson_asks_for_a_prediction_before_anything_is_seen(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 90}, predict="yes", speed=16))
    lane = lab["A"]
    expect(lab.predict).to_be_checked()
    expect(lab.run_button).to_be_disabled()
    lane.expect_curves_of(explained(server, {"epochs": 90}))
    expect_nothing_seen(page)
    expect(lab.slider).to_be_disabled()
    expect(lab.table_summary).to_be_hidden()
    page.keyboard.press("End")
    expect(lab.epoch).to_have_attribute("value", "0")
    lane.root.get_by_role("button", name="Skip").click()
    expect(lab.run_button).to_be_enabled()
    lab.run()
    lane.expect_error(explained(server, {"epochs": 90})["error"][90])
    # Whoever predicts again, of this or of another experiment, is shown no more of it than at first.
    lane.root.get_by_role("button", name="Predict again").click()
    expect(lab.epoch).to_have_attribute("value", "0")
    expect_nothing_seen(page)
    lane.root.get_by_role("button", name="Skip").click()
    lab.run()
    lane.fill({"eta": 0.2})
    expect(lab.run_button).to_be_disabled()
    lane.expect_curves_of(explained(server, {"epochs": 90, "eta": 0.2}))
    expect(lab.epoch).to_have_attribute("value", "0")
    expect_nothing_seen(page)


def test_link_of_a_seen_run_gives_nothing_away_to_whoever_is_to_predict(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 90}, predict="yes", epoch=70))
    lab["A"].expect_curves_of(explained(server, {"epochs": 90}))
    expect(lab.epoch).to_have_attribute("value", "0")
    expect_nothing_seen(page)


def expect_nothing_seen(page: Page) -> None:
    """What is drawn is cut off: the part that has been played, and the part that has been seen."""
    page.wait_for_function(
        """() => ["a", "cost", "overview"].every((plot) => {
          const cuts = [...document.querySelectorAll(`[data-plot="${plot}"] .plot-overlay clipPath rect`)]
            .filter((cut) => cut.closest(".plot").checkVisibility());
          return cuts.length === 2 && cuts.every((cut) => Number(cut.getAttribute("width")) <= 9);
        })"""
    )


# In a frame


@contextmanager
def course_page(source: str) -> Iterator[str]:
    """A page of a course, on a server of its own, with the lab in a frame."""
    frame = f'<iframe src="{source}" title="Lab" width="1000" height="900"></iframe>'
    html = f'<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,">{frame}</html>'

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Nothing: it is a test's own."""

    course = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=course.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{course.server_port}"
    course.shutdown()
    thread.join()
    course.server_close()


def test_frame_works_on_a_page_of_an_origin_that_is_allowed(
    page: Page, start_server: StartServer, watch: Watch, server: Server
) -> None:
    trace = explained(server, {"y": 0.3, "epochs": 50})
    with course_page("about:blank") as origin:
        own = start_server(frame_origins=origin)
        watch.allow(own.url)
        watch.allow(origin)
        query = query_of({"y": 0.3, "epochs": 50}, speed=16)
        page.goto(origin)
        page.locator("iframe").evaluate("(frame, address) => { frame.src = address; }", f"{own.url}/embed?{query}")
        inside = page.frame_locator("iframe")
        expect(inside.get_by_role("banner")).to_have_count(0)
        expect(inside.get_by_role("contentinfo")).to_have_count(0)
        run = inside.get_by_role("button", name="Run", exact=True)
        run.click()
        expect(inside.get_by_role("group", name="Playback").get_by_role("status").locator("data")).to_have_text("50")
        error = inside.locator('[data-lane="A"] [data-factor="error"] data')
        expect(error).to_have_attribute("value", str(trace["error"][50]))
        frame = page.frames[1]
        assert frame.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        # Another origin may not: neither the page itself, nor the framed one from elsewhere.
        with course_page(f"{own.url}/embed") as stranger:
            watch.allow(stranger)
            watch.expect("frame-ancestors")
            page.goto(stranger)
            page.wait_for_function("() => document.querySelector('iframe').contentDocument === null")
            assert page.frames[1].evaluate("() => document.querySelector('main') === null")


def test_embedded_page_has_nothing_around_it(page: Page) -> None:
    lab = LabPage(page, path="/embed")
    lab.expect_lanes(2)
    expect(page.get_by_role("banner")).to_have_count(0)
    expect(page.get_by_role("contentinfo")).to_have_count(0)
    expect(page.get_by_role("button", name="Lesson link")).to_have_count(0)
    lab["A"].fill({"eta": 0.2})
    lab.expect_address(eta="0.2")
    assert page.url.partition("?")[0].endswith("/embed")
