"""Cells that share the step map: followed once for many, where that is worth it.

With one x, y and η for all, z alone tells cells apart. A lattice has few different starts (lattice.py); any other grid
that is large enough is read from a table over the starts (table.py). What a table or a place cannot answer to the
promised digits is computed for the cell itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from app.learning.costs import Cost
from app.learning.elementwise import Array
from app.learning.ensembles import table
from app.learning.ensembles.ensemble import Ensemble
from app.learning.ensembles.fastest import fastest_of
from app.learning.ensembles.kernels import Kernel
from app.learning.ensembles.lattice import Lattice, has_one_map, lattice_of
from app.learning.ensembles.repeats import Repeats, starts_of
from app.learning.ensembles.sigmoids import Findings, Paths, find, is_ordinary

WORTH = 4
"""A table is made for at least so many times more cells than it has starts."""
FASTEST = "fastest_epoch"
"""The one measure that only a lattice can share, and that is asked of it alone."""
AT_ONCE = 16_384
"""Cells that are looked up at once: their arrays stay in the second-level cache."""


@dataclass(frozen=True)
class Common:
    """What all cells share, as numbers."""

    cost: Cost
    y: float
    kappa: float
    epochs: int
    names: tuple[str, ...]
    sizes: tuple[float, float]
    steps: tuple[float, float]
    kernel: Kernel

    def paths(self, z: Array) -> Paths:
        return Paths(z, self.y, self.kappa, self.sizes, self.steps)


class Plan(Protocol):
    """A way to the measures of an ensemble that was found worth it."""

    def measure(self, ensemble: Ensemble, part: Ensemble, rows: slice) -> dict[str, Array]:
        """The measures of the rows; `part` is the ensemble of those rows alone."""

    @property
    def starts(self) -> int:
        """How many runs are followed for all cells together."""

    @property
    def is_lattice(self) -> bool:
        """Whether values are gathered, not computed from a table."""


def plan_of(ensemble: Ensemble, names: tuple[str, ...], kernel: Kernel) -> Plan | None:
    """The way to share, None where every cell had better be computed for itself. The rows asked for play no part."""
    if not has_one_map(ensemble) or ensemble.size < 2:
        return None
    x, y, eta = (float(v.reshape(-1)[0]) for v in (ensemble.x, ensemble.y, ensemble.eta))
    wx = ensemble.w * x
    ends = [float(bound) for bound in (wx.min() + ensemble.b.min(), wx.max() + ensemble.b.max())]
    sizes = (float(np.abs(wx).max()), float(np.abs(ensemble.b).max()))
    common = Common(ensemble.cost, y, eta * x * x + eta, ensemble.epochs, names, sizes, (eta * x * x, eta), kernel)
    if not is_ordinary(ensemble.cost, common.paths(np.zeros(1))).all() or not np.isfinite(ends).all():
        return None
    lattice = lattice_of(ensemble)
    if lattice is not None:
        return _LatticePlan(common, lattice)
    panels = (int(np.floor(ends[0] * table.PER_UNIT)) - 1, int(np.floor(ends[1] * table.PER_UNIT)) + 2)
    starts = (panels[1] - panels[0]) * (len(table.NODES) + len(table.TRIALS))
    if starts * WORTH > ensemble.size or not table.has_rising_map(ensemble.cost, y, common.kappa):
        return None
    return _TablePlan(common, panels, starts)


@lru_cache(maxsize=8)
def find_places(common: Common, z: bytes) -> Findings:
    """What was found for the places of a lattice: its other chunks ask for the same."""
    if common.names == (FASTEST,):
        epochs, doubtful = fastest_of(common.cost, common.paths(np.frombuffer(z)), common.epochs)
        return Findings({FASTEST: epochs}, {FASTEST: doubtful})
    return find(common.cost, common.paths(np.frombuffer(z)), common.epochs, common.names, common.kernel)


@dataclass(frozen=True)
class _LatticePlan:
    common: Common
    lattice: Lattice
    is_lattice = True

    @property
    def starts(self) -> int:
        return len(self.lattice.places)

    def measure(self, ensemble: Ensemble, part: Ensemble, rows: slice) -> dict[str, Array]:
        found: dict[str, Array] = {}
        if part.size == 0:
            return {name: np.empty(0) for name in self.common.names}
        findings = find_places(self.common, self.lattice.places.tobytes())
        shape = (ensemble.shape[0], ensemble.shape[1])
        unsure = _Unsure(self.common, part)
        for name in self.common.names:
            found[name] = self.lattice.spread(findings.values[name], shape, rows).reshape(-1)
            doubtful = findings.doubtful[name]
            if doubtful.any():
                unsure.add(name, np.flatnonzero(self.lattice.spread(doubtful, shape, rows)))
        unsure.replace_in(found)
        return found


@dataclass(frozen=True)
class _TablePlan:
    common: Common
    panels: tuple[int, int]
    starts: int
    is_lattice = False

    def measure(self, ensemble: Ensemble, part: Ensemble, rows: slice) -> dict[str, Array]:  # noqa: ARG002 (needs none)
        common = self.common
        found = {name: np.full(part.size, np.nan) for name in common.names}
        smooth = tuple(name for name in common.names if name.startswith("final_"))
        unsure = _Unsure(common, part)
        z = np.broadcast_to(part.w * part.x + part.b, part.shape).reshape(-1)
        known = table.table_of(
            common.cost,
            common.y,
            common.kappa,
            common.epochs,
            smooth,
            self.panels,
            common.sizes,
            common.steps,
            common.kernel,
        )
        for first in range(0, part.size, AT_ONCE):
            cells = slice(first, first + AT_ONCE)
            for name in smooth:
                found[name][cells], doubtful = table.look_up(known, name, z[cells])
                unsure.add(name, first + np.flatnonzero(doubtful))
            if "epochs_to_half" in common.names:
                found["epochs_to_half"][cells], doubtful = table.epochs_among(
                    self._thresholds(), z[cells], common.epochs, common.sizes
                )
                unsure.add("epochs_to_half", first + np.flatnonzero(doubtful))
        unsure.replace_in(found)
        return found

    def _thresholds(self) -> table.Thresholds:
        common = self.common
        ends = [panel / table.PER_UNIT for panel in self.panels]
        lowest = ends[0] if common.y > 0.5 else -ends[1]
        return table.thresholds_of(common.cost, common.y, common.kappa, common.epochs, lowest)


class _Unsure:
    """Cells that what is shared cannot answer for: followed in z for themselves, and exactly if need be."""

    def __init__(self, common: Common, part: Ensemble) -> None:
        self._common, self._part = common, part
        self._cells: dict[str, list[np.ndarray]] = {}

    def add(self, name: str, cells: np.ndarray) -> None:
        if len(cells):
            self._cells.setdefault(name, []).append(cells)

    def replace_in(self, found: dict[str, Array]) -> None:
        repeats = Repeats(self._part, self._common.kernel)
        for name, pieces in self._cells.items():
            cells = np.concatenate(pieces)
            if name in ("epochs_to_half", FASTEST):
                repeats.add(name, cells)
                continue
            findings = self._follow(cells, [name])
            found[name][cells] = findings.values[name]
            repeats.add(name, cells[findings.doubtful[name]])
        repeats.replace_in(found)

    def _follow(self, cells: np.ndarray, names: Sequence[str]) -> Findings:
        starts, common = starts_of(self._part, cells), self._common
        wx = starts.w * starts.x
        own = Paths(wx + starts.b, common.y, common.kappa, (np.abs(wx), np.abs(starts.b)), common.steps)
        return find(common.cost, own, common.epochs, names, common.kernel)
