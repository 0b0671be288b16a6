"""Runs whose neuron is given lists (several inputs, several examples), many at once, with the bits of the single run.

The single run works on arrays over the examples (neuron.py); here a leading axis runs over the neurons. The products
are the same calls of the same library on each neuron's own numbers, the rest is elementwise, so nothing is rounded
differently.
"""

from collections.abc import Sequence

import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles.ensemble import FIELDS, Ensemble
from app.learning.ensembles.single import measure_each
from app.learning.errors import ShapeMismatch

AT_ONCE = 65_536
"""Numbers of x in a block of neurons: half a megabyte."""

FEW = 4
"""Runs up to which one after the other is faster: an epoch of a block takes as long as five of one run's."""

MEASURED = frozenset(
    {
        "initial_output",
        "final_output",
        "initial_cost",
        "final_cost",
        "epochs_to_half",
        "fastest_epoch",
        "diverged",
        "plateau_theory",
    }
)


def follow_lists(ensemble: Ensemble, cells: np.ndarray, names: Sequence[str]) -> dict[str, Array]:
    """The named measures of `MEASURED` for each of these cells (flat indices), NaN for None.

    Raises `ShapeMismatch` for a measure that is a list: an output of several examples.
    """
    for name in names:
        if name.endswith("_output") and ensemble.examples is not None:
            raise ShapeMismatch(f"{name} of several examples is a list, and a cell holds one number")
    inputs, examples = ensemble.inputs or 1, ensemble.examples or 1
    if len(cells) <= FEW and set(names) != {"epochs_to_half"}:  # for which a block can stop early
        neurons = [ensemble.neuron_at(np.unravel_index(cell, ensemble.shape)) for cell in cells]
        return measure_each(neurons, ensemble.epochs, names)
    found = {name: np.full(len(cells), np.nan) for name in names}
    block = max(1, AT_ONCE // (inputs * examples))
    with np.errstate(all="ignore"):
        for first in range(0, len(cells), block):
            part = slice(first, first + block)
            index = np.unravel_index(cells[part], ensemble.shape)
            w, b, x, y, eta = (np.array(ensemble.spread(name)[index]) for name in FIELDS)
            count = len(w)
            _Block(
                ensemble,
                w.reshape(count, inputs),
                b,
                x.reshape(count, examples, inputs),
                y.reshape(count, examples),
                eta,
                {name: values[part] for name, values in found.items()},
            ).run(ensemble.epochs)
    return found


class _Block:
    """Neurons that take their epochs together; one that diverges leaves."""

    def __init__(
        self, ensemble: Ensemble, w: Array, b: Array, x: Array, y: Array, eta: Array, found: dict[str, Array]
    ) -> None:
        self.cost, self.activation = ensemble.cost, ensemble.activation
        self.found = found
        self.run_of = np.arange(len(b))
        self.w, self.b, self.x, self.y, self.eta = w, b, x, y, eta
        self.z = self.a = np.zeros_like(y)
        self.best = np.zeros(len(b))
        self.fastest = np.full(len(b), np.nan)
        self.is_open = np.ones(len(b), dtype=bool)

    def run(self, epochs: int) -> None:
        examples = self.y.shape[1]
        for epoch in range(epochs + 1):
            z = np.matmul(self.x, self.w[:, :, None])[:, :, 0] + self.b[:, None]
            delta = self.cost.delta(self.activation, z, self.y)
            a, cost = self.activation.value(z), self.cost.value(self.activation, z, self.y).mean(axis=1)
            slope = self.activation.slope(z)
            grad_w, grad_b = np.matmul(delta[:, None, :], self.x)[:, 0, :] / examples, delta.mean(axis=1)
            columns = [self.w, self.b[:, None], z, a, cost[:, None], slope, delta, grad_w, grad_b[:, None]]
            finite = np.logical_and.reduce([np.isfinite(column).all(axis=1) for column in columns])
            if not finite.all():
                self._leave(~finite, self.z, epoch)
                z, a, grad_w, grad_b = z[finite], a[finite], grad_w[finite], grad_b[finite]
            if epoch == 0 and "initial_output" in self.found:
                self.found["initial_output"][self.run_of] = a[:, 0]
            if epoch == 0 and "initial_cost" in self.found:
                self.found["initial_cost"][self.run_of] = cost[finite]
            self._compare(a, epoch)
            self._cross(a, epoch)
            self.z, self.a = z, a
            is_over = not self.is_open.any() and self.found.keys() == {"epochs_to_half"}
            if len(z) == 0 or epoch == epochs or is_over:
                break
            self.w = self.w - self.eta[:, None] * grad_w
            self.b = self.b - self.eta * grad_b
        self._leave(np.ones(len(self.z), dtype=bool), self.z, None)

    def _compare(self, a: Array, epoch: int) -> None:
        if epoch > 0 and "fastest_epoch" in self.found:
            moved = np.abs(a - self.a).mean(axis=1)
            is_faster = moved > self.best
            self.best = np.where(is_faster, moved, self.best)
            self.fastest[is_faster] = epoch - 1

    def _cross(self, a: Array, epoch: int) -> None:
        crossed = self.is_open & (np.abs(a - self.y) < 0.5).all(axis=1)
        if crossed.any() and "epochs_to_half" in self.found:
            self.found["epochs_to_half"][self.run_of[crossed]] = epoch
        self.is_open &= ~crossed

    def _leave(self, which: np.ndarray, z: Array, diverged: int | None) -> None:
        """Note the end of these runs, whose last row has the weighted inputs z; at epoch 0 there is no such row."""
        runs = self.run_of[which]
        if diverged is not None and "diverged" in self.found:
            self.found["diverged"][runs] = diverged
        if diverged != 0:
            z, y = z[which], self.y[which]
            if "final_output" in self.found:
                self.found["final_output"][runs] = self.activation.value(z)[:, 0]
            if "final_cost" in self.found:
                self.found["final_cost"][runs] = self.cost.value(self.activation, z, y).mean(axis=1)
        if "fastest_epoch" in self.found:
            self.found["fastest_epoch"][runs] = self.fastest[which]
        for name in ("run_of", "w", "b", "x", "y", "eta", "z", "a", "best", "fastest", "is_open"):
            setattr(self, name, getattr(self, name)[~which])
