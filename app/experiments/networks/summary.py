"""What a training says in a few numbers: the fields of its summary.

Adding a measure: write a function of a `History`, add it to `NETWORK_SUMMARY`; it then stands in every summary. A
measure that does not apply, or that was never reached, is None.
"""

import math
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.learning.network_measures import SATURATION_EDGES, Measured

SATURATED = 0.1
"""An output counts as saturated where min(a, 1 − a) is below this: its slope is less than 0.09 of at most 0.25."""
RISE = 0.05
"""How far accuracy must rise above where it started for its plateau to be over: 5 points of a hundred."""
FALL = 0.9
"""The share of its start that the cost must reach for its plateau to be over."""


def _numbers() -> "array[float]":
    return array("d")


@dataclass
class History:
    """What summaries need of every row; NaN where a row has no such number. It grows with the run."""

    cost: "array[float]" = field(default_factory=_numbers)
    accuracy: "array[float]" = field(default_factory=_numbers)
    test_cost: "array[float]" = field(default_factory=_numbers)
    test_accuracy: "array[float]" = field(default_factory=_numbers)
    wrong_at_start: int | None = None
    saturated_at_start: int | None = None
    diverged: int | None = None
    """The first epoch whose row is not finite."""

    def add(self, train: Measured, test: Measured | None) -> None:
        """One more row."""
        if not self.cost:
            self.wrong_at_start = train.wrong
            if train.histogram is not None:
                self.saturated_at_start = sum(train.histogram[: SATURATION_EDGES.index(SATURATED)])
        self.cost.append(train.cost)
        self.accuracy.append(train.accuracy)
        self.test_cost.append(math.nan if test is None else test.cost)
        self.test_accuracy.append(math.nan if test is None else test.accuracy)


Result = float | int | None


@dataclass(frozen=True)
class NetworkMeasure:
    label: str
    unit: str
    summary: str
    of: Callable[[History], Result]
    is_whole: bool = False
    """A count: written without a decimal point everywhere."""


def _edge(column: Sequence[float], row: int) -> float | None:
    """The first or last number of a column, None where there is none."""
    return column[row] if column and math.isfinite(column[row]) else None


def _best(column: Sequence[float]) -> int | None:
    """The first row with the largest number; None where there are no numbers."""
    if not column or math.isnan(column[0]):
        return None
    return max(range(len(column)), key=column.__getitem__)


def best_test_accuracy(history: History) -> float | None:
    row = _best(history.test_accuracy)
    return None if row is None else history.test_accuracy[row]


def plateau_epochs(history: History) -> int | None:
    """The first row whose accuracy is at least `RISE` above that of row 0."""
    # Accuracies are shares of whole numbers of examples: a rise of just 5 points must not fail by a rounding.
    return _first(history.accuracy, lambda accuracy, start: accuracy >= start + RISE - 1e-9)


def cost_plateau_epochs(history: History) -> int | None:
    """The first row whose cost is at most `FALL` of that of row 0."""
    return _first(history.cost, lambda cost, start: cost <= FALL * start)


def _first(column: Sequence[float], is_past: Callable[[float, float], bool]) -> int | None:
    return next((row for row, value in enumerate(column) if row and is_past(value, column[0])), None)


NETWORK_SUMMARY: dict[str, NetworkMeasure] = {
    "initial_cost": NetworkMeasure("Cost at the start", "", "The cost in row 0.", lambda h: _edge(h.cost, 0)),
    "final_cost": NetworkMeasure("Cost at the end", "", "The cost in the last row.", lambda h: _edge(h.cost, -1)),
    "initial_accuracy": NetworkMeasure(
        "Accuracy at the start", "", "The accuracy on the training examples in row 0.", lambda h: _edge(h.accuracy, 0)
    ),
    "final_accuracy": NetworkMeasure(
        "Accuracy at the end",
        "",
        "The accuracy on the training examples in the last row.",
        lambda h: _edge(h.accuracy, -1),
    ),
    "final_test_cost": NetworkMeasure(
        "Test cost at the end",
        "",
        "The cost on the held-out examples in the last row; null where there are none.",
        lambda h: _edge(h.test_cost, -1),
    ),
    "final_test_accuracy": NetworkMeasure(
        "Test accuracy at the end",
        "",
        "The accuracy on the held-out examples in the last row; null where there are none.",
        lambda h: _edge(h.test_accuracy, -1),
    ),
    "best_test_accuracy": NetworkMeasure(
        "Best test accuracy",
        "",
        "The largest accuracy on the held-out examples in any row; null where there are none.",
        best_test_accuracy,
    ),
    "best_test_epoch": NetworkMeasure(
        "Epoch of the best test accuracy",
        "epoch",
        "The first row that has it; null where nothing is held out.",
        lambda h: _best(h.test_accuracy),
        is_whole=True,
    ),
    "wrong_at_start": NetworkMeasure(
        "Wrong outputs at the start",
        "outputs",
        "How many outputs are at least 0.5 away from their targets in row 0, over all training examples.",
        lambda h: h.wrong_at_start,
        is_whole=True,
    ),
    "saturated_at_start": NetworkMeasure(
        "Saturated at the start",
        "outputs",
        f"How many of these wrong outputs have min(a, 1 − a) < {SATURATED} in row 0; null where outputs are no "
        "probabilities.",
        lambda h: h.saturated_at_start,
        is_whole=True,
    ),
    "plateau_epochs": NetworkMeasure(
        "Epochs on the plateau",
        "epochs",
        f"The first row whose accuracy on the training examples is at least {RISE:g} above that of row 0; null if that "
        "never happens.",
        plateau_epochs,
        is_whole=True,
    ),
    "cost_plateau_epochs": NetworkMeasure(
        "Epochs on the cost's plateau",
        "epochs",
        f"The first row whose cost is at most {FALL:g} of that of row 0; null if that never happens.",
        cost_plateau_epochs,
        is_whole=True,
    ),
    "diverged": NetworkMeasure(
        "Diverged at",
        "epoch",
        "The first epoch that is not finite, which is not part of the trace; null for a training that stays finite.",
        lambda h: h.diverged,
        is_whole=True,
    ),
}


def summarise(history: History) -> dict[str, Result]:
    """Every measure, by name."""
    return {name: measure.of(history) for name, measure in NETWORK_SUMMARY.items()}
