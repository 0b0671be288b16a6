"""δ and a of a row with the bits that Python floats give: for any pair, and with fewer passes for a sigmoid."""

from collections.abc import Callable

import numpy as np

from app.learning.activations import Activation, Sigmoid, Tanh
from app.learning.costs import Cost, CrossEntropy, CrossEntropyAsAnimated, Quadratic
from app.learning.elementwise import Array, share
from app.learning.ensembles.libm import exp, unwrap, wrap

RowOf = Callable[[Array, Array], tuple[Array, Array]]
"""δ and a, from z and y."""


def row_of(cost: Cost, activation: Activation) -> RowOf:
    """The way to δ and a for the pair."""
    if type(activation) is Sigmoid and type(cost) is Quadratic:
        return _quadratic_sigmoid
    if type(activation) is Sigmoid and type(cost) is CrossEntropy:
        return _cross_entropy_sigmoid
    if type(activation) is Sigmoid and type(cost) is CrossEntropyAsAnimated:
        return _animated_sigmoid
    if type(activation) is Tanh and type(cost) is Quadratic:
        return _quadratic_tanh

    def any_pair(z: Array, y: Array) -> tuple[Array, Array]:
        bits = wrap(z)
        return unwrap(cost.delta(activation, bits, y)), unwrap(activation.value(bits))

    return any_pair


def _quadratic_sigmoid(z: Array, y: Array) -> tuple[Array, Array]:
    """`Sigmoid.residual` times `Sigmoid.slope`, with one exp for all."""
    e = np.abs(z)
    e = exp(np.negative(e, e))
    t = 1.0 + e
    a = np.where(z < 0.0, e, 1.0)
    a /= t
    if y.any():
        rest = 1.0 - y
        residual = np.where(z >= 0.0, rest - y * e, rest * e - y)
        residual /= t
    else:
        residual = a.copy()  # the same numbers, and many fewer operations
    t *= t
    np.divide(e, t, e)
    residual *= e
    return residual, a


def _cross_entropy_sigmoid(z: Array, y: Array) -> tuple[Array, Array]:
    """(1 − y) σ(z) − y σ(−z), as `CrossEntropy.delta` has it."""
    e = np.abs(z)
    e = exp(np.negative(e, e))
    t = 1.0 + e
    a = np.where(z < 0.0, e, 1.0)
    a /= t
    if not y.any():
        return a, a
    complement = np.where(z > 0.0, e, 1.0)
    complement /= t
    complement *= y
    delta = 1.0 - y
    delta *= a
    delta -= complement
    return delta, a


def _animated_sigmoid(z: Array, y: Array) -> tuple[Array, Array]:
    """(1 − y)/(1 − a) − y/a, where a weight of 0 leaves nothing even of an infinite quotient."""
    e = np.abs(z)
    e = exp(np.negative(e, e))
    t = 1.0 + e
    a = np.where(z < 0.0, e, 1.0)
    a /= t
    complement = np.where(z > 0.0, e, 1.0)
    complement /= t
    delta = share(1.0 - y, 1.0 / complement)
    delta -= share(y, 1.0 / a)
    return delta, a


def _quadratic_tanh(z: Array, y: Array) -> tuple[Array, Array]:
    """`Tanh.residual` times `Tanh.slope`, with one tanh, which has to be asked for number by number."""
    a = unwrap(np.tanh(wrap(z)))
    e = exp(-2.0 * np.abs(z))
    t = 1.0 + e
    residual = np.where(z > 0.5, ((1.0 - y) - (1.0 + y) * e) / t, a - y)
    residual *= 4.0 * e / (t * t)
    return residual, a
