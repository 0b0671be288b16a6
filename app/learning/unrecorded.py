"""Descents of which only one thing is asked: when they are half-way, or where they end.

Without columns to record, an epoch of one neuron takes two thirds of the time. Long ones are `Work`, which
pauses on the way (turns.py).
"""

import math
from dataclasses import replace

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array, Number
from app.learning.neuron import Neuron, arrays_of, error_signal, floats_of, step
from app.learning.straight import straight, straight_loop, straight_on_arrays
from app.learning.turns import Work

SCALAR_PIECE = 1000
ARRAY_PIECE = 64
"""Epochs between two pauses: about a millisecond."""
FEW = 24
"""Examples up to which plain floats, one example after the other, are faster than arrays over the examples."""


def count_to_half(cost: Cost, activation: Activation, z: float, y: float, kappa: float, most: int) -> Work[int | None]:
    """The first epoch with |a − y| < 1/2 from the weighted input z on, None where the first `most` epochs have none.

    With one example an update changes z by −κ δ, κ = η (Σ x² + 1), whatever w, b and the number of inputs; so this is
    the `epochs_to_half` of every run that starts at z with this κ, up to a rounding of z in the twelfth digit.
    """
    look = straight(_look, activation, cost)
    for epoch in range(most + 1):
        distance, following = look(z, y, kappa)
        if distance < 0.5:
            # A descent has diverged at the first row of which anything is not finite, however right its output.
            is_finite = math.isfinite(cost.delta(activation, z, y)) and math.isfinite(cost.value(activation, z, y))
            return epoch if is_finite else None
        if following == z or not math.isfinite(following):
            return None  # it stands still for good, or has diverged
        z = following
        if epoch % SCALAR_PIECE == SCALAR_PIECE - 1:
            yield
    return None


def _look(activation: Activation, cost: Cost, z: Number, y: Number, kappa: Number) -> tuple[Number, Number]:
    """|a − y|, and z after the next update."""
    return abs(activation.value(z) - y), z - kappa * cost.delta(activation, z, y)


def finish(neuron: Neuron, epochs: int) -> Work[Neuron]:
    """The neuron after so many updates: that of the last row of its `Descent`, to the last bit.

    A neuron that diverges ends with numbers that are not finite.
    """
    return _finish_scalar(neuron, epochs) if neuron.is_scalar else _finish_array(neuron, epochs)


def _finish_scalar(neuron: Neuron, epochs: int) -> Work[Neuron]:
    follow = straight_loop(_update, neuron.activation, neuron.cost)
    w, b, x, y, eta = floats_of(neuron)
    for start in range(0, epochs, SCALAR_PIECE):
        _, w, b = follow(min(SCALAR_PIECE, epochs - start), w, b, x, y, eta)
        yield
        if not math.isfinite(b):
            break
    return replace(neuron, w=w, b=b)


def _update(
    activation: Activation, cost: Cost, w: Number, b: Number, x: Number, y: Number, eta: Number
) -> tuple[tuple[()], Number, Number]:
    """`step` without its row."""
    _, w, b = step(activation, cost, w, b, x, y, eta)
    return (), w, b


def _finish_array(neuron: Neuron, epochs: int) -> Work[Neuron]:
    delta_of = straight_on_arrays(error_signal, neuron.activation, neuron.cost)
    eta = neuron.eta
    w, b, x, y = arrays_of(neuron)
    n = len(y)
    for start in range(0, epochs, ARRAY_PIECE):
        with np.errstate(all="ignore"):
            for _ in range(min(ARRAY_PIECE, epochs - start)):
                delta = delta_of(x @ w + b, y)
                w = w - eta * (delta @ x / n)
                b -= eta * (float(np.add.reduce(delta)) / n)
        if not math.isfinite(b):
            break
        yield
    return replace(neuron, w=w.reshape(np.shape(neuron.w)), b=b)


def finish_about(neuron: Neuron, epochs: int) -> Work[Neuron]:
    """As `finish`, but with few examples in a fraction of the time, and equal to about 1e-12 instead of to the bit."""
    if neuron.is_scalar or np.size(neuron.y) > FEW:
        return finish(neuron, epochs)
    return _finish_lists(neuron, epochs)


def _finish_lists(neuron: Neuron, epochs: int) -> Work[Neuron]:
    delta_of = straight(error_signal, neuron.activation, neuron.cost)
    ys = np.atleast_1d(np.asarray(neuron.y, dtype=float)).tolist()
    w = np.atleast_1d(np.asarray(neuron.w, dtype=float)).tolist()
    examples = list(zip(np.reshape(neuron.x, (len(ys), len(w))).astype(float).tolist(), ys, strict=True))
    b, rate = float(neuron.b), float(neuron.eta) / len(ys)
    piece = max(1, SCALAR_PIECE // len(ys))
    for epoch in range(epochs):
        steps, total = [0.0] * len(w), 0.0
        for x, y in examples:
            z = b
            for w_j, x_j in zip(w, x, strict=True):
                z += w_j * x_j
            delta = delta_of(z, y)
            total += delta
            steps = [s + delta * x_j for s, x_j in zip(steps, x, strict=True)]
        w = [w_j - rate * s for w_j, s in zip(w, steps, strict=True)]
        b -= rate * total
        if epoch % piece == piece - 1:
            yield
            if not math.isfinite(b):
                break
    return replace(neuron, w=np.array(w).reshape(np.shape(neuron.w)), b=b)


def mean_error(neuron: Neuron) -> float:
    """The mean of |a − y| over the examples, as the neuron stands; infinity for one that has diverged."""
    y = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    w = np.atleast_1d(np.asarray(neuron.w, dtype=float))
    with np.errstate(all="ignore"):
        z = np.asarray(neuron.x, dtype=float).reshape(len(y), len(w)) @ w + neuron.b
        mean = float(np.abs(neuron.activation.residual(z, y)).mean())
    return mean if math.isfinite(mean) and np.isfinite(z).all() else math.inf


def mean_errors_at_end(neuron: Neuron, etas: Array, epochs: int) -> Work[Array]:
    """`mean_error` after so many updates at each of these rates, all at once: equal to about 1e-12, not to the bit."""
    activation, cost = neuron.activation, neuron.cost
    y = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    start = np.atleast_1d(np.asarray(neuron.w, dtype=float))
    x = np.asarray(neuron.x, dtype=float).reshape(len(y), len(start))
    w = np.repeat(start[None, :], len(etas), axis=0)
    b = np.full((len(etas), 1), float(neuron.b))
    rates = etas[:, None]
    piece = max(1, ARRAY_PIECE // (1 + w.shape[0] * len(y) // 256))
    for first in range(0, epochs, piece):
        with np.errstate(all="ignore"):
            for _ in range(min(piece, epochs - first)):
                delta = cost.delta(activation, w @ x.T + b, y)
                w = w - rates * (delta @ x / len(y))
                b = b - rates * delta.mean(axis=1, keepdims=True)
        yield
    with np.errstate(all="ignore"):
        z = w @ x.T + b
        means = np.abs(activation.residual(z, y)).mean(axis=1)
    return np.where(np.isfinite(means) & np.isfinite(z).all(axis=1), means, math.inf)
