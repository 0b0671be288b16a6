"""Memory for matrices: aligned, and padded so that a row begins where the processor likes to read.

A layer's bias is the last column of its weights, whose input is always 1: no addition of its own, and its gradient
comes with the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from app.learning.network import Network

Floats = NDArray[Any]

LINE = 64
"""Bytes that the processor reads at a time."""
PADDED_FROM = 16
"""Inputs; narrower layers would be mostly padding."""
MULTIPLE = 16
"""Numbers."""


def columns_for(inputs: int) -> int:
    """How wide a layer's matrix is: its inputs, the bias, and zeros up to a round number."""
    wanted = inputs + 1
    return wanted if inputs < PADDED_FROM else -(-wanted // MULTIPLE) * MULTIPLE


def zeros(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Floats:
    """Zeros that begin at a multiple of `LINE` bytes: that never changes from one process to the next."""
    size = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(size + LINE, np.uint8)
    start = -memory.ctypes.data % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


class Parameters:
    """Weights and biases of one network or, with a leading axis, of several of one shape, to be changed in place."""

    def __init__(self, networks: Sequence[Network], dtype: np.dtype[Any], *, is_stacked: bool) -> None:
        sizes = networks[0].sizes
        lead = (len(networks),) if is_stacked else ()
        self.layers = [zeros((*lead, k, columns_for(n)), dtype) for n, k in pairwise(sizes)]
        """One matrix (outputs, columns) a layer: weights, bias, zeros."""
        self._networks = networks
        for index, network in enumerate(networks):
            for matrix, w, b in zip(self._of(index), network.weights, network.biases, strict=True):
                matrix[:, : w.shape[1]] = w
                matrix[:, w.shape[1]] = b

    def network(self, index: int = 0) -> Network:
        """A copy of one network, in double precision."""
        start = self._networks[index]
        return replace(
            start,
            weights=tuple(
                np.array(v[:, : w.shape[1]], np.float64) for v, w in zip(self._of(index), start.weights, strict=True)
            ),
            biases=tuple(
                np.array(v[:, w.shape[1]], np.float64) for v, w in zip(self._of(index), start.weights, strict=True)
            ),
        )

    def is_finite(self, index: int = 0) -> bool:
        return all(bool(np.isfinite(v).all()) for v in self._of(index))

    def _of(self, index: int) -> list[Floats]:
        return [v[index] if v.ndim == 3 else v for v in self.layers]
