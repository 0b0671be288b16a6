"""The estimate of what a measurement costs."""

import numpy as np
import pytest

from app.learning.ensembles import Ensemble, cost_of, dearest_epoch
from app.learning.measures import MEASURES
from tests.learning.ensembles.oracle import CROSS_ENTROPY, LINEAR, QUADRATIC, SIGMOID, TANH, array

LINE = np.linspace(-5.0, 5.0, 1000)


def grid(x: float = 1.0, eta: float = 0.15, epochs: int = 300) -> Ensemble:
    return Ensemble(QUADRATIC, SIGMOID, LINE[:, None], LINE, array(x), array(0.0), array(eta), epochs)


def test_a_lattice_costs_little_a_table_more_and_runs_that_share_nothing_their_epochs() -> None:
    random = np.random.default_rng(1)
    w, b, x = random.uniform(-2.0, 2.0, (3, 10**6))
    apart = Ensemble(QUADRATIC, SIGMOID, w, b, x, array(0.0), array(0.15), 300)
    lattice, table = cost_of(grid()), cost_of(grid(0.7310585))
    assert lattice < 0.02 * cost_of(apart)
    assert lattice < table < 0.2 * cost_of(apart)
    assert cost_of(apart) == pytest.approx(3e8, rel=0.02)


@pytest.mark.parametrize("x", [1.0, 0.7310585])
def test_the_costs_of_pieces_add_up(x: float) -> None:
    whole = grid(x)
    pieces = sum(cost_of(whole, slice(first, first + 100)) for first in range(0, 1000, 100))
    assert pieces == pytest.approx(cost_of(whole))
    assert cost_of(whole, slice(5, 5)) == 0.0


def test_large_steps_and_other_pairs_cost_more() -> None:
    assert cost_of(grid(eta=50.0)) > 5.0 * 3e8
    tanh = Ensemble(QUADRATIC, TANH, LINE, array(0.0), array(1.0), array(0.0), array(0.1), 300)
    linear = Ensemble(QUADRATIC, LINEAR, LINE, array(0.0), array(1.0), array(0.0), array(0.1), 300)
    assert cost_of(tanh) > cost_of(linear) > 300 * 1000


def test_every_measure_has_a_cost() -> None:
    lists = Ensemble(
        CROSS_ENTROPY, SIGMOID, np.ones((50, 2)), array(0.0), np.ones((3, 2)), np.zeros(3), array(0.1), 9, 2, 3
    )
    one = Ensemble(CROSS_ENTROPY, SIGMOID, array(1.0)[0], array(0.0), array(1.0), array(0.0), array(0.1), 9)
    for ensemble in (grid(), lists, one):
        for name in MEASURES:
            assert cost_of(ensemble, names=[name]) > 0.0


def test_the_cost_of_many_cells_is_found_without_computing_them() -> None:
    line = np.linspace(-5.0, 5.0, 10_000)
    assert cost_of(Ensemble(QUADRATIC, SIGMOID, line[:, None], line, array(1.0), array(0.0), array(0.1), 100_000)) > 1e9


def test_an_epoch_is_dear_where_cells_are_followed_one_by_one_or_as_lists() -> None:
    tanh = Ensemble(QUADRATIC, TANH, LINE, array(0.0), array(1.0), array(0.0), array(0.1), 300)
    x, y = np.ones(200), np.zeros(200)
    lists = Ensemble(QUADRATIC, SIGMOID, LINE, array(0.0), x, y, array(0.1), 300, examples=200)
    assert dearest_epoch(grid(), "final_output") == 1.0
    assert (
        dearest_epoch(grid(), "final_output") < dearest_epoch(tanh, "final_cost") < dearest_epoch(lists, "final_cost")
    )
    for name in MEASURES:
        assert dearest_epoch(tanh, name) >= 1.0
