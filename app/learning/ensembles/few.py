"""A handful of runs, one after the other on Python floats: what exact.py does on arrays, with the same bits.

An epoch of arrays takes some 20 µs however few runs there are; an epoch of one run takes less than one.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from app.learning.activations import Activation, Sigmoid
from app.learning.costs import Cost, CrossEntropy, Quadratic
from app.learning.neuron import Neuron


class Path(NamedTuple):
    """What is remembered of a run: NaN for None."""

    z: float
    """The weighted input in the last row, NaN if there is no row at all."""
    half: float
    fastest: float
    diverged: float


def walk(neuron: Neuron, epochs: int, wants_output: bool, half_only: bool, may_overflow: bool) -> Path:
    """One run with one input and one example. Without `wants_output` its `half` and `fastest` are not looked for."""
    cost, activation = neuron.cost, neuron.activation
    w, b, x, y, eta = (float(v) for v in (neuron.w, neuron.b, neuron.x, neuron.y, neuron.eta))
    half = fastest = last = math.nan
    before, best, is_open = 0.0, 0.0, True
    row = row_of(cost, activation)
    for epoch in range(epochs + 1):
        z = w * x + b
        delta, a = row(z, y)
        if may_overflow:
            columns = (w, b, z, delta, delta * x, a, activation.slope(z))
            if not all(map(math.isfinite, (*columns, cost.value(activation, z, y)))):
                return Path(last, half, fastest, float(epoch))
        last = z
        if wants_output:
            if is_open and abs(a - y) < 0.5:
                half, is_open = float(epoch), False
                if half_only:
                    break
            moved = abs(a - before)
            if moved > best and epoch > 0:
                best, fastest = moved, epoch - 1.0
            before = a
        next_w, next_b = w - eta * (delta * x), b - eta * delta
        if next_w == w and next_b == b:
            break
        w, b = next_w, next_b
    return Path(last, half, fastest, math.nan)


def row_of(cost: Cost, activation: Activation) -> Callable[[float, float], tuple[float, float]]:
    """δ and a, from z and y: for the two usual pairs with one exp and no call, three times faster."""
    if type(activation) is Sigmoid and type(cost) is Quadratic:
        return _quadratic_sigmoid
    if type(activation) is Sigmoid and type(cost) is CrossEntropy:
        return _cross_entropy_sigmoid
    return lambda z, y: (cost.delta(activation, z, y), activation.value(z))


def _quadratic_sigmoid(z: float, y: float) -> tuple[float, float]:
    """`Sigmoid.residual` times `Sigmoid.slope`."""
    e = math.exp(-abs(z))
    t = 1.0 + e
    if z >= 0.0:
        return ((1.0 - y) - y * e) / t * (e / (t * t)), 1.0 / t
    return ((1.0 - y) * e - y) / t * (e / (t * t)), e / t


def _cross_entropy_sigmoid(z: float, y: float) -> tuple[float, float]:
    """(1 − y) σ(z) − y σ(−z), as `CrossEntropy.delta` has it."""
    e = math.exp(-abs(z))
    t = 1.0 + e
    large, small = 1.0 / t, e / t
    if z > 0.0:
        return (1.0 - y) * large - y * small, large
    if z < 0.0:
        return (1.0 - y) * small - y * large, small
    return (1.0 - y) * large - y * large, large
