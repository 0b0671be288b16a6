"""The plateau's law in general: its edges, its integral against mpmath and simulation, and the closed forms."""

import math
from collections.abc import Callable
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost
from app.learning.elementwise import Array
from app.learning.flow import epochs_from, wrong_sides
from app.learning.theory import plateau_epochs
from app.learning.turns import result_of
from app.learning.unrecorded import count_to_half

SIGMOID, TANH, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "linear", "relu"))
QUADRATIC, CROSS_ENTROPY = COSTS["quadratic"], COSTS["cross-entropy"]
KAPPA = 0.3

mp = mpmath.mp.clone()
mp.dps = 40


# The edges, worked by hand


@pytest.mark.parametrize(
    ("activation", "y", "below", "above"),
    [
        (SIGMOID, 0.0, None, 0.0),
        (SIGMOID, 1.0, 0.0, None),
        (SIGMOID, 0.3, None, math.log(4.0)),  # a = 0.8
        (SIGMOID, 0.75, math.log(1 / 3), None),  # a = 0.25
        (SIGMOID, 0.5, None, None),
        (TANH, 0.0, -math.atanh(0.5), math.atanh(0.5)),
        (TANH, 0.5, 0.0, None),
        (TANH, 1.0, math.atanh(0.5), None),
        (LINEAR, 0.25, -0.25, 0.75),
        (RELU, 0.0, None, 0.5),
        (RELU, 1.0, 0.5, 1.5),
        (RELU, 0.5, None, 1.0),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_wrong_sides_begin_where_the_output_is_a_half_away(
    activation: Any, y: float, below: float | None, above: float | None
) -> None:
    sides = wrong_sides(activation, y)
    for found, expected in zip(sides, (below, above), strict=True):
        assert (found is None) == (expected is None)
        assert found is None or found == pytest.approx(expected, rel=1e-14, abs=1e-300)


# The integral

FIRST_HALF = ((1000.5, 201), (500.5, 101))
"""Two grids with the same steps, one of which is the beginning of the other."""


def grid_of(edge: float, far: float, count: int = 41) -> Array:
    return np.linspace(edge, far, count)


def epochs_of(cost: Cost, activation: Activation, y: float, z: Array, kappa: float = KAPPA) -> Array:
    return result_of(epochs_from(cost, activation, y, z, kappa))


DELTAS: dict[tuple[str, str], Callable[[Any, Any], Any]] = {
    # δ from the definitions: (a − y) f′(z), and a − y
    ("quadratic", "sigmoid"): lambda z, y: (1 / (1 + mp.exp(-z)) - y) * mp.exp(-z) / (1 + mp.exp(-z)) ** 2,
    ("cross-entropy", "sigmoid"): lambda z, y: 1 / (1 + mp.exp(-z)) - y,
    ("quadratic", "tanh"): lambda z, y: (mp.tanh(z) - y) / mp.cosh(z) ** 2,
    ("quadratic", "linear"): lambda z, y: z - y,
}


@pytest.mark.parametrize("y", [0.0, 0.25, 0.3, 0.49, 0.8, 1.0])
@pytest.mark.parametrize(("cost", "activation"), DELTAS)
def test_the_epochs_are_the_integral_of_one_over_delta_to_twelve_digits(cost: str, activation: str, y: float) -> None:
    delta = DELTAS[cost, activation]
    for edge, direction in zip(wrong_sides(ACTIVATIONS[activation], y), (-1.0, 1.0), strict=True):
        if edge is None:
            continue
        far = edge + direction * 12.0
        epochs = epochs_of(COSTS[cost], ACTIVATIONS[activation], y, grid_of(edge, far))
        assert epochs[0] == 0.0
        places = [edge + direction * 3.0 * part for part in range(5)]
        exact = 0.0
        for part in range(4):
            exact += abs(mp.quad(lambda z: 1 / delta(z, y), mp.linspace(places[part], places[part + 1], 7)))
            assert epochs[10 * (part + 1)] == pytest.approx(float(exact / KAPPA), rel=1e-12), part


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)
@pytest.mark.parametrize("far", [10.0, 300.0])
def test_the_integral_is_the_closed_form_where_there_is_one(cost: Cost, y: float, far: float) -> None:
    z = grid_of(0.0, far if y == 0.0 else -far)
    epochs = epochs_of(cost, SIGMOID, y, z)
    closed = [plateau_epochs(cost.name, start, y, KAPPA) for start in z.tolist()[1:]]
    assert epochs[1:].tolist() == pytest.approx(closed, rel=1e-12)


def test_a_linear_neuron_takes_the_logarithm_of_its_distance() -> None:
    # dz/dt = −κ (z − y), so T = ln(2 |z − y|)/κ.
    z = grid_of(-0.2, -1000.0)
    epochs = epochs_of(QUADRATIC, LINEAR, 0.3, z)
    assert epochs.tolist() == pytest.approx([math.log(2.0 * (0.3 - v)) / KAPPA for v in z.tolist()], rel=1e-12, abs=0.0)


def test_a_long_integral_pauses_and_is_the_same_in_pieces() -> None:
    work = epochs_from(QUADRATIC, LINEAR, 0.0, grid_of(0.5, 1000.0, 201), KAPPA)
    assert len(list(work)) >= 4
    whole, begun = (epochs_of(QUADRATIC, LINEAR, 0.0, grid_of(0.5, far, count)) for far, count in FIRST_HALF)
    assert begun.tolist() == pytest.approx(whole[: len(begun)].tolist(), rel=1e-13)


def test_where_nothing_is_learned_it_never_ends() -> None:
    z = grid_of(0.5, -1.5, 21)  # ReLU, y = 1: dead below 0
    epochs = epochs_of(QUADRATIC, RELU, 1.0, z)
    # From z to 1/2 above 0: T = ln((1 − z)/(1 − 1/2))/κ.
    assert epochs[4] == pytest.approx(math.log(0.9 / 0.5) / KAPPA, rel=1e-12)
    assert np.isinf(epochs[z < -1e-9]).all()
    assert np.isinf(epochs_of(QUADRATIC, SIGMOID, 0.0, grid_of(0.0, 1000.0))[-1])


@pytest.mark.parametrize(
    ("cost", "activation", "y", "z"),
    [
        (QUADRATIC, SIGMOID, 0.3, 4.0),
        (CROSS_ENTROPY, SIGMOID, 0.3, 4.0),
        (QUADRATIC, SIGMOID, 0.8, -3.0),
        (QUADRATIC, TANH, 0.3, -2.0),
        (QUADRATIC, TANH, 0.3, 2.0),
        (QUADRATIC, RELU, 0.2, 3.0),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_small_steps_take_as_many_epochs_as_the_law_says(cost: Cost, activation: Any, y: float, z: float) -> None:
    below, above = wrong_sides(activation, y)
    edge = above if above is not None and z > above else below
    assert edge is not None
    for kappa in (1e-2, 1e-3):
        law = float(epochs_of(cost, activation, y, grid_of(edge, z), kappa)[-1])
        count = result_of(count_to_half(cost, activation, z, y, kappa, 10**6))
        # ½ ln(δ₁/δ₀) epochs of drift, at most two here, and one for the whole number.
        assert count == pytest.approx(law, abs=3.0)
