"""See why: the gradient taken apart, the curve it walks on, the blackboard, the plateau law and the way down.

Every number that is shown is compared with the API's, at an epoch that the link names.

It is long because the five parts share one clock and one way to ask the API, and are looked at in the same epochs.
"""

import json
import math
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, is_pair
from tests.browser.lab import decimals, simulate
from tests.browser.lab_page import QUADRATIC, LabPage, explained, query_of
from tests.browser.watch import Watch
from tests.servers import Server

AND: dict[str, Any] = {"w": [0.5, -1.5], "b": 0.5, "x": [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]], "y": [0.0, 0.0, 1.0]}
WIDE: dict[str, Any] = {"w": [1.0, 2.0, -1.0, 0.5, 0.25, 0.5, 1.0], "b": 0.5, "x": [1.0, -0.5, 0.5, 0.0, 1.0, 1.0, 1.0]}


class Why:
    """The lab, opened at an epoch of one experiment; the pictures of lane A."""

    def __init__(self, page: Page, changes: dict[str, Any], epoch: int = 0, example: int | None = None) -> None:
        self.page = page
        self.experiment = {**QUADRATIC, **changes}
        fields = {name: link_text(value) for name, value in self.experiment.items()}
        view = {} if example is None else {"example": example + 1}
        page.goto("/lab?" + urlencode({**fields, "lanes": 1, "epoch": epoch, **view}))
        lane = page.locator('[data-lane="A"]')
        self.bars = lane.locator(".gradient-bars")
        self.curve = lane.locator(".cost-curve")
        self.board = lane.locator(".blackboard")
        self.diagram = lane.locator(".diagram")
        self.activation = lane.locator(".panel-curve .curve")
        self.start = lane.get_by_role("slider", name="Start")

    def factor(self, name: str) -> Locator:
        return self.bars.locator(f'[data-factor="{name}"]')

    def expect_factor(self, name: str, value: float, index: int = 0) -> None:
        number = self.factor(name).nth(index).locator("data")
        expect(number).to_have_text(decimals(value))
        assert float(number.get_attribute("value") or "") == pytest.approx(value, rel=1e-12)

    def line(self, left: str) -> Locator:
        """The line of the blackboard with this left side."""
        return self.board.locator(f'[data-line="{left}"]')

    def dot(self) -> tuple[float, float]:
        """Where the dot stands on the cost curve, in units of the picture."""
        dot = self.curve.locator('[data-part="now"] circle')
        expect(dot).to_be_visible()
        return float(dot.get_attribute("cx") or ""), float(dot.get_attribute("cy") or "")


def link_text(value: Any) -> str:
    if not isinstance(value, list):
        return f"{value}"
    return (";" if isinstance(value[0], list) else ",").join(link_text(each) for each in value)


def bar_length(factor: Locator, part: str = ".bar") -> float:
    return float(factor.locator(part).get_attribute("width") or "")


# The gradient taken apart


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy", "cross-entropy-as-animated"])
@pytest.mark.parametrize("epoch", [0, 60, 300])
def test_bars_are_the_factors_and_their_product(cost: str, epoch: int, page: Page, server: Server) -> None:
    eta = 0.005 if cost == "cross-entropy-as-animated" else 0.15
    why = Why(page, {"cost": cost, "eta": eta}, epoch)
    row = {name: column[epoch] for name, column in explained(server, why.experiment).items()}
    why.expect_factor("error", row["error"])
    why.expect_factor("gain", row["slope"] if cost == "cross-entropy" else row["gain"])
    why.expect_factor("input", 1.0)
    why.expect_factor("gradient", row["grad_w"])
    assert row["grad_w"] == pytest.approx(row["error"] * row["gain"])


def test_slope_catches_the_eye_where_it_holds_learning_back(page: Page) -> None:
    why = Why(page, {})
    expect(why.factor("gain")).to_contain_text("holds it back")
    expect(why.bars.locator(".is-culprit")).to_have_count(1)
    # 0.0177 of at most 0.25, and 0.982 of at most 1
    assert bar_length(why.factor("gain")) == pytest.approx(100 * 0.017663 / 0.25, abs=0.1)
    assert bar_length(why.factor("error")) == pytest.approx(98.2, abs=0.1)
    assert bar_length(why.factor("gradient"), ".ghost") == pytest.approx(98.2, abs=0.1)


