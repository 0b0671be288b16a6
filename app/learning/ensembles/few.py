"""A handful of runs, one after the other on Python floats: what exact.py does on arrays, with the same bits.

An epoch of arrays takes some 20 µs however few runs there are; an epoch of one run takes less than one.
"""

import math
from typing import NamedTuple

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
    before, best = 0.0, 0.0
    for epoch in range(epochs + 1):
        z = w * x + b
        delta = cost.delta(activation, z, y)
        if may_overflow:
            columns = (w, b, z, delta, delta * x, activation.value(z), activation.slope(z))
            if not all(map(math.isfinite, (*columns, cost.value(activation, z, y)))):
                return Path(last, half, fastest, float(epoch))
        last = z
        if wants_output:
            a = activation.value(z)
            if math.isnan(half) and abs(a - y) < 0.5:
                half = float(epoch)
                if half_only:
                    break
            if epoch > 0 and abs(a - before) > best:
                best, fastest = abs(a - before), epoch - 1.0
            before = a
        next_w, next_b = w - eta * (delta * x), b - eta * delta
        if next_w == w and next_b == b:
            break
        w, b = next_w, next_b
    return Path(last, half, fastest, math.nan)
