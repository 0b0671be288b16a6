"""What a Run costs the server: the time to compute 300 epochs with all their columns, and to write them as JSON."""

import statistics
import time
from collections.abc import Callable

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
        results[f"{cost}, 300 epochs, computed (ms)"] = _median(lambda e=experiment: list(Run(e).columns()))
        results[f"{cost}, 300 epochs, as JSON (ms)"] = _median(lambda c=columns: to_json(c))
    return results


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)
