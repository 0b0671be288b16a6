"""Sweeps in pieces: every cell once, coarse first, and the same numbers however they are cut."""

import itertools
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.experiments.sweeps import chunks, grid
from app.experiments.sweeps.chunks import CHUNK_CELLS, CHUNK_WORK, Chunk, chunks_of, compute, compute_text
from app.experiments.sweeps.errors import VersionsDiffer
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, assert_same, cell_by_cell, spaced, sweep, sweeps

LARGE = {
    "a lattice": sweep({"w": spaced(-5, 5, 1001), "b": spaced(-5, 5, 1001)}, epochs=300),
    "no lattice": sweep({"w": spaced(-5, 5, 301), "eta": spaced(0.1, 5, 999)}, epochs=300),
    "few long rows": sweep({"eta": spaced(0.1, 5, 3), "w": spaced(-5, 5, 300_001)}, epochs=300),
    "many short rows": sweep({"w": spaced(-5, 5, 300_001), "eta": spaced(0.1, 5, 3)}, epochs=300),
    "one axis": sweep({"w": spaced(-5, 5, 1_000_003)}, epochs=300),
    "rows of epochs": sweep({"epochs": spaced(10, 10_000, 1000), "w": spaced(-5, 5, 100)}),
    "columns of epochs": sweep({"w": spaced(-5, 5, 100), "epochs": spaced(1, 20_000, 20_000)}),
    "a start and a weight": sweep({"z0": spaced(-5, 5, 1000), "w": spaced(-5, 5, 1000)}, epochs=300),
    "one row of tanh": sweep({"w": spaced(0, 1, 1), "b": spaced(-5, 5, 100_000)}, activation="tanh", epochs=300),
    "one row of many examples": sweep(
        {"w": spaced(0, 1, 1), "b": spaced(-5, 5, 999)},
        x=[0.01 * k for k in range(200)],
        y=[0.0, 1.0] * 100,
        epochs=300,
    ),
}


def computed(case: Sweep, cut: list[Chunk]) -> Array:
    values = np.full(case.shape, -np.inf)
    for chunk in cut:
        cells = values[chunk.within(case.shape)]
        cells[...] = compute(case, chunk).reshape(cells.shape)
    return values


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_every_cell_is_its_own_run(kind: str) -> None:
    case = ONE_OF_EACH_KIND[kind]
    assert_same(computed(case, chunks_of(case)), cell_by_cell(case))


@settings(deadline=None)
@given(sweeps())
def test_every_cell_of_any_sweep_is_its_own_run(case: Sweep) -> None:
    assert_same(computed(case, chunks_of(case)), cell_by_cell(case))


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
@pytest.mark.parametrize("work", [1.0, 700.0, 1e5])
@pytest.mark.parametrize("coarse_first", [True, False])
def test_a_cell_is_the_same_to_the_last_bit_however_the_sweep_is_cut(
    kind: str, work: float, coarse_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ONE_OF_EACH_KIND[kind]
    whole = computed(case, [Chunk(0, case.grid.size[0], 1, 0, case.grid.size[1], 1.0)])
    monkeypatch.setattr(chunks, "CHUNK_WORK", work)
    np.testing.assert_array_equal(computed(case, chunks_of(case, coarse_first)), whole)


@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("coarse_first", [True, False])
def test_every_cell_is_in_one_chunk_and_no_chunk_is_long(kind: str, coarse_first: bool) -> None:
    case = LARGE[kind]
    cut = chunks_of(case, coarse_first)
    seen = np.zeros(case.grid.size, dtype=np.int8)
    for chunk in cut:
        seen[chunk.within((0, 0))] += 1
        assert chunk.cells <= CHUNK_CELLS
        # A row of epochs is as long as it is; a lattice is not cut where that would repeat its work again and again.
        assert chunk.cost <= 2.5 * CHUNK_WORK
        if not coarse_first:
            assert chunk.step == 1
    assert (seen == 1).all()
    assert len(set(cut)) == len(cut)


@pytest.mark.parametrize("axes", [{"b": spaced(-5, 5, 60)}, {"w": spaced(0, 1, 1), "b": spaced(-5, 5, 60)}])
def test_a_few_long_runs_that_hardly_take_longer_than_one_are_one_chunk(axes: dict[str, Any]) -> None:
    assert len(chunks_of(sweep(axes, x=[1.0, 2.0], y=[0.0, 1.0], epochs=100_000))) == 1


def test_a_cheap_sweep_is_one_chunk() -> None:
    for case in ONE_OF_EACH_KIND.values():
        assert [chunk.cells for chunk in chunks_of(case)] == [case.cells]


def test_the_first_chunks_are_a_coarse_picture_of_the_whole() -> None:
    case = LARGE["no lattice"]
    cut = chunks_of(case)
    steps = [chunk.step for chunk in cut]
    assert steps == sorted(steps, reverse=True)
    assert (cut[0].start, cut[0].stop) == (0, cut[0].rows[-1] + 1)
    assert cut[0].stop > 301 - cut[0].step
    halves = [step for step, _ in itertools.groupby(steps)]
    assert all(finer * 2 == coarser for coarser, finer in itertools.pairwise(dict.fromkeys(halves)))


@pytest.mark.usefixtures("many_tiles")
@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_columns_are_cut_too_where_a_row_is_long(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ONE_OF_EACH_KIND[kind]
    case = sweep(case.model_dump()["axes"], case.measure, **case.base.model_dump())
    whole = computed(case, [Chunk(0, case.grid.size[0], 1, 0, case.grid.size[1], 1.0)])
    monkeypatch.setattr(chunks, "CHUNK_WORK", 1.0)
    cut = chunks_of(case)
    np.testing.assert_array_equal(computed(case, cut), whole)
    assert_same(whole, cell_by_cell(case))
    if case.grid.size[1] > 4:
        assert max(chunk.last - chunk.first for chunk in cut) < case.grid.size[1]


@pytest.fixture
def many_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "LONGEST_TILE", 4)
    monkeypatch.setattr(grid, "NARROWEST_TILE", 2)
    monkeypatch.setattr(grid, "DENSE_CELLS", 4)


def test_a_chunk_is_computed_from_the_json_alone() -> None:
    case = ONE_OF_EACH_KIND["a start and a rate"]
    [chunk] = chunks_of(case)
    call = pickle.dumps((compute_text, case.model_dump_json(), chunk))
    assert len(call) < 1000
    function, text, again = pickle.loads(call)  # noqa: S301 (its own)
    from app import __version__

    np.testing.assert_array_equal(function(text, again, __version__), compute(case, chunk))


def test_another_version_of_the_app_computes_nothing() -> None:
    case = ONE_OF_EACH_KIND["one value"]
    with pytest.raises(VersionsDiffer, match=r"every worker must have version 0\.0\.1 of the app, got "):
        compute_text(case.model_dump_json(), chunks_of(case)[0], "0.0.1")
