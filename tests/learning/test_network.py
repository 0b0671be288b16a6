"""Networks: worked by hand, central differences through whole networks, saturation, additions, shapes that do not fit.

Training against an oracle is in test_network_oracle.py.
"""

from dataclasses import replace

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, NETWORK_COSTS, Cost
from app.learning.elementwise import Array
from app.learning.errors import IncompatiblePair, ShapeMismatch
from app.learning.network import Network, backpropagate, cost_of, feed_forward
from app.learning.neuron import Descent, Neuron
from app.learning.outputs import OUTPUTS
from tests.learning.examples import EPS, array
from tests.learning.gradients import assert_gradient
from tests.learning.network_oracle import flat
from tests.learning.networks import (
    GRADIENT_PAIRS,
    each_depth,
    each_gradient_pair,
    each_hidden_activation,
    each_of,
    each_output_pair,
    examples,
    network,
)

# --- worked by hand ---------------------------------------------------------------------------------------------

# One input x = 1 with w = 0, b = ln 3 to a hidden a = 3/4 (slope 3/16); two outputs with weights 4 and −4 and biases
# −3 and 3: z = (0, 0), so sigmoids give 1/2 each (slope 1/4), and so does a softmax.
HAND_WEIGHTS = (array(0.0).reshape(1, 1), array(4.0, -4.0).reshape(2, 1))
HAND_BIASES = (array(np.log(3.0)), array(-3.0, 3.0))
X, Y = array(1.0).reshape(1, 1), array(1.0, 0.0).reshape(1, 2)

BY_HAND = [
    # cost, output, C, δ of the outputs. a − y = (−1/2, 1/2) everywhere but in the linear outputs, a = (0, 0).
    ("quadratic", "sigmoid", 0.25, [-1 / 8, 1 / 8]),
    ("cross-entropy", "sigmoid", 2 * np.log(2.0), [-1 / 2, 1 / 2]),
    ("quadratic", "linear", 0.5, [-1, 0]),
    ("log-likelihood", "softmax", np.log(2.0), [-1 / 2, 1 / 2]),
]


@pytest.mark.parametrize(("cost", "output", "value", "delta"), BY_HAND, ids=[f"{c}-{o}" for c, o, *_ in BY_HAND])
def test_a_network_worked_by_hand(cost: str, output: str, value: float, delta: list[float]) -> None:
    made = Network(HAND_WEIGHTS, HAND_BIASES, ACTIVATIONS["sigmoid"], OUTPUTS[output], NETWORK_COSTS[cost])
    assert cost_of(made, X, Y) == pytest.approx(value, rel=16 * EPS)
    gradient = backpropagate(made, X, Y)
    assert gradient.deltas[1] == pytest.approx(np.array([delta]), rel=16 * EPS)
    # The hidden δ is (4 δ_1 − 4 δ_2) 3/16; a weight's gradient is δ times what enters it, a bias's is δ.
    hidden = (4 * delta[0] - 4 * delta[1]) * 3 / 16
    assert gradient.deltas[0] == pytest.approx(np.array([[hidden]]), rel=16 * EPS)
    assert gradient.weights[1] == pytest.approx(np.array(delta).reshape(2, 1) * 3 / 4, rel=16 * EPS)
    assert gradient.biases[1] == pytest.approx(delta, rel=16 * EPS)
    assert gradient.weights[0] == pytest.approx(np.array([[hidden]]), rel=16 * EPS)
    assert gradient.biases[0] == pytest.approx([hidden], rel=16 * EPS)


def test_a_forward_pass_keeps_the_z_and_a_of_every_layer() -> None:
    made = network(hidden=(4, 2))
    x, _ = examples(made, 6)
    forward = feed_forward(made, x)
    assert [z.shape for z in forward.zs] == [a.shape for a in forward.activations] == [(6, 4), (6, 2), (6, 3)]
    assert forward.outputs is forward.activations[-1]
    assert made.sizes == (3, 4, 2, 3)
    # The first example by the book's own formula, a' = σ(W a + b).
    a = x[0]
    for w, b in zip(made.weights, made.biases, strict=True):
        a = 1.0 / (1.0 + np.exp(-(w @ a + b)))
    assert forward.outputs[0] == pytest.approx(a, rel=1e-14)


# --- gradients --------------------------------------------------------------------------------------------------


@each_gradient_pair
@each_hidden_activation
@each_depth
def test_every_number_of_the_gradient_is_its_central_difference(
    cost: Cost, output: Activation, activation: Activation, hidden: tuple[int, ...]
) -> None:
    made = network(cost, output, activation, hidden, seed=11)
    assert_gradient(made, *examples(made, 5))


@each_output_pair
@each_depth
def test_the_gradient_of_many_examples_is_the_mean_of_theirs(
    cost: Cost, output: Activation, hidden: tuple[int, ...]
) -> None:
    made = network(cost, output, "tanh", hidden)
    x, y = examples(made, 7)
    each = [backpropagate(made, x[k : k + 1], y[k : k + 1]) for k in range(7)]
    whole = backpropagate(made, x, y)
    for layer in range(len(made.weights)):
        mean_w = sum(one.weights[layer] for one in each) / 7.0
        mean_b = sum(one.biases[layer] for one in each) / 7.0
        assert whole.weights[layer] == pytest.approx(mean_w, rel=1e-12, abs=1e-14)
        assert whole.biases[layer] == pytest.approx(mean_b, rel=1e-12, abs=1e-14)
        assert whole.deltas[layer] == pytest.approx(np.concatenate([one.deltas[layer] for one in each]), rel=1e-12)


