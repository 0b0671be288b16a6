"""Two-dimensional toy problems: points drawn from a seed, and as many others of the same source held out."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from app.learning.datasets.data import Data, Extent, Labels
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.options import Option, Options, seed_option
from app.learning.elementwise import Array

MOST = 10_000
"""The largest n."""
HELD_OUT = 1000
"""How many points are held out at most: enough to see the accuracy to a few per cent, cheap in every epoch."""


class Drawn(NamedTuple):
    x: Array
    labels: Labels


def point_options(*, n: int = 200, noise: float = 0.1, least: int = 4, **more: Option) -> Mapping[str, Option]:
    """The options that all toy problems have, with their own defaults, then those that only one has."""
    return {
        "n": Option("int", n, "Examples", "How many points there are to learn from.", least, MOST),
        "noise": Option(
            "float", noise, "Noise", "Standard deviation of the normal noise that is added to every point.", 0.0, 1.0
        ),
        **more,
        "seed": seed_option(),
    }


class Points(DataSet):
    """A subclass has `name`, `label`, `summary`, perhaps `options`, and `points`; `names` where there are not two."""

    place = 20
    options = point_options()
    features: tuple[str, ...] = ("x1", "x2")

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:
        """n points without their noise. Labels should take turns, so that examples may be learned in order too."""
        raise NotImplementedError

    def names(self, options: Options) -> tuple[str, ...]:  # noqa: ARG002 (for those that have a choice)
        """What the classes are called."""
        return ("0", "1")

    def held_out(self, options: Options) -> int:
        """How many points are held out."""
        return min(int(options["n"]), HELD_OUT)

    def make(self, options: Options) -> Data:
        # Two generators, so that the points to learn from do not depend on how many are held out.
        ours, others = np.random.default_rng(options["seed"]).spawn(2)
        x, labels = self._noisy(options["n"], ours, options)
        data = Data(self.name, x, labels, self.names(options), features=self.features)
        count = self.held_out(options)
        if not count:
            return data
        test_x, test_labels = self._noisy(count, others, options)
        return Data(
            data.name,
            x,
            labels,
            data.classes,
            test_x=test_x,
            test_labels=test_labels,
            features=data.features,
        )

    def _noisy(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:
        x, labels = self.points(n, rng, options)
        return Drawn(x + options["noise"] * rng.standard_normal(x.shape), labels)

    def extent(self, options: Options) -> Extent:
        return Extent(options["n"], self.held_out(options), len(self.features), len(self.names(options)))


def turns(n: int, classes: int) -> Labels:
    """n labels that take turns: 0, 1, 0, 1, …"""
    return np.arange(n) % classes