def test_slope_has_cancelled_under_the_cross_entropy(page: Page) -> None:
    why = Why(page, {"cost": "cross-entropy"})
    expect(why.factor("gain")).to_contain_text("has cancelled")
    expect(why.factor("gain")).to_have_css("font-weight", "400")
    expect(why.bars.locator(".is-culprit")).to_have_count(0)
    assert bar_length(why.factor("gain")) == 0.0
    assert bar_length(why.factor("gradient")) == pytest.approx(98.2, abs=0.1)


def test_nothing_holds_back_what_is_nearly_right(page: Page) -> None:
    why = Why(page, {"epochs": 3000}, 3000)
    expect(why.factor("error")).to_contain_text("little left to correct")
    expect(why.bars.locator(".is-culprit")).to_have_count(0)


def test_bars_to_the_left_are_negative(page: Page, server: Server) -> None:
    why = Why(page, {"y": 1.0, "w": -2.0, "b": -2.0})
    why.expect_factor("error", explained(server, why.experiment)["error"][0])
    bar = why.factor("error").locator(".bar")
    assert float(bar.get_attribute("x") or "") == pytest.approx(-98.2, abs=0.1)
    expect(why.factor("error").locator("svg")).to_have_attribute("viewBox", "-100 0 200 12")


@pytest.mark.parametrize("example", [0, 2, None])
def test_example_has_its_own_product_and_all_together_the_mean(example: int | None, page: Page, server: Server) -> None:
    why = Why(page, AND, 40, example)
    row = {name: column[40] for name, column in explained(server, why.experiment).items()}
    for index in range(2):
        if example is None:
            why.expect_factor("gradient", row["grad_w"][index], index)
        else:
            own = row["error"][example] * row["gain"][example] * AND["x"][example][index]
            why.expect_factor("gradient", own, index)
    words = "not the product of the means" if example is None else f"Example {example + 1} alone"
    expect(why.bars).to_contain_text(words)


def test_many_inputs_are_counted_where_they_are_not_drawn(page: Page, server: Server) -> None:
    why = Why(page, WIDE, 10)
    gradients = explained(server, why.experiment)["grad_w"][10]
    expect(why.factor("gradient")).to_have_count(4)
    for index in range(4):
        why.expect_factor("gradient", gradients[index], index)
    expect(why.bars).to_contain_text("… and 3 more")
    expect(why.diagram).to_contain_text("… and 3 more")


# The curve it walks on


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy"])
def test_dot_walks_on_the_curve_and_the_tangent_is_what_it_feels(cost: str, page: Page, server: Server) -> None:
    why = Why(page, {"cost": cost, "y": 0.3}, 12)
    trace = explained(server, why.experiment)
    expect(why.curve).to_contain_text(f"slope δ = {decimals(trace['delta'][12])}")
    x, y = why.dot()
    assert x == pytest.approx(34 + 254 * (trace["z"][12] + 6) / 12, abs=0.02)
    path = why.curve.locator('[data-part="curve"]').get_attribute("d") or ""
    points = [(34 + float(left), 26 + float(down)) for left, down in re.findall(r"([\d.-]+) ([\d.-]+)", path)]
    nearest = min(points, key=lambda point: abs(point[0] - x))
    assert nearest[1] == pytest.approx(y, abs=1.0)
    found = re.fullmatch(
        r"M[\d.-]+ [\d.-]+l([\d.-]+) ([\d.-]+)", why.curve.locator('[data-part="tangent"]').get_attribute("d") or ""
    )
    assert found is not None
    index = points.index(nearest)
    (x1, y1), (x2, y2) = points[index - 1], points[index + 1]
    assert float(found[2]) / float(found[1]) == pytest.approx((y2 - y1) / (x2 - x1), abs=0.02)


def test_tangent_of_a_rule_that_is_no_gradient_is_still_the_curves_own(page: Page, server: Server) -> None:
    why = Why(page, {"cost": "cross-entropy-as-animated", "eta": 0.005}, 30)
    row = {name: column[30] for name, column in explained(server, why.experiment).items()}
    text = why.curve.locator('[data-part="slope"]')
    expect(text).to_contain_text(f"but the rule follows {decimals(row['delta'])}")
    found = re.match(r"slope ([\d.]+),", text.text_content() or "")
    assert found is not None
    assert float(found[1]) == pytest.approx(row["error"], abs=1e-3)


