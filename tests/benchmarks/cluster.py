"""What it costs to compute a sweep elsewhere: `python -m tests.benchmarks.cluster`.

The same sweep on threads, on worker processes and on a Dask cluster of worker processes of this machine, of 1, 2 and 4
workers each. Overhead is what a chunk takes that has nothing to compute; speed is that of a sweep of chunks of the
usual size, against one thread. Every result is compared with that of one thread first: to the last bit.
"""

import argparse
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from distributed import LocalCluster

from app.experiments.sweeps import chunks
from app.experiments.sweeps.executors import dask, processes, processors, threads
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.runner import SweepRun
from app.experiments.sweeps.schema import Sweep

WORKERS = (1, 2, 4)
REPEATS = 3
ROWS = 2001
SMALL_CHUNKS = 200


def sweep(rows: int, columns: int, epochs: int) -> Sweep:
    """A grid without shortcuts: every cell has a rate of its own."""
    axes = {
        "w": {"start": -5, "stop": 5, "num": rows},
        "eta": {"start": 0.01, "stop": 1, "num": columns, "scale": "log"},
    }
    return Sweep.model_validate({"base": {"epochs": epochs}, "axes": axes, "measure": "final_output"})


@contextmanager
def local_cluster(workers: int) -> Iterator[Pool]:
    """A Dask scheduler and its worker processes on this machine, and the way to them."""
    start: Any = LocalCluster
    with (
        start(n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL) as local,
        dask(local.scheduler_address) as pool,
    ):
        yield pool


def run(case: Sweep, pool: Pool) -> tuple[float, SweepRun]:
    """Seconds from handing it over to the last number, and the run."""
    begun = time.perf_counter()
    running = SweepRun(case, pool)
    running.run()
    return time.perf_counter() - begun, running


def overhead(pool: Pool) -> float:
    """Milliseconds of a chunk that is a row of one cell."""
    case = sweep(SMALL_CHUNKS, 1, 1)
    with mock.patch.object(chunks, "CHUNK_WORK", 1.0):
        run(case, pool)
        return statistics.median(run(case, pool)[0] for _ in range(REPEATS)) * 1000 / SMALL_CHUNKS


def measure() -> Iterator[tuple[str, dict[str, float]]]:
    """Overhead and speed of each kind of pool and number of workers."""
    case = sweep(ROWS, 1001, 300)
    with threads(1) as pool:
        expected = run(case, pool)[1].values
        alone = statistics.median(run(case, pool)[0] for _ in range(REPEATS))
    yield f"one thread, {processors()} processors", {"seconds": alone, "chunks": len(chunks.chunks_of(case))}
    pools: dict[str, Callable[[int], AbstractContextManager[Pool]]] = {
        "threads": threads,
        "processes": processes,
        "Dask": local_cluster,
    }
    for name, make in pools.items():
        for workers in WORKERS:
            with make(workers) as pool:
                if not np.array_equal(run(case, pool)[1].values, expected, equal_nan=True):
                    raise SystemExit(f"{name} with {workers} workers: other numbers than one thread")
                seconds = statistics.median(run(case, pool)[0] for _ in range(REPEATS))
                numbers = {"seconds": seconds, "times one thread": alone / seconds}
                yield f"{name}, {workers}", numbers | {"ms a chunk of nothing": overhead(pool)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    chosen = parser.parse_args()
    results = {}
    for title, numbers in measure():
        results[title] = numbers
        words = "  ".join(f"{value:8.2f} {name}" for name, value in numbers.items())
        sys.stdout.write(f"{title:28}{words}\n")
        sys.stdout.flush()
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
