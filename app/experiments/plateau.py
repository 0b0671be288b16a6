"""The plateau law of an experiment: epochs until |a − y| < 1/2 against the start z₀, by theory and by simulation.

For every cost that follows its gradient and fits the activation: the experiment's own neuron with that cost, started
elsewhere (its b shifted). Only for one example: several have no single z.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, Field

from app.experiments.run import neuron_of
from app.experiments.schema import Experiment
from app.learning.activations import Activation
from app.learning.costs import COSTS, Cost, is_pair
from app.learning.elementwise import Array
from app.learning.flow import epochs_from, wrong_sides
from app.learning.turns import Work
from app.learning.unrecorded import count_to_half

T = TypeVar("T")

CAP = 20_000
"""Epochs after which a simulation is given up: about 20 milliseconds."""
BUDGET = 50_000
"""Epochs of all simulations of a side together, more or less."""
LONGEST = 1e300
"""Epochs past which the theory's curve is left off: doubles end soon after."""
REACH, LARGEST_REACH = 10.0, 1000.0
"""How far out the law is shown at least, and at most."""
INTERVALS = 200
"""Intervals of the theory's grid, divided among the wrong sides."""
SIMULATED = 20
"""Starts that are simulated on each side, at most."""


class Simulated(BaseModel):
    """Simulated starts, from the smallest z up, and their epochs."""

    z: list[float]
    epochs: list[int]


class Law(BaseModel):
    """One cost's plateau law."""

    theory: list[float | None] = Field(
        description="Epochs for small steps at each z; null where there is no wrong side, or no end (past 1e300)."
    )
    simulated: Simulated


class Plateaus(BaseModel):
    """The plateau law of an experiment. With `applies` false, `reason` says why, and there are no curves."""

    applies: bool
    reason: str | None = Field(description="several-examples, never-wrong, not-monotone, or null.")
    kappa: float | None = Field(description="An update changes z by −κ δ, κ = η (Σ x² + 1).")
    start: float | None = Field(description="The experiment's own start z₀.")
    start_epochs: int | None = Field(
        description="Its own epochs to one half, with its own cost; null if they are more than 20,000."
    )
    z: list[float] = Field(description="The starts of the theory's curves, from the smallest up.")
    costs: dict[str, Law]


@dataclass(frozen=True)
class Side:
    """A wrong side: from its edge, where |a − y| = 1/2, as far as the law is shown."""

    edge: float
    direction: float
    """1 where larger z is worse, −1 where smaller z is."""
    reach: float
    """|z| at the far end."""
    intervals: int

    @property
    def grid(self) -> Array:
        """z from the edge outwards, in even steps."""
        return np.linspace(self.edge, self.direction * self.reach, self.intervals + 1)

    @property
    def starts(self) -> Iterator[float]:
        """Round z beyond the edge, outwards: to be simulated."""
        step = next(s for s in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0) if self.reach / s <= SIMULATED)
        first = math.floor(self.direction * self.edge / step) + 1
        return (self.direction * step * k + 0.0 for k in range(first, math.floor(self.reach / step) + 1))


def plateaus(experiment: Experiment) -> Work[Plateaus]:
    """The law of this experiment; a few tens of milliseconds of work."""
    neuron = neuron_of(experiment)
    if np.size(neuron.y) > 1:
        return _without_curves("several-examples")
    y = float(np.reshape(neuron.y, ()))
    x, w = np.ravel(neuron.x), np.ravel(neuron.w)
    start, kappa = float(x @ w + neuron.b), float(neuron.eta * (x @ x + 1.0))
    own = yield from count_to_half(neuron.cost, neuron.activation, start, y, kappa, CAP)

    sides = _sides(neuron.activation, y, start)
    if not sides:
        return _without_curves("never-wrong", kappa, start, own)
    if any((neuron.activation.slope(side.grid) < 0.0).any() for side in sides):
        return _without_curves("not-monotone", kappa, start, own)
    costs = {}
    for cost in _gradient_costs(neuron.activation):
        costs[cost.name] = yield from _law(cost, neuron.activation, y, kappa, sides)
    return Plateaus(
        applies=True,
        reason=None,
        kappa=kappa,
        start=start,
        start_epochs=own,
        z=_ascending(sides, [side.grid.tolist() for side in sides], 0.5 * (sides[0].edge + sides[-1].edge)),
        costs=costs,
    )


def _without_curves(
    reason: str, kappa: float | None = None, start: float | None = None, own: int | None = None
) -> Plateaus:
    return Plateaus(applies=False, reason=reason, kappa=kappa, start=start, start_epochs=own, z=[], costs={})


def _sides(activation: Activation, y: float, start: float) -> list[Side]:
    """The wrong sides, the lower one first. Each holds the start if that is wrong there and not too far out."""
    below, above = wrong_sides(activation, y)
    edges = [(edge, direction) for edge, direction in ((below, -1.0), (above, 1.0)) if edge is not None]
    return [
        Side(
            edge,
            direction,
            reach=min(max(REACH, direction * edge + 0.5 * REACH, 1.1 * direction * start), LARGEST_REACH),
            intervals=INTERVALS // len(edges),
        )
        for edge, direction in edges
    ]


def _gradient_costs(activation: Activation) -> list[Cost]:
    """The registered costs that are followed downhill and fit the activation."""
    return [cost for cost in COSTS.values() if cost.follows_gradient and is_pair(cost, activation)]


def _law(cost: Cost, activation: Activation, y: float, kappa: float, sides: list[Side]) -> Work[Law]:
    curves: list[list[float | None]] = []
    points: list[tuple[float, int]] = []
    for side in sides:
        theory = yield from epochs_from(cost, activation, y, side.grid, kappa)
        curves.append([epochs if epochs <= LONGEST else None for epochs in theory.tolist()])
        points += yield from _simulate(cost, activation, y, kappa, side, theory)
    points.sort()
    simulated = Simulated(z=[z for z, _ in points], epochs=[epochs for _, epochs in points])
    return Law(theory=_ascending(sides, curves, None), simulated=simulated)


def _simulate(
    cost: Cost, activation: Activation, y: float, kappa: float, side: Side, theory: Array
) -> Work[list[tuple[float, int]]]:
    """Starts and their epochs, outwards until one takes more than `CAP`; what surely would is not even tried.

    Where they take long, only every second or third start.
    """
    points = []
    spacing = (side.reach - side.direction * side.edge) / side.intervals
    starts = [(z, theory[min(int(abs(z - side.edge) / spacing), side.intervals)]) for z in side.starts]
    starts = [(z, about) for z, about in starts if about <= CAP]
    stride = 1 + int(sum(about for _, about in starts) / BUDGET)
    for z, _ in starts[stride - 1 :: stride]:
        epochs = yield from count_to_half(cost, activation, z, y, kappa, CAP)
        if epochs is None:
            break
        points.append((z, epochs))
    return points


def _ascending(sides: list[Side], parts: Sequence[Sequence[T]], between: T) -> list[T]:
    """One list out of one for each side, smallest z first, with a gap between two sides."""
    inward, *outward = [
        list(part) if side.direction > 0.0 else list(part)[::-1] for side, part in zip(sides, parts, strict=True)
    ]
    return inward + [value for part in outward for value in (between, *part)]