def test_start_is_moved_by_keys_and_the_run_follows(page: Page, server: Server) -> None:
    why = Why(page, {})
    expect(why.start).to_have_attribute("aria-valuenow", "4")
    for key in ("PageUp", "ArrowLeft", "ArrowLeft"):
        why.start.press(key)
    expect(why.start).to_have_attribute("aria-valuenow", "4.8")
    expect(page.get_by_label("Bias b", exact=True).first).to_have_value("2.8")
    trace = explained(server, {**why.experiment, "b": 2.8})
    why.expect_factor("error", trace["error"][0])
    expect(why.start).to_have_attribute("aria-valuetext", f"z = 4.80, cost {decimals(trace['loss'][0])}")


def test_start_is_dragged_with_the_pointer_and_rests_at_the_edge(page: Page) -> None:
    why = Why(page, {})
    ring = why.start.locator(".start-ring")
    ring.scroll_into_view_if_needed()
    box, picture = ring.bounding_box(), why.curve.locator("svg").first.bounding_box()
    assert box is not None
    assert picture is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(picture["x"] + picture["width"] * (34 + 254 * 0.75) / 300, box["y"], steps=4)
    expect(why.start).to_have_attribute("aria-valuenow", re.compile(r"^(3|3\.0\d|2\.9\d)$"))
    page.mouse.move(picture["x"] - 500, box["y"])
    expect(why.start).to_have_attribute("aria-valuenow", "-6")
    page.mouse.up()
    expect(page.get_by_label("Bias b", exact=True).first).to_have_value("-8")


