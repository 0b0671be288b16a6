"""PyTorch as the judge of networks: from the same start, over the same mini-batches, it ends at the same weights.

Runs where the extra `bench` is installed; the normal judge is tests/learning/network_oracle.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from app.learning.elementwise import Array
from app.learning.network import Network, backpropagate
from app.learning.training import Trainer
from tests.learning.examples import array
from tests.learning.network_oracle import flat
from tests.learning.networks import examples, network

torch = pytest.importorskip("torch", reason="PyTorch is part of the extra `bench`: pip install -e '.[dev,bench]'")
torch.set_num_threads(1)

STEPS = 100
WITHIN = 1e-10
"""Of any weight after a hundred mini-batches."""


@dataclass(frozen=True)
class Case:
    """A network to be trained."""

    cost: str
    output: str
    activation: str
    hidden: tuple[int, ...]
    inputs: int
    outputs: int
    batch_size: int
    eta: float = 0.1

    def __str__(self) -> str:
        sizes = "-".join(map(str, (self.inputs, *self.hidden, self.outputs)))
        return f"{self.cost} {self.output} {self.activation} {sizes} by {self.batch_size}"

    def start(self, seed: int) -> Network:
        shape = {"inputs": self.inputs, "outputs": self.outputs}
        return network(self.cost, self.output, self.activation, self.hidden, seed=seed, **shape)


CASES = [
    Case("quadratic", "sigmoid", "sigmoid", (30,), 64, 10, 10, eta=3.0),
    Case("cross-entropy", "sigmoid", "sigmoid", (30,), 64, 10, 10, eta=0.5),
    Case("log-likelihood", "softmax", "sigmoid", (30,), 64, 10, 10, eta=0.5),
    Case("cross-entropy", "sigmoid", "tanh", (2,), 2, 1, 4),
    Case("cross-entropy", "sigmoid", "sigmoid", (), 5, 3, 1),
    Case("quadratic", "linear", "tanh", (7, 5), 3, 2, 6, eta=0.01),
    Case("quadratic", "linear", "relu", (), 4, 1, 13, eta=0.01),
    Case("quadratic", "softmax", "tanh", (8, 6, 4), 5, 4, 9),
    Case("cross-entropy", "softmax", "sigmoid", (6, 6), 3, 5, 8),
    Case("log-likelihood", "softmax", "relu", (12, 8), 6, 3, 16, eta=0.01),
    Case("log-likelihood", "softmax", "linear", (), 2, 2, 50),
]
each_case = pytest.mark.parametrize("case", CASES, ids=str)

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "linear": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=1),
}


def losses(cost: str, output: str, z: Any, y: Any) -> Any:
    """C of each example and output, from the last z and in PyTorch's own stable forms where it has them."""
    functional = torch.nn.functional
    if cost == "quadratic":
        return 0.5 * (ACTIVATIONS[output](z) - y) ** 2
    if cost == "log-likelihood":
        return -y * functional.log_softmax(z, dim=1)
    if output == "sigmoid":
        return functional.binary_cross_entropy_with_logits(z, y, reduction="none")
    return functional.binary_cross_entropy(torch.softmax(z, dim=1), y, reduction="none")


class Peer:
    """The same network as a stack of `torch.nn.Linear`, in double precision."""

    def __init__(self, made: Network) -> None:
        self._made = made
        self.layers = [torch.nn.Linear(*w.shape[::-1], dtype=torch.float64) for w in made.weights]
        with torch.no_grad():
            for layer, w, b in zip(self.layers, made.weights, made.biases, strict=True):
                layer.weight.copy_(torch.from_numpy(w))
                layer.bias.copy_(torch.from_numpy(b))

    def cost_of(self, x: Array, y: Array) -> Any:
        a = torch.from_numpy(x)
        for layer in self.layers[:-1]:
            a = ACTIVATIONS[self._made.activation.name](layer(a))
        z = self.layers[-1](a)
        return losses(self._made.cost.name, self._made.output.name, z, torch.from_numpy(y)).sum(dim=1).mean()

    def train(self, x: Array, y: Array, eta: float, batches: list[Any]) -> None:
        descent = torch.optim.SGD([p for layer in self.layers for p in layer.parameters()], lr=eta)
        for batch in batches:
            descent.zero_grad()
            self.cost_of(x[batch], y[batch]).backward()
            descent.step()

    @property
    def numbers(self) -> Array:
        """Weights and biases in the order of `flat`."""
        found = [(layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in self.layers]
        return flat(tuple(w for w, _ in found), tuple(b for _, b in found))

    def gradient(self, x: Array, y: Array) -> Array:
        self.cost_of(x, y).backward()
        found = [(layer.weight.grad.numpy(), layer.bias.grad.numpy()) for layer in self.layers]
        return flat(tuple(w for w, _ in found), tuple(b for _, b in found))


def numbers_of(made: Network) -> Array:
    return flat(made.weights, made.biases)


@each_case
def test_a_hundred_mini_batches_by_backpropagation_end_at_the_same_weights(case: Case) -> None:
    made = case.start(seed=31)
    x, y = examples(made, 120)
    rng = np.random.default_rng(32)
    batches = [rng.choice(120, case.batch_size, replace=False) for _ in range(STEPS)]
    peer = Peer(made)
    peer.train(x, y, case.eta, batches)
    start = numbers_of(made)
    for batch in batches:
        gradient = backpropagate(made, x[batch], y[batch])
        made = replace(
            made,
            weights=tuple(w - case.eta * g for w, g in zip(made.weights, gradient.weights, strict=True)),
            biases=tuple(b - case.eta * g for b, g in zip(made.biases, gradient.biases, strict=True)),
        )
    assert np.abs(numbers_of(made) - start).max() > 0.01  # it has gone somewhere
    assert np.abs(numbers_of(made) - peer.numbers).max() < WITHIN


@each_case
@pytest.mark.parametrize("is_shuffled", [False, True], ids=["in order", "shuffled"])
def test_a_hundred_mini_batches_of_the_trainer_end_at_the_same_weights(case: Case, is_shuffled: bool) -> None:
    made = case.start(seed=33)
    x, y = examples(made, 121)  # the last mini-batch of an epoch is a smaller one
    order = np.random.default_rng(34)
    trainer = Trainer(
        made, x, y, eta=case.eta, batch_size=case.batch_size, order=np.random.default_rng(34) if is_shuffled else None
    )
    trainer.train(STEPS)
    batches: list[Any] = []
    while len(batches) < STEPS:
        places = order.permutation(121) if is_shuffled else np.arange(121)
        batches += [places[k : k + case.batch_size] for k in range(0, 121, case.batch_size)]
    peer = Peer(made)
    peer.train(x, y, case.eta, batches[:STEPS])
    assert np.abs(numbers_of(trainer.network) - peer.numbers).max() < WITHIN


@pytest.mark.parametrize(
    ("cost", "output"), [("cross-entropy", "sigmoid"), ("log-likelihood", "softmax")], ids=lambda name: name
)
@pytest.mark.parametrize("z", [10.0, 100.0, 1e4])
def test_outputs_that_start_badly_wrong_have_the_same_gradient(cost: str, output: str, z: float) -> None:
    # From the logits, PyTorch's own forms are stable too.
    made = network(cost, output, "tanh", (5,))
    made = replace(made, biases=(made.biases[0], array(z, -z, 0.0)))
    x, _ = examples(made, 20)
    y = np.eye(3)[np.arange(20) % 3]
    gradient = backpropagate(made, x, y)
    assert flat(gradient.weights, gradient.biases) == pytest.approx(Peer(made).gradient(x, y), rel=1e-9, abs=1e-13)
