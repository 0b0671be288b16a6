"""Rows taken apart: the error a − y, the gain that multiplies it in δ, and the cost of every example.

δ = (a − y) · gain (`Cost.gain`), so where the gain is next to nothing, the error is not heard. These columns say
nothing that a row's z does not, and a run that nobody asks to explain does not pay for them. They may hold infinities
and NaN (a gain at a = y, say) without the run having diverged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array, Number
from app.learning.neuron import Neuron, Rows
from app.learning.straight import straight


@dataclass(frozen=True)
class Explanation:
    """Three columns beside those of `Rows`, each of the shape of its z."""

    error: Array
    gain: Array
    loss: Array


def explain(neuron: Neuron, rows: Rows) -> Explanation:
    """What is behind these rows of the neuron's descent; any rows, in any order."""
    return _explained(partial(parts, neuron.activation, neuron.cost), neuron, rows)


def explain_straight(neuron: Neuron, rows: Rows) -> Explanation:
    """The same to the last bit, and faster for one input and one example."""
    if not neuron.is_scalar:
        return explain(neuron, rows)
    return _explained(straight(parts, neuron.activation, neuron.cost), neuron, rows)


def parts(activation: Activation, cost: Cost, z: Number, y: Number) -> tuple[Number, Number, Number]:
    """The error, the gain and the cost of one example."""
    return activation.residual(z, y), cost.gain(activation, z, y), cost.value(activation, z, y)


@np.errstate(all="ignore")
def _explained(parts_of: Callable[..., Any], neuron: Neuron, rows: Rows) -> Explanation:
    """One neuron's rows are worked through on plain floats, as its descent was, so that all agrees to the last bit."""
    if neuron.is_scalar:
        y = float(neuron.y)
        table = np.array([parts_of(z, y) for z in rows.z.tolist()]).reshape(len(rows), 3)
        return Explanation(*np.ascontiguousarray(table.T))
    targets = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    columns = parts_of(rows.z.reshape(len(rows), len(targets)), targets)
    return Explanation(*(column.reshape(rows.z.shape) for column in columns))
