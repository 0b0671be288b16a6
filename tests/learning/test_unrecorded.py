"""Descents without rows: what `Descent` records, asked for one thing alone."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.elementwise import Array
from app.learning.neuron import Descent, Neuron
from app.learning.turns import result_of
from app.learning.unrecorded import count_to_half, finish, finish_about, mean_error, mean_errors_at_end
from tests.learning.examples import array, array_neurons, scalar_neurons

SIGMOID, LINEAR = ACTIVATIONS["sigmoid"], ACTIVATIONS["linear"]
QUADRATIC, CROSS_ENTROPY, AS_ANIMATED = (
    COSTS[name] for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")
)

CALM = {
    "one input": Neuron(QUADRATIC, SIGMOID, 2.0, 2.0, 1.0, 0.0, 0.15),
    "several inputs": Neuron(CROSS_ENTROPY, SIGMOID, array(0.7, -0.4), 0.2, array(1.0, 0.5), 0.3, 0.15),
    "several examples": Neuron(QUADRATIC, SIGMOID, 1.3, -0.3, array(0.5, 1.0, 2.5), array(0.0, 1.0, 0.3), 0.5),
    "both": Neuron(CROSS_ENTROPY, SIGMOID, array(0.9, 0.4), 0.1, np.array([[1.0, 2], [0.5, 0.1]]), array(0, 0.6), 0.3),
    "many examples": Neuron(QUADRATIC, SIGMOID, 1.3, 0.0, np.linspace(-2, 2, 60), np.linspace(0, 1, 60), 0.3),
}
each_calm = pytest.mark.parametrize("name", CALM)


def last_row(neuron: Neuron, epochs: int) -> Neuron | None:
    rows = Descent(neuron).advance(epochs + 1)
    return replace(neuron, w=rows.w[-1], b=float(rows.b[-1])) if len(rows) == epochs + 1 else None


def distance(neuron: Neuron) -> float:
    """The mean |a − y|, as a trace has it."""
    return float(np.abs(Descent(neuron).advance(1).a - neuron.y).mean())


@given(neuron=scalar_neurons() | array_neurons())
@settings(deadline=None, max_examples=200)
def test_a_neuron_ends_where_its_descent_does_to_the_last_bit(neuron: Neuron) -> None:
    expected, end = last_row(neuron, 150), result_of(finish(neuron, 150))
    if expected is None:
        assert len(Descent(end).advance(1)) == 0 or not np.isfinite(end.b)
    else:
        assert np.asarray(end.w).tobytes() == np.asarray(expected.w).tobytes()
        assert np.shape(end.w) == np.shape(neuron.w)
        assert end.b == expected.b


@each_calm
def test_the_quick_way_ends_there_to_twelve_digits(name: str) -> None:
    exact, about = (result_of(way(CALM[name], 500)) for way in (finish, finish_about))
    np.testing.assert_allclose(about.w, exact.w, rtol=1e-12)
    assert about.b == pytest.approx(exact.b, rel=1e-12)
    assert np.shape(about.w) == np.shape(exact.w)


@each_calm
def test_many_rates_at_once_end_as_each_does_alone(name: str) -> None:
    etas = np.geomspace(1e-4, 1.0, 7)
    together = result_of(mean_errors_at_end(CALM[name], etas, 300))
    alone = [mean_error(result_of(finish(replace(CALM[name], eta=eta), 300))) for eta in etas.tolist()]
    np.testing.assert_allclose(together, alone, rtol=1e-11)


@each_calm
def test_the_mean_error_is_that_of_a_row(name: str) -> None:
    assert mean_error(CALM[name]) == pytest.approx(distance(CALM[name]), rel=1e-14)


def test_whatever_has_diverged_is_infinitely_wrong() -> None:
    neuron = Neuron(QUADRATIC, LINEAR, 1.0, 0.0, array(1.0, 2.0), array(0.0, 1.0), 500.0)
    for way in (finish, finish_about):
        assert mean_error(result_of(way(neuron, 5000))) == math.inf
    errors = result_of(mean_errors_at_end(neuron, np.array([1e-3, 500.0]), 1000))
    assert math.isfinite(errors[0])
    assert errors[1] == math.inf


@pytest.mark.parametrize("name", ["one input", "both"])
def test_long_work_pauses(name: str) -> None:
    for way in (finish, finish_about):
        assert len(list(way(CALM[name], 20_000))) >= 20
    assert len(list(mean_errors_at_end(CALM[name], np.ones(64), 2000))) >= 20


# The epochs to one half


def epochs_to_half(neuron: Neuron, most: int) -> int | None:
    reached = np.abs(Descent(neuron).advance(most + 1).a - neuron.y) < 0.5
    return int(reached.argmax()) if reached.any() else None


def counted(neuron: Neuron, most: int) -> int | None:
    x: Array = np.ravel(neuron.x)
    z, kappa = float(x @ np.ravel(neuron.w) + neuron.b), neuron.eta * float(x @ x + 1.0)
    return result_of(count_to_half(neuron.cost, neuron.activation, z, float(neuron.y), kappa, most))


@given(neuron=scalar_neurons())
@settings(deadline=None, max_examples=200)
def test_the_count_is_that_of_a_descent(neuron: Neuron) -> None:
    assert counted(neuron, 60) == epochs_to_half(neuron, 60)


@pytest.mark.parametrize("cost", COSTS.values(), ids=list(COSTS))
@pytest.mark.parametrize("y", [0.0, 0.3, 0.97, 1.0])
@pytest.mark.parametrize("eta", [0.02, 0.15, 3.0])
def test_only_the_weighted_input_and_kappa_count(cost: object, y: float, eta: float) -> None:
    for w, x, b in ((2.0, 1.5, 0.7), (array(1.0, -2.0, 0.5), array(0.3, -1.1, 2.0), 0.4), (-3.0, 0.8, -1.0)):
        neuron = Neuron(cost, SIGMOID, w, b, x, y, eta)  # type: ignore[arg-type]
        assert counted(neuron, 3000) == epochs_to_half(neuron, 3000)


def test_a_count_that_is_never_reached_is_none() -> None:
    assert counted(CALM["one input"], 231) is None
    assert counted(CALM["one input"], 232) == 232
    assert counted(replace(CALM["one input"], w=60.0), 10**9) is None  # σ′ is 1e-27: it does not move at all
    assert counted(replace(CALM["one input"], cost=AS_ANIMATED, w=800.0), 10**9) is None  # δ overflows
    assert counted(replace(CALM["one input"], activation=LINEAR, eta=5.0), 10**9) is None  # diverges
