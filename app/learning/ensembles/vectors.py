"""What the loops compiled by numba share: how they are compiled, and an exp that fits into vector registers.

Only compiled.py, growth.py and glance.py import this module. Types end at its border: numba has none.
"""

import math
from typing import Any

import numba
import numpy as np

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


def compiled(function: Any) -> Any:
    """Compiled at the first call, and kept on the disk where there is a place for it.

    With a · b + c rounded once; no sum is reordered, so a number in gives one number out, wherever it stands.
    """
    return _kept(function, fastmath={"contract"})


def compiled_to_the_bit(function: Any) -> Any:
    """The same with every operation rounded by itself, as Python's are."""
    return _kept(function)


def _kept(function: Any, **options: Any) -> Any:
    options |= {"nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:
        return numba.njit(**options)(function)


def inlined(function: Any) -> Any:
    """A piece of a loop, compiled as part of it."""
    return numba.njit(inline="always", error_model="numpy", fastmath={"contract"})(function)


@inlined
def exp(v: Any) -> Any:
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
