"""Arrays whose exp and kin are those of the C library, to the last bit: what plain Python floats are computed with.

NumPy's own vector code rounds `exp` differently from the C library in one number out of twenty, and a descent with
large steps carries such a bit anywhere. A `LibmArray` goes through the same formulas of costs.py and activations.py as
any array, and gives the bits that the scalar path of neuron.py gives.

NumPy's exp of a *complex* number with no imaginary part calls the C library, 12 times faster than a loop over Python
floats. That is an observation and no promise, so `is_faithful` looks whether it holds on this machine.
"""

import math
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import numpy as np

from app.learning import elementwise
from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array

SAFE = 700.0
"""Up to here the complex exp does not scale its argument."""


def _each(function: Callable[[float], float], v: Array) -> Array:
    return np.fromiter(map(function, v.ravel().tolist()), np.float64, v.size).reshape(v.shape)


def _exp_each(v: Array) -> Array:
    return _each(elementwise.exp, v)


def _exp_complex(v: Array) -> Array:
    numbers = v.astype(np.complex128)
    np.exp(numbers, out=numbers)
    found = np.ascontiguousarray(numbers.real)
    if v.size and not (v.min() >= -SAFE and v.max() <= SAFE):
        far = ~(np.abs(v) <= SAFE)
        found[far] = _exp_each(v[far])
    return found


@lru_cache(maxsize=1)
def _exp() -> Callable[[Array], Array]:
    """The fastest exp that has the bits of the C library."""
    samples = np.concatenate([np.linspace(-45.0, 45.0, 4001), np.linspace(-SAFE, SAFE, 2001)])
    with np.errstate(all="ignore"):
        agrees = _exp_complex(samples).tobytes() == _exp_each(samples).tobytes()
    return _exp_complex if agrees else _exp_each


def exp(v: Array) -> Array:
    """e^v with the bits of the C library."""
    return _exp()(v)


FUNCTIONS: dict[Any, Callable[[Array], Array]] = {
    np.exp: exp,
    np.tanh: lambda v: _each(math.tanh, v),
    np.log: lambda v: _each(elementwise.log, v),
    np.log1p: lambda v: _each(math.log1p, v),
}


class LibmArray(np.ndarray[Any, np.dtype[np.float64]]):
    """A float array that meets the ufuncs above with the C library. Whatever is computed from it is one, too."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: Any, *inputs: Any, **options: Any) -> Any:
        plain = [v.view(np.ndarray) if isinstance(v, LibmArray) else v for v in inputs]
        if ufunc in FUNCTIONS and method == "__call__" and not options:
            result = FUNCTIONS[ufunc](plain[0])
        else:
            result = getattr(ufunc, method)(*plain, **options)
        return wrap(result) if isinstance(result, np.ndarray) else result

    def __pow__(self, exponent: Any) -> Any:  # type: ignore[override]
        """Python's own power: NumPy takes a square root, or a product, where the C library's pow is meant.

        For every exponent, where NumPy's types tell a dozen apart.
        """
        if isinstance(exponent, (int, float)):
            with suppress(ArithmeticError, TypeError):
                return wrap(_each(lambda v: v**exponent, unwrap(self)))
        return super().__pow__(exponent)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        result = super().__array_function__(func, types, args, kwargs)
        return wrap(result) if isinstance(result, np.ndarray) else result


def wrap(v: Array) -> Array:
    """The same numbers as a `LibmArray`, not copied."""
    return v.view(LibmArray)


def unwrap(v: Array) -> Array:
    return v.view(np.ndarray)


@lru_cache(maxsize=64)
def is_faithful(cost: Cost, activation: Activation) -> bool:
    """Whether δ and a of the pair have the same bits on a `LibmArray` as on Python floats, by trying some hundreds.

    A cost or an activation that calls functions of its own may not; its runs are then followed one by one.
    """
    size = np.concatenate([np.geomspace(1e-9, 800.0, 120), np.linspace(0.01, 40.0, 200)])
    z = np.concatenate([-size, [0.0], size])
    for y in (0.0, 0.3, 1.0):
        with np.errstate(all="ignore"):
            delta = unwrap(cost.delta(activation, wrap(z), np.full_like(z, y)))
            a = unwrap(activation.value(wrap(z)))
        scalar = np.array([(cost.delta(activation, v, y), activation.value(v)) for v in z.tolist()]).T
        if not (np.array_equal(delta, scalar[0], equal_nan=True) and np.array_equal(a, scalar[1], equal_nan=True)):
            return False
    return True
