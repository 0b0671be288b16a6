"""Grids whose cells share the step map: lattices and tables against cells followed for themselves."""

import numpy as np
import pytest

from app.learning.costs import Cost
from app.learning.elementwise import Array
from app.learning.ensembles import Ensemble, measure, sharing
from app.learning.ensembles.exact import follow
from app.learning.ensembles.kernels import NUMPY
from app.learning.ensembles.lattice import lattice_of
from app.learning.ensembles.measuring import ways_of
from app.learning.ensembles.repeats import starts_of
from tests.learning.ensembles.oracle import CROSS_ENTROPY, PATH, QUADRATIC, SIGMOID, array, assert_same

NAMES = ["final_output", "final_cost", "epochs_to_half"]
each_cost = pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)


def grid(cost: Cost, w: Array, b: Array, x: float, y: float = 0.0, eta: float = 0.15, epochs: int = 60) -> Ensemble:
    return Ensemble(cost, SIGMOID, w[:, None], b, array(x), array(y), array(eta), epochs)


def plan(ensemble: Ensemble) -> str:
    assert ways_of(ensemble, NAMES).shared == NAMES
    return type(sharing.plan_of(ensemble, tuple(NAMES), NUMPY)).__name__


def assert_right(ensemble: Ensemble, rows: slice) -> None:
    """Against the exact way, of which test_measuring.py shows that it has the bits of single runs."""
    found = measure(ensemble, NAMES)
    part = ensemble.at(rows)
    expected = follow(starts_of(part), ensemble.epochs, NAMES)
    assert_same(
        {name: found[name][rows] for name in NAMES},
        {name: expected[name].reshape(part.shape) for name in NAMES},
    )
    for some in (slice(5, 6), slice(1, None, 40), slice(60, 90)):
        again = measure(ensemble, NAMES, some)
        assert all(again[name].tobytes() == found[name][some].tobytes() for name in NAMES), some


LINE = np.linspace(-5.0, 5.0, 101)
LATTICES = [
    ("equal steps", LINE, LINE, 1.0),
    ("mirrored", LINE, LINE, -1.0),
    ("downwards", LINE[::-1].copy(), LINE, 1.0),
    ("7 to 10", LINE, LINE, 0.7),
    ("3 to -2", np.linspace(-2.0, 2.0, 101), np.linspace(-4.0, 4.0, 301), -1.0),
    ("away from zero", LINE + 1.237, np.linspace(0.0, 3.0, 31), 1.0),
    ("off the middle by a rounding", np.arange(-50, 51) * 0.1, LINE, 1.0),
]


@each_cost
@pytest.mark.parametrize(("w", "b", "x"), [case[1:] for case in LATTICES], ids=[case[0] for case in LATTICES])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.2])
def test_a_lattice_equals_its_cells(cost: Cost, w: Array, b: Array, x: float, y: float) -> None:
    ensemble = grid(cost, w, b, x, y)
    assert plan(ensemble) == "_LatticePlan"
    assert_right(ensemble, slice(0, None, 9))


def test_a_lattice_may_lie_across() -> None:
    upright = grid(QUADRATIC, LINE, LINE[:60], 0.5)
    across = Ensemble(QUADRATIC, SIGMOID, LINE, LINE[:60, None], array(0.5), array(0.0), array(0.15), 60)
    assert plan(across) == "_LatticePlan"
    for name in NAMES:
        one, other = measure(upright, NAMES)[name], measure(across, NAMES)[name].T
        assert np.array_equal(np.isnan(one), np.isnan(other))
        assert np.nanmax(np.abs(one - other)) < 1e-12


def test_a_lattice_has_as_many_starts_as_places() -> None:
    ensemble = grid(QUADRATIC, np.linspace(-5.0, 5.0, 1000), np.linspace(-5.0, 5.0, 1000), 1.0)
    lattice = lattice_of(ensemble)
    assert lattice is not None
    assert len(lattice.places) == 1999
    assert lattice.steps == (1, 1)


@pytest.mark.parametrize(
    ("w", "b", "x"),
    [
        (LINE, LINE, np.pi),
        (LINE, LINE, 0.0),
        (LINE, LINE * (1.0 + 1e-13 * np.arange(101)), 1.0),
        (np.geomspace(0.1, 5.0, 101), LINE, 1.0),
        (LINE, np.zeros(101), 1.0),
        (LINE[:1], LINE, 1.0),
    ],
    ids=["steps without a ratio", "no input", "not quite even", "logarithmic", "equal biases", "one row"],
)
def test_what_is_no_lattice(w: Array, b: Array, x: float) -> None:
    assert lattice_of(grid(QUADRATIC, w, b, x)) is None


