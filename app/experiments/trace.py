"""The trace: a run's table, one row an epoch, and the names and meanings of its columns.

Chart, scrubber, data table, REST and stream show these rows; row k is the state before update k.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.explain import explain_straight
from app.learning.neuron import Neuron, Rows

Columns = dict[str, NDArray[Any]]
"""Column name to its values, with the row as leading axis."""


@dataclass(frozen=True)
class Column:
    label: str
    summary: str


COLUMNS: dict[str, Column] = {
    "epoch": Column("Epoch", "How many updates came before this row."),
    "w": Column("w", "The weight."),
    "b": Column("b", "The bias."),
    "z": Column("z", "The weighted input, Σ w x + b."),
    "a": Column("a", "The output."),
    "cost": Column("C", "The cost (mean over the examples)."),
    "slope": Column("σ′(z)", "The slope of the activation at z."),
    "delta": Column("δ", "The rule's ∂C/∂z."),
    "grad_w": Column("∂C/∂w", "The rule's gradient for the weight (mean over the examples)."),
    "grad_b": Column("∂C/∂b", "The rule's gradient for the bias (mean over the examples)."),
}

EXPLANATIONS: dict[str, Column] = {
    "error": Column("a − y", "The error: the output minus its target, exact where the output rounds to it."),
    "gain": Column("δ/(a − y)", "What multiplies the error in δ; null where it is not finite."),
    "loss": Column("C of the example", "The cost of each example; null where it is not finite."),
}
"""Further columns of a trace that is asked to explain itself: a number for one example, a list for several."""


def columns_of(rows: Rows) -> Columns:
    """The rows by column name, each column one contiguous array."""
    return {name: np.ascontiguousarray(getattr(rows, name)) for name in COLUMNS}


def explanations_of(neuron: Neuron, rows: Rows) -> Columns:
    """The further columns of the same rows, by name."""
    explanation = explain_straight(neuron, rows)
    return {name: getattr(explanation, name) for name in EXPLANATIONS}
