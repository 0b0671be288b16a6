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
from app.learning.ensembles.kernels import Kernel
from app.learning.ensembles.quick import CLOSE
from app.learning.ensembles.trust import FAR, LARGEST_KAPPA, bounds, is_doubtful

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
    with np.errstate(all="ignore"):
        if wants_half:
            never = ends.most > epochs
            values["epochs_to_half"] = np.where(never, np.nan, ends.most.astype(np.float64))
            last = np.where(never, ends.v, edge)
            doubtful["epochs_to_half"] = (ends.most != ends.fewest) | _may_cross_elsewhere(
                is_quadratic, paths, y, edge, (v, last), epochs
            )
        if wants_end:
            a, rest, slope = _outputs(ends.v)
            first = _outputs(v)
            delta = [(out - y) * (bend if is_quadratic else 1.0) for out, _, bend in (first, (a, rest, slope))]
            growth = (is_quadratic, paths, epochs, (v, ends.v), (delta[0], delta[1]))
            if "final_output" in names:
                values["final_output"] = np.where(is_mirrored, rest, a)
                doubtful["final_output"] = _is_off(*growth, slope)
            if "final_cost" in names:
                values["final_cost"] = (
                    0.5 * np.square(a - y) if is_quadratic else (1.0 - y) * _softplus(-ends.v) + y * _softplus(ends.v)
                )
                doubtful["final_cost"] = _is_off(*growth, delta[1])
    return Findings(values, doubtful)


def _is_off(
    is_quadratic: bool, paths: Paths, epochs: int, v: tuple[Array, Array], delta: tuple[Array, Array], slope: Array
) -> NDArray[np.bool_]:
    """Which runs may end elsewhere; the costly bound only for those that the simple one does not clear."""
    error, _ = bounds(is_quadratic, paths.kappa, epochs, paths.sizes, paths.steps, v, delta, is_quick=True)
    doubtful = is_doubtful(error, slope)
    if doubtful.any():
        some = paths.part(doubtful)
        ends = (v[0][doubtful], v[1][doubtful])
        deltas = (delta[0][doubtful], delta[1][doubtful])
        error, _ = bounds(is_quadratic, some.kappa, epochs, some.sizes, some.steps, ends, deltas, is_quick=False)
        doubtful[doubtful] = is_doubtful(error, slope[doubtful])
    return doubtful


def _may_cross_elsewhere(
    is_quadratic: bool, paths: Paths, y: Array | float, edge: Array | float, v: tuple[Array, Array], epochs: int
) -> NDArray[np.bool_]:
    """Which runs, waiting on the wrong side, may be further off than `CLOSE` when they come to the edge.

    A run that is still far from it in the last row is judged there, before |δ| has become large.
    """
    waits = v[0] <= edge
    first, last_delta = ((a - y) * (slope if is_quadratic else 1.0) for a, _, slope in (_outputs(v[0]), _outputs(v[1])))
    doubtful = waits
    for is_quick in (True, False):
        last, worst = bounds(
            is_quadratic, paths.kappa, epochs, paths.sizes, paths.steps, v, (first, last_delta), is_quick
        )
        is_far = v[1] + 2.0 * last < edge - 0.1
        doubtful = waits & ~is_far & ~(worst <= CLOSE)
        if not doubtful.any():
            break
    return doubtful


def _number_or_array(values: Array) -> Array | float:
    return float(values) if values.ndim == 0 else values


def edge_of(y: Array | float) -> Array | float:
    """v where σ(−v) = y + 1/2: minus infinity where the target is so near to 1/2 that no run here is wrong."""
    with np.errstate(divide="ignore"):
        edge = np.log((0.5 - np.asarray(y)) / (0.5 + np.asarray(y)))
    return _number_or_array(np.where(0.5 - np.asarray(y) < NEAR_ONE_HALF, -np.inf, edge))


def _outputs(v: Array) -> tuple[Array, Array, Array]:
    """σ(−v), σ(v) and the slope, exact in both tails."""
    e = np.exp(-np.abs(v))
    large = 1.0 / (1.0 + e)
    small = e * large
    is_small = v > 0.0
    return np.where(is_small, small, large), np.where(is_small, large, small), small * large


def _softplus(v: Array) -> Array:
    return np.maximum(v, 0.0) + np.log1p(np.exp(-np.abs(v)))
