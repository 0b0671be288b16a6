"""The trace of a network: its table, one row an epoch, and the names and meanings of its columns.

Row k is the state after k epochs; row 0 is the start. What is not defined (a test cost without held-out examples,
saturation where no output is wrong) is null, NaN in the arrays here.
"""

from typing import Any

import numpy as np

from app.experiments.trace import Column, Columns
from app.learning.network_measures import SATURATION_EDGES, Measured

SATURATION_BINS = len(SATURATION_EDGES) - 1
"""Of the histogram."""
WHOLE = ("epoch", "wrong", "histogram")
"""Columns of whole numbers."""

NETWORK_COLUMNS: dict[str, Column] = {
    "epoch": Column("Epoch", "How many epochs came before this row."),
    "cost": Column("Cost", "The cost on the training examples (mean over examples, sum over outputs)."),
    "accuracy": Column(
        "Accuracy",
        "The share of training examples that are classified rightly: the largest output is that of the class (of a "
        "table, of the largest target), or, with one output, it is less than 0.5 away from its target.",
    ),
    "test_cost": Column("Test cost", "The cost on the held-out examples; null where there are none."),
    "test_accuracy": Column("Test accuracy", "The accuracy on the held-out examples; null where there are none."),
    "saturation": Column(
        "Saturation",
        "The mean of min(a, 1 − a) over the outputs that are wrong (|a − y| ≥ 0.5) on the training examples: the "
        "nearer to 0, the flatter the outputs that have to change; null where none is wrong.",
    ),
    "slope": Column("σ′(z)", "The mean slope of the output activation on the training examples."),
    "delta_norms": Column("‖δ‖", "The size of the error in each layer: root mean square over examples of ‖δ(x)‖."),
    "gradient_norms": Column("‖∇C‖", "The size of the gradient of each layer's weights and biases."),
    "histogram": Column(
        "Saturated outputs", "How many wrong outputs have their min(a, 1 − a) between each two edges from 0 to 0.5."
    ),
    "wrong": Column("Wrong outputs", "How many outputs are at least 0.5 away from their targets."),
    "eta": Column("η", "The learning rate with which this row's epoch was trained; row 0 has the first one."),
}

LISTS = ("delta_norms", "gradient_norms")
"""Columns with one number a layer."""

ROW_NUMBERS = len(NETWORK_COLUMNS) - len(LISTS) - 1 + SATURATION_BINS
"""Numbers of a row beside those of the layers."""


def row_of(epoch: int, train: Measured, test: Measured | None, eta: float) -> Columns:
    """One row as columns of length 1. `train` was measured with its gradient."""
    values: dict[str, Any] = {
        "epoch": epoch,
        "cost": train.cost,
        "accuracy": train.accuracy,
        "test_cost": None if test is None else test.cost,
        "test_accuracy": None if test is None else test.accuracy,
        "saturation": train.saturation,
        "slope": train.slope,
        "delta_norms": train.delta_norms,
        "gradient_norms": train.gradient_norms,
        "histogram": train.histogram if train.histogram is not None else (None,) * SATURATION_BINS,
        "wrong": train.wrong,
        "eta": eta,
    }
    whole = WHOLE if train.histogram is not None else WHOLE[:-1]
    return {name: np.array([values[name]], int if name in whole else float) for name in NETWORK_COLUMNS}
