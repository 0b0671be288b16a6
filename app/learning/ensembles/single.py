"""The general path: each cell's own `Descent`, with every column, judged by the measures themselves.

It is the definition of what the faster paths must give, and the only one that knows a measure which they do not.
"""

import math
from collections.abc import Sequence

import numpy as np

from app.learning.elementwise import Array
from app.learning.errors import ShapeMismatch
from app.learning.measures import MEASURES, FinishedRun, Result
from app.learning.neuron import Descent, Neuron


def measure_one(neuron: Neuron, epochs: int, names: Sequence[str]) -> list[float]:
    """The measures of one run, NaN where one is None. Raises `ShapeMismatch` for a measure that is a list."""
    descent = Descent(neuron)
    rows = descent.advance(epochs + 1)
    run = FinishedRun(neuron, rows, descent.diverged)
    return [_number(name, MEASURES[name].of(run)) for name in names]


def _number(name: str, result: Result) -> float:
    if result is None:
        return math.nan
    if isinstance(result, list):
        raise ShapeMismatch(f"{name} of several examples is a list, and a cell holds one number")
    return float(result)


def measure_each(neurons: Sequence[Neuron], epochs: int, names: Sequence[str]) -> dict[str, Array]:
    """The measures of many runs, one after the other."""
    table = np.array([measure_one(neuron, epochs, names) for neuron in neurons], dtype=np.float64)
    table = table.reshape(len(neurons), len(names))
    return {name: np.ascontiguousarray(table[:, column]) for column, name in enumerate(names)}
