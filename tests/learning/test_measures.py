"""Measures, each worked by hand on tiny made-up runs."""

import json

import numpy as np
import pytest
from hypothesis import given, settings

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.elementwise import Array
from app.learning.measures import MEASURES, FinishedRun, Result, epochs_to_half, fastest_epoch, summarise
from app.learning.neuron import Descent, Neuron, Rows
from app.learning.theory import plateau_of
from tests.learning.examples import array, array_neurons, scalar_neurons

START = Neuron(COSTS["quadratic"], ACTIVATIONS["sigmoid"], 2.0, 2.0, 1.0, 0.0, 0.15)
PAIR = Neuron(COSTS["quadratic"], ACTIVATIONS["sigmoid"], 2.0, 2.0, array(1.0, -1.0), array(0.0, 1.0), 0.15)
KNOWN = [
    "initial_output",
    "final_output",
    "initial_cost",
    "final_cost",
    "epochs_to_half",
    "fastest_epoch",
    "plateau_theory",
    "diverged",
]
"""The measures that everybody who reads a summary counts on."""


def made_up(
    outputs: list[float] | list[list[float]], start: Neuron = START, diverged: int | None = None
) -> FinishedRun:
    """A run with these outputs, and with costs of 10, 9, 8 and so on; no measure reads the other columns."""
    a: Array = np.array(outputs, dtype=float).reshape(len(outputs), *np.shape(start.y))
    nothing = np.zeros(len(outputs))
    rows = Rows(
        epoch=np.arange(len(outputs)),
        w=nothing,
        b=nothing,
        z=np.zeros_like(a),
        a=a,
        cost=array(*(10.0 - k for k in range(len(outputs)))),
        slope=np.zeros_like(a),
        delta=np.zeros_like(a),
        grad_w=nothing,
        grad_b=nothing,
    )
    return FinishedRun(start, rows, diverged)


def test_the_summary_of_a_made_up_run_is_the_one_worked_by_hand() -> None:
    # The output falls by 0.1, 0.35 and 0.05; it is first below one half in row 2.
    summary = summarise(made_up([0.9, 0.8, 0.45, 0.4]))
    assert {name: summary[name] for name in KNOWN} == {
        "initial_output": 0.9,
        "final_output": 0.4,
        "initial_cost": 10.0,
        "final_cost": 7.0,
        "epochs_to_half": 2,
        "fastest_epoch": 1,
        "plateau_theory": plateau_of(START),
        "diverged": None,
    }


def test_a_run_of_several_examples_has_a_list_of_outputs() -> None:
    summary = summarise(made_up([[0.9, 0.2], [0.4, 0.7]], PAIR))
    assert (summary["initial_output"], summary["final_output"]) == ([0.9, 0.2], [0.4, 0.7])
    assert (summary["initial_cost"], summary["final_cost"]) == (10.0, 9.0)


@pytest.mark.parametrize(
    ("outputs", "y", "expected"),
    [
        ([0.9, 0.5, 0.49], 0.0, 2),  # Exactly one half away is not yet less.
        ([0.4, 0.3], 0.0, 0),
        ([0.9, 0.4, 0.9, 0.4], 0.0, 1),  # The first time counts, not the last.
        ([0.9, 0.8], 0.0, None),
        ([0.1, 0.3, 0.6], 1.0, 2),
        ([-0.9, 0.25, 0.5], 0.7, 1),
        ([], 0.0, None),
    ],
)
def test_epochs_to_half_is_the_first_row_less_than_one_half_from_the_target(
    outputs: list[float], y: float, expected: int | None
) -> None:
    start = Neuron(START.cost, START.activation, 2.0, 2.0, 1.0, y, 0.15)
    assert epochs_to_half(made_up(outputs, start)) == expected


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        # Targets 0 and 1: the first is near from row 1 on, the second in row 2 for the first time.
        ([[0.9, 0.1], [0.4, 0.3], [0.3, 0.8]], 2),
        # Never both in one row.
        ([[0.9, 0.8], [0.4, 0.3]], None),
    ],
)
def test_epochs_to_half_waits_for_every_example_at_once(outputs: list[list[float]], expected: int | None) -> None:
    assert epochs_to_half(made_up(outputs, PAIR)) == expected


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ([0.9, 0.8, 0.45, 0.4], 1),
        ([0.1, 0.2, 0.9], 1),  # Up counts like down.
        ([0.75, 0.5, 0.25], 0),  # The first of equals.
        ([0.75, 0.75, 0.75], None),  # It never moves,
        ([0.9], None),  # it has no update,
        ([], None),  # or no row at all.
    ],
)
def test_fastest_epoch_is_the_row_whose_update_moves_the_output_most(
    outputs: list[float], expected: int | None
) -> None:
    assert fastest_epoch(made_up(outputs)) == expected


def test_fastest_epoch_goes_by_the_mean_over_the_examples() -> None:
    # Moves of (0.5, 0), (0.3, 0.3) and (−0.1, 0.1): means 0.25, 0.3 and 0.1. Signs must not cancel.
    assert fastest_epoch(made_up([[0.0, 0.0], [0.5, 0.0], [0.8, 0.3], [0.7, 0.4]], PAIR)) == 1
    assert fastest_epoch(made_up([[0.0, 0.0], [0.1, 0.1], [0.5, -0.3]], PAIR)) == 1


def test_plateau_theory_is_the_formula_at_the_start_whatever_the_rows_say() -> None:
    # z = 4, y = 0, η = 0.15: 230.1 epochs.
    assert summarise(made_up([0.1, 0.1]))["plateau_theory"] == pytest.approx(230.1, abs=0.05)
    assert summarise(made_up([[0.1, 0.1]], PAIR))["plateau_theory"] is None


def test_a_run_that_diverged_names_its_row_and_sums_up_the_rows_before() -> None:
    summary = summarise(made_up([0.9, 0.8], diverged=2))
    assert (summary["diverged"], summary["final_output"], summary["final_cost"]) == (2, 0.8, 9.0)


@pytest.mark.parametrize("start", [START, PAIR], ids=["one example", "several"])
def test_a_run_that_diverged_at_once_has_nothing_but_that_to_say(start: Neuron) -> None:
    summary = summarise(made_up([], start, diverged=0))
    assert summary["diverged"] == 0
    assert [summary[name] for name in KNOWN if name not in ("diverged", "plateau_theory")] == [None] * 6


def is_plain(result: Result) -> bool:
    return (
        result is None
        or type(result) in (int, float)
        or (isinstance(result, list) and all(type(number) is float for number in result))
    )


@given(neuron=scalar_neurons() | array_neurons())
@settings(deadline=None, max_examples=150)
def test_every_measure_of_any_run_is_none_or_plain_finite_numbers(neuron: Neuron) -> None:
    descent = Descent(neuron)
    rows = descent.advance(12)
    summary = summarise(FinishedRun(neuron, rows, descent.diverged))
    assert list(summary) == list(MEASURES)
    assert [name for name, result in summary.items() if not is_plain(result)] == []
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_explains_itself(name: str) -> None:
    measure = MEASURES[name]
    assert measure.label
    assert measure.summary.endswith(".")


def test_every_measure_of_the_contract_is_there() -> None:
    assert set(KNOWN) <= set(MEASURES)