def test_start_is_large_enough_for_a_finger(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    box = Why(page, {}).start.locator(".start-target").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_curve_reaches_as_far_as_the_path_and_not_without_end(page: Page) -> None:
    why = Why(page, {"w": 5.0, "b": 4.0})
    expect(why.start).to_have_attribute("aria-valuemax", "9")
    why = Why(page, {"w": 500.0, "cost": "cross-entropy"})
    expect(why.start).to_have_attribute("aria-valuemax", "30")
    expect(why.curve.locator('[data-part="beyond"]')).to_have_attribute("d", re.compile("^M"))


def test_every_example_has_a_dot_and_the_chosen_one_a_tangent(page: Page) -> None:
    why = Why(page, AND, 20)
    crowd = why.curve.locator('[data-part="crowd"]')
    expect(crowd).to_have_attribute("d", re.compile(r"^(M[\d. ]+h0){3}$"))
    expect(why.activation.locator('[data-part="crowd"]')).to_have_attribute("d", re.compile(r"^(M[\d. ]+h0){6}$"))
    expect(why.curve.locator('[data-part="tangent"]')).to_have_attribute("d", "")
    why = Why(page, AND, 20, example=1)
    expect(why.curve.locator('[data-part="tangent"]')).to_have_attribute("d", re.compile("^M"))


# The numbers at this epoch


def test_blackboard_fills_the_chapters_numbers_in(page: Page) -> None:
    why = Why(page, {})
    expect(why.line("z")).to_have_text(re.compile(r"z\s+= w x \+ b\s+= 2 × 1 \+ 2\s+= 4\s*"))
    expect(why.line("a")).to_have_text(re.compile(r"a\s+= σ\(z\)\s+= σ\(4\)\s+≈ 0\.9820\s*"))
    expect(why.line("C")).to_have_text(re.compile(r"C\s+= \(a − y\)²/2\s+≈ \(0\.9820 − 0\)²/2\s+≈ 0\.4822\s*"))
    expect(why.line("∂C/∂w")).to_contain_text("≈ 0.9820 × 0.01766 × 1")
    expect(why.line("w")).to_have_text(re.compile(r"w\s+← w − η.*≈ 2 − 0\.15 × 0\.01735\s+≈ 1\.9974\s*", re.DOTALL))


@pytest.mark.parametrize("epoch", [7, 300])
def test_blackboard_leads_to_the_next_row(epoch: int, page: Page, server: Server) -> None:
    why = Why(page, {"cost": "cross-entropy"}, epoch)
    trace = explained(server, {**why.experiment, "epochs": 301})
    for name in ("w", "b"):
        expect(why.line(name).locator(".board-result")).to_have_text(f"≈ {decimals(trace[name][epoch + 1])}")
    expect(why.line("∂C/∂w")).not_to_contain_text("σ")


def test_blackboard_writes_sums_for_several_inputs_and_means_for_several_examples(page: Page, server: Server) -> None:
    why = Why(page, AND, 0, example=2)
    expect(why.board).to_contain_text("Example 3 of 3")
    expect(why.line("z")).to_contain_text("= 0.5 × 1 − 1.5 × 1 + 0.5")
    expect(why.line("∂C/∂w_j")).to_contain_text("mean of (a − y) σ′(z) xj")
    gradients = explained(server, why.experiment)["grad_w"][0]
    expect(why.line("∂C/∂w_j")).to_contain_text(f"({gradients[0]:.4g}, {gradients[1]:.4g})".replace("-", "−"))


NUMBER = re.compile(r"\(?(−?[\d.]+(?:e−?\d+)?)\)?")


@pytest.mark.parametrize("w", [0.25, 3.0, 9.0])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_blackboards_factors_give_what_it_says(w: float, y: float, page: Page) -> None:
    """Whatever the cost and the activation: the numbers of a product lead to its result, nearly to the last digit."""
    pairs = [(cost, activation) for cost in COSTS for activation in ACTIVATIONS if is_pair_of(cost, activation)]
    for start in range(0, len(pairs), 4):
        shown = pairs[start : start + 4]
        common = {"w": w, "b": 0.5, "y": y, "eta": 0.01, "epochs": 5}
        lab = LabPage(page, query_of(*({**common, "cost": cost, "activation": name} for cost, name in shown)))
        data = json.loads(page.locator("#page-data").text_content() or "")
        assert sorted(pairs) == sorted((cost, name) for cost, each in data["costs"].items() for name in each["gains"])
        for letter, (cost, activation) in zip("ABCD", shown, strict=False):
            line = lab[letter].board.locator('[data-line="∂C/∂w"]')
            result = line.locator(".board-result")
            expect(result).not_to_be_empty()
            general = line.locator(".board-general").text_content() or ""
            assert data["costs"][cost]["gains"][activation] in general
            factors = [number(text) for text in (line.locator(".board-numbers").text_content() or "").split(" × ")]
            product = math.prod(factors, start=1.0)
            assert number(result.text_content() or "") == pytest.approx(product, rel=5e-4), (cost, activation)


def is_pair_of(cost: str, activation: str) -> bool:
    return is_pair(COSTS[cost], ACTIVATIONS[activation])


def number(text: str) -> float:
    found = NUMBER.search(text)
    assert found is not None, text
    return float(found[1].replace("−", "-"))


@pytest.mark.parametrize(
    ("changes", "cost", "output"),
    [
        ({"w": 4.0, "b": 0.0}, "(1 − 0) × ln 0.01799]", "= σ(4) ≈ 0.9820"),
        ({"w": 40.0, "b": 0.0}, "0 × ln(1 − 4.248e−18) + (1 − 0) × ln 4.248e−18] ≈ 40", "= σ(40) ≈ 1"),
        ({"w": 1000.0, "b": 0.0}, "(1 − 0) × ln e^(−1000)] ≈ 1000", "= σ(1000) ≈ 1"),
        ({"w": 40.0, "b": 0.0, "y": 1.0}, "1 × ln(1 − 4.248e−18)", "= σ(40) ≈ 1"),
        ({"cost": "quadratic", "w": 40.0, "b": 0.0, "y": 1.0}, "(−4.248e−18)²/2 ≈ 9.024e−36", "= σ(40) ≈ 1"),
        ({"cost": "quadratic", "activation": "tanh"}, "≈ (0.9993 − 0)²/2", "= tanh(z) = tanh(4) ≈ 0.9993"),
        ({"cost": "quadratic", "activation": "relu"}, "= (4 − 0)²/2 = 8", "= max(0, z) = max(0, 4) = 4"),
        ({"cost": "quadratic", "activation": "linear"}, "= (4 − 0)²/2 = 8", "= z = 4"),
    ],
)
def test_blackboard_says_nothing_false_of_a_saturated_neuron(
    changes: dict[str, Any], cost: str, output: str, page: Page
) -> None:
    why = Why(page, {"cost": "cross-entropy", **changes})
    expect(why.line("C")).to_contain_text(cost)
    expect(why.line("a")).to_contain_text(output)
    expect(why.board).not_to_contain_text("ln 0]")


OVERSHOT = {"cost": "cross-entropy-as-animated", "w": 6.0, "b": 6.0, "eta": 0.5, "epochs": 100}


def test_gain_beyond_all_numbers_is_said_to_be_so(page: Page) -> None:
    why = Why(page, OVERSHOT, 20)
    expect(why.line("∂C/∂w")).to_contain_text("(a − y) × 1/(a(1 − a)) × x = 1 × 1 = 1")
    expect(why.factor("gain")).to_contain_text("too large for a number; times the error: 1.0000")
    expect(why.curve).to_contain_text("the rule follows 1.0000")
    expect(page.locator('[data-part="plateau"]')).to_contain_text("Neither curve is the law of")


def test_bars_of_a_diverging_run_say_that_they_end(page: Page) -> None:
    changes = {"activation": "linear", "b": 1.0, "x": 3.0, "y": 0.5, "eta": 50.0, "epochs": 100}
    why = Why(page, changes, 5)
    expect(why.factor("error")).to_contain_text("more than the bar can show")
    assert bar_length(why.factor("error")) == 100.0
    expect(why.factor("error").locator(".beyond")).to_have_attribute("d", re.compile("^M-94"))
    expect(why.activation.locator('[data-mark="A"] .beyond')).to_have_attribute("d", re.compile(r"l-4 4l4 4z"))
    expect(page.locator('[data-part="plateau"]')).to_contain_text("the steps are too long for the law")


def test_texts_of_the_bars_fit_input_and_examples(page: Page) -> None:
    why = Why(page, {"x": 0.0})
    expect(why.factor("gradient")).to_contain_text("gradient: 0, because the input is 0")
    why = Why(page, AND)
    expect(why.factor("input")).to_contain_text("another one for each weight and example")
    expect(why.curve.locator(".start-label")).to_have_text("start of example 1")


def test_a_key_that_is_held_is_one_step_back(page: Page) -> None:
    why = Why(page, {})
    expect(why.start).to_have_attribute("aria-valuenow", "4")
    before = page.evaluate("history.length")
    why.start.focus()
    for _ in range(5):
        page.keyboard.down("ArrowRight")
    expect(why.start).to_have_attribute("aria-valuenow", "4.5")
    assert page.evaluate("history.length") == before
    page.keyboard.up("ArrowRight")
    expect(page).to_have_url(re.compile(r"\bb=2\.5\b"))
    assert page.evaluate("history.length") == before + 1


# The plateau law and the way down


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"w": 40.0, "b": 0.0},
            "From the start at z = 40: quadratic about 8 × 10¹⁷ epochs, cross-entropy about 137 epochs.",
        ),
        ({"w": 40.0, "b": 0.0}, "A start at z = 42 instead of 40: quadratic × 7.4, cross-entropy + 6.7 epochs."),
        ({"w": -4.0, "b": 0.0}, "The start at z = −4 is within 0.5 of the target already."),
        ({"w": -4.0, "b": 0.0}, "Outside the picture: lane A at z = −4."),
        ({"activation": "relu", "w": -4.0, "b": 0.0, "y": 1.0}, "From the start at z = −4: quadratic never"),
    ],
)
def test_plateau_law_is_told_of_the_actual_start(changes: dict[str, Any], words: str, page: Page) -> None:
    Why(page, changes)
    expect(page.locator('[data-part="plateau"]')).to_contain_text(words)


