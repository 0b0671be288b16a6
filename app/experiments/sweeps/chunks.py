"""A sweep cut into pieces of work, and the computing of one.

A chunk is short (`CHUNK_WORK`), because a sweep can be cancelled, watched and moved to another machine between two
chunks only. It says which cells, not what is in them: with the sweep's JSON it goes to any thread, process or machine,
which builds the neurons itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app import __version__
from app.experiments.run import neuron_of
from app.experiments.sweeps.errors import VersionsDiffer
from app.experiments.sweeps.grid import Grid
from app.experiments.sweeps.lengths import measure_lengths, pieces
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from app.learning.ensembles import measure

CHUNK_WORK = 3e7
"""Neuron-epochs of a chunk: about 75 ms at 2.5 ns each."""
CHUNK_CELLS = 2**20
"""Cells of a chunk at most: its result takes 8 megabytes."""


@dataclass(frozen=True)
class Chunk:
    """Some cells of a sweep: rows with a step, and columns without one (0 to 1 for a sweep of one axis)."""

    start: int
    stop: int
    step: int
    first: int
    last: int
    cost: float
    """About how many neuron-epochs it takes, and one more for each cell."""

    @property
    def rows(self) -> range:
        return range(self.start, self.stop, self.step)

    @property
    def cells(self) -> int:
        return len(self.rows) * (self.last - self.first)

    def within(self, shape: tuple[int, ...]) -> tuple[slice, ...]:
        """The index of its cells in a result of this shape."""
        index = (slice(self.start, self.stop, self.step), slice(self.first, self.last))
        return index[: len(shape)]


def chunks_of(sweep: Sweep, coarse_first: bool = True) -> list[Chunk]:
    """The chunks, each cell in one of them.

    Coarse to fine: first every 2ᵏ-th row, then those halfway between, so that a picture can be drawn at once and
    grow sharper; or from the first row to the last, which is what a file on a disk likes.
    """
    if sweep.grid.epochs_axis is not None:
        return list(_chunks_of_lengths(sweep))
    found = sorted(_chunks(sweep.grid, coarse_first), key=lambda pair: -pair[0])  # stable: in order where equally fine
    return [chunk for _, chunk in found]


def compute(sweep: Sweep, chunk: Chunk) -> Array:
    """The numbers of a chunk's cells, rows by columns; NaN where a run's summary has none."""
    return _compute(sweep, chunk)


def compute_text(text: str, chunk: Chunk, version: str) -> Array:
    """The same from the sweep's JSON, in whichever process this is: what an executor is given.

    Raises `VersionsDiffer` where this process has another version of the app, whose numbers might be others.
    """
    if version != __version__:
        raise VersionsDiffer(version, __version__)
    return _compute(_parsed(text), chunk)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Sweep:
    """A sweep is sent along with each of its chunks, and read once."""
    return Sweep.model_validate_json(text)


def _compute(sweep: Sweep, chunk: Chunk) -> Array:
    grid = sweep.grid
    result = np.empty((len(chunk.rows), chunk.last - chunk.first))
    if grid.epochs_axis is not None:
        _measure_lengths(sweep, chunk, result if grid.epochs_axis == 1 else result.T)
        return result
    for tile, rows, places in grid.parts(chunk.rows, range(chunk.first, chunk.last)):
        values = measure(grid.ensemble(tile), [sweep.measure], rows)[sweep.measure]
        result[places] = values.reshape(len(values), -1)
    return result


def _measure_lengths(sweep: Sweep, chunk: Chunk, result: Array) -> None:
    """Fills the numbers of a sweep through the epochs, a row for each neuron."""
    columns = range(chunk.first, chunk.last)
    is_across = sweep.grid.epochs_axis == 1
    neurons, lengths = (chunk.rows, columns) if is_across else (columns, chunk.rows)
    epochs = sweep.grid.values(int(is_across), lengths.start, lengths.stop)[:: lengths.step].astype(int).tolist()
    for place, neuron in enumerate(neurons):
        index = (neuron, lengths.start) if is_across else (lengths.start, neuron)
        start = neuron_of(sweep.experiment_at(index[: len(sweep.shape)]))
        result[place] = measure_lengths(start, epochs, sweep.measure)


def _chunks(grid: Grid, coarse_first: bool) -> Iterator[tuple[int, Chunk]]:
    """The chunks, each with how far apart rows are in the picture that it completes."""
    rows = grid.size[0]
    for first, last in _column_ranges(grid):
        width = last - first
        each = grid.cost(rows, (first, last)) / rows + width
        fewest = -(-grid.fewest // width)
        most = int(max(1, min(max(CHUNK_WORK / each, fewest), CHUNK_CELLS / width, rows)))
        for start, step in _levels(rows, most) if coarse_first else [(0, 1)]:
            level = range(start, rows, step)
            for place in range(0, len(level), most):
                part = level[place : place + most]
                yield start or step, Chunk(part.start, part[-1] + 1, step, first, last, each * len(part))


def _chunks_of_lengths(sweep: Sweep) -> Iterator[Chunk]:
    """The chunks of a sweep through the epochs, in order: each neuron is run once, with all of its lengths."""
    axis, grid = int(sweep.grid.epochs_axis == 1), sweep.grid
    lengths = grid.values(axis, 0, grid.size[axis])
    for neurons, some, cost in pieces(grid.size[1 - axis], lengths, sweep.grid.is_scalar, CHUNK_WORK, CHUNK_CELLS):
        rows, columns = (neurons, some) if axis else (some, neurons)
        yield Chunk(rows.start, rows.stop, 1, columns.start, columns.stop, cost)


def _column_ranges(grid: Grid) -> Iterator[tuple[int, int]]:
    """All columns at once if a row of them is a chunk or less, else as many tiles as are."""
    width, columns = grid.tile_size[1], grid.size[1]
    first, work = 0, 0.0
    if width < columns:
        for left in range(0, columns, width):
            right = min(left + width, columns)
            cost = grid.cost(1, (left, right)) + (right - left)
            if first < left and (work + cost > CHUNK_WORK or right - first > CHUNK_CELLS):
                yield first, left
                first, work = left, 0.0
            work += cost
    yield first, columns


def _levels(rows: int, most: int) -> Iterator[tuple[int, int]]:
    """First rows and steps from coarse to fine: (0, 8), (4, 8), (2, 4), (1, 2)."""
    step = 1
    while -(-rows // step) > most:
        step *= 2
    yield 0, step
    while step > 1:
        yield step // 2, step
        step //= 2
