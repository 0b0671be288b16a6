"""The fastest epoch of many starts that share the step map, where rounding does not decide which one it is.

The update that moves the output most may be fastest by very little: far out, two moves differ by less than the output
is rounded by, and only the operations of the single run themselves can tell. So the two largest moves are kept, and a
start is doubtful whose two are closer than roundings may bring them.
"""

import numpy as np
from numpy.typing import NDArray

from app.learning.activations import ACTIVATIONS
from app.learning.costs import Cost, Quadratic
from app.learning.elementwise import Array
from app.learning.ensembles.bits import row_of
from app.learning.ensembles.sigmoids import Paths, is_ordinary
from app.learning.ensembles.trust import EPS, bounds

ROUNDINGS = 8.0 * EPS
"""How far the difference of two moves may be off, as part of the largest output (which is above the slope) and of
what z is rounded by: that of the output itself counts as 1."""
STEEPNESS = 8.0
"""More than a move's logarithm can change with z: δ and the slope change by e^z at most, and there are two moves."""


def fastest_of(cost: Cost, paths: Paths, epochs: int) -> tuple[Array, NDArray[np.bool_]]:
    """The fastest epoch of each start (NaN where nothing ever moves), and which of them are doubtful."""
    is_quadratic = type(cost) is Quadratic
    z, y = paths.z.copy(), np.broadcast_to(paths.y, paths.z.shape)
    fastest = np.full(len(z), np.nan)
    best, second, highest = np.zeros((3, len(z)))
    first: Array = np.zeros(0)
    steepest = np.zeros(len(z))
    before: Array = np.zeros(0)
    row = row_of(cost, ACTIVATIONS["sigmoid"])
    with np.errstate(all="ignore"):
        for epoch in range(epochs + 1):
            delta, a = row(z, y)
            if epoch == 0:
                first = delta
            else:
                moved = np.abs(a - before)
                is_faster = moved > best
                second = np.where(is_faster, best, np.maximum(second, moved))
                best = np.where(is_faster, moved, best)
                fastest[is_faster] = epoch - 1
            np.maximum(steepest, np.abs(delta), out=steepest)
            np.maximum(highest, a, out=highest)
            before = a
            if epoch < epochs:
                z = z - paths.kappa * delta
        error, _ = bounds(
            is_quadratic, paths.kappa, epochs, paths.sizes, paths.steps, (paths.z, z), (first, steepest), is_quick=False
        )
        sizes = 1.0 + np.maximum(np.abs(paths.z), np.abs(z)) + paths.sizes[0] + paths.sizes[1]
        margin = ROUNDINGS * highest * sizes + STEEPNESS * error * best
        sure = is_ordinary(cost, paths) & (best - second > margin)
    return fastest, ~sure
