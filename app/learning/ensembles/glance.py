"""judging.py's look at the ends of runs, with the quick bound of trust.py, compiled to one pass over the runs."""

from typing import Any

import numpy as np

from app.learning.ensembles.judging import FAR_FROM_EDGE, Followed, Look
from app.learning.ensembles.quick import CLOSE
from app.learning.ensembles.trust import ALLOWED, EPS, STEEPEST
from app.learning.ensembles.vectors import TILE, compiled, exp, inlined


@inlined
def quick_bound(epochs: Any, kappa: Any, size: Any, v: Any, end: Any) -> Any:
    """How far z may be off in the last row, but for the growth of δ."""
    all_sizes = size + 2.0 * abs(end - v) + max(abs(v), abs(end)) + 1.0
    return EPS * epochs * all_sizes + 4.0 * EPS * (all_sizes + kappa)


@compiled
def glance(
    is_quadratic: Any, epochs: Any, columns: Any, never: Any, numbers: Any, output: Any, cost: Any, half: Any
) -> None:
    """`columns` holds v, the end, y, κ, the sizes and the edge of the runs; a, 1 − a and δ go into `numbers`.

    Their number is a multiple of `TILE`, like that of all loops that a result comes from.
    """
    for first in range(0, len(never), TILE):
        for i in range(first, first + TILE):
            v, end, y, kappa, size, edge = (
                columns[0, i],
                columns[1, i],
                columns[2, i],
                columns[3, i],
                columns[4, i],
                columns[5, i],
            )
            e = exp(-abs(v))
            large = 1.0 / (1.0 + e)
            at_start = (large * e if v > 0.0 else large) - y
            at_start *= large * large * e if is_quadratic else 1.0
            e = exp(-abs(end))
            large = 1.0 / (1.0 + e)
            slope = large * large * e
            a = large * e if end > 0.0 else large
            delta = (a - y) * (slope if is_quadratic else 1.0)
            numbers[0, i], numbers[1, i], numbers[2, i] = a, large if end > 0.0 else large * e, delta
            start = max(abs(at_start), 1e-300)
            growth = max(1.0, abs(delta) / start) if is_quadratic else 1.0
            error = quick_bound(epochs, kappa, size, v, end) * growth
            output[i] = not slope * error <= ALLOWED
            cost[i] = not abs(delta) * error <= ALLOWED
            last = end if never[i] else edge
            at_edge = 0.5 * (0.25 - y * y if is_quadratic else 1.0)
            bound = quick_bound(epochs, kappa, size, v, last)
            growth = max(1.0, abs(delta if never[i] else at_edge) / start) if is_quadratic else 1.0
            worst = max(1.0, STEEPEST / start) if is_quadratic else 1.0
            half[i] = (
                v <= edge and not last + 2.0 * bound * growth < edge - FAR_FROM_EDGE and not bound * worst <= CLOSE
            )


def look(runs: Followed) -> Look:
    """As judging.py's quick one."""
    count = len(runs.v)
    length = -(-count // TILE) * TILE
    columns, never = np.zeros((6, length)), np.zeros(length, dtype=bool)
    fields = (runs.v, runs.end, runs.y, runs.kappa, np.add(*runs.sizes), runs.edge)
    for column, values in zip(columns, fields, strict=True):
        column[:count] = values
    never[:count] = runs.never
    numbers, flags = np.empty((3, length)), np.empty((3, length), dtype=bool)
    glance(runs.is_quadratic, runs.epochs, columns, never, numbers, *flags)
    a, rest, delta = numbers[:, :count]
    output, cost, half = flags[:, :count]
    return Look(a, rest, delta, {"final_output": output, "final_cost": cost, "epochs_to_half": half})
