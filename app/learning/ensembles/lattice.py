"""A grid over w and b in which few different weighted inputs exist.

With one x, y and η the start z = w x + b decides everything, and where the steps of w x and of b are to each other as
two small whole numbers p and q, cell (i, j) starts at z(p i + q j): a thousand by a thousand cells with p = q = 1 have
1,999 different starts. Those are followed once, and the grid is a strided view of what was found.

The starts are places on a line that the whole grid defines, so it does not matter which rows are asked for. A cell's
own w x + b departs from its place by a few units in the last place, which is among what trust.py allows for; it is
measured here, and a grid that departs further is no lattice.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array
from app.learning.ensembles.ensemble import Ensemble

T = TypeVar("T", bound=np.generic)

LARGEST_RATIO = 64
"""The largest p or q that is looked for."""
WORTH = 4
"""A lattice must have so many times fewer starts than cells."""
UNITS = 6.0
"""How many units in the last place (of the largest number on either axis) a start may be off its place."""


@dataclass(frozen=True)
class Lattice:
    """Cell (i, j) starts at place i · `steps[0]` + j · `steps[1]` + `first` of `places`."""

    places: Array
    first: int
    steps: tuple[int, int]
    sizes: tuple[float, float]
    """The largest |w x| and |b| of the grid."""

    def spread(self, values: NDArray[T], shape: tuple[int, int], rows: slice) -> NDArray[T]:
        """The values of the places as cells of a grid, only those rows."""
        size = values.itemsize
        view = np.lib.stride_tricks.as_strided(
            values[self.first :], shape, (self.steps[0] * size, self.steps[1] * size), writeable=False
        )
        return np.array(view[rows], order="C")


def lattice_of(ensemble: Ensemble) -> Lattice | None:
    """The lattice of a grid over w and b, None where there is none worth the name."""
    if not has_one_map(ensemble) or len(ensemble.shape) != 2 or 0 in ensemble.shape:
        return None
    axes = _axes(ensemble.w * ensemble.x, ensemble.b)
    if axes is None or tuple(len(axis) for axis in axes) != ensemble.shape:
        return None
    step = [(axis[-1] - axis[0]) / max(1, len(axis) - 1) for axis in axes]
    if 0.0 in step or not np.isfinite(step).all():
        return None
    ratio = Fraction(step[0] / step[1]).limit_denominator(LARGEST_RATIO)
    p, q = ratio.numerator, ratio.denominator
    if p == 0 or abs(p) > LARGEST_RATIO:
        return None
    unit = step[1] / q
    first = -p * (len(axes[0]) - 1) if p < 0 else 0
    count = abs(p) * (len(axes[0]) - 1) + q * (len(axes[1]) - 1) + 1
    if count * WORTH > ensemble.shape[0] * ensemble.shape[1]:
        return None
    origin = float(axes[0][0] + axes[1][0])
    off = sum(
        np.abs(axis - (axis[0] + unit * ratio * np.arange(len(axis)))).max()
        for axis, ratio in zip(axes, (p, q), strict=True)
    )
    size = [float(np.abs(axis).max()) for axis in axes]
    if not off <= UNITS * np.finfo(float).eps * sum(size):
        return None
    sizes = (float(np.abs(ensemble.w * ensemble.x).max()), float(np.abs(ensemble.b).max()))
    return Lattice(origin + unit * (np.arange(count) - first), first, (p, q), sizes)


def has_one_map(ensemble: Ensemble) -> bool:
    """Whether z alone tells the cells apart: one x, y and η for all."""
    return ensemble.is_scalar and ensemble.x.size == ensemble.y.size == ensemble.eta.size == 1


def _axes(wx: Array, b: Array) -> tuple[Array, Array] | None:
    """What each axis of the grid adds to z, where w runs along one and b along the other."""
    w_shape, b_shape = ((1, 1, *values.shape) for values in (wx, b))
    if w_shape[-1] == 1 and b_shape[-2] == 1:
        return wx.ravel(), b.ravel()
    if w_shape[-2] == 1 and b_shape[-1] == 1:
        return b.ravel(), wx.ravel()
    return None
