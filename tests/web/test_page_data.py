"""What pages have in common."""

import pytest

from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, NETWORK_COSTS
from app.web.page_data import COST_AXIS, SLOTS, cost_data, decimals, shown, slot_of
from tests.experiments.examples import PAIRS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.98201379, "0.9820"),
        (-2.0, "−2.0000"),
        (0.0, "0.0000"),
        (0.0005, "0.0005"),
        (0.000123, "1.23e−4"),
        (-1.5e-12, "−1.50e−12"),
        (123456.0, "1.23e5"),
        (99999.0, "99999.0000"),
    ],
)
def test_a_number_is_written_as_the_scripts_write_it(value: float, text: str) -> None:
    assert decimals(value) == text


@pytest.mark.parametrize("name", COSTS)
def test_a_run_of_any_cost_can_be_shown(name: str) -> None:
    experiment = Experiment(cost=name, epochs=20)
    columns, _ = simulate(experiment)
    picture = shown(experiment, columns)
    assert [plot.column for plot in picture["plots"]] == ["cost", "a"]
    assert picture["cost_label"] == COSTS[name].label
    axis = picture["plots"][0].scale
    assert axis.low == 0.0
    assert axis == COST_AXIS.get(name, axis)
    if name not in COST_AXIS:
        assert axis.high == columns["cost"].max()


def test_every_cost_has_a_colour_of_its_own_and_those_of_the_chapter_keep_theirs() -> None:
    slots = [slot_of(name) for name in NETWORK_COSTS]
    assert len(set(slots)) == min(len(slots), SLOTS)
    assert [slot_of(name) for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")] == [0, 1, 2]
    assert slot_of("log-likelihood") == 3


@pytest.mark.parametrize("name", COSTS)
def test_scripts_are_told_how_a_cost_looks_and_reads(name: str) -> None:
    told = cost_data(name)
    assert told["label"] == COSTS[name].label
    assert told["slot"] == slot_of(name) < SLOTS
    assert "{a}" in told["formula"]
    assert told["gains"] == {
        activation: COSTS[cost].gain_symbol(ACTIVATIONS[activation]) for cost, activation in PAIRS if cost == name
    }
    assert told["gainIsSlope"] is COSTS[name].gain_is_slope
