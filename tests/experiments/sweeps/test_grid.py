"""The grid as ensembles: the neurons of the cells, in tiles that no cutting changes."""

import itertools
import pickle

import numpy as np
import pytest

from app.experiments.run import neuron_of
from app.experiments.sweeps import grid as grids
from app.experiments.sweeps.grid import Grid, Tile
from app.experiments.sweeps.schema import Sweep
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, TWO_EXAMPLES, spaced, sweep

KINDS = [kind for kind, case in ONE_OF_EACH_KIND.items() if case.grid.epochs_axis is None]


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of a few cells, so that a grid of a test has many."""
    monkeypatch.setattr(grids, "LONGEST_TILE", 3)
    monkeypatch.setattr(grids, "NARROWEST_TILE", 2)
    monkeypatch.setattr(grids, "DENSE_CELLS", 4)


def assert_neurons_are_those_of_the_cells(case: Sweep) -> None:
    rows, columns = case.grid.size
    for tile, chosen, places in case.grid.parts(range(rows), range(columns)):
        ensemble = case.grid.ensemble(tile)
        assert chosen == slice(0, tile.rows[1] - tile.rows[0], 1)
        for index in np.ndindex(ensemble.shape):
            cell = tuple(place.start + k for place, k in zip(places, index, strict=False))
            neuron, alone = ensemble.neuron_at(index), neuron_of(case.experiment_at(cell))
            for name in ("w", "b", "x", "y", "eta"):
                np.testing.assert_array_equal(getattr(neuron, name), getattr(alone, name))
            assert ensemble.epochs == case.experiment_at(cell).epochs


@pytest.mark.parametrize("kind", KINDS)
def test_the_neurons_are_those_of_the_cells_to_the_last_bit(kind: str) -> None:
    assert_neurons_are_those_of_the_cells(ONE_OF_EACH_KIND[kind])


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("kind", KINDS)
def test_they_are_in_small_tiles_too(kind: str) -> None:
    case = ONE_OF_EACH_KIND[kind]
    assert_neurons_are_those_of_the_cells(sweep(case.model_dump()["axes"], case.measure, **case.base.model_dump()))


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("kind", ["a lattice", "a start and a weight", "one axis"])
@pytest.mark.parametrize("rows", [slice(0, None, 1), slice(1, None, 2), slice(0, None, 4), slice(2, 3, 1)])
def test_whatever_is_asked_for_is_covered_once(kind: str, rows: slice) -> None:
    case = ONE_OF_EACH_KIND[kind]
    size = case.grid.size
    asked = range(size[0])[rows]
    for left, right in itertools.combinations(range(0, size[1] + 1, case.grid.tile_size[1]), 2):
        seen = np.zeros((len(asked), right - left), dtype=int)
        for tile, chosen, places in case.grid.parts(asked, range(left, right)):
            seen[places] += 1
            in_tile = range(*tile.rows)[chosen]
            assert [*asked][places[0]] == [*in_tile]
        assert (seen == 1).all()


def test_a_tile_is_never_large() -> None:
    huge = sweep({"z0": spaced(-5, 5, 10**9), "w": spaced(-5, 5, 10**9)}).grid
    height, width = huge.tile_size
    assert height * width <= grids.DENSE_CELLS
    ensemble = huge.ensemble(Tile((0, height), (10**9 - width, 10**9)))
    assert ensemble.shape == (height, width)
    lattice = sweep({"b": spaced(-5, 5, 10**9), "w": spaced(-5, 5, 10**9)}).grid
    assert max(lattice.tile_size) <= grids.LONGEST_TILE


@pytest.mark.parametrize(
    ("axes", "is_dense"),
    [
        ({"w.0": spaced(0, 1, 2), "w.1": spaced(0, 1, 2)}, True),
        ({"w.0": spaced(0, 1, 2), "x.0.0": spaced(0, 1, 2)}, False),
        ({"w.0": spaced(0, 1, 2)}, False),
    ],
)
def test_two_axes_through_one_field_make_every_cell_its_own(axes: dict[str, object], is_dense: bool) -> None:
    assert sweep(axes, **TWO_EXAMPLES).grid.is_dense == is_dense


def test_a_row_of_long_runs_is_narrow() -> None:
    wide = spaced(-5, 5, 10**6)
    short, long = (sweep({"w": spaced(0, 1, 5), "b": wide}, epochs=epochs).grid for epochs in (10, 100_000))
    assert short.tile_size[1] > long.tile_size[1] == grids.NARROWEST_TILE


def test_the_cost_of_a_huge_grid_is_found_without_computing_it() -> None:
    cost = sweep({"eta": spaced(0.1, 5, 10**6), "b": spaced(-5, 5, 10**6)}).cost
    assert 10**11 < cost <= 40 * 10**12


def test_a_grid_can_be_sent() -> None:
    case = ONE_OF_EACH_KIND["a lattice"]
    case.grid.cost(11, (0, 21))
    again: Grid = pickle.loads(pickle.dumps(case.grid))  # noqa: S301 (its own)
    assert again.size == case.grid.size
    assert pickle.loads(pickle.dumps(case)) == case  # noqa: S301
