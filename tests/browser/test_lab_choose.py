"""Choosing an experiment in the lab: whatever is chosen is computed and drawn at once, and refused in its place."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import decimals
from tests.browser.lab_page import QUADRATIC, LabPage, explained, means, query_of
from tests.servers import Server

OTHERS: dict[str, Any] = {"w": -1.3, "b": 0.4, "x": 0.8, "y": 0.7, "eta": 0.6, "epochs": 137}
SEVERAL: dict[str, Any] = {
    "w": [1.5, -0.7],
    "b": 0.25,
    "x": [[0.4, -1.0], [1.2, 0.5], [-0.6, 2.0]],
    "y": [0.3, 1.0, 0.1],
    "eta": 0.8,
    "epochs": 120,
}


def test_slider_and_number_are_one_value_and_the_curves_follow_without_run(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({}))
    lane = lab["A"]
    experiment = dict(QUADRATIC)
    for field, value in OTHERS.items():
        lane.control(field).fill(str(value))
        experiment[field] = value
        expect(lane.slider(field)).to_have_attribute("aria-valuetext", re.compile(rf"^{value}\b".replace("-", "−")))
        expect(lane.slider(field)).not_to_have_value("")
    lane.expect_curves_of(explained(server, experiment))
    for field, key in (
        ("w", "ArrowRight"),
        ("eta", "ArrowLeft"),
        ("y", "End"),
        ("b", "Home"),
        ("epochs", "ArrowRight"),
    ):
        before = lane.control(field).input_value()
        lane.slider(field).press(key)
        expect(lane.control(field)).not_to_have_value(before)
        experiment[field] = lane.experiment[field]
    assert (experiment["y"], experiment["b"]) == (1.0, -10.0)
    trace = explained(server, experiment)
    lane.expect_curves_of(trace)
    expect(lab.epoch).to_have_attribute("value", "0")
    lab.assert_row("A", trace, 0)
    lab.expect_address(**{name: lane.control(name).input_value() for name in OTHERS})


def test_slider_that_is_dragged_draws_curves_all_the_way(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({}))
    lane = lab["A"]
    lane.expect_curves_of(explained(server, {}))
    box = lane.slider("eta").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.5, 0.7, 0.85):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2, steps=3)
        # The button is still held: nothing waits for the end of the drag.
        lane.expect_curves_of(explained(server, lane.experiment))
    page.mouse.up()
    assert lane.experiment["eta"] > 1
    lab.expect_address(eta=lane.control("eta").input_value())


def test_every_preset_is_a_starting_point(page: Page, server: Server) -> None:
    with server.client() as client:
        named: list[dict[str, Any]] = client.get("/api/v1/presets").json()
    presets = [preset for preset in named if preset["experiment"]["kind"] == "neuron"]
    lab = LabPage(page, query_of({"w": 1.0}, {"cost": "cross-entropy"}))
    lane = lab["A"]
    expect(lane.preset).to_have_value("")
    for preset in presets:
        lane.preset.select_option(preset["title"])
        wanted = {name: value for name, value in preset["experiment"].items() if name != "kind"}
        assert lane.experiment == wanted, preset["name"]
        lane.expect_error(explained(server, wanted)["error"][0])
    lane.expect_curves_of(explained(server, presets[-1]["experiment"]))
    lane.fill({"eta": 0.7})
    expect(lane.preset).to_have_value("")
    lane.fill({"eta": presets[-1]["experiment"]["eta"]})
    expect(lane.preset).to_have_value(presets[-1]["name"])


def test_bad_value_is_explained_at_its_field_and_leaves_the_curves(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({}))
    lane, trace = lab["A"], explained(server, {})
    lane.expect_curves_of(trace)
    address = page.url
    for field, text, words in (
        ("eta", "0", "This must be greater than 0."),
        ("y", "1.2", "This must be at most 1."),
        ("w", "-", "A number is needed here."),
        ("epochs", "2.5", "This must be a whole number."),
    ):
        before = lane.control(field).input_value()
        lane.control(field).fill(text)
        expect(lane.complaint(field)).to_have_text(words)
        expect(lane.control(field)).to_have_attribute("aria-invalid", "true")
        lab.run_button.click()
        expect(lane.control(field)).to_be_focused()
        lane.control(field).fill(before)
        expect(lane.complaint(field)).to_be_empty()
    lane.expect_curves_of(trace)
    expect(lab.epoch).to_have_attribute("value", "0")
    assert page.url == address


def offered(control: Locator) -> dict[str, bool]:
    """Which options of a choice can be chosen."""
    options = control.locator("option").all()
    return {str(option.get_attribute("value")): option.is_enabled() for option in options}


def test_what_does_not_go_together_is_not_offered_together(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"cost": "cross-entropy"}, {}))
    one, other = lab["A"], lab["B"]
    assert offered(one.control("activation")) == {"sigmoid": True, "tanh": False, "linear": False, "relu": False}
    assert all(offered(other.control("activation")).values())
    one.control("cost").select_option("quadratic")
    assert all(offered(one.control("activation")).values())
    one.control("activation").select_option("tanh")
    one.expect_curves_of(explained(server, {"activation": "tanh"}))
    assert offered(one.control("cost")) == {
        "quadratic": True,
        "cross-entropy": False,
        "cross-entropy-as-animated": False,
    }
    expect(one.control("cost").locator("option:disabled").first).to_contain_text("not with the other choice")


def test_what_the_server_refuses_is_said_in_its_lane_and_taken_back(page: Page, server: Server) -> None:
    """A trace that is too large is known to the server alone."""
    many = {"x": [0.1] * 150, "y": [0.3] * 150, "epochs": 50}
    lab = LabPage(page, query_of({}, many))
    lab["B"].expect_curves_of(explained(server, many))
    lab["B"].fill({"epochs": 20_000})
    said = lab["B"].root.locator(".panel-problem, .field-error").filter(has_text=re.compile("."))
    expect(said).to_have_count(1)
    expect(said).to_contain_text("numbers")
    expect(lab["A"].problem).to_be_empty()
    lab["B"].fill({"epochs": 40})
    lab["B"].expect_curves_of(explained(server, {**many, "epochs": 40}))
    expect(said).to_have_count(0)


def test_link_to_more_than_the_server_computes_is_cut_and_said(page: Page, server: Server) -> None:
    many = {"x": [0.1] * 150, "y": [0.3] * 150}
    lab = LabPage(page, query_of({}, {**many, "epochs": 20_000}))
    expect(lab.notice).to_contain_text("lane2.epochs")
    expect(lab.notice).to_contain_text("20000")
    lab["B"].expect_curves_of(explained(server, many))


@pytest.mark.parametrize("cost", ["quadratic", "cross-entropy"])
def test_target_between_0_and_1_has_the_numbers_of_the_api_everywhere(cost: str, page: Page, server: Server) -> None:
    experiment = {"cost": cost, "w": 1.7, "b": -0.4, "x": 0.9, "y": 0.3, "eta": 0.35, "epochs": 90}
    trace = explained(server, experiment)
    lab = LabPage(page, query_of(experiment, epoch=31))
    lane = lab["A"]
    lane.expect_curves_of(trace)
    lab.assert_row("A", trace, 31)
    assert lane.factor("error") == trace["error"][31]
    assert lane.factor("gradient") == trace["grad_w"][31]
    expect(lane.board).to_contain_text(decimals(trace["cost"][31]))
    expect(lane.board.locator('[data-line="C"]')).to_contain_text("0.3")
    expect(lane.board.locator('[data-line="w"] .board-result')).to_have_text(f"≈ {decimals(trace['w'][32])}")


def test_several_inputs_and_examples_have_the_numbers_of_the_api_and_a_choice(page: Page, server: Server) -> None:
    trace = explained(server, SEVERAL)
    lab = LabPage(page, query_of(SEVERAL, epoch=57))
    lane = lab["A"]
    lane.expect_curves_of(trace)
    lab.assert_row("A", trace, 57)
    assert lane.factor("error") == means(trace["error"])[57]
    assert [lane.factor("gradient", index) for index in (0, 1)] == trace["grad_w"][57]
    for example in (0, 2):
        lab.example.select_option(f"example {example + 1}")
        lane.expect_curve("a", [row[example] for row in trace["a"]])
        lane.expect_error(trace["error"][57][example])
        product = trace["error"][57][example] * SEVERAL["x"][example][1] * trace["gain"][57][example]
        assert lane.factor("gradient", 1) == pytest.approx(product, rel=1e-14)
        lab.expect_overview([[row[example] for row in trace["a"]]])
        lab.expect_address(example=str(example + 1))
    lab.example.select_option("the mean of all examples")
    lane.expect_curves_of(trace)
    lab.expect_address(example=None)


def test_examples_are_added_by_hand_and_the_choice_appears(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 60}))
    lane = lab["A"]
    expect(lab.example).to_be_hidden()
    lane.root.get_by_role("checkbox", name="Several inputs or examples").check()
    lane.root.get_by_role("button", name="Add an example").click()
    lane.root.get_by_role("button", name="Add an input").click()
    for name, text in {
        "Weight 2": "-0.5",
        "Example 1, input 2": "0.25",
        "Example 1, target": "0.3",
        "Example 2, input 1": "-1,5",
        "Example 2, input 2": "2",
        "Example 2, target": "1",
    }.items():
        lane.cell(name).fill(text)
    experiment = {"w": [2.0, -0.5], "x": [[1.0, 0.25], [-1.5, 2.0]], "y": [0.3, 1.0], "epochs": 60}
    trace = explained(server, experiment)
    lane.expect_curves_of(trace)
    expect(lab.example).to_be_visible()
    lab.seek(33)
    lab.assert_row("A", trace, 33)
    lane.root.get_by_role("button", name="Remove example 2").click()
    expect(lab.example).to_be_hidden()
    lane.expect_curves_of(explained(server, {**experiment, "x": [1.0, 0.25], "y": 0.3}))


# The start on the cost curve


@pytest.mark.parametrize("field", ["b", "w"])
def test_start_is_dragged_along_the_curve_and_sets_what_is_chosen(field: str, page: Page, server: Server) -> None:
    experiment = {"w": 1.2, "b": 0.5, "x": 0.8, "y": 0.3, "epochs": 80}
    lab = LabPage(page, query_of(experiment))
    lane = lab["A"]
    lane.expect_curves_of(explained(server, experiment))
    page.get_by_role("radio", name={"b": "the bias b", "w": "the weight w"}[field]).check()
    before = lane.experiment
    ring = lane.start.locator(".start-ring")
    ring.scroll_into_view_if_needed()
    box, picture = ring.bounding_box(), lane.curve.bounding_box()
    assert box is not None
    assert picture is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + picture["width"] * 0.25, box["y"] - 20, steps=5)
    dragged = lane.experiment
    lane.expect_curves_of(explained(server, dragged))
    page.mouse.up()
    # Where the button is let go counts, and a half in the last decimal may be rounded the other way.
    dragged = lane.experiment
    assert {name for name in before if before[name] != dragged[name]} == {field}
    z = float(lane.start.get_attribute("aria-valuenow") or "")
    assert dragged["w"] * 0.8 + dragged["b"] == pytest.approx(z, abs=0.006)
    assert z > 3
    lane.start.press("PageDown")
    expect(lane.start).to_have_attribute("aria-valuenow", re.compile(rf"^{z - 1:.1f}"))
    pressed = lane.experiment
    assert {name for name in before if before[name] != pressed[name]} == {field}
    assert pressed[field] < dragged[field]
    lane.expect_curves_of(explained(server, pressed))
    lab.expect_address(**{field: lane.control(field).input_value()})
