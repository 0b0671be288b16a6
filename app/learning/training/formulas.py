"""What happens to the numbers of one layer between two matrix products, as lists of calls that work in place.

Common functions are written out here, in as few passes as keep their digits: f′ of a saturated sigmoid is a (1 − a)
with a 1 − a of its own, never one of a rounded a. For any other the registries' own formulas are called, so that
whatever is added there trains at once, if more slowly. Tests compare both.

Arrays are (neurons, examples) or (neurons, networks, examples); the registries want the neurons last.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.activations import Activation, Linear, Relu, Sigmoid, Tanh
from app.learning.costs import Cost, CrossEntropy, LogLikelihood, Quadratic
from app.learning.softmax import Softmax
from app.learning.training.blas import Op

Floats = NDArray[Any]


class Hidden(NamedTuple):
    forward: list[Op]
    """Makes a of z, where z was."""
    back: list[Op]
    """Makes ∂C/∂z of ∂C/∂a, where that was."""


class Targets(NamedTuple):
    """Where the targets of a mini-batch will be. What no formula asks for is not gathered."""

    y: Floats
    complement: Floats
    """1 − y."""
    have_shares: bool
    """Whether those of every example sum to 1."""


class Error(NamedTuple):
    ops: list[Op]
    """Makes δ of the last z."""
    of_complement: bool = False
    """Whether it reads 1 − y in place of y."""


def hidden(activation: Activation, a: Floats, d: Floats, *, fast: bool = True) -> Hidden:
    """`a` holds z, and a afterwards; `d` holds ∂C/∂a on the way back."""
    kind = type(activation) if fast else None
    if kind is Sigmoid:
        c = np.empty_like(d)
        back: list[Op] = [partial(np.multiply, d, a, d), partial(np.multiply, d, c, d)]
        return Hidden([*_sigmoid(a, c), partial(np.divide, a, c, a), _one_over(c)], back)
    if kind is Tanh:
        # f′ = 1/cosh², which loses nothing where tanh rounds to 1; where cosh overflows f′ is 0.
        c = np.empty_like(d)
        return Hidden([partial(np.cosh, a, c), partial(np.tanh, a, a)], [partial(np.divide, d, c, d)] * 2)
    if kind is Relu:
        sign, zero = np.empty_like(d), np.zeros((), a.dtype)
        return Hidden(
            [partial(np.maximum, a, zero, out=a)], [partial(np.sign, a, sign), partial(np.multiply, d, sign, d)]
        )
    if kind is Linear:
        return Hidden([], [])
    return _any_hidden(activation, a, d)


def error(cost: Cost, output: Activation, z: Floats, targets: Targets, *, fast: bool = True) -> Error:
    """δ is left in `z`."""
    y, complement, have_shares = targets
    pair = (type(cost), type(output)) if fast else None
    if pair == (CrossEntropy, Sigmoid):
        # a − y as (1 − y) − (1 − a): an overflow of e^z gives the right limit by itself.
        one = np.ones((), z.dtype)
        ops: list[Op] = [partial(np.exp, z, z), partial(np.add, z, one, z), _one_over(z)]
        return Error([*ops, partial(np.subtract, complement, z, z)], of_complement=True)
    if pair == (Quadratic, Sigmoid):
        a, c = np.empty_like(z), np.empty_like(z)
        return Error(
            [
                *_sigmoid(z, c),
                _one_over(c),
                partial(np.multiply, z, c, a),
                partial(np.subtract, complement, c, z),
                partial(np.multiply, z, a, z),
                partial(np.multiply, z, c, z),
            ],
            of_complement=True,
        )
    if pair == (Quadratic, Linear):
        return Error([partial(np.subtract, z, y, z)])
    if pair == (LogLikelihood, Softmax) and have_shares:
        largest = np.empty((1, *z.shape[1:]), z.dtype)
        return Error(
            [
                partial(np.maximum.reduce, z, 0, None, largest, True),
                partial(np.subtract, z, largest, z),
                partial(np.exp, z, z),
                partial(np.add.reduce, z, 0, None, largest, True),
                partial(np.divide, z, largest, z),
                partial(np.subtract, z, y, z),
            ]
        )
    return _any_error(cost, output, z, y)


def _sigmoid(z: Floats, t: Floats) -> list[Op]:
    """e = e^z where z was, and t = 1 + e: a = e/t and 1 − a = 1/t.

    Where e would overflow it stays at a bound beyond which 1/t has no digits left in this precision.
    """
    one = np.ones((), z.dtype)
    # An array of bounds, because the smaller of an array and a number takes NumPy three times as long.
    bounds = np.full_like(z, np.floor(-np.log(np.finfo(z.dtype).smallest_normal)))
    return [partial(np.minimum, z, bounds, out=z), partial(np.exp, z, z), partial(np.add, z, one, t)]


def _one_over(v: Floats) -> Op:
    """A division: `np.reciprocal` takes NumPy twice as long."""
    return partial(np.divide, np.ones((), v.dtype), v, v)


def _any_hidden(activation: Activation, a: Floats, d: Floats) -> Hidden:
    z = np.empty_like(d)

    def forward() -> None:
        z[...] = a
        _neurons_last(a)[...] = activation.value(_neurons_last(z))

    def back() -> None:
        _neurons_last(d)[...] = activation.pull_back(_neurons_last(z), _neurons_last(d))

    return Hidden([forward], [back])


def _any_error(cost: Cost, output: Activation, z: Floats, y: Floats) -> Error:
    def delta() -> None:
        _neurons_last(z)[...] = cost.delta(output, _neurons_last(z), _neurons_last(y))

    return Error([delta])


def _neurons_last(v: Floats) -> Floats:
    return np.moveaxis(v, 0, -1)
