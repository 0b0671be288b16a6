"""What is computed: starts of many runs, as plain arrays that any library can take. Targets are 0 or 1 here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Answer = dict[str, Array]
"""A measure's name to its values, one a run in the order of the grid; `epochs_to_half` is epochs + 1 for never."""

MEASURES = ("epochs_to_half", "final_output")


@dataclass(frozen=True)
class Work:
    """Sigmoid neurons with one input. The arrays broadcast to the grid of runs."""

    title: str
    cost: str
    w: Array
    b: Array
    x: Array
    y: Array
    eta: Array
    epochs: int

    @property
    def shape(self) -> tuple[int, ...]:
        return np.broadcast_shapes(self.w.shape, self.b.shape, self.x.shape, self.y.shape, self.eta.shape)

    @property
    def runs(self) -> int:
        return int(np.prod(self.shape))

    def columns(self) -> tuple[Array, Array, Array, Array, Array]:
        """w, b, x, y and eta of every run, as flat arrays of their own."""
        w, b, x, y, eta = (
            np.array(np.broadcast_to(v, self.shape)).reshape(-1) for v in (self.w, self.b, self.x, self.y, self.eta)
        )
        return w, b, x, y, eta


def weight_bias_map(title: str, x: float, side: int = 1000, epochs: int = 300) -> Work:
    """A map over (w, b) in [−5, 5]². With x = 1 the weighted inputs lie on a lattice: 2 · side − 1 different ones."""
    line = np.linspace(-5.0, 5.0, side)
    return Work(
        title,
        "quadratic",
        w=line[:, None],
        b=line[None, :],
        x=np.array(x),
        y=np.array(0.0),
        eta=np.array(0.15),
        epochs=epochs,
    )


def random_runs(title: str, cost: str, runs: int = 1_000_000, epochs: int = 300, seed: int = 0) -> Work:
    """Runs that share nothing: w and b in [−5, 5], x in [−2, 2], η in [0.01, 1] (evenly in its logarithm), y 0 or 1."""
    random = np.random.default_rng(seed)
    return Work(
        title,
        cost,
        w=random.uniform(-5.0, 5.0, runs),
        b=random.uniform(-5.0, 5.0, runs),
        x=random.uniform(-2.0, 2.0, runs),
        y=random.integers(0, 2, runs).astype(np.float64),
        eta=10.0 ** random.uniform(-2.0, 0.0, runs),
        epochs=epochs,
    )
