"""few.py's walk for a sigmoid, compiled: the bits of the single run, without the interpreter's lock.

Every operation rounds as Python's does (nothing is contracted or reordered), and exp is the C library's. `is_faithful`
looks whether it is; where it is not, nobody may use this module.
"""

import math
from typing import Any

import numpy as np

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, Cost, Quadratic
from app.learning.elementwise import Array
from app.learning.ensembles.few import walk
from app.learning.ensembles.vectors import compiled_to_the_bit
from app.learning.neuron import Neuron


@compiled_to_the_bit
def walks(is_quadratic: Any, starts: Any, epochs: Any, wants_output: Any, half_only: Any, found: Any) -> None:
    """As few.py's, for every row of (w, b, x, y, η); z, half and fastest go into a row of `found`."""
    for run in range(len(starts)):
        w, b, x, y, eta = starts[run, 0], starts[run, 1], starts[run, 2], starts[run, 3], starts[run, 4]
        half = fastest = z = np.nan
        before, best, is_open = 0.0, 0.0, True
        for epoch in range(epochs + 1):
            z = w * x + b
            e = math.exp(-abs(z))
            t = 1.0 + e
            a = (e if z < 0.0 else 1.0) / t
            if is_quadratic:
                residual = ((1.0 - y) - y * e if z >= 0.0 else (1.0 - y) * e - y) / t
                delta = residual * (e / (t * t))
            else:
                delta = (1.0 - y) * a - y * ((e if z > 0.0 else 1.0) / t)
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
        found[run, 0], found[run, 1], found[run, 2] = z, half, fastest


def is_faithful() -> bool:
    """Whether some thousands of epochs have the bits of few.py's here."""
    z = np.linspace(-44.0, 44.0, 45)
    starts = np.stack([z, 0.1 * z, np.ones(45), np.linspace(0.0, 1.0, 45), np.geomspace(0.01, 100.0, 45)], axis=1)
    for cost in (COSTS["quadratic"], COSTS["cross-entropy"]):
        neurons = [Neuron(cost, ACTIVATIONS["sigmoid"], *numbers) for numbers in starts.tolist()]
        paths = [walk(neuron, 40, wants_output=True, half_only=False, may_overflow=False)[:3] for neuron in neurons]
        if not np.array_equal(walk_all(cost, starts, 40, True, False), paths, equal_nan=True):
            return False
    return True


def walk_all(cost: Cost, starts: Array, epochs: int, wants_output: bool, half_only: bool) -> Array:
    """z, half and fastest of ordinary runs, from (w, b, x, y, η), a row for each; the activation is the sigmoid."""
    found = np.empty((len(starts), 3))
    walks(type(cost) is Quadratic, starts, epochs, wants_output, half_only, found)
    return found
