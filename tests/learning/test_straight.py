"""Straight code: the same bits as the formulas, and the formulas themselves where it cannot be made."""

import dis
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost
from app.learning.elementwise import Number, exp, quotient
from app.learning.explain import parts
from app.learning.neuron import Descent, Neuron, error_signal, step
from app.learning.straight import straight, straight_loop, straight_on_arrays
from tests.learning.examples import TARGETS, WIDE_Z, each_pair

SIGMOID, QUADRATIC = ACTIVATIONS["sigmoid"], COSTS["quadratic"]
KNOWN = {"quadratic", "cross-entropy", "cross-entropy-as-animated"}, {"sigmoid", "tanh", "linear", "relu"}
FAR_Z = [*WIDE_Z, -0.0, 1e-300, -750.0, 750.0, 1e154, -1e200, 1e308, math.inf, -math.inf, math.nan]


def is_as_promised(made: Any, cost: Cost, activation: Activation) -> bool:
    """Whether it is straight code. Of a pair that was added since it need not be."""
    return getattr(made, "__name__", "") == "straight" or cost.name not in KNOWN[0] or activation.name not in KNOWN[1]


@each_pair
@pytest.mark.parametrize("formula", [parts, lambda a, c, z, y: (error_signal(a, c, z, y), a.value(z), a.slope(z))])
def test_numbers_are_those_of_the_formulas_to_the_last_bit(cost: Cost, activation: Activation, formula: Any) -> None:
    made = straight(formula, activation, cost)
    assert is_as_promised(made, cost, activation)
    for y in TARGETS:
        for z in FAR_Z:
            assert repr(made(z, y)) == repr(formula(activation, cost, z, y)), (z, y)


@each_pair
@np.errstate(all="ignore")
def test_arrays_are_those_of_the_formulas_to_the_last_bit(cost: Cost, activation: Activation) -> None:
    made = straight_on_arrays(error_signal, activation, cost)
    assert is_as_promised(made, cost, activation)
    z, y = np.array(FAR_Z)[:, None], np.array(TARGETS)
    z, y = (v.copy() for v in np.broadcast_arrays(z, y))
    expected = error_signal(activation, cost, z, y)
    assert made(z, y).shape == expected.shape
    np.testing.assert_array_equal(made(z, y), expected)


@each_pair
@pytest.mark.parametrize("y", TARGETS)
def test_a_loop_is_the_formula_again_and_again(cost: Cost, activation: Activation, y: float) -> None:
    for w in (0.5, -3.0, 800.0, 1e300):
        rows, state = [], (w, -0.1)
        for _ in range(20):
            row, *state = step(activation, cost, *state, 1.5, y, 0.3)
            rows += row
        made = straight_loop(step, activation, cost)
        assert is_as_promised(made, cost, activation)
        assert repr(made(20, w, -0.1, 1.5, y, 0.3)) == repr((rows, *state))
        assert made(0, w, -0.1, 1.5, y, 0.3) == ([], w, -0.1)


def test_nothing_is_worked_out_twice() -> None:
    made = straight(step, SIGMOID, COSTS["cross-entropy"])
    called = [each.argval for each in dis.get_instructions(made) if each.opname == "LOAD_GLOBAL"]
    assert called.count("exp") == called.count("log1p") == called.count("abs") == 1


# What cannot be made straight


class Branching(Cost):
    """With an `if`, which a float has an answer to and a term has not."""

    name = "branching"

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.residual(z, y)

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:  # noqa: ARG002
        return z if z > 0.0 else -z


class Foreign(Branching):
    """With NumPy's own exp, whose last bit is not always that of the C library's."""

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:  # noqa: ARG002
        return np.exp(z) if isinstance(z, np.ndarray) else math.exp(z) * (1.0 + 2e-16)


@dataclass
class Unhashable(Branching):
    limit: float = 1.0

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.residual(z, y) * self.limit


class Odd(Branching):
    """That looks at what it is given in a way nobody thought of."""

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.residual(z, y) * {float: 1.0, np.ndarray: 1.0}[type(z)]


each_unfit = pytest.mark.parametrize(
    "cost", [Branching(), Foreign(), Odd(), Unhashable(2.0)], ids=lambda cost: type(cost).__name__
)


@each_unfit
def test_a_formula_that_cannot_be_made_straight_runs_as_it_stands(cost: Cost) -> None:
    made = straight(error_signal, SIGMOID, cost)
    for z in (-2.0, 0.5, 3.0):
        assert made(z, 0.3) == cost.delta(SIGMOID, z, 0.3)
    rows, w, b = straight_loop(step, SIGMOID, cost)(3, 0.5, 0.1, 1.0, 0.0, 0.1)
    assert len(rows) == 3 * 8
    assert (w, b) != (0.5, 0.1)


@each_unfit
def test_a_descent_without_straight_code_is_a_descent(cost: Cost) -> None:
    neuron = Neuron(cost, SIGMOID, 0.5, 0.1, 1.0, 0.0, 1e200)
    descent = Descent(neuron)
    assert len(descent.advance(0)) == 0
    assert len(descent.advance(3)) == 3 or descent.diverged is not None
    assert len(descent.advance(2)) == (0 if descent.diverged is not None else 2)


def test_a_long_formula_is_made_straight() -> None:
    def formula(activation: Activation, cost: Cost, z: Number, y: Number) -> Any:  # noqa: ARG001
        for _ in range(500):
            z = z * 0.9 + 0.1
        return (z,)

    made = straight(formula, SIGMOID, QUADRATIC)
    assert made.__name__ == "straight"
    assert made(3.0, 0.0) == formula(SIGMOID, QUADRATIC, 3.0, 0.0)


def test_a_number_that_python_would_raise_for_is_as_the_formula_has_it() -> None:
    def formula(activation: Activation, cost: Cost, z: Number, y: Number) -> Any:  # noqa: ARG001
        return exp(z), quotient(1.0, z)

    made = straight(formula, SIGMOID, QUADRATIC)
    assert made.__name__ == "straight"
    assert made(1000.0, 0.0) == (math.inf, 0.001)
    assert made(-0.0, 0.0) == (1.0, -math.inf)


def test_it_is_made_once() -> None:
    assert straight(parts, SIGMOID, QUADRATIC) is straight(parts, SIGMOID, QUADRATIC)
