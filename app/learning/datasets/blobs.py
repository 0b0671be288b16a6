"""Round heaps of points, one a class: the problem on which softmax is easiest to see."""

import numpy as np

from app.learning.datasets.options import Option, Options
from app.learning.datasets.points import Drawn, Points, point_options, turns


class Blobs(Points):
    name = "blobs"
    label = "Blobs"
    summary = "Two to five round heaps of points, with their middles on a circle. The noise is how wide they are."
    options = point_options(
        noise=0.25,
        least=5,
        classes=Option("int", 3, "Classes", "How many heaps, a class each.", 2, 5),
    )

    def names(self, options: Options) -> tuple[str, ...]:
        return tuple(str(heap) for heap in range(options["classes"]))

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:  # noqa: ARG002 (only noise is drawn)
        labels = turns(n, options["classes"])
        angle = 2.0 * np.pi * labels / options["classes"]
        return Drawn(np.stack([np.cos(angle), np.sin(angle)], axis=1), labels)


DATA_SETS = (Blobs(),)
