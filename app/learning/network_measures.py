"""What a network does with many examples, in a few numbers: one pass over the data, cheap enough for every epoch.

How right it is, and why it learns slowly or fast: how saturated the outputs are that have to change, how steep they
are (the factor σ′(z) of the slowdown), and what is left of the error in each layer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array
from app.learning.network import Gradient, Network, check_examples, feed_forward, pass_back

SATURATION_EDGES = (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 0.5)
"""Of the histogram of min(a, 1 − a): decades, because a sigmoid at z has about e^−|z|."""
CHUNK = 1024
"""Examples that are worked on together; measured: their inputs and outputs then stay in the second-level cache."""


@dataclass(frozen=True)
class Measured:
    cost: float
    """Mean over examples of the sum over outputs."""
    accuracy: float
    """The share of examples that are classified rightly (`is_right`)."""
    wrong: int
    """How many outputs are at least 0.5 away from their targets."""
    saturation: float | None
    """The mean of min(a, 1 − a) over the wrong outputs; None without any, or where outputs are no probabilities."""
    histogram: tuple[int, ...] | None
    """How many wrong outputs have their min(a, 1 − a) between each two of `SATURATION_EDGES`; None as above."""
    slope: float
    """The mean of f′(z) over examples and outputs (of a softmax, the mean of ∂a_j/∂z_j)."""
    delta_norms: tuple[float, ...] | None
    """‖δ^l‖ of each layer: the root of the mean over examples of ‖δ^l(x)‖²; None unless gradients are asked for."""
    gradient_norms: tuple[float, ...] | None
    """‖(∂C/∂W^l, ∂C/∂b^l)‖ of each layer; None unless gradients are asked for."""


@dataclass(frozen=True)
class Worst:
    """Examples with their costs and outputs, worst first, and whether each is classified rightly."""

    indices: NDArray[np.intp]
    costs: Array
    outputs: Array
    is_right: NDArray[np.bool_]


def measure(
    network: Network, x: Array, y: Array, labels: NDArray[np.integer] | None = None, *, with_gradient: bool = True
) -> Measured:
    """The measures for the examples x (n, inputs) with the targets y (n, outputs).

    `labels` are the right classes; without them the largest target is the right one. The large products keep the
    digits of x (float32 or float64), what follows from the last z is worked out in float64. A network that has
    diverged gives numbers that are not finite. Raises `ShapeMismatch`.
    """
    check_examples(network, x, y)
    digits = np.result_type(x.dtype, np.float32)
    same = _in_digits(network, digits)
    sums = _Sums(network)
    for rows in _chunks(len(x)):
        forward = feed_forward(same, x[rows])
        sums.add_outputs(forward.zs[-1].astype(float), y[rows], None if labels is None else labels[rows])
        if with_gradient:
            sums.add_gradient(pass_back(same, forward, x[rows], y[rows].astype(digits)), rows)
    return sums.measured(with_gradient)


def worst(network: Network, x: Array, y: Array, count: int, labels: NDArray[np.integer] | None = None) -> Worst:
    """The examples with the largest costs: those that are classified wrongly, then the others.

    `labels` are as in `measure`. Raises `ShapeMismatch`.
    """
    check_examples(network, x, y)
    same = _in_digits(network, np.result_type(x.dtype, np.float32))
    zs = np.concatenate([feed_forward(same, x[rows]).zs[-1].astype(float) for rows in _chunks(len(x))])
    with np.errstate(all="ignore"):
        costs = network.cost.value(network.output, zs, y).sum(axis=1)
        right = is_right(network, zs, y, labels)
        indices = np.lexsort((-costs, right))[:count]
        return Worst(indices, costs[indices], network.output.value(zs[indices]), right[indices])


def is_right(network: Network, z: Array, y: Array, labels: NDArray[np.integer] | None = None) -> NDArray[np.bool_]:
    """Which examples are classified rightly, from the last z: one output is less than 0.5 away from its target, of
    several the largest (the first of equals) is that of the class."""
    if y.shape[1] == 1:
        close: NDArray[np.bool_] = np.abs(network.output.residual(z, y))[:, 0] < 0.5
        return close
    wanted = y.argmax(axis=1) if labels is None else labels
    return np.asarray(network.output.value(z).argmax(axis=1) == wanted)


class _Sums:
    """What the chunks add up to."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._examples = self._right = self._wrong = 0
        self._cost = self._slope = self._saturation = 0.0
        self._histogram = np.zeros(len(SATURATION_EDGES) - 1, dtype=int)
        self._squares = np.zeros(len(network.weights))
        self._weights = [np.zeros(w.shape) for w in network.weights]
        self._biases = [np.zeros(b.shape) for b in network.biases]

    @np.errstate(all="ignore")
    def add_outputs(self, z: Array, y: Array, labels: NDArray[np.integer] | None) -> None:
        network, output = self._network, self._network.output
        self._examples += len(z)
        self._cost += float(network.cost.value(output, z, y).sum())
        self._slope += float(output.slope(z).sum())
        self._right += int(is_right(network, z, y, labels).sum())
        is_wrong = np.abs(output.residual(z, y)) >= 0.5
        self._wrong += int(is_wrong.sum())
        if output.is_probability:
            distance = np.minimum(output.value(z), output.complement(z))[is_wrong]
            self._saturation += float(distance.sum())
            places = np.searchsorted(SATURATION_EDGES[1:-1], distance, side="right")
            self._histogram += np.bincount(places, minlength=len(self._histogram))

    @np.errstate(all="ignore")
    def add_gradient(self, gradient: Gradient, rows: slice) -> None:
        count = rows.stop - rows.start
        for layer, delta in enumerate(gradient.deltas):
            self._squares[layer] += np.square(delta).sum(dtype=float)
            self._weights[layer] += gradient.weights[layer].astype(float) * count
            self._biases[layer] += gradient.biases[layer].astype(float) * count

    @np.errstate(all="ignore")
    def measured(self, with_gradient: bool) -> Measured:
        n = self._examples
        is_probability = self._network.output.is_probability
        norms = [
            float(np.hypot(np.linalg.norm(w), np.linalg.norm(b))) / n
            for w, b in zip(self._weights, self._biases, strict=True)
        ]
        return Measured(
            cost=self._cost / n,
            accuracy=self._right / n,
            wrong=self._wrong,
            saturation=self._saturation / self._wrong if is_probability and self._wrong else None,
            histogram=tuple(self._histogram.tolist()) if is_probability else None,
            slope=self._slope / (n * self._network.sizes[-1]),
            delta_norms=tuple(np.sqrt(self._squares / n).tolist()) if with_gradient else None,
            gradient_norms=tuple(norms) if with_gradient else None,
        )


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, count, CHUNK):
        yield slice(start, min(start + CHUNK, count))


def _in_digits(network: Network, digits: np.dtype[Any]) -> Network:
    """A copy in single or double precision."""
    with np.errstate(over="ignore"):
        return replace(
            network,
            weights=tuple(w.astype(digits) for w in network.weights),
            biases=tuple(b.astype(digits) for b in network.biases),
        )
