"""The inner loops once more, compiled by numba where it is installed (the extra `fast`): two to three times faster.

`descend` is quick.py's, with an exp of its own that the compiler can put into vector registers: right to a unit in the
last place, so its results differ from NumPy's in the last digits, as much as NumPy's differ from the single run's. A
cluster of which only some machines have numba would therefore compute the last digits as it happens; the environment
variable of kernels.py makes all of them use NumPy.

Only kernels.py imports this module, and only when there is work that is worth the second that loading takes. Types
end at its border: numba has none.
"""

import math
from typing import Any

import numba
import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles.quick import CLOSE, LOOK, Ends

TILE = 128
"""Runs side by side. A constant, so that no run is ever computed by a left-over loop with other roundings."""

# e^v = 2^k e^r, k the nearest whole number to v/ln 2; ln 2 in two parts, the first with zeros at its end.
MAGIC = 1.5 * 2.0**52
"""Adding it leaves the nearest whole number in the last bits."""
LOG2_E = 1.0 / math.log(2.0)
LN2_HIGH = math.ldexp(math.floor(math.ldexp(math.log(2.0), 33)), -33)
LN2_LOW = 7.440617110012397e-11
"""ln 2 − `LN2_HIGH`, which doubles do not give."""
C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 = (1.0 / math.factorial(n) for n in range(2, 14))
"""Taylor's coefficients: with |r| ≤ 0.35 the rest after the thirteenth power is 4e-18."""


def _compiled(function: Any, **options: Any) -> Any:
    """Compiled at the first call, and kept on the disk where there is a place for it."""
    options |= {"nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:
        return numba.njit(**options)(function)


def _exp(v: Any) -> Any:
    """e^v for |v| ≤ 700."""
    shifted = v * LOG2_E + MAGIC
    k = shifted - MAGIC
    r = (v - k * LN2_HIGH) - k * LN2_LOW
    p = C13
    p = p * r + C12
    p = p * r + C11
    p = p * r + C10
    p = p * r + C9
    p = p * r + C8
    p = p * r + C7
    p = p * r + C6
    p = p * r + C5
    p = p * r + C4
    p = p * r + C3
    p = p * r + C2
    p = p * r + 1.0
    p = p * r + 1.0
    bits = np.float64(shifted).view(np.int64)
    return p * np.int64((bits + 1023) << 52).view(np.float64)


exp = _compiled(_exp, inline="always", fastmath={"contract"})


def _tiles(
    is_quadratic: Any, is_zero: Any, v: Any, y: Any, kappa: Any, edge: Any, epochs: Any, way: Any, few: Any, many: Any
) -> None:
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
            if is_zero and is_quadratic:
                for i in range(TILE):
                    e = exp(u[i])
                    t = 1.0 + e
                    u[i] += rate[i] * e / (t * t * t)
            elif is_zero:
                for i in range(TILE):
                    u[i] += rate[i] / (1.0 + exp(u[i]))
            elif is_quadratic:
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


tiles = _compiled(_tiles, fastmath={"contract"})
"""With a · b + c rounded once; no sum is reordered, so a number in gives one number out, wherever it stands."""


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
    runs = np.flatnonzero(v <= edge + CLOSE) if half_only else np.arange(len(v))
    length = -(-len(runs) // TILE) * TILE

    def full(values: Array | float) -> Array:
        filled = np.zeros(length)
        filled[: len(runs)] = values[runs] if isinstance(values, np.ndarray) else values
        return filled

    at, few, many = full(v), np.zeros(length, np.uint32), np.zeros(length, np.uint32)
    way = 2 if half_only else int(counts)
    is_zero = not isinstance(y, np.ndarray) and y == 0.0
    tiles(is_quadratic, is_zero, at, full(y), full(kappa), full(edge), epochs, way, few, many)
    ends.v[runs], ends.fewest[runs], ends.most[runs] = at[: len(runs)], few[: len(runs)], many[: len(runs)]
    return ends
