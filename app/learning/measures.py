"""What a finished run says in a few numbers: the fields of its summary.

Adding a measure: write a function of a `FinishedRun`, add it to `MEASURES`; it then stands in every summary. A
measure that does not apply, or that was never reached, is None.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.learning.elementwise import Array
from app.learning.neuron import Neuron, Rows
from app.learning.theory import plateau_of

Result = float | int | list[float] | None


@dataclass(frozen=True)
class FinishedRun:
    """Where a descent started, every row of it, and the row at which it diverged (or None)."""

    start: Neuron
    rows: Rows
    diverged: int | None


@dataclass(frozen=True)
class Measure:
    label: str
    unit: str
    summary: str
    of: Callable[[FinishedRun], Result]
    is_whole: bool = False
    """A count: written without a decimal point everywhere."""
    is_per_example: bool = False
    """A list when there is a list of examples, so that it is not one number."""


def _edge(column: Array, row: int) -> Result:
    """One row of a column as plain numbers, None where there is no row at all."""
    if len(column) == 0:
        return None
    numbers: Result = column[row].tolist()
    return numbers


def _examples(run: FinishedRun) -> tuple[int, ...]:
    """The axes of the output that run over examples: none for a single one."""
    return tuple(range(1, run.rows.a.ndim))


def epochs_to_half(run: FinishedRun) -> int | None:
    """The first row with |a − y| < 0.5, for every example at once."""
    reached = (np.abs(run.rows.a - run.start.y) < 0.5).all(axis=_examples(run))
    return int(reached.argmax()) if reached.any() else None


def fastest_epoch(run: FinishedRun) -> int | None:
    """The row k with the largest |a(k+1) − a(k)|, on the mean over the examples; None if the output never moves."""
    moved = np.abs(np.diff(run.rows.a, axis=0)).mean(axis=_examples(run))
    return int(moved.argmax()) if moved.any() else None


MEASURES: dict[str, Measure] = {
    "initial_output": Measure(
        "Output at the start", "", "The output a in row 0.", lambda run: _edge(run.rows.a, 0), is_per_example=True
    ),
    "final_output": Measure(
        "Output at the end", "", "The output a in the last row.", lambda run: _edge(run.rows.a, -1), is_per_example=True
    ),
    "initial_cost": Measure("Cost at the start", "", "The cost C in row 0.", lambda run: _edge(run.rows.cost, 0)),
    "final_cost": Measure("Cost at the end", "", "The cost C in the last row.", lambda run: _edge(run.rows.cost, -1)),
    "epochs_to_half": Measure(
        "Epochs to one half",
        "epochs",
        "The first row in which the output is less than 0.5 away from its target (of every example); "
        "null if that never happens.",
        epochs_to_half,
        is_whole=True,
    ),
    "fastest_epoch": Measure(
        "Fastest epoch",
        "epoch",
        "The row whose update moves the output most; null if the output never moves.",
        fastest_epoch,
        is_whole=True,
    ),
    "plateau_theory": Measure(
        "Epochs to one half, by the formula",
        "epochs",
        "How many epochs the small-step formula predicts until the output is 0.5 away from its target; null where "
        "the formula does not apply.",
        lambda run: plateau_of(run.start),
    ),
    "diverged": Measure(
        "Diverged at",
        "epoch",
        "The first row that is not finite, which is not part of the trace; null for a run that stays finite.",
        lambda run: run.diverged,
        is_whole=True,
    ),
}


def summarise(run: FinishedRun) -> dict[str, Result]:
    """Every measure of the run, by name."""
    return {name: measure.of(run) for name, measure in MEASURES.items()}
