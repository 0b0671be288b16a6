"""C(w₁, w₂), the landscape that a neuron with two weights descends in: the mean cost over a grid of weights."""

import numpy as np
from numpy.typing import NDArray

from app.experiments.run import neuron_of
from app.experiments.schema import Experiment
from app.learning.elementwise import Array
from app.learning.turns import Work


def surface(experiment: Experiment, w1: Array, w2: Array, b: float | None = None) -> Work[NDArray[np.float64]]:
    """C at every (w₁, w₂), one row for each w₂, at the bias b (or the experiment's). Infinite where C is.

    `experiment.w` has two weights. Summed example by example (eq. 54, 57), so a piece of work is one grid.
    """
    neuron = neuron_of(experiment)
    bias = neuron.b if b is None else b
    targets = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    inputs = np.asarray(neuron.x, dtype=float).reshape(len(targets), 2)
    total = np.zeros((len(w2), len(w1)))
    for (x1, x2), y in zip(inputs.tolist(), targets.tolist(), strict=True):
        with np.errstate(all="ignore"):
            z = w1[None, :] * x1 + w2[:, None] * x2 + bias
            total += neuron.cost.value(neuron.activation, z, np.full_like(z, y))
        yield
    return total / len(targets)
