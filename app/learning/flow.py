"""How long the plateau lasts for any neuron with one example: theory.py's law where it has no closed form.

In the limit of small steps an epoch changes z by −κ δ(z), κ = η (Σ x² + 1). So a start z₀ on the wrong side of the
edge, where |a − y| = 1/2, is right after T(z₀) = (1/κ) ∫ dz/|δ(z)| epochs, from the edge to z₀, with any number of
inputs, any target and any activation that never falls.
"""

from typing import NamedTuple

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array
from app.learning.turns import Work

FAR = 1000.0
"""Edges are looked for up to here: every activation either has passed 1/2 by then or never will."""

NODES, WEIGHTS = (v.tolist() for v in np.polynomial.legendre.leggauss(10))
PANEL = 0.25
"""The longest panel. The nearest singularities of 1/δ, where a = y, are at least twice as far from the edge."""
AT_ONCE = 10_000
"""Nodes between two pauses: about half a millisecond."""


class WrongSides(NamedTuple):
    """Where |a − y| > 1/2: below the one weighted input and above the other; None where there is no such side."""

    below: float | None
    above: float | None


def wrong_sides(activation: Activation, y: float) -> WrongSides:
    """The edges for an activation that never falls, to the last bit of z."""
    below = _crossing(activation, y, -0.5) if activation.residual(-FAR, y) < -0.5 else None
    above = _crossing(activation, y, 0.5) if activation.residual(FAR, y) > 0.5 else None
    return WrongSides(below, above)


def _crossing(activation: Activation, y: float, level: float) -> float:
    """Where a − y passes the level, by bisection between −FAR and FAR."""
    low, high = -FAR, FAR
    while low < (middle := 0.5 * (low + high)) < high:
        residual = activation.residual(middle, y)
        if residual == level:
            return middle
        if residual < level:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def epochs_from(cost: Cost, activation: Activation, y: float, z: Array, kappa: float) -> Work[Array]:
    """T at every z of an even grid that starts at an edge and leads away from it; infinity where it never ends.

    Ten Gauss–Legendre nodes a panel. For the activations here the relative error is below 1e-12, which is rounding:
    of a panel's 1/δ, e^z among it, the rule leaves out less than 1e-15.
    """
    steps = np.diff(z)
    panels = max(1, int(np.ceil(np.abs(steps).max(initial=0.0) / PANEL)))
    places = (np.arange(panels)[:, None] + 0.5 * (np.array(NODES) + 1.0)) / panels
    integrals = np.empty(len(steps))
    piece = max(1, AT_ONCE // places.size)
    for first in range(0, len(steps), piece):
        part = slice(first, first + piece)
        step = steps[part, None, None]
        nodes = z[:-1][part, None, None] + step * places
        with np.errstate(all="ignore"):
            towards_edge = cost.delta(activation, nodes, np.full_like(nodes, y)) * np.sign(step)
            integrand = np.where(towards_edge > 0.0, 1.0 / towards_edge, np.inf)
            integrals[part] = (integrand * np.array(WEIGHTS)).sum(axis=(1, 2)) * np.abs(steps[part]) / (2.0 * panels)
        yield
    with np.errstate(all="ignore"):
        return np.concatenate([[0.0], np.cumsum(integrals)]) / kappa
