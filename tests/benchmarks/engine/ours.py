"""The engine as a caller uses it: rows of the grid cut into parts that two or more threads measure."""

import importlib.util
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from tests.benchmarks.engine.work import MEASURES, Answer, Work

PART = 2e7
"""Neuron-epochs a part: long enough for the cutting to cost nothing, short enough for threads to end together."""


def numpy_only(work: Work) -> Callable[[], Answer]:
    """Without the extra, even where it is installed. For a process of its own: it sets the environment."""
    from app.learning.ensembles.kernels import VARIABLE

    os.environ[VARIABLE] = "numpy"
    return installed(work)


def with_extra(work: Work) -> Callable[[], Answer]:
    """With the compiler behind the engine. Raises `ModuleNotFoundError` where the extra is not installed."""
    if importlib.util.find_spec("numba") is None:
        raise ModuleNotFoundError("the extra 'fast' is not installed")
    return installed(work)


def installed(work: Work) -> Callable[[], Answer]:
    """As it comes: with the extra where that is installed and worth loading."""
    from app.learning.activations import activation_named
    from app.learning.costs import cost_named
    from app.learning.ensembles import Ensemble, cost_of, forget, measure

    threads = os.cpu_count() or 1
    pool = ThreadPoolExecutor(threads)
    cost, activation = cost_named(work.cost), activation_named("sigmoid")

    def run() -> Answer:
        forget()  # what the peers have to compute in every call, we compute in every call
        ensemble = Ensemble(cost, activation, work.w, work.b, work.x, work.y, work.eta, work.epochs)
        rows = ensemble.shape[0]
        expense = cost_of(ensemble, names=MEASURES)
        # What is cheap is not cut, as in a sweep: both halves of a lattice would compute the same places.
        parts = 1 if expense < PART else min(rows, threads * max(1, round(expense / PART / threads)))
        edges = np.linspace(0, rows, parts + 1).astype(int).tolist()
        cut = [slice(start, stop) for start, stop in pairwise(edges)]
        answer = {name: np.empty(ensemble.shape) for name in MEASURES}

        def fill(part: slice) -> None:
            for name, values in measure(ensemble, MEASURES, part).items():
                answer[name][part] = values

        for done in [pool.submit(fill, part) for part in cut]:
            done.result()
        return answer

    return run
