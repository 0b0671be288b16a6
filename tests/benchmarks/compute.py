"""What a Run costs the server: the time to compute 300 epochs with all their columns, and to write them as JSON."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from app.experiments.run import Run, join
from app.experiments.schema import Experiment
from app.learning.costs import COSTS
from app.web.wire import to_json

TIMES = 51


def measure() -> dict[str, float]:
    """Medians in milliseconds."""
    results = {}
    for cost in COSTS:
        experiment = Experiment(cost=cost, w=2.0, b=2.0)
        columns = join(list(Run(experiment).columns()))
        results[f"{cost}, 300 epochs, computed (ms)"] = _median(partial(_compute, experiment))
        results[f"{cost}, 300 epochs, as JSON (ms)"] = _median(partial(to_json, columns))
    return results


def _compute(experiment: Experiment) -> None:
    for _ in Run(experiment).columns():
        pass


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)
