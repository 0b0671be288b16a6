"""Networks once more, from their definitions alone: the judge of backpropagation and of training.

Nothing here comes from app/. A cost is what the book's sum over the outputs says, written naively; and no derivative is
worked out by hand. Each is the imaginary part of C(w + ih)/h with h = 1e-30, which is exact to the last digits, because
nothing is subtracted (the "complex step"; W. Squire and G. Trapp, SIAM Review 40, 1998).

The forms are naive, so they hold for ordinary weights only: what is right at saturation, other judges say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
"""Real or complex."""

STEP = 1e-30

ACTIVATIONS: dict[str, Callable[[Floats], Floats]] = {
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "linear": lambda z: z,
    "relu": lambda z: np.where(z.real > 0.0, z, 0.0),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
}

COSTS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "quadratic": lambda a, y: (a - y) ** 2 / 2.0,
    "cross-entropy": lambda a, y: -(y * np.log(a) + (1.0 - y) * np.log(1.0 - a)),
    "log-likelihood": lambda a, y: -y * np.log(a),
}


@dataclass(frozen=True)
class Oracle:
    """The sizes of a network and the names of its functions; its weights and biases are one long vector.

    Layer by layer, weights row by row, then biases.
    """

    sizes: tuple[int, ...]
    activation: str
    output: str
    cost: str

    def outputs(self, numbers: Floats, x: Floats) -> Floats:
        """Of the examples x, under one vector of numbers or under many of them (the leading axis)."""
        a, at, layers = x, 0, len(self.sizes) - 1
        for layer, (inputs, neurons) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            w = numbers[..., at : at + neurons * inputs].reshape(*numbers.shape[:-1], neurons, inputs)
            at += neurons * inputs
            z = a @ np.swapaxes(w, -1, -2) + numbers[..., None, at : at + neurons]
            at += neurons
            a = ACTIVATIONS[self.output if layer == layers - 1 else self.activation](z)
        return a

    def cost_of(self, numbers: Floats, x: Floats, y: Floats) -> Floats:
        costs: Floats = COSTS[self.cost](self.outputs(numbers, x), y).sum(axis=-1)
        return np.asarray(costs.mean(axis=-1))

    def gradient(self, numbers: Floats, x: Floats, y: Floats) -> Floats:
        """∂C/∂(each number)."""
        stepped = numbers + 1j * STEP * np.eye(len(numbers))
        return self.cost_of(stepped, x, y).imag / STEP

    def train(self, numbers: Floats, x: Floats, y: Floats, *, eta: float, batches: list[NDArray[np.intp]]) -> Floats:
        """Where stochastic gradient descent ends: one update a batch of indices, eq. 20 and 21."""
        for batch in batches:
            numbers = numbers - eta * self.gradient(numbers, x[batch], y[batch])
        return numbers


def flat(weights: tuple[Floats, ...], biases: tuple[Floats, ...]) -> Floats:
    """Weights and biases in the oracle's order."""
    layers = zip(weights, biases, strict=True)
    return np.concatenate([part for w, b in layers for part in (w.ravel(), b)])
