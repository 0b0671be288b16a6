"""Measures of every cell of an ensemble, each by the fastest way that is right for it.

- A measure that no module here knows: every cell's full run (single.py).
- Neurons that are given lists: the quick way with one example, where it can be trusted (sigmoids.py), else whole
  blocks with the bits of the single run (lists.py).
- One input, one example: the start alone where that is enough (beginnings.py); what cells share where they share the
  step map (sharing.py); the quick way where it can be trusted (sigmoids.py); the exact one for all else (exact.py).

Which way a cell takes depends on the ensemble and the cell, never on which rows are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles import beginnings, exact, lists, sharing, sigmoids
from app.learning.ensembles.ensemble import Ensemble
from app.learning.ensembles.exact import Starts
from app.learning.ensembles.kernels import Kernel, kernel_for
from app.learning.ensembles.repeats import Repeats, starts_of
from app.learning.ensembles.single import measure_each

ALL = slice(None)
AT_ONCE = 65_536
"""Cells whose starts are written out at once: half a megabyte an array."""


@np.errstate(all="ignore")
def measure(ensemble: Ensemble, names: Sequence[str], rows: slice = ALL) -> dict[str, Array]:
    """The named measures of the cells in these rows of the first axis: arrays of float64, NaN for None.

    A value depends on the ensemble and its cell alone, to the last bit. Measures agree with the single run's to 1e-12
    (of themselves where they are larger than 1), and whole numbers exactly. Raises `KeyError` for a name that
    `MEASURES` does not hold, `ShapeMismatch` for a measure that is a list.
    """
    part = ensemble.at(rows)
    ways = ways_of(ensemble, names)
    kernel = kernel_for(ensemble.size * ensemble.epochs)
    found: dict[str, Array] = {}
    if ways.one_by_one:
        neurons = [part.neuron_at(index) for index in np.ndindex(part.shape)]
        found |= measure_each(neurons, ensemble.epochs, ways.one_by_one)
    if ways.as_lists:
        found |= lists.follow_lists(part, np.arange(part.size), ways.as_lists)
    if ways.in_z:
        found |= _measure_quickly(part, ways.in_z, kernel)
    if ways.at_start:
        found |= _measure_starts(part, ways.at_start)
    if ways.shared:
        shared = sharing.plan_of(ensemble, tuple(ways.shared), kernel)
        if shared is None:
            found |= _measure_quickly(part, ways.shared, kernel)
        else:
            found |= shared.measure(ensemble, part, rows)
    if sharing.FASTEST in ways.exact and is_quick(ensemble):
        lattice = sharing.plan_of(ensemble, (sharing.FASTEST,), kernel)
        if lattice is not None and lattice.is_lattice:
            ways.exact.remove(sharing.FASTEST)
            found |= lattice.measure(ensemble, part, rows)
    if ways.exact:
        found |= _measure_exactly(part, ways.exact, kernel)
    return {name: found[name].reshape(part.shape) for name in names}


@dataclass(frozen=True)
class Ways:
    """Which measures are found in which way."""

    one_by_one: list[str] = field(default_factory=list)
    as_lists: list[str] = field(default_factory=list)
    in_z: list[str] = field(default_factory=list)
    at_start: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)


def is_quick(ensemble: Ensemble) -> bool:
    """Whether the pair is one that can be followed in z alone."""
    return sigmoids.knows(ensemble.cost, ensemble.activation)


def ways_of(ensemble: Ensemble, names: Sequence[str]) -> Ways:
    """The way of each measure; `shared` ones are followed in z, for many cells at once where that is worth it."""
    ways = Ways()
    for name in dict.fromkeys(names):
        if not ensemble.is_scalar:
            is_one_z = is_quick(ensemble) and ensemble.examples is None and name in sigmoids.MEASURED
            way = ways.in_z if is_one_z else ways.as_lists if name in lists.MEASURED else ways.one_by_one
        elif name in beginnings.MEASURED:
            way = ways.at_start
        elif is_quick(ensemble) and name in sigmoids.MEASURED:
            way = ways.shared
        else:
            way = ways.exact if name in exact.OF_THE_PATH else ways.one_by_one
        way.append(name)
    return ways


def _batches(part: Ensemble) -> list[slice]:
    """The rows of an ensemble, so many at a time that their starts can be written out."""
    if not part.shape:
        return [ALL]
    numbers = part.size * (part.inputs or 1)
    step = max(1, AT_ONCE // max(1, numbers // max(1, part.shape[0])))
    return [slice(first, first + step) for first in range(0, part.shape[0], step)]


def _measure_starts(part: Ensemble, names: Sequence[str]) -> dict[str, Array]:
    pieces = [beginnings.begin(starts_of(part.at(rows)), names) for rows in _batches(part)]
    return {name: np.concatenate([np.empty(0), *(piece[name] for piece in pieces)]) for name in names}


def _measure_exactly(part: Ensemble, names: Sequence[str], kernel: Kernel) -> dict[str, Array]:
    pieces = [exact.follow(starts_of(part.at(rows)), part.epochs, names, kernel) for rows in _batches(part)]
    return {name: np.concatenate([np.empty(0), *(piece[name] for piece in pieces)]) for name in names}


def _measure_quickly(part: Ensemble, names: Sequence[str], kernel: Kernel) -> dict[str, Array]:
    """Each run in z alone, and again in the exact way what cannot be trusted."""
    found = {name: np.empty(part.size) for name in names}
    repeats = Repeats(part, kernel)
    first = 0
    for rows in _batches(part):
        some = part.at(rows)
        paths = paths_of(starts_of(some)) if part.is_scalar else _paths_of_inputs(some)
        findings = sigmoids.find(part.cost, paths, part.epochs, names, kernel)
        for name in names:
            found[name][first : first + some.size] = findings.values[name]
            repeats.add(name, first + np.flatnonzero(findings.doubtful[name]))
        first += some.size
    repeats.replace_in(found)
    return found


def paths_of(starts: Starts) -> sigmoids.Paths:
    """Starts as the weighted input sees them."""
    wx = starts.w * starts.x
    on_w = starts.eta * starts.x * starts.x
    return sigmoids.Paths(
        z=wx + starts.b,
        y=starts.y,
        kappa=on_w + starts.eta,
        sizes=(np.abs(wx), np.abs(starts.b)),
        steps=(on_w, starts.eta),
    )


def _paths_of_inputs(part: Ensemble) -> sigmoids.Paths:
    """The same for several inputs and one example."""
    w, x = (part.spread(name).reshape(part.size, -1) for name in ("w", "x"))
    b, y, eta = (part.spread(name).reshape(-1) for name in ("b", "y", "eta"))
    wx, on_w = w * x, eta * np.square(x).sum(axis=1)
    # A sum of d terms may be rounded d times, in another order than in the single run.
    size = np.abs(wx).sum(axis=1) * max(1.0, 0.5 * w.shape[1])
    return sigmoids.Paths(wx.sum(axis=1) + b, y, on_w + eta, (size, np.abs(b)), (on_w, eta))
