"""Where many runs end, and when they are half-way, from the weighted input alone: NumPy's fastest form.

With one example an update changes z by −κ δ(z), κ = η (Σ x² + 1), whatever w and b. For a sigmoid it is enough to
treat targets up to 1/2 (the others are their mirror image), with v = −z: the wrong side is v below an edge, and v
grows there. Everything happens in place, in blocks that stay in the cache, in ufuncs that release the interpreter.

The results depart from the single run by the rounding of each epoch; how far that may be is for trust.py to say. They
do not depend on where a run stands in the arrays.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array

BLOCK = 32_768
"""Runs in a block: five arrays of doubles, about what the second-level cache holds. With smaller ones threads wait for
the interpreter more often, and calls cost more."""
LOOK = 16
"""Epochs between two looks for runs that are decided."""
FLUSH = 240
"""Epochs that are counted in bytes before they are added up; below 256 and a multiple of `LOOK`."""
CLOSE = 1e-9
"""How near to the edge a row may come before a rounding might have put it on the other side."""


class Ends(NamedTuple):
    """What became of the runs."""

    v: Array
    """−z in the last row; with `half_only` only of the runs that are still below the edge there."""
    fewest: NDArray[np.uint32]
    """In how many of the rows 0 … epochs v was below the edge; less than `most` if one came within `CLOSE` of it."""
    most: NDArray[np.uint32]
    """In how many it was not beyond the edge by `CLOSE`."""


def descend(
    is_quadratic: bool,
    v: Array,
    y: Array | float,
    kappa: Array | float,
    edge: Array | float,
    epochs: int,
    counts: bool,
    half_only: bool,
) -> Ends:
    """Runs from v on; y, κ and the edge are numbers or arrays of the length of v. y is 0 for all or for none."""
    ends = Ends(v.copy(), np.zeros(len(v), np.uint32), np.zeros(len(v), np.uint32))

    def part(value: Array | float, which: slice) -> Array | float:
        return value[which] if isinstance(value, np.ndarray) else value

    with np.errstate(all="ignore"):
        for first in range(0, len(v), BLOCK):
            which = slice(first, first + BLOCK)
            block = _Block(is_quadratic, part(y, which), part(kappa, which), part(edge, which))
            if half_only:
                block.count_only(ends.v[which], epochs, ends.fewest[which], ends.most[which])
            else:
                block.run(ends.v[which], epochs, counts, ends.fewest[which], ends.most[which])
    return ends


class _Block:
    """The numbers that a block of runs shares or has for each."""

    def __init__(self, is_quadratic: bool, y: Array | float, kappa: Array | float, edge: Array | float) -> None:
        self.is_quadratic = is_quadratic
        self.y, self.kappa, self.edge = y, kappa, edge
        self.is_zero = isinstance(y, float) and y == 0.0

    def run(self, v: Array, epochs: int, counts: bool, fewest: NDArray[np.uint32], most: NDArray[np.uint32]) -> None:
        """Change v in place into what it is after so many epochs, and count rows 0 … epochs."""
        scratch = list(np.empty((3, len(v))))
        if counts and self.is_zero and epochs >= 4 * LOOK:
            self._run_to_zero(v, epochs, fewest, most)
            return
        tally = _Tally(v, self.edge) if counts else None
        for epoch in range(epochs):
            if tally is not None:
                tally.count(v)
                if epoch % FLUSH == FLUSH - 1:
                    tally.flush(fewest, most)
            self._update(v, scratch)
        if tally is not None:
            tally.count(v)
            tally.flush(fewest, most)

    def _run_to_zero(self, v: Array, epochs: int, fewest: NDArray[np.uint32], most: NDArray[np.uint32]) -> None:
        """The same with target 0, where v never falls: whoever waits in a row was waiting in all rows before it.

        So it is enough to remember where a run was when it was last seen waiting, every `LOOK` epochs, and to count
        the rows from there on. A run seen within `CLOSE` of the edge is counted differently in that row at least.
        """
        scratch, seen = list(np.empty((3, len(v)))), v
        looks = np.zeros(len(v), np.uint32)
        for epoch in range(epochs + 1):
            if epoch % LOOK == 0:
                waits = v <= self.edge + CLOSE
                seen = np.where(waits, v, seen)
                looks += waits
            if epoch < epochs:
                self._update(v, scratch)
        before = LOOK * np.maximum(looks, 1) - LOOK
        tally = _Tally(v, self.edge)
        for _ in range(LOOK):
            tally.count(seen)
            self._update(seen, scratch)
        tally.flush(fewest, most)
        for count in (fewest, most):
            count += before
            np.minimum(count, epochs + 1, out=count)

    def count_only(self, v: Array, epochs: int, fewest: NDArray[np.uint32], most: NDArray[np.uint32]) -> None:
        """Count rows 0 … epochs, leaving out whatever is across the edge for good."""
        runs: NDArray[np.intp] | None = None
        few, many, starts = fewest, most, v
        scratch = list(np.empty((3, len(v))))
        tally = _Tally(v, self.edge)
        for epoch in range(epochs + 1):
            if epoch % LOOK == 0:
                waiting = v <= self.edge + CLOSE
                left = np.count_nonzero(waiting)
                if 4 * left <= 3 * len(v):
                    tally.flush(few, many)
                    if runs is not None:
                        fewest[runs], most[runs] = few, many
                    runs = np.flatnonzero(waiting) if runs is None else runs[waiting]
                    if left == 0:
                        return
                    v, few, many = v[waiting], fewest[runs], most[runs]
                    self._keep(waiting)
                    scratch = list(np.empty((3, len(v))))
                    tally = _Tally(v, self.edge)
                elif epoch % FLUSH == 0:
                    tally.flush(few, many)
            tally.count(v)
            if epoch < epochs:
                self._update(v, scratch)
        tally.flush(few, many)
        if runs is not None:
            fewest[runs], most[runs], starts[runs] = few, many, v

    def _keep(self, which: NDArray[np.bool_]) -> None:
        for name in ("y", "kappa", "edge"):
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                setattr(self, name, value[which])

    def _update(self, v: Array, scratch: list[Array]) -> None:
        """v += κ δ. The order of the operations is the one with the fewest passes."""
        e, t, s = scratch
        np.exp(v, e)
        np.add(e, 1.0, t)
        if self.is_zero and not self.is_quadratic:  # δ = a = 1/(1 + e)
            np.divide(self.kappa, t, t)
        elif self.is_zero:  # δ = a · a (1 − a) = e/(1 + e)³
            np.multiply(t, t, s)
            np.multiply(s, t, t)  # infinite from v = 236 on, where δ < 1e-204 becomes 0
            np.multiply(e, self.kappa, e)
            np.divide(e, t, t)
        elif not self.is_quadratic:  # δ = a − y
            np.divide(1.0, t, t)
            np.subtract(t, self.y, t)
            np.multiply(t, self.kappa, t)
        else:  # δ = (a − y) · a · a · e
            np.divide(1.0, t, t)
            np.multiply(e, t, e)
            np.multiply(e, t, e)
            np.subtract(t, self.y, t)
            np.multiply(t, e, t)
            np.multiply(t, self.kappa, t)
        np.add(v, t, v)


class _Tally:
    """Rows counted in bytes."""

    def __init__(self, v: Array, edge: Array | float) -> None:
        self._is_below = np.empty(len(v), dtype=bool)
        self._low, self._high = edge - CLOSE, edge + CLOSE
        self._fewest, self._most = np.zeros(len(v), np.uint8), np.zeros(len(v), np.uint8)

    def count(self, v: Array) -> None:
        for limit, tally in ((self._low, self._fewest), (self._high, self._most)):
            np.less_equal(v, limit, self._is_below)
            np.add(tally, self._is_below.view(np.uint8), tally)

    def flush(self, fewest: NDArray[np.uint32], most: NDArray[np.uint32]) -> None:
        """Add what was counted since the last time, and begin again."""
        for tally, total in ((self._fewest, fewest), (self._most, most)):
            np.add(total, tally, total)
            tally.fill(0)
