"""What the tests of this folder share: which pairs there are, where they are looked at, and what equal means."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost, check_pair
from app.learning.elementwise import Array
from app.learning.errors import IncompatiblePair
from app.learning.neuron import Neuron, Rows
from tests.learning.oracles import Exact, mp

EPS = float(np.finfo(float).eps)
SMALLEST_NORMAL = float(np.finfo(float).tiny)
"""Below this a double has fewer digits the smaller it is, so no relative accuracy can be asked for."""

TARGETS = [0.0, 1e-9, 0.3, 0.5, 1.0 - 1e-9, 1.0]
ORDINARY_Z = [-6.1, -3.3, -1.7, -0.4, -0.15, 0.15, 0.4, 0.9, 1.7, 3.3, 6.1]
"""Round numbers are left out: that is where functions have their kinks."""
_SIZES = [1e-12, 0.3, 0.5, 0.7, 1.0, 2.0, 4.0, 8.0, 20.0, 37.0, 100.0, 345.0, 700.0]
_NEAR_ROOTS = [0.30952, 0.3000001, -0.8473, 0.847297861]
"""Where tanh, the linear neuron and the sigmoid come close to a target of 0.3 or 0.7."""
WIDE_Z = sorted([0.0, *_SIZES, *(-size for size in _SIZES), *_NEAR_ROOTS])


def is_permitted(cost: Cost, activation: Activation) -> bool:
    try:
        check_pair(cost, activation)
    except IncompatiblePair:
        return False
    return True


PAIRS = [
    (cost, activation)
    for cost in COSTS.values()
    for activation in ACTIVATIONS.values()
    if is_permitted(cost, activation)
]

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
each_cost = pytest.mark.parametrize("cost", COSTS.values(), ids=list(COSTS))
each_pair = pytest.mark.parametrize(("cost", "activation"), PAIRS, ids=[f"{c.name}-{a.name}" for c, a in PAIRS])
each_target = pytest.mark.parametrize("y", TARGETS)


def array(*numbers: float) -> Array:
    return np.array(numbers, dtype=np.float64)


def both_paths(function: Callable[[Any], Any], zs: list[float]) -> list[tuple[float, float]]:
    """(z, f(z)) for every z, first with floats and then with an array, so that a judge sees both."""
    floats = [function(z) for z in zs]
    assert all(type(value) is float for value in floats)
    numbers = function(array(*zs))
    assert numbers.shape == (len(zs),)
    assert numbers.dtype == np.float64
    return [*zip(zs, floats, strict=True), *zip(zs, numbers.tolist(), strict=True)]


def assert_close(computed: float, exact: Exact, magnitude: Exact, relative: float, hint: object) -> None:
    """|computed − exact| ≤ relative · |magnitude|, with the smallest normal double as the floor."""
    error = abs(mp.mpf(computed) - exact)
    allowed = relative * abs(magnitude) + SMALLEST_NORMAL
    assert error <= allowed, f"{hint}: {computed!r} instead of {mp.nstr(exact, 17)}, off by {mp.nstr(error, 3)}"


def assert_same_bits(left: Rows, right: Rows) -> None:
    for field in fields(Rows):
        one, other = getattr(left, field.name), getattr(right, field.name)
        assert one.dtype == other.dtype, field.name
        assert one.shape == other.shape, field.name
        assert one.tobytes() == other.tobytes(), field.name


coordinates = st.floats(min_value=-1000.0, max_value=1000.0)
"""Weights, biases and inputs, as far out as a request may ask for."""
targets = st.sampled_from([0.0, 1.0]) | st.floats(min_value=0.0, max_value=1.0)
rates = st.floats(min_value=0.0, max_value=1000.0, exclude_min=True)


@st.composite
def scalar_neurons(draw: st.DrawFn) -> Neuron:
    """One input and one example, anywhere in the whole range of inputs."""
    cost, activation = draw(st.sampled_from(PAIRS))
    w, b, x = (draw(coordinates) for _ in range(3))
    return Neuron(cost, activation, w, b, x, draw(targets), draw(rates))


@st.composite
def array_neurons(draw: st.DrawFn) -> Neuron:
    """Several inputs, several examples, or both, anywhere in the whole range of inputs."""
    cost, activation = draw(st.sampled_from(PAIRS))
    inputs = draw(st.sampled_from([(), (1,), (2,), (3,)]))
    examples = draw(st.sampled_from([(), (1,), (2,), (9,)]) if inputs else st.sampled_from([(1,), (2,), (9,)]))

    def numbers(shape: tuple[int, ...], elements: st.SearchStrategy[float]) -> Array:
        size = int(np.prod(shape, dtype=int))
        return array(*draw(st.lists(elements, min_size=size, max_size=size))).reshape(shape)

    w, x, y = numbers(inputs, coordinates), numbers(examples + inputs, coordinates), numbers(examples, targets)
    return Neuron(cost, activation, w, draw(coordinates), x, y, draw(rates))
