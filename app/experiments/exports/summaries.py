"""Summaries as a table: one line a run, with every field of its experiment and then every measure.

A list becomes cells of its own, as in a trace (table.py): `w_1`, `x_2`, and `x_2_1` for the first input of the second
example. Runs of different shapes share one header, and a line leaves the cells empty that its run does not have.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.learning.measures import MEASURES, Result

Cell = str | float | int | None
Shape = tuple[int, int]


def shape_of(experiment: Experiment) -> Shape:
    """How many inputs and examples it has, 0 where plain numbers stand for one."""
    w, y = experiment.w, experiment.y
    return len(w) if isinstance(w, list) else 0, len(y) if isinstance(y, list) else 0


def one_of_each_shape(experiments: Iterable[Experiment]) -> list[Experiment]:
    """The first experiment of every shape, small shapes first: all that a common header depends on."""
    first: dict[Shape, Experiment] = {}
    for experiment in experiments:
        first.setdefault(shape_of(experiment), experiment)
    return [first[shape] for shape in sorted(first)]


def header(experiments: Iterable[Experiment]) -> dict[str, type]:
    """The cells of a line, and whether each holds a text, a whole number or a number."""
    shapes = [_at_rest(experiment) for experiment in one_of_each_shape(experiments)]
    lines = [values_of(index, experiment, simulate(experiment)[1]) for index, experiment in enumerate(shapes)]
    names: dict[str, type] = {}
    for part in lines[0].keys() if lines else ():
        for line in lines:
            for name, value in cells(part, line[part]):
                is_whole = MEASURES[part].is_whole if part in MEASURES else isinstance(value, int)
                names[name] = str if isinstance(value, str) else int if is_whole else float
    return names


def values_of(run: int, experiment: Experiment, summary: Mapping[str, Result]) -> dict[str, Any]:
    """What a line says, before lists become cells."""
    return {"run": run, **experiment.model_dump(), **summary}


def cells(name: str, value: Any) -> Iterator[tuple[str, Cell]]:
    """One cell for a value that is none of a list."""
    if isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from cells(f"{name}_{place}", inner)
    else:
        yield name, None if isinstance(value, float) and not math.isfinite(value) else value


def row(run: int, experiment: Experiment, summary: Mapping[str, Result]) -> dict[str, Cell]:
    """The cells of a line by name."""
    return {
        name: cell for part, value in values_of(run, experiment, summary).items() for name, cell in cells(part, value)
    }


def line(names: Iterable[str], row: Mapping[str, Cell]) -> str:
    """The line in CSV; what the run does not have, or never reached, is left empty."""
    return ",".join(_text(row.get(name)) for name in names) + "\n"


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else repr(cell)


def _at_rest(experiment: Experiment) -> Experiment:
    """An experiment of the same shape that takes no time and cannot diverge: every measure has a value of its shape."""
    inputs, examples = shape_of(experiment)
    one = [0.0] * inputs if inputs else 0.0
    given = {"w": one, "b": 0.0, "x": [one] * examples if examples else one, "y": [0.0] * examples or 0.0, "epochs": 1}
    return Experiment.model_validate(given)
