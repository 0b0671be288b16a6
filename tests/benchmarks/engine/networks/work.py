"""What is trained: starts, examples and their orders as plain arrays that any library can take."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Answer = dict[str, Floats]
Layers = list[tuple[Floats, Floats]]
"""Weights (outputs × inputs) and biases of each layer."""
Train = Callable[[int], list[Layers]]
"""Trains for so many steps from the start, and gives the weights of each network."""
Prepare = Callable[["Training", type], Train]

CHECKED = 100
"""Steps, of one epoch at most, that are also made in double precision, where no rounding hides a difference."""


@dataclass(frozen=True)
class Training:
    """Sigmoid networks with the cross-entropy, the one pair that every peer has."""

    title: str
    sizes: tuple[int, ...]
    examples: int
    networks: int = 1
    batch_size: int = 10
    eta: float = 0.5

    @property
    def steps(self) -> int:
        """Of one epoch."""
        return self.examples // self.batch_size

    def starts(self, dtype: type) -> list[Layers]:
        """Scaled, so that outputs are neither all saturated nor all alike."""
        random = np.random.default_rng(1)
        return [
            [
                ((random.standard_normal((k, n)) / np.sqrt(n)).astype(dtype), random.standard_normal(k).astype(dtype))
                for n, k in pairwise(self.sizes)
            ]
            for _ in range(self.networks)
        ]

    def data(self, dtype: type) -> tuple[Floats, Floats]:
        """Inputs between 0 and 1, most of them 0 as in pictures, and one-hot targets."""
        random = np.random.default_rng(2)
        x = np.maximum(0.0, random.uniform(-1.0, 1.0, (self.examples, self.sizes[0])))
        y = np.eye(self.sizes[-1])[random.integers(0, self.sizes[-1], self.examples)]
        return x.astype(dtype), y.astype(dtype)

    def orders(self) -> list[np.random.Generator]:
        """A fresh one a network, which draws the order of an epoch."""
        return [np.random.default_rng(100 + index) for index in range(self.networks)]

    def batches(self) -> NDArray[np.intp]:
        """(steps, networks, batch): the numbers of the examples of one epoch, drawn as `orders` would."""
        drawn = np.array([order.permutation(self.examples) for order in self.orders()])
        return drawn.reshape(self.networks, self.steps, self.batch_size).swapaxes(0, 1).copy()


def contestant(prepare: Prepare) -> Callable[[Training], Callable[[], Answer]]:
    """A function for a contestant's process: one epoch in single precision is what is timed."""

    def make(work: Training) -> Callable[[], Answer]:
        double = prepare(work, np.float64)(min(CHECKED, work.steps))
        train = prepare(work, np.float32)

        def run() -> Answer:
            single = train(work.steps)
            return {"double": flat(double), "single": flat(single)}

        return run

    return make


def flat(networks: list[Layers]) -> Floats:
    return np.concatenate([np.asarray(v).reshape(-1) for network in networks for layer in network for v in layer])
