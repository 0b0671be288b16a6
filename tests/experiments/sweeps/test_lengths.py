"""Runs of different lengths: one run, of which more or less is looked at."""

import numpy as np
import pytest

from app.experiments.run import neuron_of, simulate
from app.experiments.schema import Experiment
from app.experiments.sweeps.lengths import measure_lengths, pieces
from app.experiments.sweeps.runner import solve
from app.learning.measures import MEASURES
from tests.experiments.examples import DIVERGING
from tests.experiments.sweeps.examples import cell_by_cell, spaced, sweep


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("fields", [{}, {"w": -8.0, "y": 0.7}, *DIVERGING.values()], ids=str)
def test_a_shorter_run_is_the_beginning_of_a_longer_one_to_the_last_bit(
    fields: dict[str, object], measure: str
) -> None:
    experiment = Experiment.model_validate(fields)
    if isinstance(experiment.y, list) and MEASURES[measure].is_per_example:
        return
    lengths = [1, 300, 2, 2, 120, 37]
    found = measure_lengths(neuron_of(experiment), lengths, measure)
    for length, value in zip(lengths, found.tolist(), strict=True):
        expected = simulate(experiment.model_copy(update={"epochs": length}))[1][measure]
        assert value == expected or (np.isnan(value) and expected is None)


def test_a_neuron_is_run_once_if_that_is_a_piece_of_work() -> None:
    lengths = np.arange(1.0, 101.0)
    assert [(n, some) for n, some, _ in pieces(5, lengths, True, 1e9, 10**6)] == [(slice(0, 5), slice(0, 100))]
    two = list(pieces(5, lengths, True, 1e6, 10**6))
    assert [n for n, _, _ in two] == [slice(0, 2), slice(2, 4), slice(4, 5)]
    assert two[0][2] == 2 * two[2][2] <= 1e6


@pytest.mark.parametrize(("work", "cells"), [(1e5, 10**6), (1.0, 10**6), (1e9, 7)])
def test_the_lengths_of_one_neuron_are_cut_where_they_are_many(work: float, cells: int) -> None:
    lengths = np.linspace(1000.0, 1.0, 1000)
    seen = np.zeros((3, 1000), dtype=int)
    for neurons, some, cost in pieces(3, lengths, True, work, cells):
        seen[neurons, some] += 1
        assert (neurons.stop - neurons.start) * (some.stop - some.start) <= cells
        assert cost > 0.0
    assert (seen == 1).all()


@pytest.mark.parametrize("axes", [{"epochs": spaced(50, 1, 50)}, {"epochs": spaced(1, 9, 3), "x.1": spaced(-1, 1, 3)}])
def test_neurons_of_any_shape_run_for_any_length(axes: dict[str, object]) -> None:
    case = sweep(axes, w=[0.5, -1.5], x=[1.0, 2.0])
    np.testing.assert_array_equal(solve(case), cell_by_cell(case))