def test_way_down_that_leaves_every_bound_is_not_asked_for_again_and_again(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/surfaces") else None)
    changes = {"activation": "linear", "w": [2.0, 1.0], "x": [3.0, 2.0], "y": 0.5, "eta": 50.0, "epochs": 100}
    with page.expect_response("**/surfaces") as answer:
        Why(page, {**changes, "b": 1.0}, 1)
    assert answer.value.status == 200
    expect(page.locator('[data-part="contour"] .plot-drawing .contour')).not_to_have_count(0)
    Why(page, {**changes, "b": 1.0}, 60)
    expect(page.locator('[data-part="path-note"]')).to_contain_text("farther out than a landscape is drawn for")
    expect(page.locator('[data-part="contour"]')).to_be_hidden()
    before = len(asked)
    page.wait_for_timeout(500)
    assert len(asked) == before


def test_refused_landscape_is_asked_for_once(page: Page, watch: Watch) -> None:
    watch.expect("422")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        problem = {"title": "No", "status": 422, "detail": "it is too steep", "errors": []}
        route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(problem))

    page.route("**/surfaces", refuse)
    Why(page, {"w": [1.0, 2.0], "x": [1.0, 0.5]}, 200)
    expect(page.locator('[data-part="path-note"]')).to_contain_text("it is too steep")
    expect(page.locator('[data-part="contour"]')).to_be_hidden()
    page.wait_for_timeout(500)
    # The rows may still have been coming when it was asked the first time.
    assert len(asked) <= 2


