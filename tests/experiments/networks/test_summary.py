"""What a training says in a few numbers, worked by hand."""

from dataclasses import replace
from typing import Any

import pytest

from app.experiments.networks.summary import NETWORK_SUMMARY, History, summarise
from app.learning.network_measures import Measured

ROW = Measured(
    cost=1.0,
    accuracy=0.5,
    wrong=0,
    saturation=None,
    histogram=(0,) * 7,
    slope=0.1,
    delta_norms=None,
    gradient_norms=None,
)


def history_of(train: list[dict[str, Any]], test: list[dict[str, Any]] | None = None) -> History:
    history = History()
    for row, fields in enumerate(train):
        history.add(replace(ROW, **fields), replace(ROW, **test[row]) if test else None)
    return history


def test_the_ends_are_those_of_the_rows() -> None:
    history = history_of(
        [{"cost": 3.0, "accuracy": 0.1}, {"cost": 2.0, "accuracy": 0.3}, {"cost": 2.5, "accuracy": 0.2}],
        [{"cost": 4.0, "accuracy": 0.1}, {"cost": 3.0, "accuracy": 0.4}, {"cost": 3.5, "accuracy": 0.4}],
    )
    assert summarise(history) | {"plateau_epochs": 0, "cost_plateau_epochs": 0} == {
        "initial_cost": 3.0,
        "final_cost": 2.5,
        "initial_accuracy": 0.1,
        "final_accuracy": 0.2,
        "final_test_cost": 3.5,
        "final_test_accuracy": 0.4,
        "best_test_accuracy": 0.4,
        "best_test_epoch": 1,
        "wrong_at_start": 0,
        "saturated_at_start": 0,
        "plateau_epochs": 0,
        "cost_plateau_epochs": 0,
        "diverged": None,
    }


def test_nothing_is_said_of_held_out_examples_where_there_are_none() -> None:
    summary = summarise(history_of([{}, {}]))
    names = [name for name in summary if "test" in name]
    assert {summary[name] for name in names} == {None}


@pytest.mark.parametrize(
    ("accuracies", "epochs"),
    [
        ([0.5, 0.5, 0.54, 0.55], 3),  # a rise of just five points is one
        ([0.1, 0.15], 1),
        ([0.5, 0.4, 0.45, 0.5], None),
        ([0.5], None),
        ([0.5, 0.6, 0.5, 0.7], 1),
    ],
)
def test_the_plateau_lasts_until_accuracy_has_risen_by_five_points(accuracies: list[float], epochs: int | None) -> None:
    history = history_of([{"accuracy": accuracy} for accuracy in accuracies])
    assert summarise(history)["plateau_epochs"] == epochs


@pytest.mark.parametrize(
    ("costs", "epochs"), [([2.0, 1.9, 1.8], 2), ([2.0, 1.81, 3.0], None), ([0.0, 0.0], 1), ([2.0, 0.1], 1)]
)
def test_the_costs_plateau_lasts_until_a_tenth_is_gone(costs: list[float], epochs: int | None) -> None:
    assert summarise(history_of([{"cost": cost} for cost in costs]))["cost_plateau_epochs"] == epochs


def test_wrong_and_saturated_outputs_are_counted_in_row_0() -> None:
    # the last bin is from 0.1 to 0.5
    history = history_of([{"wrong": 15, "histogram": (1, 2, 0, 0, 0, 3, 9)}, {"wrong": 1, "histogram": (1,) * 7}])
    assert summarise(history)["wrong_at_start"] == 15
    assert summarise(history)["saturated_at_start"] == 6


def test_outputs_that_are_no_probabilities_do_not_saturate() -> None:
    assert summarise(history_of([{"wrong": 4, "histogram": None}]))["saturated_at_start"] is None


def test_a_training_without_a_row_has_nothing_to_say() -> None:
    summary = summarise(History(diverged=0))
    assert summary.pop("diverged") == 0
    assert set(summary.values()) == {None}


def test_every_measure_says_what_it_is() -> None:
    for name, measure in NETWORK_SUMMARY.items():
        assert measure.label, name
        assert measure.summary.endswith("."), name
