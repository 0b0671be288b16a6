"""How the weights and biases of a network start.

Everything is drawn layer by layer, from the first hidden layer to the outputs: of each the weights, row by row, and
then the biases. Large, scaled and saturated starts make the same draws, so with one seed they differ in nothing but
what their names say.

Adding one: write a function like `large` and add it to `INITS`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.learning.elementwise import Array
from app.learning.errors import OutOfRange, UnknownName

Start = tuple[tuple[Array, ...], tuple[Array, ...]]
"""Weights, a matrix (outputs × inputs) a layer, and biases, a vector a layer."""


@dataclass(frozen=True)
class StartOptions:
    """What a start may be told; each takes what it knows."""

    z: float
    """How far on the wrong side a chosen output starts."""
    outputs: Sequence[int] | None
    """The chosen outputs, counted from 0; None means all."""


@dataclass(frozen=True)
class Init:
    name: str
    label: str
    summary: str
    draw: Callable[[Sequence[int], np.random.Generator, StartOptions], Start]
    options: frozenset[str] = frozenset()
    """The fields of `StartOptions` that it heeds."""

    def start(
        self, sizes: Sequence[int], rng: np.random.Generator, z: float = 4.0, outputs: Sequence[int] | None = None
    ) -> Start:
        """A start for these sizes (inputs, hidden layers, outputs).

        `z` and `outputs` are as in `StartOptions`. Raises `OutOfRange`.
        """
        if len(sizes) < 2 or min(sizes) < 1:
            raise OutOfRange("sizes", "at least inputs and outputs, none smaller than 1", tuple(sizes))
        return self.draw(sizes, rng, StartOptions(z, outputs))


def large(sizes: Sequence[int], rng: np.random.Generator, options: StartOptions) -> Start:  # noqa: ARG001 (none apply)
    """Weights and biases from N(0, 1)."""
    weights, biases = [], []
    for inputs, neurons in pairwise(sizes):
        weights.append(rng.standard_normal((neurons, inputs)))
        biases.append(rng.standard_normal(neurons))
    return tuple(weights), tuple(biases)


def scaled(sizes: Sequence[int], rng: np.random.Generator, options: StartOptions) -> Start:
    """Weights from N(0, 1/inputs), so that z is about as large however many inputs there are; biases from N(0, 1)."""
    weights, biases = large(sizes, rng, options)
    return tuple(w / math.sqrt(w.shape[1]) for w in weights), biases


def saturated(sizes: Sequence[int], rng: np.random.Generator, options: StartOptions) -> Start:
    """As scaled, with z in place of the biases of the chosen outputs."""
    weights, biases = scaled(sizes, rng, options)
    last = biases[-1].copy()
    chosen = range(len(last)) if options.outputs is None else options.outputs
    for output in chosen:
        if not 0 <= output < len(last):
            raise OutOfRange("outputs", f"places from 0 to {len(last) - 1}", output)
        last[output] = options.z
    return weights, (*biases[:-1], last)


INITS: dict[str, Init] = {
    init.name: init
    for init in (
        Init("large", "Large", "Weights and biases from a normal distribution, as in the chapter.", large),
        Init(
            "scaled",
            "Scaled",
            "Weights from a normal distribution, divided by the square root of the number of inputs of the neuron; "
            "biases from a normal distribution.",
            scaled,
        ),
        Init(
            "saturated",
            "Saturated",
            "As scaled, but the biases of chosen outputs are z: these outputs start close to 1 and are badly wrong "
            "wherever 0 is right (close to 0 with a negative z). A softmax hears differences of z only, so choose "
            "some of its outputs, not all.",
            saturated,
            frozenset({"z", "outputs"}),
        ),
    )
}


def init_named(name: str) -> Init:
    """The initialisation of that name. Raises `UnknownName`."""
    if name not in INITS:
        raise UnknownName("init", name, INITS)
    return INITS[name]
