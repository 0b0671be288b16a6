"""How far a run that was followed in z alone may be from the single run, and so which cells must be repeated.

Both recursions round every epoch, in different places. What an epoch leaves is at most half a unit in the last place
of w x, of b and of z (or of e^z instead, which is half a unit of 1 in z), and the epochs after it carry it on:

- **Growth.** An update multiplies a difference in z by 1 − κ δ′(z). For the cross-entropy that is at most 1 in size up
  to κ = 8. For the quadratic cost the product from row j to row k is close to δ_k/δ_j as long as no factor is
  negative; along a run |δ| rises once and falls once, so its largest value is max(1, |δ_T/δ_0|).
- **Sum.** Roundings are independent of each other while the step itself changes from epoch to epoch by more than a
  unit of what it is added to: their sum then grows like √T, and six standard deviations are allowed for. A step that
  is as good as constant rounds in the same direction every time, L epochs long; the sum grows like √(T L), and never
  faster than T, nor than the whole way plus one unit.

Beyond these regimes nothing is claimed (`LARGEST_KAPPA`), and the exact way is taken at once.
"""

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array

ALLOWED = 5e-13
"""The largest error that is passed: half of the 1e-12 that is promised."""
EPS = float(np.finfo(float).eps)
SIGMAS = 1.8
"""Six standard deviations of a rounding, which is spread evenly over one unit: 6/√12 = 1.73."""
STEEPEST = 0.149
"""The largest δ of a sigmoid with the quadratic cost and target 0: 4/27."""
FLAT = 25.0
"""Beyond this |z| the steps of the cross-entropy are as good as equal."""
FAR = 690.0
"""The largest |z| of a start: nothing overflows, and no digit is lost."""

LARGEST_KAPPA = {(True, True): 12.0, (True, False): 6.0, (False, True): 8.0, (False, False): 4.0}
"""By (quadratic cost?, target 0 or 1?). 1 − κ δ′ stays positive; for the cross-entropy and target 0, above −1."""


def bounds(
    is_quadratic: bool,
    kappa: Array | float,
    epochs: int,
    sizes: tuple[Array | float, Array | float],
    steps: tuple[Array | float, Array | float],
    z: tuple[Array, Array],
    delta: tuple[Array, Array],
    is_quick: bool,
) -> tuple[Array, Array]:
    """What the error of z may be in the last row, and what it may have been where |δ| was largest.

    `sizes` are Σ|w_j x_j| and |b| at the start, `steps` how fast each of them moves as part of z (η Σx², η); `z` and
    `delta` are those of the first and the last row. `is_quick` asks for the simple sum, linear in T, which is enough
    for most runs and never smaller.
    """
    way = np.abs(z[1] - z[0])
    size_z = np.maximum(np.abs(z[0]), np.abs(z[1])) + 1.0
    parts = [(sizes[0] + way, steps[0]), (sizes[1] + way, steps[1]), (size_z, kappa)]
    all_sizes = sum(size for size, _ in parts)
    start = np.maximum(np.abs(delta[0]), 1e-300)
    growths = [
        np.maximum(1.0, rise / start) if is_quadratic else np.ones_like(way) for rise in (np.abs(delta[1]), STEEPEST)
    ]
    if is_quick:
        total = EPS * epochs * all_sizes + 4.0 * EPS * (all_sizes + kappa)
        return total * growths[0], total * growths[1]
    change = np.abs(delta[1] - delta[0]) / max(epochs, 1)
    random = alike = np.zeros_like(way)
    for size, step in parts:
        length = np.clip(np.sqrt(EPS * size / np.maximum(step * change, 1e-300)), 1.0, max(epochs, 1))
        random = np.hypot(random, np.minimum(SIGMAS * EPS * size * np.sqrt(epochs * length), EPS * epochs * size))
    if not is_quadratic:
        alike = EPS * all_sizes * np.clip((np.abs(z[0]) - FLAT) / kappa, 0.0, epochs)
    at_start = 4.0 * EPS * (all_sizes + kappa)
    last, worst = (growth * (np.minimum(random * _mean(growth) + alike, way) + at_start) for growth in growths)
    return last, worst


def _mean(growth: Array) -> Array:
    """The root mean square of what the errors of all epochs grow by, as part of what the first one does.

    On a plateau 1/δ falls evenly with the epochs, and on its way down it stays below that line.
    """
    mean: Array = np.sqrt((1.0 + 1.0 / growth + 1.0 / growth**2) / 3.0)
    return mean


def is_doubtful(error: Array, slope: Array, size: Array | float = 1.0) -> NDArray[np.bool_]:
    """Whether a number of this size, with this slope in z, may be off by more than is allowed."""
    return ~(np.abs(slope) * error <= ALLOWED * np.maximum(1.0, size))
