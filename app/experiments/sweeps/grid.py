"""The grid of a sweep as ensembles: which neurons stand in which cells.

A grid is laid out in tiles, each an `Ensemble` of its own, so that no more of it is in memory than is being computed.
The tiles depend on the sweep alone, never on how it is cut into chunks: a cell's number depends on its tile (one row of
equal steps may be computed by a faster way than another), and so it is the same to the last bit however the work is
divided.
"""

import math
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from app.experiments.schema import Experiment
from app.experiments.sweeps.axes import AXES, Z0, Axis
from app.experiments.sweeps.places import Place, weighted
from app.learning.activations import activation_named
from app.learning.costs import cost_named
from app.learning.elementwise import Array
from app.learning.ensembles import Ensemble, cost_of, dearest_epoch

LONGEST_TILE = 2**18
"""Rows and columns of a tile at most: an axis then takes two megabytes."""
ROW_WORK = 2.0**25
"""Neuron-epochs that one row of a tile may take, where it is wider than the narrowest: it cannot be cut further."""
EPOCH_WORK = 2.0**14
"""What an epoch takes at least, in neuron-epochs, however few cells take it together: some 40 µs."""
NARROWEST_TILE = 2**10
"""Columns of a tile of long runs, if there are so many and their epochs are cheap."""
DENSE_CELLS = 2**14
"""Cells of a tile in which both axes go into one field, so that every cell has a number of its own."""


class Tile(NamedTuple):
    """A rectangle of the grid: half-open ranges of rows and columns. A grid of one axis has one column."""

    rows: tuple[int, int]
    columns: tuple[int, int]


class Part(NamedTuple):
    """What a tile adds to some rows and columns of the grid that were asked for."""

    tile: Tile
    rows: slice
    """Of the tile."""
    places: tuple[slice, slice]
    """Where they go in what was asked for."""


