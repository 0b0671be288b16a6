"""Rows taken apart: the error a − y, the gain that multiplies it in δ, and the cost of every example.

δ = (a − y) · gain (`Cost.gain`), so where the gain is next to nothing, the error is not heard. These columns say
nothing that a row's z does not, and a run that nobody asks to explain does not pay for them. They may hold infinities
and NaN (a gain at a = y, say) without the run having diverged.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.learning.elementwise import Array
from app.learning.neuron import Neuron, Rows


@dataclass(frozen=True)
class Explanation:
    """Three columns beside those of `Rows`, each of the shape of its z."""

    error: Array
    gain: Array
    loss: Array


@np.errstate(all="ignore")
def explain(neuron: Neuron, rows: Rows) -> Explanation:
    """What is behind these rows of the neuron's descent; any rows, in any order.

    One neuron's rows are worked through on plain floats, as its descent was, so that everything agrees to the last bit.
    """
    activation, cost = neuron.activation, neuron.cost

    def parts(z: Any, y: Any) -> tuple[Any, Any, Any]:
        return activation.residual(z, y), cost.gain(activation, z, y), cost.value(activation, z, y)

    if neuron.is_scalar:
        y = float(neuron.y)
        table = np.array([parts(z, y) for z in rows.z.tolist()]).reshape(len(rows), 3)
        return Explanation(*np.ascontiguousarray(table.T))
    targets = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    columns = parts(rows.z.reshape(len(rows), len(targets)), targets)
    return Explanation(*(column.reshape(rows.z.shape) for column in columns))
