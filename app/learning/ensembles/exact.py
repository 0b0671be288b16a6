"""Runs with one input and one example, many at once, with the bits of the single run.

The recursion in w and b of neuron.py, operation for operation, on arrays that call the C library (libm.py): 10 to 20
times faster than one run after the other on Python floats. It is the way for every pair and every regime that the
quick kernels do not know, and the judge where their answer hangs on a rounding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.learning.activations import Activation, Sigmoid, Tanh
from app.learning.costs import Cost, CrossEntropy, CrossEntropyAsAnimated, Quadratic
from app.learning.elementwise import Array
from app.learning.ensembles.bits import row_of
from app.learning.ensembles.few import walk
from app.learning.ensembles.kernels import NUMPY, Kernel
from app.learning.ensembles.libm import is_faithful, unwrap, wrap
from app.learning.ensembles.single import measure_each
from app.learning.neuron import Neuron

BLOCK = 4096
"""Runs in a block: a dozen arrays of it stay in the second-level cache."""
FEW, FEW_COMPILED = 40, 600
"""Runs up to which one after the other is faster than arrays: on Python floats, and compiled."""
LOOK = 32
"""Epochs between two looks for runs that stand still."""

OF_THE_PATH = frozenset({"final_output", "final_cost", "epochs_to_half", "fastest_epoch", "diverged"})
"""What this module can measure."""


@dataclass(frozen=True)
class Starts:
    """Flat arrays of one length, a number of each for every run."""

    cost: Cost
    activation: Activation
    w: Array
    b: Array
    x: Array
    y: Array
    eta: Array

    def __len__(self) -> int:
        return len(self.w)

    def part(self, which: slice | NDArray[np.intp] | NDArray[np.bool_]) -> "Starts":
        columns = (v[which] for v in (self.w, self.b, self.x, self.y, self.eta))
        return Starts(self.cost, self.activation, *columns)

    def neurons(self) -> list[Neuron]:
        columns = (v.tolist() for v in (self.w, self.b, self.x, self.y, self.eta))
        return [Neuron(self.cost, self.activation, *numbers) for numbers in zip(*columns, strict=True)]


def follow(starts: Starts, epochs: int, names: Sequence[str], kernel: Kernel = NUMPY) -> dict[str, Array]:
    """The named measures of `OF_THE_PATH` for each run, NaN for None; the same bits whatever the kernel."""
    if not is_faithful(starts.cost, starts.activation):
        return measure_each(starts.neurons(), epochs, names)
    found = {name: np.full(len(starts), np.nan) for name in names}
    walk = kernel.walk if _is_usual(starts) and not _may_overflow(starts) else None
    if len(starts) <= (FEW_COMPILED if walk else FEW if _is_usual(starts) else FEW // 4):
        _follow_few(starts, epochs, found, walk)
        return found
    with np.errstate(all="ignore"):
        for first in range(0, len(starts), BLOCK):
            block = slice(first, first + BLOCK)
            _Block(starts.part(block), {name: values[block] for name, values in found.items()}).run(epochs)
    return found


def _follow_few(starts: Starts, epochs: int, found: dict[str, Array], walk_all: Callable[..., Array] | None) -> None:
    """The same run by run. Outputs and costs of the end come from arrays here too, to keep their last bit."""
    wants_output, half_only = not found.keys().isdisjoint(("epochs_to_half", "fastest_epoch")), _is_half_only(found)
    may_overflow = _may_overflow(starts)
    if walk_all is not None:
        columns = np.stack([starts.w, starts.b, starts.x, starts.y, starts.eta], axis=1)
        z, half, fastest = walk_all(starts.cost, columns, epochs, wants_output, half_only).T.copy()
        diverged = np.full(len(starts), np.nan)
    else:
        paths = [walk(neuron, epochs, wants_output, half_only, may_overflow) for neuron in starts.neurons()]
        z, half, fastest, diverged = np.array(paths).reshape(-1, 4).T.copy()
    known = {"epochs_to_half": half, "fastest_epoch": fastest, "diverged": diverged}
    with np.errstate(all="ignore"):
        if "final_output" in found:
            known["final_output"] = unwrap(starts.activation.value(wrap(z)))
        if "final_cost" in found:
            known["final_cost"] = starts.cost.value(starts.activation, z, starts.y)
    for name, values in found.items():
        values[:] = np.where(np.isnan(z), np.nan, known[name]) if name.startswith("final_") else known[name]


def _is_half_only(found: dict[str, Array]) -> bool:
    return found.keys() == {"epochs_to_half"}


class _Block:
    """Runs that take their epochs together. A run leaves the block when nothing about it is open any more."""

    def __init__(self, starts: Starts, found: dict[str, Array]) -> None:
        self.cost, self.activation = starts.cost, starts.activation
        self.found = found
        self.run_of = np.arange(len(starts))
        self.w, self.b = starts.w.copy(), starts.b.copy()
        self.x, self.y, self.eta = starts.x, starts.y, starts.eta
        self.z = self.a = self.best = np.zeros(len(starts))
        self.fastest = np.full(len(starts), np.nan)
        self.is_open = np.ones(len(starts), dtype=bool)  # |a − y| < 1/2 has not been seen
        self.is_tame = _is_tame(starts)
        self.may_overflow = _may_overflow(starts)
        self.half_only = _is_half_only(found)
        self.row_of = row_of(self.cost, self.activation)

    def run(self, epochs: int) -> None:
        wants_half, wants_fastest = "epochs_to_half" in self.found, "fastest_epoch" in self.found
        for epoch in range(epochs + 1):
            z = self.w * self.x + self.b
            delta, a = self.row_of(z, self.y)
            step = delta * self.x
            if self.may_overflow:
                finite = self._are_finite(z, delta, step)
                if not finite.all():
                    self._leave(~finite, self.z, epoch)
                    z, delta, step, a = z[finite], delta[finite], step[finite], a[finite]
            if wants_fastest:
                self._compare(a, epoch)
            if wants_half and self._cross(a, epoch):
                z, delta, step = (v[self.is_open] for v in (z, delta, step))
                self._keep(self.is_open)
            if len(z) == 0:
                return
            self.z = z
            if epoch == epochs:
                break
            w, b = self.w, self.b
            self.w, self.b = w - self.eta * step, b - self.eta * delta
            if epoch % LOOK == LOOK - 1:
                still = (self.w == w) & (self.b == b)
                if still.any():
                    self._leave(still, self.z, None)
        self._leave(np.ones(len(self.z), dtype=bool), self.z, None)

    def _are_finite(self, z: Array, delta: Array, step: Array) -> NDArray[np.bool_]:
        """Which rows hold finite numbers only."""
        columns = [self.w, self.b, z, delta, step]
        if not self.is_tame:
            columns += [self.activation.value(z), self.cost.value(self.activation, z, self.y), self.activation.slope(z)]
        if np.isfinite(sum(columns)).all():
            return np.ones(len(z), dtype=bool)
        finite: NDArray[np.bool_] = np.logical_and.reduce([np.isfinite(column) for column in columns])
        return finite

    def _compare(self, a: Array, epoch: int) -> None:
        if epoch > 0:
            moved = np.abs(a - self.a)
            is_faster = moved > self.best
            self.best = np.where(is_faster, moved, self.best)
            self.fastest[is_faster] = epoch - 1
        self.a = a

    def _cross(self, a: Array, epoch: int) -> bool:
        """Note which runs are half-way for the first time; whether so many are that the others should go on alone."""
        crossed = self.is_open & (np.abs(a - self.y) < 0.5)
        if not crossed.any():
            return False
        self.found["epochs_to_half"][self.run_of[crossed]] = epoch
        self.is_open &= ~crossed
        return self.half_only and bool(4 * np.count_nonzero(self.is_open) <= 3 * len(self.is_open))

    def _leave(self, which: NDArray[np.bool_], z: Array, diverged: int | None) -> None:
        """Note the end of these runs, whose last row has the weighted input z; at epoch 0 there is no such row."""
        runs = self.run_of[which]
        if diverged is not None and "diverged" in self.found:
            self.found["diverged"][runs] = diverged
        if diverged != 0:
            z, y = z[which], self.y[which]
            if "final_output" in self.found:
                self.found["final_output"][runs] = unwrap(self.activation.value(wrap(z)))
            if "final_cost" in self.found:
                self.found["final_cost"][runs] = self.cost.value(self.activation, z, y)
        if "fastest_epoch" in self.found:
            self.found["fastest_epoch"][runs] = self.fastest[which]
        self._keep(~which)

    def _keep(self, which: NDArray[np.bool_]) -> None:
        for name in ("run_of", "w", "b", "x", "y", "eta", "z", "a", "best", "fastest", "is_open"):
            setattr(self, name, getattr(self, name)[which])


def _is_usual(starts: Starts) -> bool:
    """Whether the pair is one that few.py and walking.py know by heart."""
    return type(starts.activation) is Sigmoid and type(starts.cost) in (Quadratic, CrossEntropy)


def _is_tame(starts: Starts) -> bool:
    """Whether output, cost and slope are finite wherever z is."""
    costs = (Quadratic, CrossEntropy, CrossEntropyAsAnimated)
    return type(starts.activation) in (Sigmoid, Tanh) and type(starts.cost) in costs


def _may_overflow(starts: Starts) -> bool:
    """Whether a row might not be finite: not where |δ| ≤ 2 and the numbers are of any ordinary size."""
    is_bounded = _is_tame(starts) and type(starts.cost) is not CrossEntropyAsAnimated
    columns = (starts.w, starts.b, starts.x, starts.eta)
    return not is_bounded or any(not np.abs(v).max(initial=0.0) < 1e50 for v in columns)
