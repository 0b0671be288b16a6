"""Targets 0 and 1, compiled: runs followed in E = e^v, which grows by a factor near to 1 in every epoch.

v → v + d means E → E e^d, and for d itself no exp is needed: d = κ E/(1 + E)³ under the quadratic cost, κ/(1 + E)
under the cross-entropy. As d is never negative and never large, e^d − 1 = d Q(d) with a short polynomial Q, and
E + (E d) Q(d) rounds by half a unit of E, so v by 1.1e-16, whatever its size. That is half the work of an exp for each
epoch, and no less right: Q is off by less than 2e-16 of itself, which over a whole run is 2e-16 of the way that v goes.
"""

import math
from fractions import Fraction
from typing import Any

import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles.quick import CLOSE, LOOK
from app.learning.ensembles.trust import STEEPEST
from app.learning.ensembles.vectors import TILE, compiled, exp, inlined

SHORT, LONG = 0.18, 1.8
"""The largest d of either polynomial."""


def series(terms: int, largest: float) -> tuple[float, ...]:
    """Q's coefficients, lowest first: through Chebyshev's points of [0, largest], in fractions without rounding."""
    angles = [math.pi * (k + 0.5) / terms for k in range(terms)]
    points = [Fraction(round(512 * largest * (1.0 + math.cos(angle))), 1024) for angle in angles]
    slopes = [sum(d**k / math.factorial(k + 1) for k in range(36)) for d in points]
    for order in range(1, terms):
        for k in range(terms - 1, order - 1, -1):
            slopes[k] = (slopes[k] - slopes[k - 1]) / (points[k] - points[k - order])
    found = [Fraction(0)]
    for slope, point in zip(reversed(slopes), reversed(points), strict=True):
        found = [above - point * here for above, here in zip([Fraction(0), *found], [*found, Fraction(0)], strict=True)]
        found[0] += slope
    return tuple(float(number) for number in found[:terms])


S = series(8, SHORT)
L = series(14, LONG)


@inlined
def short(d: Any) -> Any:
    """Q(d) for 0 ≤ d ≤ `SHORT`."""
    p = S[7] * d + S[6]
    p = p * d + S[5]
    p = p * d + S[4]
    p = p * d + S[3]
    p = p * d + S[2]
    p = p * d + S[1]
    return p * d + S[0]


@inlined
def long(d: Any) -> Any:
    """Q(d) for 0 ≤ d ≤ `LONG`."""
    p = L[13] * d + L[12]
    p = p * d + L[11]
    p = p * d + L[10]
    p = p * d + L[9]
    p = p * d + L[8]
    p = p * d + L[7]
    p = p * d + L[6]
    p = p * d + L[5]
    p = p * d + L[4]
    p = p * d + L[3]
    p = p * d + L[2]
    p = p * d + L[1]
    return p * d + L[0]


@inlined
def quadratic(e: Any, kappa: Any) -> Any:
    t = 1.0 + e
    return kappa * e / (t * t * t)  # t³ is infinite from v = 236 on, where d < 1e-204 becomes 0


@inlined
def cross_entropy(e: Any, kappa: Any) -> Any:
    return kappa / (1.0 + e)


@inlined
def one_epoch(step: Any, growth: Any, e: Any, rate: Any, below: Any, also: Any, low: Any, high: Any) -> None:
    """A row is counted, then the update is made."""
    for i in range(TILE):
        at = e[i]
        below[i] += 1.0 if at <= low else 0.0
        also[i] += 1.0 if at <= high else 0.0
        d = step(at, rate[i])
        e[i] = at + (at * d) * growth(d)


@compiled
def grow(
    is_quadratic: Any,
    is_short: Any,
    v: Any,
    kappa: Any,
    runs: Any,
    edge: Any,
    epochs: Any,
    half_only: Any,
    ends: Any,
    few: Any,
    many: Any,
) -> None:
    """Each of the runs from its first to its last epoch; what is left of a tile repeats the last of them."""
    e, rate, below, also = np.empty(TILE), np.empty(TILE), np.empty(TILE), np.empty(TILE)
    low, high = math.exp(edge - CLOSE), math.exp(edge + CLOSE)
    for first in range(0, len(runs), TILE):
        for i in range(TILE):
            run = runs[min(first + i, len(runs) - 1)]
            e[i], rate[i] = v[run], kappa[run]
            below[i] = also[i] = 0.0
        for i in range(TILE):
            e[i] = exp(e[i])
        for epoch in range(epochs):
            if half_only and epoch % LOOK == 0:
                waiting = 0
                for i in range(TILE):
                    waiting += 1 if e[i] <= high else 0
                if waiting == 0:
                    break
            if is_quadratic and is_short:
                one_epoch(quadratic, short, e, rate, below, also, low, high)
            elif is_quadratic:
                one_epoch(quadratic, long, e, rate, below, also, low, high)
            elif is_short:
                one_epoch(cross_entropy, short, e, rate, below, also, low, high)
            else:
                one_epoch(cross_entropy, long, e, rate, below, also, low, high)
        for i in range(TILE):
            below[i] += 1.0 if e[i] <= low else 0.0
            also[i] += 1.0 if e[i] <= high else 0.0
        for i in range(min(TILE, len(runs) - first)):
            run = runs[first + i]
            ends[run], few[run], many[run] = e[i], np.uint32(below[i]), np.uint32(also[i])


def largest_step(is_quadratic: bool, kappa: Array) -> Array:
    return kappa * STEEPEST if is_quadratic else kappa
