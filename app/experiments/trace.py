"""The trace: a run's table, one row an epoch, and the names and meanings of its columns.

Chart, scrubber, data table, REST and stream show these rows; row k is the state before update k.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.neuron import Rows

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


def columns_of(rows: Rows) -> Columns:
    """The rows by column name, each column one contiguous array."""
    return {name: np.ascontiguousarray(getattr(rows, name)) for name in COLUMNS}
