"""The inner loops once more, compiled by numba where it is installed (the extra `fast`): several times faster.

`descend` is quick.py's. Runs with target 0 or 1 are followed in e^v (growth.py), the others here with an exp of their
own (vectors.py). Results differ from NumPy's in the last digits, as much as NumPy's differ from the single run's. A
cluster of which only some machines have numba would therefore compute the last digits as it happens; the environment
variable of kernels.py makes all of them use NumPy.

Only kernels.py imports this module, and only when there is work that is worth the second that loading takes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array
from app.learning.ensembles.growth import LONG, SHORT, grow, largest_step
from app.learning.ensembles.quick import CLOSE, LOOK, Ends
from app.learning.ensembles.vectors import TILE, compiled, exp


@compiled
def tiles(is_quadratic: Any, v: Any, y: Any, kappa: Any, edge: Any, epochs: Any, way: Any, few: Any, many: Any) -> None:
    """Tiles of runs, each from its first to its last epoch; the length of v is a multiple of `TILE`."""
    u, rate, target = np.empty(TILE), np.empty(TILE), np.empty(TILE)
    low, high, below, also = np.empty(TILE), np.empty(TILE), np.empty(TILE), np.empty(TILE)
    counts, half_only = way > 0, way > 1
    for first in range(0, len(v), TILE):
        for i in range(TILE):
            u[i], rate[i], target[i] = v[first + i], kappa[first + i], y[first + i]
            low[i], high[i] = edge[first + i] - CLOSE, edge[first + i] + CLOSE
            below[i] = also[i] = 0.0
        for epoch in range(epochs + 1):
            if counts:
                for i in range(TILE):
                    below[i] += 1.0 if u[i] <= low[i] else 0.0
                    also[i] += 1.0 if u[i] <= high[i] else 0.0
            if epoch == epochs:
                break
            if half_only and epoch % LOOK == 0:
                waiting = 0
                for i in range(TILE):
                    waiting += 1 if u[i] <= high[i] else 0
                if waiting == 0:
                    break
            if is_quadratic:
                for i in range(TILE):
                    e = exp(u[i])
                    a = 1.0 / (1.0 + e)
                    u[i] += rate[i] * (a - target[i]) * (e * a * a)
            else:
                for i in range(TILE):
                    u[i] += rate[i] * (1.0 / (1.0 + exp(u[i])) - target[i])
        for i in range(TILE):
            v[first + i] = u[i]
            few[first + i], many[first + i] = np.uint32(below[i]), np.uint32(also[i])


def descend(
    is_quadratic: bool,
    v: Array,
    y: Array | float,
    kappa: Array | float,
    edge: Array | float,
    epochs: int,
    counts: bool,
    half_only: bool,
) -> Ends:
    """As quick.py's."""
    ends = Ends(v.copy(), np.zeros(len(v), np.uint32), np.zeros(len(v), np.uint32))
    # A run that starts across the edge stays there, and is decided.
    is_open = v <= edge + CLOSE if half_only else np.ones(len(v), dtype=bool)
    if isinstance(y, float) and isinstance(edge, float) and y == 0.0:
        rate = kappa if isinstance(kappa, np.ndarray) else np.full(len(v), kappa)
        largest = largest_step(is_quadratic, rate)
        classes = {True: largest <= SHORT, False: (largest > SHORT) & (largest <= LONG)}
        for is_short, which in classes.items():
            runs = np.flatnonzero(which & is_open)
            if len(runs):
                grow(is_quadratic, is_short, v, rate, runs, edge, epochs, half_only, *ends)
                ends.v[runs] = np.log(ends.v[runs])
        is_open &= largest > LONG
    _follow(is_quadratic, np.flatnonzero(is_open), (v, y, kappa, edge), epochs, 2 if half_only else int(counts), ends)
    return ends


def _follow(
    is_quadratic: bool,
    runs: NDArray[np.intp],
    columns: tuple[Array, Array | float, Array | float, Array | float],
    epochs: int,
    way: int,
    ends: Ends,
) -> None:
    """Some of the runs, in v."""
    if not len(runs):
        return
    length = -(-len(runs) // TILE) * TILE

    def full(values: Array | float) -> Array:
        filled = np.zeros(length)
        filled[: len(runs)] = values[runs] if isinstance(values, np.ndarray) else values
        return filled

    at, y, kappa, edge = (full(column) for column in columns)
    few, many = np.zeros(length, np.uint32), np.zeros(length, np.uint32)
    tiles(is_quadratic, at, y, kappa, edge, epochs, way, few, many)
    ends.v[runs], ends.fewest[runs], ends.most[runs] = at[: len(runs)], few[: len(runs)], many[: len(runs)]
