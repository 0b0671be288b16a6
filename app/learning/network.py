"""A fully connected network of any depth: its outputs, its cost, and the gradient by backpropagation.

This is the reference, written to be read: float64, all examples of a call at once, no tricks. Training has kernels of
its own that are held to it. Symbols are the book's, with a row an example: z^l = W^l a^{l−1} + b^l is
`a @ w.T + b` here, and layer l of the book, counted from the inputs as layer 1, is entry l − 2 of every tuple.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost, check_pair
from app.learning.elementwise import Array
from app.learning.errors import ShapeMismatch


@dataclass(frozen=True)
class Network:
    """Weights and biases, the functions that they meet, and the cost that is to fall.

    Raises `IncompatiblePair` (cost and output) and `ShapeMismatch`.
    """

    weights: tuple[Array, ...]
    """One matrix a layer, outputs × inputs."""
    biases: tuple[Array, ...]
    """One vector a layer."""
    activation: Activation
    """Of the hidden layers."""
    output: Activation
    """Of the last layer."""
    cost: Cost

    def __post_init__(self) -> None:
        check_pair(self.cost, self.output, role="output")
        check_layers(self.weights, self.biases)
        if self.output.is_coupled and len(self.biases[-1]) < 2:
            raise ShapeMismatch(
                f"output {self.output.name!r} makes outputs of each other, so there must be at least 2 of them, got 1"
            )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of each hidden layer, outputs."""
        return self.weights[0].shape[1], *(len(b) for b in self.biases)

    @property
    def activations(self) -> tuple[Activation, ...]:
        """The activation of each layer."""
        return (*(self.activation for _ in self.weights[1:]), self.output)


@dataclass(frozen=True)
class Forward:
    """What every neuron does with every example: arrays (examples, neurons), one a layer."""

    zs: tuple[Array, ...]
    activations: tuple[Array, ...]

    @property
    def outputs(self) -> Array:
        return self.activations[-1]


@dataclass(frozen=True)
class Gradient:
    """∂C/∂W and ∂C/∂b of every layer, means over the examples, and δ (examples, neurons), one a layer."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    deltas: tuple[Array, ...]


def check_layers(weights: tuple[Array, ...], biases: tuple[Array, ...]) -> None:
    """Raises `ShapeMismatch` unless there is a layer, and the layers fit their biases and each other."""
    if len(weights) == 0 or len(weights) != len(biases):
        raise ShapeMismatch(
            f"weights and biases must have an entry for each layer, at least one, got {len(weights)} and {len(biases)}"
        )
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        if np.ndim(w) != 2 or 0 in np.shape(w):
            raise ShapeMismatch(f"weights.{layer} must be a matrix, outputs × inputs, got the shape {np.shape(w)}")
        if np.shape(b) != (len(w),):
            raise ShapeMismatch(
                f"biases.{layer} must have the length {len(w)} (a row of weights.{layer} each), "
                f"got the shape {np.shape(b)}"
            )
    for layer, (before, w) in enumerate(pairwise(weights), start=1):
        if w.shape[1] != len(before):
            raise ShapeMismatch(
                f"weights.{layer} must have {len(before)} columns, a neuron of the layer before each, got {w.shape[1]}"
            )


@np.errstate(all="ignore")
def feed_forward(network: Network, x: Array) -> Forward:
    """Every z and a for the examples x (n, inputs). Raises `ShapeMismatch`."""
    check_inputs(network, x)
    zs, activations = [], []
    a = x
    for w, b, activation in zip(network.weights, network.biases, network.activations, strict=True):
        z = a @ w.T + b
        a = activation.value(z)
        zs.append(z)
        activations.append(a)
    return Forward(tuple(zs), tuple(activations))


def backpropagate(network: Network, x: Array, y: Array) -> Gradient:
    """The gradient for the examples x (n, inputs) with the targets y (n, outputs). Raises `ShapeMismatch`."""
    check_examples(network, x, y)
    return pass_back(network, feed_forward(network, x), x, y)


@np.errstate(all="ignore")
def pass_back(network: Network, forward: Forward, x: Array, y: Array) -> Gradient:
    """The same when the forward pass is done.

    The last δ is the cost's own (for the cross-entropy eq. 66, 67, for the log-likelihood eq. 84); each earlier one
    is what the layer after it passes back through its weights, times f′(z).
    """
    deltas = [network.cost.delta(network.output, forward.zs[-1], y)]
    for w, z in zip(network.weights[:0:-1], forward.zs[-2::-1], strict=True):
        deltas.insert(0, network.activation.pull_back(z, deltas[0] @ w))
    inputs = (x, *forward.activations[:-1])
    return Gradient(
        weights=tuple(delta.T @ a / len(x) for delta, a in zip(deltas, inputs, strict=True)),
        biases=tuple(delta.mean(axis=0) for delta in deltas),
        deltas=tuple(deltas),
    )


@np.errstate(all="ignore")
def cost_of(network: Network, x: Array, y: Array) -> float:
    """C: the mean over the examples of the sum over the outputs (eq. 54, 63, 80). Raises `ShapeMismatch`."""
    check_examples(network, x, y)
    z = feed_forward(network, x).zs[-1]
    return float(network.cost.value(network.output, z, y).sum(axis=1).mean())


def check_inputs(network: Network, x: Array) -> None:
    """Raises `ShapeMismatch` unless there is an example, and each has the network's inputs."""
    if np.ndim(x) != 2 or len(x) == 0 or x.shape[1] != network.sizes[0]:
        raise ShapeMismatch(
            f"x must have at least one row, and a column for each of {network.sizes[0]} inputs, "
            f"got the shape {np.shape(x)}"
        )


def check_examples(network: Network, x: Array, y: Array) -> None:
    """Raises `ShapeMismatch` unless the examples fit, and each has a target for every output."""
    check_inputs(network, x)
    if np.shape(y) != (len(x), network.sizes[-1]):
        raise ShapeMismatch(
            f"y must have the shape {(len(x), network.sizes[-1])}, a row for each example and a column for each "
            f"output, got {np.shape(y)}"
        )
