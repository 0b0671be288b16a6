"""Runs of one sigmoid and one example under the quadratic cost or the cross-entropy: quick, and checked.

Each run is followed in z alone (quick.py); what cannot be trusted to the promised digits is marked for the exact way.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.activations import Activation, Sigmoid
from app.learning.costs import Cost, CrossEntropy, Quadratic
from app.learning.elementwise import Array
from app.learning.ensembles.judging import Followed, look
from app.learning.ensembles.kernels import Kernel
from app.learning.ensembles.trust import FAR, LARGEST_KAPPA

MEASURED = frozenset({"final_output", "final_cost", "epochs_to_half", "diverged"})
"""What this module can measure."""

NEAR_ONE_HALF = 1e-4
"""A target as near to 1/2 as this has its edge where the sigmoid is flat, and rounding decides about it."""


class Paths(NamedTuple):
    """Runs as the weighted input sees them; numbers stand for what all runs share."""

    z: Array
    y: Array | float
    kappa: Array | float
    sizes: tuple[Array | float, Array | float]
    """Σ|w_j x_j| and |b| at the start, or bounds of them."""
    steps: tuple[Array | float, Array | float]
    """η Σ x_j² and η."""

    def part(self, which: NDArray[np.bool_]) -> "Paths":
        return Paths(
            self.z[which],
            _part(self.y, which),
            _part(self.kappa, which),
            (_part(self.sizes[0], which), _part(self.sizes[1], which)),
            (_part(self.steps[0], which), _part(self.steps[1], which)),
        )


def _part(value: Array | float, which: NDArray[np.bool_]) -> Array | float:
    return value[which] if isinstance(value, np.ndarray) else value


class Findings(NamedTuple):
    values: dict[str, Array]
    doubtful: dict[str, NDArray[np.bool_]]
    """By measure, the runs of which it must be found in the exact way."""


def knows(cost: Cost, activation: Activation) -> bool:
    """Whether the pair is one of the two; a subclass may differ in anything."""
    return type(activation) is Sigmoid and type(cost) in (Quadratic, CrossEntropy)


def is_ordinary(cost: Cost, paths: Paths) -> NDArray[np.bool_]:
    """Which runs stay in the regime that trust.py can judge."""
    is_quadratic = type(cost) is Quadratic
    at_end = (np.asarray(paths.y) == 0.0) | (np.asarray(paths.y) == 1.0)
    limit = np.where(at_end, LARGEST_KAPPA[is_quadratic, True], LARGEST_KAPPA[is_quadratic, False])
    in_doubt = (np.abs(np.asarray(paths.y) - 0.5) < NEAR_ONE_HALF) & (np.abs(paths.z) > 8.0)
    near = (np.abs(paths.z) <= FAR) & (np.asarray(paths.sizes[0]) < 1e9) & (np.asarray(paths.sizes[1]) < 1e9)
    ordinary: NDArray[np.bool_] = near & (paths.kappa <= limit) & ~in_doubt
    return ordinary


def find(cost: Cost, paths: Paths, epochs: int, names: Sequence[str], kernel: Kernel) -> Findings:
    """The named measures of `MEASURED` for ordinary runs, NaN for None."""
    ordinary = is_ordinary(cost, paths)
    at_end = np.broadcast_to((np.asarray(paths.y) == 0.0) | (np.asarray(paths.y) == 1.0), paths.z.shape)
    groups = [(ordinary & at_end, True), (ordinary & ~at_end, False)]
    if ordinary.all() and (at_end.all() or not at_end.any()):
        return _find(cost, paths, bool(at_end.all()), epochs, names, kernel)
    values = {name: np.full(len(paths.z), np.nan) for name in names}
    doubtful = {name: np.array(~ordinary) for name in names}  # elsewhere, a run may even diverge
    for which, is_at_end in groups:
        if which.any():
            some = _find(cost, paths.part(which), is_at_end, epochs, names, kernel)
            for name in names:
                values[name][which] = some.values[name]
                doubtful[name][which] = some.doubtful[name]
    return Findings(values, doubtful)


def _find(cost: Cost, paths: Paths, at_end: bool, epochs: int, names: Sequence[str], kernel: Kernel) -> Findings:
    """The same where every target is 0 or 1, or none is."""
    is_quadratic = type(cost) is Quadratic
    # Mirror the runs whose target is above 1/2; 1 − y is exact there.
    is_mirrored = np.asarray(paths.y) > 0.5
    v = np.where(is_mirrored, paths.z, -paths.z)
    y = 0.0 if at_end else _number_or_array(np.minimum(paths.y, 1.0 - np.asarray(paths.y)))
    edge = 0.0 if at_end else edge_of(y)
    wants_half = "epochs_to_half" in names
    wants_end = "final_output" in names or "final_cost" in names
    values = {name: np.full(len(v), np.nan) for name in names}
    doubtful = {name: np.zeros(len(v), dtype=bool) for name in names}
    if not (wants_half or wants_end):
        return Findings(values, doubtful)

    ends = kernel.descend(is_quadratic, v, y, paths.kappa, edge, epochs, wants_half, not wants_end)
    # Without counting nobody asks who waits; the end is then judged, and the edge is not.
    never = ends.most > epochs
    runs = Followed(is_quadratic, epochs, v, ends.v, never, y, edge, paths.kappa, paths.sizes, paths.steps)
    first = kernel.look(runs)
    doubtful = {name: first.may_be_off[name] for name in names if name in first.may_be_off}
    unsure = np.flatnonzero(np.logical_or.reduce(list(doubtful.values())))
    if len(unsure):
        second = look(runs.part(unsure), is_quick=False)
        for name, may_be_off in doubtful.items():
            may_be_off[unsure] &= second.may_be_off[name]
    for name in names:
        if name == "final_output":
            values[name] = np.where(is_mirrored, first.rest, first.a)
        elif name == "final_cost":
            values[name] = _cost(is_quadratic, first.a, y, ends.v)
        elif name == "epochs_to_half":
            values[name] = np.where(never, np.nan, ends.most.astype(np.float64))
            doubtful[name] |= ends.most != ends.fewest
        else:
            doubtful[name] = np.zeros(len(v), dtype=bool)
    return Findings(values, doubtful)


def _cost(is_quadratic: bool, a: Array, y: Array | float, v: Array) -> Array:
    if is_quadratic:
        return 0.5 * np.square(a - y)
    cost: Array = (1.0 - y) * _softplus(-v) + y * _softplus(v)
    return cost


def _number_or_array(values: Array) -> Array | float:
    return float(values) if values.ndim == 0 else values


def edge_of(y: Array | float) -> Array | float:
    """v where σ(−v) = y + 1/2: minus infinity where the target is so near to 1/2 that no run here is wrong."""
    with np.errstate(divide="ignore"):
        edge = np.log((0.5 - np.asarray(y)) / (0.5 + np.asarray(y)))
    return _number_or_array(np.where(0.5 - np.asarray(y) < NEAR_ONE_HALF, -np.inf, edge))


def _softplus(v: Array) -> Array:
    return np.maximum(v, 0.0) + np.log1p(np.exp(-np.abs(v)))
