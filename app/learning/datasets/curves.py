"""Classes that lie on curves, which no straight line parts: moons, circles, spirals."""

import numpy as np

from app.learning.datasets.options import Option, Options
from app.learning.datasets.points import Drawn, Points, point_options, turns


class Moons(Points):
    name = "moons"
    label = "Two moons"
    summary = "Two half circles that reach into each other."

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:  # noqa: ARG002 (has none)
        labels = turns(n, 2)
        angle = rng.uniform(0.0, np.pi, n)
        upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        # The lower moon is the upper one turned by half a circle about (1/2, 1/4), which is moved to the origin.
        x = np.where(labels[:, None] == 0, upper, np.array([1.0, 0.5]) - upper)
        return Drawn(x - np.array([0.5, 0.25]), labels)


class Circles(Points):
    name = "circles"
    label = "Circles"
    summary = "A small circle within a larger one."
    options = point_options(
        noise=0.05,
        ratio=Option("float", 0.5, "Ratio", "Radius of the inner circle; that of the outer one is 1.", 0.1, 0.9),
    )

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:
        labels = turns(n, 2)
        angle = rng.uniform(0.0, 2.0 * np.pi, n)
        radius = np.where(labels == 0, 1.0, options["ratio"])
        return Drawn(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels)


class Spirals(Points):
    name = "spirals"
    label = "Spirals"
    summary = "Arms that wind around each other, from the middle outwards."
    options = point_options(
        noise=0.03,
        least=5,
        arms=Option("int", 2, "Arms", "How many arms, a class each.", 2, 5),
        turns=Option("float", 1.0, "Turns", "How often an arm goes around.", 0.25, 3.0),
    )

    def names(self, options: Options) -> tuple[str, ...]:
        return tuple(str(arm) for arm in range(options["arms"]))

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:
        labels = turns(n, options["arms"])
        # Radii from 0.1 on: at the middle all arms are one.
        radius = rng.uniform(0.1, 1.0, n)
        angle = 2.0 * np.pi * (options["turns"] * radius + labels / options["arms"])
        return Drawn(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels)


DATA_SETS = (Moons(), Circles(), Spirals())