@pytest.mark.parametrize("epochs", [60, 300])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.35])
@each_cost
def test_a_table_equals_its_cells(cost: Cost, y: float, epochs: int) -> None:
    line = np.linspace(-3.0, 3.0, 301)
    ensemble = grid(cost, line, line, 0.7310585, y, epochs=epochs)
    assert plan(ensemble) == "_TablePlan"
    assert_right(ensemble, slice(3, None, 37))


def test_a_table_leaves_out_what_is_too_steep_for_it() -> None:
    """After a long plateau the end of a run depends on its start as steeply as rounding shows."""
    line = np.linspace(3.0, 4.5, 200)
    ensemble = grid(QUADRATIC, line, line, 0.7310585, eta=1.0, epochs=900)
    assert plan(ensemble) == "_TablePlan"
    assert_right(ensemble, slice(3, None, 49))


def test_cells_given_one_by_one_may_share_a_table() -> None:
    random = np.random.default_rng(8)
    w, b = random.uniform(-2.0, 2.0, (2, 20_000))
    ensemble = Ensemble(QUADRATIC, SIGMOID, w, b, array(1.0), array(1.0), array(0.4), 80)
    assert plan(ensemble) == "_TablePlan"
    assert_right(ensemble, slice(3, None, 41))


@pytest.mark.parametrize(("eta", "x"), [(0.15, 30.0), (7.0, 1.0), (400.0, 1.0)])
def test_steps_too_large_to_be_shared(eta: float, x: float) -> None:
    ensemble = grid(QUADRATIC, LINE, LINE, x, eta=eta)
    assert plan(ensemble) == "NoneType"
    assert_right(ensemble, slice(3, None, 49))


def test_overshooting_steps_have_a_lattice_and_no_table() -> None:
    """The cross-entropy at κ = 6: a run may pass its target, which a lattice follows and a table must not assume."""
    line = np.linspace(-2.0, 2.0, 301)
    assert plan(grid(CROSS_ENTROPY, line, line, 1.0, eta=3.0)) == "_LatticePlan"
    assert plan(grid(CROSS_ENTROPY, line, line, np.pi / 3.0, eta=3.0)) == "NoneType"
    assert_right(grid(CROSS_ENTROPY, line, line, 1.0, eta=3.0), slice(3, None, 99))


def test_equal_starts_on_the_edge_are_decided_for_each_cell() -> None:
    """On the diagonal w x + b is 0 or a rounding beside it, and each cell has its own answer."""
    w = np.linspace(-5.0, 5.0, 1001)
    ensemble = grid(QUADRATIC, w, 0.1 + np.linspace(-5.1, 4.9, 1001), 1.0)
    assert plan(ensemble) == "_LatticePlan"
    assert_right(ensemble, slice(2, None, 99))


@pytest.mark.parametrize(("y", "x", "eta"), [(0.0, 1.0, 0.15), (1.0, 0.5, 2.0), (0.3, -1.0, 0.6), (0.5, 1.0, 1.0)])
@each_cost
def test_the_fastest_epochs_of_a_lattice(cost: Cost, y: float, x: float, eta: float) -> None:
    """Its corners are so far out that rounding decides there."""
    line = np.linspace(-12.0, 12.0, 97)
    for epochs in (1, 2, 150):
        ensemble = grid(cost, line, line, x, y, eta, epochs)
        found = measure(ensemble, ["fastest_epoch"])["fastest_epoch"]
        expected = follow(starts_of(ensemble), epochs, ["fastest_epoch"])["fastest_epoch"]
        assert np.array_equal(found.ravel(), expected, equal_nan=True)
        part = measure(ensemble, ["fastest_epoch", "final_output"], slice(3, 50, 7))
        assert np.array_equal(part["fastest_epoch"], found[3:50:7], equal_nan=True)


def test_a_fastest_epoch_that_the_rounding_of_z_decides() -> None:
    """At z = −15 a move of the output is 3e-15 of 3e-7: an output can tell it from the next, a z of 15 cannot."""
    ensemble = grid(QUADRATIC, np.linspace(-7.5, 7.5, 41), np.linspace(-30.0, 30.0, 81), 2.0, 0.05, epochs=276)
    assert plan(ensemble) == "_LatticePlan"
    found = measure(ensemble, ["fastest_epoch"])["fastest_epoch"].ravel()
    expected = follow(starts_of(ensemble), 276, ["fastest_epoch"])["fastest_epoch"]
    assert np.array_equal(found, expected, equal_nan=True)


def test_rows_of_nothing_are_nothing() -> None:
    for x in (1.0, 0.7310585):
        found = measure(grid(QUADRATIC, LINE, LINE, x), PATH, slice(7, 7))
        assert all(found[name].shape == (0, 101) for name in PATH)
