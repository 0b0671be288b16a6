"""What followed runs say at their ends, and of which of them roundings might have changed it.

`look` is NumPy's; glance.py has the same compiled, with the quick bound only. The costly bound is for the few that the
quick one does not clear.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array
from app.learning.ensembles.quick import CLOSE
from app.learning.ensembles.trust import bounds, is_doubtful

FAR_FROM_EDGE = 0.1
"""A run that waits so far from the edge, beyond twice its error, is not about to cross it."""


class Followed(NamedTuple):
    """Runs in v = −z of the mirrored neuron; numbers stand for what all runs share."""

    is_quadratic: bool
    epochs: int
    v: Array
    end: Array
    """v in the last row; anything where a run is across the edge and only that was asked."""
    never: NDArray[np.bool_]
    """Whether a run waits on the wrong side to the end."""
    y: Array | float
    edge: Array | float
    kappa: Array | float
    sizes: tuple[Array | float, Array | float]
    steps: tuple[Array | float, Array | float]

    def part(self, which: NDArray[np.intp]) -> "Followed":
        def of(value: Array | float) -> Array | float:
            return value[which] if isinstance(value, np.ndarray) and value.ndim else value

        return Followed(
            self.is_quadratic,
            self.epochs,
            self.v[which],
            self.end[which],
            self.never[which],
            of(self.y),
            of(self.edge),
            of(self.kappa),
            (of(self.sizes[0]), of(self.sizes[1])),
            (of(self.steps[0]), of(self.steps[1])),
        )


class Look(NamedTuple):
    """The last row, and what is open about it."""

    a: Array
    """σ(−v)."""
    rest: Array
    """σ(v)."""
    delta: Array
    may_be_off: dict[str, NDArray[np.bool_]]
    """By measure, which runs may be further off than is allowed; `epochs_to_half` knows nothing of rows at the edge."""


def look(runs: Followed, is_quick: bool = True) -> Look:
    """The ends, judged by the quick bound or by the costly one."""
    is_quadratic, kappa, edge = runs.is_quadratic, runs.kappa, runs.edge

    def judged(end: Array, delta: Array) -> tuple[Array, Array]:
        ends, deltas = (runs.v, end), (first, delta)
        return bounds(is_quadratic, kappa, runs.epochs, runs.sizes, runs.steps, ends, deltas, is_quick)

    with np.errstate(all="ignore"):
        a, _, slope = outputs(runs.v)
        first = (a - runs.y) * slope if is_quadratic else a - runs.y
        a, rest, slope = outputs(runs.end)
        delta = (a - runs.y) * slope if is_quadratic else a - runs.y
        error, _ = judged(runs.end, delta)
        # A run that crosses is judged at the edge, where a − y = 1/2; one that waits, before |δ| has become large.
        at_edge = 0.5 * (0.25 - np.square(runs.y)) if is_quadratic else 0.5
        last = np.where(runs.never, runs.end, edge)
        last_error, worst = judged(last, np.where(runs.never, delta, at_edge))
        is_far = last + 2.0 * last_error < edge - FAR_FROM_EDGE
        may_be_off = {
            "final_output": is_doubtful(error, slope),
            "final_cost": is_doubtful(error, delta),
            "epochs_to_half": (runs.v <= edge) & ~is_far & ~(worst <= CLOSE),
        }
    return Look(a, rest, delta, may_be_off)


def outputs(v: Array) -> tuple[Array, Array, Array]:
    """σ(−v), σ(v) and the slope, exact in both tails."""
    e = np.exp(-np.abs(v))
    large = 1.0 / (1.0 + e)
    small = e * large
    is_small = v > 0.0
    return np.where(is_small, small, large), np.where(is_small, large, small), small * large
