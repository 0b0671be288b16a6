"""The oracle of networks, and a hundred mini-batches that must end where it ends."""

from dataclasses import replace

import numpy as np
import pytest

from app.learning.network import Network, backpropagate
from tests.learning import network_oracle
from tests.learning.examples import EPS, array
from tests.learning.network_oracle import Oracle, flat
from tests.learning.networks import examples, network


def oracle_of(network: Network) -> Oracle:
    return Oracle(network.sizes, network.activation.name, network.output.name, network.cost.name)


def test_the_oracle_knows_the_chapters_functions() -> None:
    assert {"sigmoid", "tanh", "linear", "relu", "softmax"} <= set(network_oracle.ACTIVATIONS)
    assert {"quadratic", "cross-entropy", "log-likelihood"} <= set(network_oracle.COSTS)


def test_the_oracle_agrees_with_a_network_worked_by_hand() -> None:
    # The network of test_network.py: hidden w and b, the weights of two outputs, their biases.
    oracle = Oracle((1, 1, 2), "sigmoid", "sigmoid", "quadratic")
    numbers = array(0.0, np.log(3.0), 4.0, -4.0, -3.0, 3.0)
    x, y = array(1.0).reshape(1, 1), array(1.0, 0.0).reshape(1, 2)
    assert oracle.cost_of(numbers, x, y) == pytest.approx(0.25, rel=4 * EPS)
    expected = [-3 / 16, -3 / 16, -3 / 32, 3 / 32, -1 / 8, 1 / 8]
    assert oracle.gradient(numbers, x, y) == pytest.approx(expected, rel=16 * EPS)


TRAININGS = [
    # cost, output, hidden activation, hidden layers, inputs, outputs, batch size
    ("quadratic", "sigmoid", "sigmoid", (5,), 4, 3, 10),
    ("cross-entropy", "sigmoid", "sigmoid", (), 3, 1, 4),
    ("cross-entropy", "sigmoid", "tanh", (4, 3), 2, 1, 1),
    ("quadratic", "linear", "relu", (6,), 3, 2, 7),
    ("log-likelihood", "softmax", "sigmoid", (6,), 5, 4, 10),
    ("log-likelihood", "softmax", "relu", (3, 3, 3), 2, 2, 5),
    ("quadratic", "softmax", "tanh", (3,), 2, 3, 6),
    ("cross-entropy", "softmax", "linear", (3,), 2, 3, 6),
]


@pytest.mark.parametrize(
    ("cost", "output", "activation", "hidden", "inputs", "outputs", "size"),
    TRAININGS,
    ids=[f"{c}-{o}-{a}-{h}" for c, o, a, h, *_ in TRAININGS],
)
def test_a_hundred_mini_batches_end_at_the_oracles_weights(
    cost: str, output: str, activation: str, hidden: tuple[int, ...], inputs: int, outputs: int, size: int
) -> None:
    made = network(cost, output, activation, hidden, inputs=inputs, outputs=outputs, seed=21)
    x, y = examples(made, 40)
    rng = np.random.default_rng(22)
    batches = [rng.choice(40, size, replace=False) for _ in range(100)]
    eta = 0.05
    ended = oracle_of(made).train(flat(made.weights, made.biases), x, y, eta=eta, batches=batches)
    for batch in batches:
        gradient = backpropagate(made, x[batch], y[batch])
        made = replace(
            made,
            weights=tuple(w - eta * g for w, g in zip(made.weights, gradient.weights, strict=True)),
            biases=tuple(b - eta * g for b, g in zip(made.biases, gradient.biases, strict=True)),
        )
    assert np.abs(flat(made.weights, made.biases) - ended).max() < 1e-10