def test_landscape_of_another_lane_can_be_chosen(page: Page) -> None:
    fields = {"w": "1,2", "x": "1,0.5", "b": "0", "epochs": "50"}
    page.goto("/lab?" + urlencode({"lanes": 2, "epoch": 0, **fields, "lane2.cost": "cross-entropy"}))
    figure = page.locator('[data-part="contour"]')
    expect(figure).to_contain_text("the cost of lane A")
    page.get_by_label("Over the cost of lane").select_option(index=1)
    expect(figure).to_contain_text("the cost of lane B")


def test_plateau_law_says_exponential_against_linear(page: Page, server: Server) -> None:
    why = Why(page, {})
    with server.client() as client:
        law = client.post("/api/v1/plateaus", json={"experiment": why.experiment}).json()
    figure = page.locator('[data-part="plateau"]')
    figure.scroll_into_view_if_needed()
    drawing = figure.locator(".plot-drawing")
    page.wait_for_function("drawing => drawing.data?.length === 4", arg=drawing.element_handle())
    drawn = json.loads(drawing.evaluate("d => JSON.stringify(d.data.map(({ x, y }) => [x, y]))"))
    for index, name in enumerate(law["costs"]):
        theory, simulated = drawn[2 * index : 2 * index + 2]
        assert theory[0] == law["z"]
        assert [y for y in theory[1] if y is not None] == [y for y in law["costs"][name]["theory"] if y]
        assert simulated == [law["costs"][name]["simulated"]["z"], law["costs"][name]["simulated"]["epochs"]]
    # 1413.1 / 230.1, and 23.3 − 16.6, by the formulas of app/learning/theory.py
    expect(figure).to_contain_text("A start at z = 6 instead of 4: quadratic × 6.1, cross-entropy + 6.7 epochs.")
    expect(figure).to_contain_text("exponentially")


def test_plateau_law_is_mirrored_with_the_target(page: Page) -> None:
    Why(page, {"y": 1.0, "w": -2.0, "b": -2.0})
    expect(page.locator('[data-part="plateau"]')).to_contain_text("A start at z = −6 instead of −4: quadratic × 6.1")


def test_plateau_law_says_why_there_is_none(page: Page) -> None:
    Why(page, AND)
    figure = page.locator('[data-part="plateau"]')
    expect(figure).to_contain_text("with several there is no single start")
    expect(figure.locator(".plot")).to_be_hidden()


def test_one_input_has_a_note_and_no_landscape(page: Page) -> None:
    Why(page, {"x": 0.5})
    expect(page.locator('[data-part="path-note"]')).to_contain_text("Δw/Δb = x = 0.5 in every epoch")
    expect(page.locator('[data-part="contour"]')).to_be_hidden()


def test_way_down_ends_where_the_weights_do(page: Page, server: Server) -> None:
    why = Why(page, {"w": [1.0, 2.0], "x": [1.0, 0.5]}, 200)
    trace = simulate(server, why.experiment).trace
    figure = page.locator('[data-part="contour"]')
    drawing = figure.locator(".plot-drawing")
    page.wait_for_function("drawing => drawing.data?.[0].type === 'contour'", arg=drawing.element_handle())
    expect(figure).to_contain_text(f"epoch 200, b = {trace['b'][200]:.2f}".replace("-", "−"))
    expect(figure.locator(".dot")).to_have_count(1)
    place = figure.locator(".dot").evaluate(
        """(dot) => {
          const { e, f } = dot.transform.baseVal.consolidate().matrix;
          const { xaxis, yaxis } = dot.closest(".plot").querySelector(".plot-drawing")._fullLayout;
          return [xaxis.p2l(e - xaxis._offset), yaxis.p2l(f - yaxis._offset)];
        }"""
    )
    assert place == pytest.approx(trace["w"][200], abs=0.02)
    plot = drawing.locator(".nsewdrag")
    plot.scroll_into_view_if_needed()
    plot.hover()
    expect(drawing.locator(".hovertext")).to_contain_text("cost of lane A")
