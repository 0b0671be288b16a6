"""The result of a sweep as JSON, CSV, NumPy's `.npy` and Parquet, piece by piece: none is ever in memory as a whole.

Numbers are the shortest that give the same double back, counts are whole numbers, and "never" is null in JSON and
Parquet, an empty cell in CSV and NaN in `.npy`. Of a result that is still being computed (`computed` says which rows
are there) CSV and Parquet hold the cells that are there; JSON holds null for the others and says in `computed` which
rows count; `.npy` holds −∞ for them.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from app.experiments.exports.parquet import ParquetFile
from app.experiments.sweeps.errors import MissingExtra
from app.experiments.sweeps.grid import Grid
from app.experiments.sweeps.runner import ranges_of
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array

Computed = NDArray[np.bool_]
Block = tuple[slice, slice]
"""Some rows and columns of the result; a sweep of one axis has one column."""

TEXT_BLOCK = 2**13
"""Cells that are written as text at a time: about five milliseconds."""
BINARY_BLOCK = 2**17
"""Cells that are written as bytes at a time, and the cells of a row group in Parquet: a megabyte a column."""


def as_json(
    sweep: Sweep, values: Array, computed: Computed | None = None, done: float | None = None
) -> Iterator[bytes]:
    """`{"axes": …, "measure": …, "values": …}`; of a result in part, `done` and `computed` stand before the values."""
    yield b'{"axes": {'
    for place, (name, axis) in enumerate(sweep.axes.items()):
        yield (", " if place else "").encode() + json.dumps(name).encode() + b": ["
        for first in range(0, len(axis), TEXT_BLOCK):
            numbers = texts(
                sweep.grid.values(place, first, min(first + TEXT_BLOCK, len(axis))), sweep.grid.is_whole[place], "null"
            )
            yield (", " if first else "").encode() + ", ".join(numbers).encode()
        yield b"]"
    yield b'}, "measure": ' + json.dumps(sweep.measure).encode()
    if computed is not None:
        yield f', "done": {json.dumps(done)}, "computed": {json.dumps(ranges_of(computed))}'.encode()
    yield b', "values": ['
    table = _table(sweep, values)
    is_flat = len(sweep.shape) == 1
    for rows, columns in blocks(sweep.grid, TEXT_BLOCK):
        words = texts(_known(table[rows, columns], rows, computed, np.nan), sweep.is_whole, "null")
        width = columns.stop - columns.start
        opens, closes = ("", "") if is_flat else ("[" * (columns.start == 0), "]" * (columns.stop == table.shape[1]))
        lines = [opens + ", ".join(words[k : k + width]) + closes for k in range(0, len(words), width)]
        yield (", " if rows.start or columns.start else "").encode() + ", ".join(lines).encode()
    yield b"]}"


def as_csv(sweep: Sweep, values: Array, computed: Computed | None = None, done: float | None = None) -> Iterator[bytes]:  # noqa: ARG001
    """One line a cell under a header: the values of the axes, then the measure."""
    yield (",".join([*sweep.axes, sweep.measure]) + "\n").encode()
    table = _table(sweep, values)
    for rows, columns in blocks(sweep.grid, TEXT_BLOCK):
        there = _there(rows, computed)
        if not there.any():
            continue
        words = iter(texts(table[rows, columns][there], sweep.is_whole))
        heads = texts(sweep.grid.values(0, rows.start, rows.stop)[there], sweep.grid.is_whole[0])
        if len(sweep.shape) == 1:
            lines = [f"{head},{word}\n" for head, word in zip(heads, words, strict=True)]
        else:
            seconds = texts(sweep.grid.values(1, columns.start, columns.stop), sweep.grid.is_whole[1])
            lines = [f"{head},{second},{next(words)}\n" for head in heads for second in seconds]
        yield "".join(lines).encode()


def as_npy(sweep: Sweep, values: Array, computed: Computed | None = None, done: float | None = None) -> Iterator[bytes]:  # noqa: ARG001
    """The bytes that `numpy.save` writes for the result as an array of float64."""
    head = io.BytesIO()
    shape = {"descr": npy.dtype_to_descr(np.dtype(np.float64)), "fortran_order": False, "shape": sweep.shape}
    npy.write_array_header_1_0(head, shape)
    yield head.getvalue()
    table = _table(sweep, values)
    for rows, columns in blocks(sweep.grid, BINARY_BLOCK):
        yield _known(table[rows, columns], rows, computed, -np.inf).tobytes()


def as_parquet(
    sweep: Sweep,
    values: Array,
    computed: Computed | None = None,
    done: float | None = None,  # noqa: ARG001
) -> Iterator[bytes]:
    """The table of the CSV, with a null for never. Raises `MissingExtra` before the first piece."""
    whole = [*sweep.grid.is_whole, sweep.is_whole]
    names = [*sweep.axes, sweep.measure]
    FORMATS["parquet"].check()
    file = ParquetFile({name: int if is_whole else float for name, is_whole in zip(names, whole, strict=True)})
    return _parquet(file, sweep, _table(sweep, values), computed)


def _parquet(file: ParquetFile, sweep: Sweep, table: Array, computed: Computed | None) -> Iterator[bytes]:
    for rows, columns in blocks(sweep.grid, BINARY_BLOCK):
        cells = table[rows, columns][_there(rows, computed)]
        if not cells.size:
            continue
        sides = [sweep.grid.values(0, rows.start, rows.stop)[_there(rows, computed)]]
        if len(sweep.shape) > 1:
            sides.append(sweep.grid.values(1, columns.start, columns.stop))
        spread = np.broadcast_arrays(*(np.expand_dims(side, 1 - k) for k, side in enumerate(sides)), cells)[:-1]
        group = {name: side.ravel() for name, side in zip(sweep.axes, spread, strict=True)}
        yield file.group(group | {sweep.measure: cells.ravel()})
    yield file.end()


class Write(Protocol):
    def __call__(
        self, sweep: Sweep, values: Array, computed: Computed | None = None, done: float | None = None
    ) -> Iterator[bytes]:
        """The pieces of the file."""


@dataclass(frozen=True)
class Format:
    """A format by the ending of its files, and how a result is written in it."""

    suffix: str
    write: Write
    package: str = ""
    """What it needs beside NumPy, out of the extra that has the format's name."""

    def check(self) -> None:
        """Raises `MissingExtra` where it cannot be written: better before a long sweep than after it."""
        if self.package and find_spec(self.package) is None:
            raise MissingExtra(self.suffix.lstrip(".").capitalize(), self.suffix.lstrip("."))


