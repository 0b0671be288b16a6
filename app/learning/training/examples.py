"""Inputs and targets laid out for training: made once, shared by every trainer of the same data.

A mini-batch is gathered from here by the numbers of its examples: rows of the inputs, with the 1 that meets the
biases, and columns of the targets.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.errors import ShapeMismatch
from app.learning.training.buffers import columns_for, zeros

Floats = NDArray[Any]


class Examples:
    """x (n, inputs) and y (n, outputs), copied in the precision that is trained in. Raises `ShapeMismatch`."""

    def __init__(self, x: Floats, y: Floats | None, dtype: type = np.float64) -> None:
        if y is None:
            raise ShapeMismatch("y must have a row for each example, got None")
        if x.ndim != 2 or len(x) < 1:
            raise ShapeMismatch(f"x must have at least one row and a column for each input, got the shape {x.shape}")
        if y.ndim != 2 or len(y) != len(x):
            raise ShapeMismatch(f"y must have {len(x)} rows and a column for each output, got the shape {y.shape}")
        self.count, self.inputs = x.shape
        self.outputs = y.shape[1]
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        self.x = zeros((self.count, columns_for(self.inputs)), self.dtype)
        self.x[:, : self.inputs] = x
        self.x[:, self.inputs] = 1.0
        self.y = np.ascontiguousarray(y.T, self.dtype)
        """(outputs, n): as in everything that is computed, a neuron is a row."""
        self.complement = np.ascontiguousarray(1.0 - y.T, self.dtype)
        """1 − y."""
        self.have_shares = bool((y.sum(axis=1) == 1.0).all())
        """Whether the targets of every example sum to 1, as one-hot ones do."""

    def check(self, sizes: tuple[int, ...]) -> None:
        """Raises `ShapeMismatch` unless a network of these sizes takes such inputs and gives such outputs."""
        for name, mine, wanted in (("x", self.inputs, sizes[0]), ("y", self.outputs, sizes[-1])):
            if mine != wanted:
                raise ShapeMismatch(f"{name} must have {wanted} columns for a network of sizes {sizes}, got {mine}")
