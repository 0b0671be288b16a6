"""The functions of app/learning once more, from their definitions alone and in 700 digits.

No stable form, no derivative worked out by hand: a slope is the difference quotient of a value. 700 digits because
tanh comes within 1e-608 of its limit at z = 700, and the quotient takes another 20.

An activation or a cost that is not listed here is still held to central differences, which need no oracle; an entry
here buys it the comparison to the last digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import mpmath  # type: ignore[import-untyped]

mp = mpmath.mp.clone()
"""A context of its own, so that no other test finds its digits changed."""
mp.dps = 700

Exact = Any
"""A number of mpmath, which has no types."""

STEP = mp.mpf(10) ** -20

ACTIVATION_ORACLES: dict[str, Callable[[Exact], Exact]] = {
    "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
    "tanh": lambda z: (mp.exp(2 * z) - 1) / (mp.exp(2 * z) + 1),
    "linear": lambda z: z,
    "relu": lambda z: z if z > 0 else mp.mpf(0),
}


@dataclass(frozen=True)
class CostOracle:
    value: Callable[[Exact, Exact], Exact]
    """C as a function of a and y."""
    order_at_target: int
    """The power of a − y with which C goes to 0 as a approaches y; 0 where C keeps a positive minimum there."""


def _cross_entropy(a: Exact, y: Exact) -> Exact:
    return -(y * mp.log(a) + (1 - y) * mp.log(1 - a))


COST_ORACLES: dict[str, CostOracle] = {
    "quadratic": CostOracle(lambda a, y: (a - y) ** 2 / 2, order_at_target=2),
    "cross-entropy": CostOracle(_cross_entropy, order_at_target=0),
    "cross-entropy-as-animated": CostOracle(_cross_entropy, order_at_target=0),
}


@cache
def output(activation: str, z: Exact) -> Exact:
    return ACTIVATION_ORACLES[activation](z)


@cache
def slopes(activation: str, z: Exact) -> tuple[Exact, Exact]:
    """The slope on the left and on the right of z. Where f is smooth the two agree to some 20 digits."""
    left, middle, right = (output(activation, z + step) for step in (-STEP, 0, STEP))
    return (middle - left) / STEP, (right - middle) / STEP


@cache
def slope(activation: str, z: Exact) -> Exact:
    """f′(z) for a smooth f: the error of the central quotient is the square of the step, 1e-40."""
    return sum(slopes(activation, z)) / 2


def has_kink(activation: str, z: Exact) -> bool:
    left, right = slopes(activation, z)
    return bool(abs(left - right) > mp.mpf(10) ** -10 * max(abs(left), abs(right)))


@cache
def cost_value(cost: str, activation: str, z: Exact, y: Exact) -> Exact:
    return COST_ORACLES[cost].value(output(activation, z), y)


def cost_derivative(cost: str, activation: str, z: Exact, y: Exact) -> Exact:
    """∂C/∂a, with a step that is small against the way from a to 0 and to 1, where a logarithm ends."""
    a = output(activation, z)
    step = STEP * min(room for room in (abs(a), abs(1 - a), mp.mpf(1)) if room != 0)
    value = COST_ORACLES[cost].value
    return (value(a + step, y) - value(a - step, y)) / (2 * step)


def cost_delta(cost: str, activation: str, z: Exact, y: Exact) -> Exact:
    """∂C/∂z of the composed function."""
    return (cost_value(cost, activation, z + STEP, y) - cost_value(cost, activation, z - STEP, y)) / (2 * STEP)


def cancellation(activation: str, z: Exact, y: Exact) -> Exact:
    """How much larger the larger of (1 − y) a and y (1 − a) is than their difference, which is a − y.

    1 at y = 0 and at y = 1, where one of the two is nothing. It grows without bound as a approaches a target between
    0 and 1: there the rounding of either term is all that is left in a − y, whoever computes it.
    """
    a = output(activation, z)
    larger = max(abs((1 - y) * a), abs(y * (1 - a)))
    return larger / abs(a - y) if a != y else mp.mpf(1)