FORMATS: dict[str, Format] = {
    "json": Format(".json", as_json),
    "csv": Format(".csv", as_csv),
    "npy": Format(".npy", as_npy),
    "parquet": Format(".parquet", as_parquet, "pyarrow"),
}
"""By the name that REST and the command line have for the format."""


def blocks(grid: Grid, cells: int) -> Iterator[Block]:
    """The result in the order of its cells: some rows at a time, or some columns of one row."""
    rows, columns = grid.size
    width = min(columns, cells)
    height = max(1, cells // columns)
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            yield slice(top, min(top + height, rows)), slice(left, min(left + width, columns))


def texts(numbers: Array, is_whole: bool, never: str = "") -> list[str]:
    """Each number as a text that any reader gives the same number back for."""
    flat = numbers.ravel()
    is_missing = np.isnan(flat)
    if is_whole:
        words = list(map(str, np.where(is_missing, 0.0, flat).astype(np.int64).tolist()))
    else:
        words = list(map(repr, flat.tolist()))
    for place in np.flatnonzero(is_missing).tolist():
        words[place] = never
    return words


def _table(sweep: Sweep, values: Array) -> Array:
    return values.reshape(sweep.grid.size)


def _there(rows: slice, computed: Computed | None) -> Computed:
    return np.ones(rows.stop - rows.start, dtype=bool) if computed is None else computed[rows]


def _known(cells: Array, rows: slice, computed: Computed | None, otherwise: float) -> Array:
    """The cells, with another value in the rows that are not there yet."""
    there = _there(rows, computed)
    return cells if there.all() else np.where(there[:, np.newaxis], cells, otherwise)
