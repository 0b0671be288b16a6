"""The trace as CSV: one line a row, with the run that it belongs to in front.

A list becomes cells of its own, `w_1`, `w_2` and so on. Runs of different shapes share one header, and a line leaves
the cells empty that its run does not have. Numbers are the shortest that give the same double back.

Exported scripts hold `table` and what it needs, word for word (script.py), so it takes plain columns and knows
nothing of experiments.
"""

import json
import math
from collections.abc import Iterator, Sequence

import numpy as np

from app import __version__
from app.experiments.schema import Experiment
from app.experiments.trace import Columns

GENERATOR = "Learning Slowdown Lab"
ROW_CONVENTION = "row k is the state before update k, so n epochs give n + 1 rows"

PIECE = 5_000
"""Cells: to write so many takes about two milliseconds."""


def cell_names(name: str, shape: tuple[int, ...]) -> list[str]:
    """w for a number; w_1, w_2 and so on for a list."""
    return [f"{name}_{place}" for place in range(1, shape[0] + 1)] if shape else [name]


def header(runs: Sequence[Columns]) -> list[str]:
    """The cells of a line: all that any of the runs has, in the order of the columns."""
    shapes = {name: sorted({run[name].shape[1:] for run in runs}) for name in runs[0]}
    names = [cell for name in shapes for shape in shapes[name] for cell in cell_names(name, shape)]
    return ["run", *dict.fromkeys(names)]


def lines(names: Sequence[str], run: int, columns: Columns) -> Iterator[str]:
    """One line for each row of the columns; what is not finite is left empty."""
    cells = {"run": [str(run)] * len(columns["epoch"])}
    for name, column in columns.items():
        for cell, numbers in zip(cell_names(name, column.shape[1:]), np.atleast_2d(column.T), strict=True):
            cells[cell] = [repr(number) if math.isfinite(number) else "" for number in numbers.tolist()]
    nothing = [""] * len(columns["epoch"])
    for line in zip(*(cells.get(name, nothing) for name in names), strict=True):
        yield ",".join(line) + "\n"


def table(runs: Sequence[Columns]) -> Iterator[str]:
    """The whole table, line by line."""
    names = header(runs)
    yield ",".join(names) + "\n"
    for run, columns in enumerate(runs):
        yield from lines(names, run, columns)


def pieces(names: Sequence[str], run: int, columns: Columns) -> Iterator[str]:
    """The lines of some rows in texts of about `PIECE` cells, each made when it is asked for."""
    rows = max(1, PIECE // len(names))
    for start in range(0, len(columns["epoch"]), rows):
        yield "".join(lines(names, run, {name: column[start : start + rows] for name, column in columns.items()}))


def comments(experiments: Sequence[Experiment]) -> str:
    """What stands above a table: who made it, what a row is, and every field of each run."""
    said = [f"{GENERATOR} {__version__}", ROW_CONVENTION, *(json.dumps(e.model_dump()) for e in experiments)]
    return "".join(f"# {line}\n" for line in said)
