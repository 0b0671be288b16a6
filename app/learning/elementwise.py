"""Elementary functions that take a float or a NumPy array.

A formula of this package is written once and serves both the scalar path (one neuron: Python floats and the C
library's functions, several times faster than NumPy scalars) and the vectorised one. The two agree to about one
unit in the last place a call, not to the last bit: NumPy's own vector code rounds `exp` and its kin differently
from the C library.

An overflow gives infinity, in both paths and silently: whoever runs a descent looks for it (see neuron.py).
"""

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Number = TypeVar("Number", float, Array)


def exp(v: Number) -> Number:
    if isinstance(v, np.ndarray):
        with np.errstate(over="ignore"):
            return np.exp(v)
    try:
        return math.exp(v)
    except OverflowError:
        return math.inf


def log(v: Number) -> Number:
    """ln v, minus infinity at 0."""
    if isinstance(v, np.ndarray):
        with np.errstate(divide="ignore"):
            return np.log(v)
    return math.log(v) if v != 0.0 else -math.inf


def log1p(v: Number) -> Number:
    """ln(1 + v), exact for a tiny v."""
    return np.log1p(v) if isinstance(v, np.ndarray) else math.log1p(v)


def tanh(v: Number) -> Number:
    return np.tanh(v) if isinstance(v, np.ndarray) else math.tanh(v)


def square(v: Number) -> Number:
    if isinstance(v, np.ndarray):
        with np.errstate(over="ignore"):
            return np.square(v)
    return v * v


def quotient(numerator: Number | float, denominator: Number) -> Number:
    """numerator / denominator, with IEEE 754's signed infinity (or NaN for 0/0) where Python would raise."""
    if isinstance(numerator, np.ndarray) or isinstance(denominator, np.ndarray):
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            return np.divide(numerator, denominator)
    if denominator != 0.0:
        return numerator / denominator
    if numerator == 0.0 or math.isnan(numerator):
        return math.nan
    return math.copysign(math.inf, numerator) * math.copysign(1.0, denominator)


def where(condition: bool | NDArray[np.bool_], yes: Number, no: Number | float) -> Number:
    """`yes` where the condition holds, else `no`. Both are evaluated."""
    if isinstance(yes, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def constant(value: float, like: Number) -> Number:
    """`value` in the shape of `like`."""
    return np.full_like(like, value) if isinstance(like, np.ndarray) else value


def share(weight: Number | float, v: Number) -> Number:
    """weight · v, where a weight of 0 leaves nothing even of an infinite v.

    A target of exactly 0 or 1 switches one half of the cross-entropy off; that half may be infinite.
    """
    if isinstance(weight, np.ndarray) or isinstance(v, np.ndarray):
        with np.errstate(over="ignore", invalid="ignore"):
            return np.where(weight == 0.0, 0.0, np.multiply(weight, v))
    return weight * v if weight != 0.0 else 0.0


def softplus(v: Number) -> Number:
    """ln(1 + e^v), to full relative precision for any finite v."""
    return where(v > 0.0, v, 0.0) + log1p(exp(-abs(v)))
