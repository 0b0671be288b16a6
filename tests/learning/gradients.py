"""Gradients of networks without backpropagation: the cost alone, computed again for every weight that is moved."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from app.learning.elementwise import Array
from app.learning.network import Network, backpropagate, cost_of

STEP = 1e-5
"""Of the central differences: they are off by C‴ h²/6 and by 1e-16 C/h, both about 1e-11 here."""


def places(network: Network) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    """Every weight and bias: the field, the layer, the index."""
    for field in ("weights", "biases"):
        for layer, numbers in enumerate(getattr(network, field)):
            for index in np.ndindex(numbers.shape):
                yield field, layer, index


def moved(network: Network, field: str, layer: int, index: tuple[int, ...], step: float) -> Network:
    """A copy with one number changed."""
    layers = [numbers.copy() for numbers in getattr(network, field)]
    layers[layer][index] += step
    changed = tuple(layers)
    return replace(network, weights=changed) if field == "weights" else replace(network, biases=changed)


def assert_gradient(network: Network, x: Array, y: Array) -> None:
    """Every number of the gradient is its central difference."""
    gradient = backpropagate(network, x, y)
    for place in places(network):
        field, layer, index = place
        forward, backward = (cost_of(moved(network, *place, step), x, y) for step in (STEP, -STEP))
        difference = (forward - backward) / (2.0 * STEP)
        assert getattr(gradient, field)[layer][index] == pytest.approx(difference, rel=1e-6, abs=1e-8), place
