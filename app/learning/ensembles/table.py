"""Measures as functions of the start z, in a table, for many cells that share x, y and η.

Where a run ends is a smooth function of where it starts. On panels of a fixed width (multiples of it, so that they
never depend on which cells are asked for) it is interpolated by a polynomial through Chebyshev points; a panel is used
only if the last coefficients have died away, two further starts agree, and every run that it was made of can be
trusted. The others are left to direct computation. Epochs to one half are looked up among the starts at which the
answer changes, found backwards from the edge; that wants a step map that rises (κ max δ′ < 1).
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.costs import Cost, Quadratic
from app.learning.elementwise import Array
from app.learning.ensembles.kernels import Kernel
from app.learning.ensembles.sigmoids import Paths, edge_of, find
from app.learning.ensembles.trust import EPS, LARGEST_KAPPA

PER_UNIT = 32
"""Panels in a unit of z."""
DEGREE = 10
NODES = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))
TRIALS = np.array([-0.97, 0.31])
"""Further starts, where the polynomial is compared; about where its error is largest, and about its middle."""
AGREES = 5e-14


class Table(NamedTuple):
    """Panels from the number `first` on."""

    first: int
    coefficients: dict[str, Array]
    """By measure, (panel, power of the place within the panel, from −1 to 1), highest power first."""
    is_good: dict[str, NDArray[np.bool_]]


@lru_cache(maxsize=8)
def table_of(
    cost: Cost,
    y: float,
    kappa: float,
    epochs: int,
    names: tuple[str, ...],
    panels: tuple[int, int],
    sizes: tuple[float, float],
    steps: tuple[float, float],
    kernel: Kernel,
) -> Table:
    """The panels of these numbers (first, last + 1)."""
    numbers = np.arange(*panels)
    places = np.concatenate([NODES, TRIALS])
    z = (numbers[:, None] + 0.5 * (places + 1.0)) / PER_UNIT
    findings = find(cost, Paths(z.ravel(), y, kappa, sizes, steps), epochs, names, kernel)
    coefficients, is_good = {}, {}
    for name in names:
        values = findings.values[name].reshape(z.shape)
        nodes, trials = values[:, : DEGREE + 1], values[:, DEGREE + 1 :]
        rising = np.linalg.solve(np.vander(NODES, DEGREE + 1), nodes.T).T
        guess = sum(rising[:, k : k + 1] * TRIALS ** (DEGREE - k) for k in range(DEGREE + 1))
        with np.errstate(all="ignore"):
            size = np.maximum(1.0, np.abs(nodes).max(axis=1))
            off = np.abs(guess - trials).max(axis=1) / size
            tail = np.abs(rising[:, :2]).max(axis=1) / size / 2.0 ** (DEGREE - 2)
            good = (off < AGREES) & (tail < AGREES)
        is_good[name] = good & ~findings.doubtful[name].reshape(z.shape).any(axis=1)
        coefficients[name] = np.ascontiguousarray(rising.T)
    return Table(panels[0], coefficients, is_good)


def look_up(table: Table, name: str, z: Array) -> tuple[Array, NDArray[np.bool_]]:
    """A measure for each of the starts, and for which of them the table does not know it."""
    place = z * PER_UNIT
    panel = np.floor(place)
    place -= panel
    place *= 2.0
    place -= 1.0
    number = panel.astype(np.intp)
    number -= table.first
    rows = table.coefficients[name]
    value = rows[0].take(number, mode="clip")
    term = np.empty_like(value)
    for row in rows[1:]:
        value *= place
        value += row.take(number, out=term, mode="clip")
    return value, ~table.is_good[name].take(number)


class Thresholds(NamedTuple):
    """−z, mirrored, at which row k is exactly at the edge; falling with k."""

    v: Array
    is_mirrored: bool


@lru_cache(maxsize=8)
def thresholds_of(cost: Cost, y: float, kappa: float, epochs: int, lowest: float) -> Thresholds:
    """Those of at most so many epochs, down to the lowest v that occurs."""
    is_quadratic = type(cost) is Quadratic
    target = min(y, 1.0 - y)
    places: list[float] = []
    v = float(edge_of(target))
    while len(places) <= epochs and np.isfinite(v):
        places.append(v)
        if v < lowest:
            break
        v = _before(is_quadratic, target, kappa, v)
    return Thresholds(np.array(places), y > 0.5)


def _before(is_quadratic: bool, y: float, kappa: float, v: float) -> float:
    """The place from which an update leads to v, by Newton's method within the bracket that a rising map allows."""
    low, high = v - kappa, v
    place = v
    for _ in range(60):
        e = math.exp(place)
        a = 1.0 / (1.0 + e)
        slope = a * (1.0 - a) if place > 0 else e * a * a
        delta = (a - y) * (slope if is_quadratic else 1.0)
        off = place + kappa * delta - v
        if off > 0.0:
            high = place
        else:
            low = place
        bend = slope * slope + (a - y) * slope * (1.0 - 2.0 * a) if is_quadratic else slope
        following = place - off / (1.0 - kappa * bend)
        if not low <= following <= high:
            following = 0.5 * (low + high)
        if abs(following - place) <= 4e-16 * max(1.0, abs(place)):
            return following
        place = following
    return place


def has_rising_map(cost: Cost, y: float, kappa: float) -> bool:
    is_quadratic, at_end = type(cost) is Quadratic, y in (0.0, 1.0)
    return kappa < (LARGEST_KAPPA[True, at_end] if is_quadratic else LARGEST_KAPPA[False, False])


def epochs_among(
    thresholds: Thresholds, z: Array, epochs: int, sizes: tuple[float, float]
) -> tuple[Array, NDArray[np.bool_]]:
    """Epochs to one half of each start, NaN for never, and which starts are too near to a threshold to say."""
    v = z if thresholds.is_mirrored else -z
    rising = thresholds.v[::-1]
    margin = 1e-11 + 4.0 * EPS * epochs * (sum(sizes) + 1.0)
    below = np.searchsorted(rising, v)
    fenced = np.concatenate([[-np.inf], rising, [np.inf]])
    is_near: NDArray[np.bool_] = (v - fenced.take(below) < margin) | (fenced.take(below + 1) - v < margin)
    count: Array = float(len(rising)) - below.astype(np.float64)
    if len(rising) == epochs + 1:
        count[count > epochs] = np.nan
    return count, is_near
