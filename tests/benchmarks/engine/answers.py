"""Whether two answers are the same: numbers to a stated tolerance, epochs exactly.

A rounding in the last place can decide between two epochs where an output is 0.5 from its target to twelve digits. Such
a cell is looked up in a single run, which is the judge: ours must agree with it, a peer need not.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.experiments.run import Run, neuron_of
from app.experiments.schema import Experiment
from app.learning.neuron import Descent
from tests.benchmarks.engine.work import Answer, Array, Work

TOLERANCE = 1e-12
"""Absolute, and relative where numbers exceed 1."""
TIES = 1000
"""More undecided cells than this are no coincidence."""


class Differs(Exception):
    """Two contestants did not compute the same thing."""


def never_as_number(epochs_to_half: Array, epochs: int) -> Array:
    """NaN, ours for never, as the peers count it: one more than there are rows."""
    return np.where(np.isnan(epochs_to_half), epochs + 1, epochs_to_half)


def check_numbers(name: str, column: str, theirs: Array, ours: Array, tolerance: float = TOLERANCE) -> None:
    theirs, ours = np.asarray(theirs, dtype=float).reshape(-1), np.asarray(ours, dtype=float).reshape(-1)
    if theirs.shape != ours.shape:
        raise Differs(f"{name}: {column} has {theirs.size} values where {ours.size} are wanted")
    off = np.abs(theirs - ours) / np.maximum(1.0, np.abs(ours))
    worst = int(np.argmax(np.where(np.isnan(off), np.inf, off)))
    if not off[worst] <= tolerance:
        raise Differs(
            f"{name}: {column} of run {worst} is {theirs[worst]:.17g}, not {ours[worst]:.17g}; "
            f"that is off by {off[worst]:.2g}, more than {tolerance:g}"
        )


def check_peer(work: Work, name: str, theirs: Answer, ours: Answer) -> None:
    """Every run of a peer against ours. Raises `Differs`."""
    check_numbers(name, "final_output", theirs["final_output"], ours["final_output"])
    counted = never_as_number(np.asarray(theirs["epochs_to_half"], dtype=float).reshape(-1), work.epochs)
    wanted = never_as_number(ours["epochs_to_half"].reshape(-1), work.epochs)
    apart = np.flatnonzero(counted != wanted)
    if len(apart) > TIES:
        raise Differs(f"{name}: epochs_to_half differs in {len(apart)} runs, the first of them run {apart[0]}")
    for index in apart.tolist():
        check_tie(work, name, index, counted[index], wanted[index])


def check_tie(work: Work, name: str, index: int, theirs: float, ours: float) -> None:
    """Raises `Differs` unless ours is the single run's and theirs hangs on a rounding."""
    experiment = experiment_of(work, index)
    rows = Descent(neuron_of(experiment)).advance(work.epochs + 1)
    distance = np.abs(rows.a - experiment.y) - 0.5
    half = int(np.argmax(distance < 0.0)) if (distance < 0.0).any() else work.epochs + 1
    if ours != half:
        raise Differs(f"ours: epochs_to_half of run {index} is {ours:g}, and {half} in the single run")
    between = distance[int(min(theirs, ours)) : int(max(theirs, ours))]
    if not np.all(np.abs(between) <= TOLERANCE):
        raise Differs(f"{name}: epochs_to_half of run {index} is {theirs:g}, not {ours:g}")


def check_single_runs(work: Work, ours: Answer, indices: Sequence[int] | NDArray[np.intp]) -> None:
    """These runs of ours against the product's single run, measure by measure. Raises `Differs`."""
    for index in indices:
        run = Run(experiment_of(work, int(index)))
        for _ in run.blocks():
            pass
        for measure, values in ours.items():
            single = run.summary[measure]
            mine = float(values.reshape(-1)[index])
            if single is None or np.isnan(mine):
                if single is not None or not np.isnan(mine):
                    raise Differs(f"ours: {measure} of run {index} is {mine:g}, and {single} in the single run")
            elif measure == "epochs_to_half":
                if mine != single:
                    raise Differs(f"ours: {measure} of run {index} is {mine:g}, and {single} in the single run")
            else:
                check_numbers(f"ours, run {index}", measure, np.array([mine]), np.array([single]))


def experiment_of(work: Work, index: int) -> Experiment:
    """One run of the grid as an experiment."""
    place = np.unravel_index(index, work.shape)
    w, b, x, y, eta = (float(np.broadcast_to(v, work.shape)[place]) for v in (work.w, work.b, work.x, work.y, work.eta))
    return Experiment.model_validate(
        {"cost": work.cost, "w": w, "b": b, "x": x, "y": y, "eta": eta, "epochs": work.epochs}
    )
