"""A fair η: each button does what its words say, worked out here from the API's traces."""

import math
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.lab_page import LabPage, Trace, explained, query_of
from tests.browser.watch import Watch
from tests.servers import Server

QUADRATIC: dict[str, Any] = {"w": 1.7, "b": 0.8, "x": 0.7, "y": 0.3, "eta": 0.24, "epochs": 150}
CROSS_ENTROPY: dict[str, Any] = {**QUADRATIC, "cost": "cross-entropy", "eta": 0.5, "epochs": 110}
BUTTONS = {
    "same": "The same η",
    "sixth": "η/6, the rule of thumb",
    "first-step": "An equal first step",
    "final-output": "An equal final output",
}


class Fair:
    def __init__(self, lab: LabPage) -> None:
        self.lab = lab
        self.root = lab.fair
        self.words = self.root.get_by_role("status")
        self.other = self.root.get_by_role("combobox", name="The lane that gets another η")
        self.reference = self.root.get_by_role("combobox", name="The lane to be fair to")

    def press(self, rule: str) -> float:
        """The rate that the rule finds, as it then stands in the form of the other lane."""
        letter = self.other.input_value()
        self.root.get_by_role("button", name=BUTTONS[rule], exact=True).click()
        expect(self.words).to_contain_text(f"Lane {letter} now has η")
        return float(self.lab[letter].control("eta").input_value())


@pytest.fixture
def fair(page: Page) -> Fair:
    return Fair(LabPage(page, query_of(QUADRATIC, CROSS_ENTROPY)))


def first_step(trace: Trace, eta: float) -> float:
    return eta * math.hypot(trace["grad_w"][0], trace["grad_b"][0])


def test_same_rate_is_the_same_number_and_the_curves_follow(fair: Fair, server: Server) -> None:
    assert fair.press("same") == 0.24
    fair.lab["B"].expect_curves_of(explained(server, {**CROSS_ENTROPY, "eta": 0.24}))
    expect(fair.words).to_contain_text("The same number as lane A")
    fair.lab.expect_address(lane2__eta=None, eta="0.24")


def test_sixth_is_a_sixth_to_the_cross_entropy_and_six_times_back(fair: Fair) -> None:
    assert fair.press("sixth") == 0.24 / 6
    fair.other.select_option("A")
    fair.reference.select_option("B")
    fair.lab["B"].fill({"eta": 0.35})
    assert fair.press("sixth") == 0.35 * 6
    expect(fair.words).to_contain_text("rule of thumb")


def test_equal_first_step_is_equally_long(fair: Fair, server: Server) -> None:
    eta = fair.press("first-step")
    one, other = explained(server, QUADRATIC), explained(server, CROSS_ENTROPY)
    assert first_step(other, eta) == pytest.approx(first_step(one, 0.24), rel=1e-14)
    moved = explained(server, {**CROSS_ENTROPY, "eta": eta})
    ours = math.hypot(one["w"][1] - one["w"][0], one["b"][1] - one["b"][0])
    theirs = math.hypot(moved["w"][1] - moved["w"][0], moved["b"][1] - moved["b"][0])
    assert theirs == pytest.approx(ours, rel=1e-12)
    fair.lab["B"].expect_curves_of(moved)


def test_equal_final_output_is_met_when_both_are_really_run(fair: Fair, server: Server) -> None:
    eta = fair.press("final-output")
    other = explained(server, {**CROSS_ENTROPY, "eta": eta})
    fair.lab["B"].expect_curves_of(other)
    fair.lab.run()
    ends = [fair.lab[letter].factor("error") for letter in "AB"]
    assert ends == [explained(server, QUADRATIC)["error"][150], other["error"][110]]
    assert abs(ends[1]) == pytest.approx(abs(ends[0]), rel=1e-9)
    for letter in "AB":
        expect(fair.lab[letter].words).to_contain_text("ends at")
    expect(fair.words).to_contain_text("it now ends as far from its target as lane A")


def test_pair_may_be_any_two_of_three_lanes_and_several_examples(page: Page, server: Server) -> None:
    many = {"w": [0.5, -1.5], "b": 0.5, "x": [[0.3, 1.0], [1.0, -0.4]], "y": [0.3, 1.0], "epochs": 60}
    lab = LabPage(page, query_of(QUADRATIC, CROSS_ENTROPY, {**many, "cost": "cross-entropy"}))
    fair = Fair(lab)
    fair.other.select_option("C")
    eta = fair.press("first-step")
    trace = explained(server, {**many, "cost": "cross-entropy"})
    length = eta * math.hypot(*trace["grad_w"][0], trace["grad_b"][0])
    assert length == pytest.approx(first_step(explained(server, QUADRATIC), 0.24), rel=1e-14)
    assert lab["B"].experiment["eta"] == 0.5
    lab["C"].expect_curves_of(explained(server, {**many, "cost": "cross-entropy", "eta": eta}))


def test_what_cannot_be_done_is_said_in_words(page: Page, watch: Watch) -> None:
    watch.expect("answered 422: .*/rates")
    watch.expect("Failed to load resource.* 422")
    # The other is at its target from the start, so no rate moves it.
    lab = LabPage(page, query_of({"w": 2.0, "y": 0.3}, {"w": 0.0, "b": 0.0, "y": 0.5, "x": 1.0}))
    fair = Fair(lab)
    with page.expect_response(lambda answer: answer.url.endswith("/rates")):
        fair.root.get_by_role("button", name=BUTTONS["first-step"]).click()
    expect(fair.words).to_have_text(re.compile(r"^That cannot be done: .*gradient .* is 0 .*\.$"))
    assert lab["B"].experiment["eta"] == 0.15
    fair.other.select_option("A")
    fair.root.get_by_role("button", name=BUTTONS["same"]).click()
    expect(fair.words).to_have_text("Choose two different lanes.")


def test_words_go_when_something_else_is_changed(fair: Fair) -> None:
    fair.press("same")
    fair.lab["A"].fill({"eta": 0.3})
    expect(fair.words).to_be_empty()


def test_rate_that_was_asked_for_other_lanes_is_not_taken(fair: Fair, page: Page) -> None:
    """The answer is held back until the lanes have changed."""
    held: list[Route] = []
    page.route("**/rates", lambda route: held.append(route))
    fair.root.get_by_role("button", name=BUTTONS["final-output"], exact=True).click()
    expect(fair.words).to_contain_text("One moment")
    before = fair.lab["B"].control("eta").input_value()
    fair.lab["B"].fill({"b": -1})
    held[0].continue_()
    expect(fair.words).to_contain_text("have changed")
    expect(fair.lab["B"].control("eta")).to_have_value(before)
