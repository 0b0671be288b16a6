"""What happened in a run, in a sentence or two: computed from its trace and its summary."""

from typing import Any

import numpy as np

from app.experiments.schema import Experiment
from app.experiments.trace import Columns
from app.learning.elementwise import Array
from app.learning.measures import Result

PLATEAU = 0.9
"""An error above this is a plateau."""

LAST, SWING = 12, 0.005
"""The last rows that tell whether a run swings, and how far the output must go to be seen to."""


def happened(experiment: Experiment, columns: Columns, summary: dict[str, Result]) -> str:
    """The sentences for one run; `columns` holds every row of it."""
    if len(columns["epoch"]) == 0:
        return "The very first step is beyond all bounds. Try a milder start."
    told = _one(experiment, columns["a"], summary) if columns["a"].ndim == 1 else _many(experiment, columns, summary)
    if summary["diverged"] is not None:
        told += f" At epoch {summary['diverged']} the numbers grow beyond all bounds: the steps are too long."
    return told


def _one(experiment: Experiment, a: Array, summary: dict[str, Result]) -> str:
    y = float(np.asarray(experiment.y))
    half, fastest = summary["epochs_to_half"], summary["fastest_epoch"]
    is_near = np.abs(a - y) <= PLATEAU
    leaves = int(is_near.argmax()) if is_near.any() else 0
    if leaves > 0 and isinstance(fastest, int) and fastest >= leaves:
        side, level = ("above", y + PLATEAU) if a[0] > y else ("below", y - PLATEAU)
        told = f"The output stays {side} {roughly(level)} until epoch {leaves}, then"
    else:
        told = f"The output starts at {roughly(a[0])}"
        told += " and" if fastest is not None else ". It does not move at all."
    if isinstance(fastest, int):
        told += f" {'falls' if a[fastest + 1] < a[fastest] else 'rises'} fastest at epoch {fastest}."
    told += f" {_reach(half, len(a) - 1)} and ends at {roughly(a[-1])}."
    moves = np.diff(a[-LAST - 1 :])
    if (
        summary["diverged"] is None
        and len(moves) == LAST
        and (np.abs(moves) > SWING).all()
        and (moves[1:] * moves[:-1] < 0).all()
    ):
        told += " It swings to and fro to the end: the steps are too long to settle."
    return told


def _many(experiment: Experiment, columns: Columns, summary: dict[str, Result]) -> str:
    distance = np.abs(columns["a"] - np.asarray(experiment.y)).mean(axis=1)
    told = (
        f"On average the outputs are {roughly(distance[0])} away from their targets at the start, and "
        f"{roughly(distance[-1])} after {len(distance) - 1} epochs."
    )
    if summary["fastest_epoch"] is not None:
        told += f" They move fastest at epoch {summary['fastest_epoch']}."
    half = summary["epochs_to_half"]
    if half is None:
        return f"{told} In {len(distance) - 1} epochs they are never all within 0.5 of their targets."
    if half == 0:
        return f"{told} All are within 0.5 of their targets from the start."
    return f"{told} At epoch {half} all are within 0.5 of their targets for the first time."


def _reach(half: Any, epochs: int) -> str:
    if half is None:
        return f"It does not come within 0.5 of its target in {epochs} epochs"
    if half == 0:
        return "It is within 0.5 of its target from the start"
    return f"It comes within 0.5 of its target at epoch {half}"


def roughly(value: float) -> str:
    return f"{value:.4g}"
