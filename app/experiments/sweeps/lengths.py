"""Sweeps through the number of epochs: a short run is a longer one that was stopped earlier.

So each neuron is run once, as far as the longest of its runs goes, and each measure is taken of its first rows. The
rows of a run are the same however far it goes, so every number is that of the single run to the last bit.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles.expense import ALONE_LISTS, ALONE_SCALAR
from app.learning.measures import MEASURES, FinishedRun
from app.learning.neuron import Descent, Neuron

TAKEN, TAKEN_ROW = 4000.0, 4.0
"""What taking a measure costs, and what each row adds to it, in neuron-epochs of a quick sweep: 10 µs and 10 ns."""

Piece = tuple[slice, slice, float]
"""Some neurons, some of their lengths, and about what they cost."""


def measure_lengths(neuron: Neuron, lengths: Sequence[int], name: str) -> Array:
    """The measure of the neuron's run over each of these numbers of epochs; NaN where a summary has none."""
    descent = Descent(neuron)
    rows = descent.advance(max(lengths) + 1)
    values = np.full(len(lengths), np.nan)
    for place, epochs in enumerate(lengths):
        diverged = descent.diverged if descent.diverged is not None and descent.diverged <= epochs else None
        result = MEASURES[name].of(FinishedRun(neuron, rows[: epochs + 1], diverged))
        if isinstance(result, (int, float)):
            values[place] = result
    return values


def cost_of_run(longest: float, is_scalar: bool) -> float:
    """What the longest run of a neuron costs."""
    return (longest + 1.0) * (ALONE_SCALAR if is_scalar else ALONE_LISTS)


def costs_of_measures(lengths: Array) -> Array:
    """What taking the measure of each length costs."""
    return TAKEN + TAKEN_ROW * lengths


def pieces(neurons: int, lengths: Array, is_scalar: bool, work: float, cells: int) -> Iterator[Piece]:
    """All neurons with all lengths, in pieces of about this work and at most so many cells.

    Whole neurons as far as possible: where the lengths of one are cut, each piece runs it again.
    """
    run, taken = cost_of_run(float(lengths.max()), is_scalar), costs_of_measures(lengths)
    at_once = int(min(work / (run + taken.sum()), cells / len(lengths), neurons))
    if at_once >= 1:
        for first in range(0, neurons, at_once):
            last = min(first + at_once, neurons)
            yield slice(first, last), slice(0, len(lengths)), (last - first) * float(run + taken.sum())
        return
    ends = np.floor(np.cumsum(taken) / max(work, run)) + np.arange(len(lengths)) // cells
    cuts = [0, *(np.flatnonzero(np.diff(ends)) + 1).tolist(), len(lengths)]
    for neuron in range(neurons):
        for first, last in pairwise(cuts):
            yield slice(neuron, neuron + 1), slice(first, last), run + float(taken[first:last].sum())
