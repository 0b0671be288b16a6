"""The softmax page: what moves with what, and that every number on it is the server's."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import findings
from tests.browser.softmax_page import SoftmaxPage, asked
from tests.browser.test_layout import OVERFLOW, SMALL
from tests.servers import Server

OUTPUTS = ".layer-neuron .output data"
DELTAS = ".delta-main"
HARD = "z=2.5,-1,3.2,0.5&c=max&class=2&a=0.5,0.5,0,0&p=1,0,0;0,1,0&q=0.5,0.2,0.3;0.6,0,0.4&example=2"
WIDTHS = (320, 390, 768, 1024, 1280, 1900)
LEAST = 24


@pytest.fixture
def shown(page: Page) -> SoftmaxPage:
    return SoftmaxPage(page).open()


def test_moving_one_input_moves_every_output(shown: SoftmaxPage, server: Server) -> None:
    before = shown.numbers(OUTPUTS)
    shown.field("Weighted input z4").fill("3.5")
    expect(shown.part("layer-words")).to_have_text(re.compile(r"^The largest input, z₄, takes 0\.4\d+ of the whole"))
    answer = asked(server, "softmax", {"z": [2.5, -1, 3.2, 3.5], "label": 1, "raised": 3}).json()
    after = shown.numbers(OUTPUTS)
    assert after == answer["a"]
    assert [new > old for new, old in zip(after, before, strict=True)] == [False, False, False, True]
    assert shown.numbers(".jacobian data") == [value for row in answer["jacobian"] for value in row]
    assert shown.numbers(DELTAS) == answer["truth"]["delta"]
    assert shown.numbers(".sigmoids .sigmoid-foot data") == [answer["sum"], answer["sigmoids"]["sum"]]


def test_sliders_move_by_keyboard_and_stand_in_the_link(shown: SoftmaxPage) -> None:
    slider = shown.slider("Weighted input z1")
    slider.focus()
    for _ in range(5):
        shown.page.keyboard.press("ArrowRight")
    expect(shown.page.locator("#z1")).to_have_value("3")
    expect(slider).to_have_attribute("aria-valuetext", "3")
    slider.press("Home")
    expect(shown.page.locator("#z1")).to_have_value("-5")
    shown.page.wait_for_function("() => location.search.includes('z=-5,')")
    assert shown.query["z"] == "-5,-1,3.2,0.5"


def test_the_sharpness_reaches_up_to_the_maximum(shown: SoftmaxPage) -> None:
    shown.button("max").click()
    expect(shown.cost).to_have_text("∞")
    assert shown.numbers(OUTPUTS) == [0, 0, 1, 0]
    expect(shown.page.locator("#c")).to_have_value("max")
    expect(shown.part("truth-words")).to_have_text(re.compile("the cost is infinite"))
    expect(shown.page.locator(".delta-main")).to_have_text(
        ["log-likelihood 0.0000", "log-likelihood −∞", "log-likelihood ∞", "log-likelihood 0.0000"]
    )
    shown.page.locator("#c").fill("2")
    expect(shown.cost).to_have_text(re.compile(r"^8\.\d{4}$"))
    expect(shown.part("truth-words")).to_have_text(re.compile("^With c = 2 every δ is 2 times as large as a − y"))
    strips = shown.page.locator(".sharpness .strip")
    shares = strips.nth(2).locator(".bar").evaluate_all("all => all.map((bar) => Number(bar.getAttribute('width')))")
    assert shares == pytest.approx([31.4536, 0.9498, 63.3398, 4.2568], abs=1e-4)
    assert strips.last.locator(".bar").nth(2).get_attribute("width") == "100.0000"
    shown.page.locator("#c").fill("0")
    expect(shown.page.locator("#c-error")).to_have_text("This must be greater than 0.")
    shown.page.go_back()
    expect(shown.page.locator("#c")).to_have_value("1")


def test_the_true_class_decides_cost_and_error_signals(shown: SoftmaxPage, server: Server) -> None:
    shown.page.get_by_role("radio", name="3", exact=True).check()
    answer = asked(server, "softmax", {"z": [2.5, -1, 3.2, 0.5], "label": 2}).json()["truth"]
    expect(shown.cost).to_have_attribute("value", str(answer["cost"]))
    assert shown.numbers(DELTAS) == answer["delta"]
    assert shown.numbers(".delta-other") == answer["quadratic"]["delta"]
    assert shown.query["class"] == "3"


def test_raising_an_input_is_foretold_and_done(shown: SoftmaxPage) -> None:
    shown.page.locator(".jacobian th").get_by_text("∂z1").click()
    expect(shown.page.get_by_role("heading", name="What if I raise z1?")).to_be_visible()
    expect(shown.part("jacobian-words")).to_have_text(
        re.compile(r"^Raise z₁ by 1: a₁ rises from 0\.3145 to 0\.5550, and every other output falls, a₃ the most")
    )
    foretold = shown.numbers(".raised data")
    shown.button("Do it").click()
    expect(shown.page.locator("#z1")).to_have_value("3.5")
    expect(shown.page.locator(OUTPUTS).first).to_have_attribute("value", re.compile(r"^0\.55"))
    assert shown.numbers(OUTPUTS) == pytest.approx(foretold, rel=1e-13)


def test_outputs_lead_back_to_inputs_whatever_the_constant(shown: SoftmaxPage) -> None:
    recovered = ".inversion .output data"
    assert shown.numbers(recovered) == pytest.approx([math.log(a) for a in (0.1, 0.2, 0.3, 0.4)], rel=1e-15)
    shown.page.locator("#constant").fill("3")
    expect(shown.page.locator(recovered).last).to_have_attribute("value", str(math.log(0.4) + 3))
    shown.button("Put these z into the layer").click()
    expect(shown.page.locator(OUTPUTS).first).to_have_text("0.1000")
    assert shown.numbers(OUTPUTS) == pytest.approx([0.1, 0.2, 0.3, 0.4], rel=1e-14)


def test_a_slider_of_the_outputs_leaves_their_sum_alone(shown: SoftmaxPage) -> None:
    slider = shown.slider("Activation a1")
    slider.press("End")
    expect(shown.part("a-sum")).to_have_text("1")
    expect(shown.part("inversion-words")).to_have_text(re.compile("^a₂, a₃ and a₄ are 0, and no number is as low"))
    slider.press("ArrowLeft")
    expect(shown.page.locator("#a1")).to_have_value("0.99")
    expect(shown.part("a-sum")).to_have_text("1")


def test_typed_outputs_that_do_not_sum_to_one_are_explained_and_scaled(shown: SoftmaxPage) -> None:
    shown.page.locator("#a1").fill("0.6")
    expect(shown.part("inversion-problem")).to_have_text("The outputs of a softmax sum to 1, and these sum to 1.5.")
    assert "a" not in shown.query
    shown.button("Scale them to sum to 1").click()
    expect(shown.part("inversion-problem")).to_be_hidden()
    expect(shown.page.locator("#a1")).to_have_value("0.4")
    expect(shown.page.locator("#a1")).to_be_focused()


def test_what_is_half_typed_stays_until_something_else_is_chosen(shown: SoftmaxPage) -> None:
    shown.field("Weighted input z2").fill("x")
    shown.p.fill("1, 0, x")
    shown.page.get_by_role("radio", name="4", exact=True).check()
    expect(shown.cost).to_have_text("3.1567")
    expect(shown.field("Weighted input z2")).to_have_value("x")
    for _ in range(2):
        shown.button("The chapter’s values").click()
        expect(shown.field("Weighted input z2")).to_have_value("-1")
        shown.field("Weighted input z2").fill("y")
    expect(shown.p).to_have_value("1, 0, x")
    for _ in range(2):
        shown.button("Two answers").click()
        expect(shown.p).to_have_value("1, 0, 0\n1, 0, 0")
        shown.p.fill("2")
    shown.page.go_back()
    expect(shown.p).to_have_value("1, 0, 0\n1, 0, 0")


def test_a_link_brings_everything_back(page: Page) -> None:
    shown = SoftmaxPage(page).open(HARD)
    expect(page.locator("#c")).to_have_value("max")
    expect(shown.part("inversion-words")).to_have_text(re.compile("^a₃ and a₄ are 0"))
    expect(shown.q).to_have_value("0.5, 0.2, 0.3\n0.6, 0, 0.4")
    expect(shown.part("classes-words")).to_have_text("Class 2 is wanted and q is 0 there: its term is infinite.")
    page.locator("#z1").fill("2.6")
    page.wait_for_function("() => location.search.includes('z=2.6,')")
    assert page.url.partition("?")[2] == HARD.replace("2.5,", "2.6,")


def test_what_a_link_says_wrongly_is_named(page: Page) -> None:
    shown = SoftmaxPage(page).open("z=1,2&c=-1&class=5&p=1,0;0,1&q=0.5,0.4;0,1&colour=red")
    expect(shown.notice.locator("p")).to_have_count(5)
    expect(shown.notice).to_contain_text("it must be 4 numbers")
    expect(shown.notice).to_contain_text("its numbers must be probabilities that sum to 1")
    assert shown.numbers(OUTPUTS)[2] == pytest.approx(0.6333979088)


def test_a_server_that_is_gone_is_spoken_of(page: Page, watch: object) -> None:
    shown = SoftmaxPage(page).open()
    watch.expect("Failed to load resource")  # type: ignore[attr-defined]
    page.route("**/api/v1/softmax", lambda route: route.abort())
    page.locator("#z1").fill("1")
    expect(shown.part("layer-problem")).to_have_text(
        "The server could not be reached; the numbers are those of before."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_width_and_axe_finds_nothing(scheme: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}).new_page()
    shown = SoftmaxPage(page).open()
    assert findings(page) == []
    shown.open(HARD)
    shown.p.fill("0.5, 0.4, 0")
    page.locator("#z2").fill("x")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width
        if width in {390, 1280}:
            assert findings(page) == []


def test_the_layer_stays_in_sight_while_one_reads_on(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    shown = SoftmaxPage(page).open()
    page.get_by_role("heading", name="Backwards").scroll_into_view_if_needed()
    expect(shown.page.locator("#z1")).to_be_in_viewport()
    expect(shown.page.locator("#c")).to_be_in_viewport()


def test_the_projector_shows_pictures_and_formulas(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    shown = SoftmaxPage(page).open("projector=yes")
    expect(page.get_by_role("link", name="Lab")).to_be_hidden()
    expect(shown.page.locator("#z4")).to_be_in_viewport()
    box = shown.page.locator(".layer-neuron .share-bar").first.bounding_box()
    assert box is not None
    assert box["height"] > 20


def test_it_is_read_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/softmax")
    expect(page.get_by_role("heading", name="Outputs that share one")).to_be_visible()
    # Playwright's own matchers pass over a noscript element.
    assert "nothing here moves" in page.evaluate("document.querySelector('.softmax-plain').innerText")
    expect(page.locator(".layer-sum data")).to_have_text("1.0000")
    expect(page.get_by_role("button", disabled=False)).to_have_count(0)