@pytest.mark.parametrize("cost", COSTS.values(), ids=list(COSTS))
def test_a_network_of_one_neuron_is_the_neuron(cost: Cost) -> None:
    sigmoid = ACTIVATIONS["sigmoid"]
    w, b, x, y = array(0.6, -1.1), 0.9, array(1.0, 2.0, -0.5, 0.3).reshape(2, 2), array(0.0, 1.0)
    row = Descent(Neuron(cost, sigmoid, w, b, x, y, 0.1)).advance(1)
    made = Network((w.reshape(1, 2),), (array(b),), sigmoid, sigmoid, cost)
    gradient = backpropagate(made, x, y.reshape(2, 1))
    assert gradient.deltas[0][:, 0] == pytest.approx(row.delta[0], rel=1e-14)
    assert gradient.weights[0][0] == pytest.approx(row.grad_w[0], rel=1e-14)
    assert gradient.biases[0] == pytest.approx(row.grad_b, rel=1e-14)
    assert cost_of(made, x, y.reshape(2, 1)) == pytest.approx(row.cost[0], rel=1e-14)


# --- saturation -------------------------------------------------------------------------------------------------


@each_of([(cost, output) for cost, output in GRADIENT_PAIRS if output.is_probability])
@each_depth
def test_outputs_saturated_beyond_every_exponential_give_finite_gradients(
    cost: Cost, output: Activation, hidden: tuple[int, ...]
) -> None:
    made = network(cost, output, "sigmoid", hidden)
    made = replace(made, biases=(*made.biases[:-1], array(1e4, -1e4, 0.0)))
    x, _ = examples(made, 4)
    for label in range(3):
        gradient = backpropagate(made, x, np.eye(3)[[label] * 4])
        assert np.isfinite(flat(gradient.weights, gradient.biases)).all()


def test_a_network_that_has_diverged_says_so_with_its_numbers_and_without_a_warning() -> None:
    made = network("quadratic", "linear", "linear")
    made = replace(made, weights=tuple(1e200 * w for w in made.weights))
    x, y = examples(made, 3)
    assert not np.isfinite(cost_of(made, x, y))
    gradient = backpropagate(made, x, y)
    assert not np.isfinite(flat(gradient.weights, gradient.biases)).all()


# --- what does not fit ------------------------------------------------------------------------------------------


def matrix(rows: int, columns: int) -> Array:
    return np.zeros((rows, columns))


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ((), (), "at least one, got 0 and 0"),
        ((matrix(2, 3),), (), "at least one, got 1 and 0"),
        ((np.zeros(3),), (np.zeros(3),), r"weights\.0 must be a matrix.*got the shape \(3,\)"),
        ((matrix(0, 3),), (np.zeros(0),), r"weights\.0 must be a matrix.*got the shape \(0, 3\)"),
        ((matrix(2, 3),), (np.zeros(3),), r"biases\.0 must have the length 2.*got the shape \(3,\)"),
        ((matrix(2, 3),), (matrix(2, 1),), r"biases\.0 must have the length 2.*got the shape \(2, 1\)"),
        ((matrix(2, 3), matrix(1, 3)), (np.zeros(2), np.zeros(1)), r"weights\.1 must have 2 columns.*got 3"),
    ],
)
def test_layers_that_do_not_fit_are_refused(
    weights: tuple[Array, ...], biases: tuple[Array, ...], message: str
) -> None:
    with pytest.raises(ShapeMismatch, match=message):
        Network(weights, biases, ACTIVATIONS["sigmoid"], OUTPUTS["sigmoid"], NETWORK_COSTS["quadratic"])


def test_a_softmax_of_one_output_is_refused() -> None:
    with pytest.raises(ShapeMismatch, match=r"'softmax'.*at least 2 of them, got 1"):
        network("log-likelihood", "softmax", outputs=1)


def test_a_cost_that_is_not_defined_for_the_output_is_refused() -> None:
    with pytest.raises(IncompatiblePair, match="'cross-entropy'"):
        network("cross-entropy", "linear")
    with pytest.raises(IncompatiblePair, match="'log-likelihood'"):
        network("log-likelihood", "sigmoid")


@pytest.mark.parametrize("x", [np.zeros(3), matrix(0, 3), matrix(2, 4)], ids=str)
def test_inputs_of_another_shape_are_refused(x: Array) -> None:
    with pytest.raises(ShapeMismatch, match=r"^x must have"):
        feed_forward(network(), x)


@pytest.mark.parametrize("y", [np.zeros(3), matrix(3, 3), matrix(2, 1)], ids=str)
def test_targets_of_another_shape_are_refused(y: Array) -> None:
    for asked in (backpropagate, cost_of):
        with pytest.raises(ShapeMismatch, match=r"^y must have the shape \(2, 3\)"):
            asked(network(), matrix(2, 3), y)