class Grid:
    """The cells of a base experiment and its axes, of which one measure is asked."""

    def __init__(self, base: Experiment, axes: Mapping[str, Axis], measure: str) -> None:
        self._made_of = base, axes, measure
        self.measure = measure
        self.base = base
        self.axes = list(axes.values())
        self.places = [Place.of(name) for name in axes]
        self.is_whole = [AXES[place.field].is_whole for place in self.places]
        """For each axis, whether its values are whole numbers."""
        self.ensemble = lru_cache(maxsize=4)(self._ensemble)

    def __reduce__(self) -> tuple[type["Grid"], tuple[Experiment, Mapping[str, Axis], str]]:
        """Without the ensembles that are kept: a sweep may be sent to another process."""
        return type(self), self._made_of

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.axes[0]), len(self.axes[1]) if len(self.axes) > 1 else 1

    @property
    def is_scalar(self) -> bool:
        """Whether the neurons have one input and one example, given as plain numbers."""
        return not isinstance(self.base.w, list) and not isinstance(self.base.y, list)

    @property
    def epochs_axis(self) -> int | None:
        """Which axis runs through the epochs. Such a grid is no ensemble: see lengths.py."""
        return next((k for k, place in enumerate(self.places) if place.field == "epochs"), None)

    @property
    def tile_size(self) -> tuple[int, int]:
        """Rows and columns of a tile that is not at an edge."""
        rows, columns = self.size
        wide = max(ROW_WORK / (self.base.epochs * self._epoch), 1.0)
        width: int = min(columns, LONGEST_TILE, max(self.fewest, 2 ** math.floor(math.log2(wide))))
        height = min(rows, LONGEST_TILE)
        if self.is_dense:
            width = min(width, DENSE_CELLS)
            height = min(height, max(1, DENSE_CELLS // width))
        return height, width

    @property
    def fewest(self) -> int:
        """Cells that a piece of work has at least: fewer long runs take hardly less time than so many together."""
        if self.base.epochs * EPOCH_WORK <= ROW_WORK:
            return 1
        return min(NARROWEST_TILE, max(1, int(EPOCH_WORK / self._epoch)))

    @cached_property
    def _epoch(self) -> float:
        """What an epoch of a cell may cost; the same for all cells."""
        return dearest_epoch(self._ensemble(Tile((0, 1), (0, 1))), self.measure)

    @property
    def is_dense(self) -> bool:
        """Whether both axes go into one field, which then differs from cell to cell."""
        fields = [place.field for place in self.places]
        coupled = {"w", "x"} if Z0 in fields else set()
        return len(fields) > 1 and (fields[0] == fields[1] or not coupled.isdisjoint(fields))

    def values(self, position: int, first: int, last: int) -> Array:
        """The values of the axis in the places first ≤ k < last."""
        return AXES[self.places[position].field].values(self.axes[position], first, last)

    def parts(self, rows: range, columns: range) -> Iterator[Part]:
        """The tiles below these rows (with any step) and columns (without one)."""
        height, width = self.tile_size
        size = self.size
        for top in range(rows.start // height * height, rows[-1] + 1, height):
            bottom = min(top + height, size[0])
            first = max(0, -(-(top - rows.start) // rows.step))
            last = max(0, -(-(min(bottom, rows.stop) - rows.start) // rows.step))
            if first >= last:
                continue
            chosen = slice(rows[first] - top, rows[last - 1] - top + 1, rows.step)
            for left in range(columns.start // width * width, columns.stop, width):
                tile = Tile((top, bottom), (left, min(left + width, size[1])))
                across = slice(left - columns.start, tile.columns[1] - columns.start)
                yield Part(tile, chosen, (slice(first, last), across))

    def _ensemble(self, tile: Tile) -> Ensemble:
        """The neurons of a tile. With one axis they stand in a row, with two in a table."""
        base, ones = self.base, (1,) * len(self.axes)
        fields: dict[str, Array] = {
            name: np.asarray(getattr(base, name), dtype=np.float64)[(np.newaxis,) * len(ones)]
            for name in ("w", "b", "x", "y", "eta")
        }
        inputs, examples = (len(v) if isinstance(v, list) else None for v in (base.w, base.y))
        start = None
        for position, place in enumerate(self.places):
            values = self.values(position, *tile[position])
            along = values.reshape(tuple(-1 if k == position else 1 for k in range(len(ones))))
            if place.field == Z0:
                start = along
            else:
                fields[place.field] = _put(fields[place.field], place.at, along)
        if start is not None:
            w, x = fields["w"], fields["x"]
            x = x[(slice(None),) * len(ones) + (0,)] if examples is not None else x
            fields["b"] = start - weighted(_numbers(w, inputs), _numbers(x, inputs))
        return Ensemble(
            cost_named(base.cost), activation_named(base.activation), **fields, epochs=base.epochs, inputs=inputs,
            examples=examples,
        )  # fmt: skip

    def cost(self, rows: int, columns: tuple[int, int]) -> float:
        """About how many neuron-epochs so many rows of these columns take."""
        (height, width), (first, last) = self.tile_size, columns
        if width < last - first:
            tiles = -(-(last - first) // width)
            edge = first + (tiles - 1) * width
            return (tiles - 1) * self.cost(rows, (first, first + width)) + self.cost(rows, (edge, last))
        ensemble = self.ensemble(Tile((0, height), columns))
        return cost_of(ensemble, slice(0, min(rows, height)), [self.measure]) * max(1.0, rows / height)


def _put(field: Array, index: tuple[int, ...], along: Array) -> Array:
    """The field with the values of an axis in it, at one place of each neuron's own numbers."""
    if not index:
        return along
    grid = np.broadcast_shapes(field.shape[: -len(index)], along.shape)
    filled = np.broadcast_to(field, grid + field.shape[-len(index) :]).copy()
    at: tuple[Any, ...] = (..., *index)
    filled[at] = along
    return filled


def _numbers(values: Array, inputs: int | None) -> Any:
    """The inputs of all neurons one by one, or the array as it is where they are plain numbers."""
    return values if inputs is None else [values[..., k] for k in range(inputs)]
