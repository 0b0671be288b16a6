"""Who computes sweeps: worker processes of this server, or a Dask cluster where SLOWDOWN_SCHEDULER names one."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from app.experiments.sweeps.axes import Spaced
from app.experiments.sweeps.errors import SchedulerLost, SweepError
from app.experiments.sweeps.executors import dask, processors
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.runner import SweepRun, solve
from app.experiments.sweeps.schema import Sweep
from app.web.workers import PATIENT, Lane, Workers

T = TypeVar("T")

GRACE = 0.5
"""Seconds: most chunks take a tenth of that, and a new worker takes as long to start."""

THREADS = 12
"""For runs, which mostly wait for their chunks, and for what takes too long on the event loop."""


AXIS = Spaced(start=1.0, stop=2.0, num=64)
WARMING_UP = Sweep(axes={"b": AXIS, "eta": AXIS}, measure="final_output")
"""A sweep that makes a worker load all that it needs."""


@dataclass(frozen=True)
class Begun:
    """A run, and the lane of its own that its chunks go through, where the workers are the server's."""

    run: SweepRun
    lane: Lane | None = None

    def cancel(self) -> None:
        """Ends the run at once. A chunk that is being computed may end by itself, if it does so soon."""
        self.run.cancel()
        if self.lane is not None:
            timer = threading.Timer(GRACE, self.lane.abandon)
            timer.daemon = True
            timer.start()


class Pools:
    """The pools of a server; workers start, and the cluster is connected to, with the first sweep."""

    def __init__(self, workers: int, scheduler: str = "") -> None:
        self.workers = Workers(workers or processors())
        self._scheduler = scheduler
        self._cluster: Pool | None = None
        self._lost: list[Pool] = []
        self._lock = threading.Lock()
        """Held for moments only: the event loop takes it too."""
        self._connecting = threading.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sweep")

    async def in_thread(self, work: Callable[[], T]) -> T:
        """The result of what may take a while, in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def begin(self, sweep: Sweep, priority: int) -> Begun:
        """A sweep ready to be run, which may take a second. Raises `SweepError` where the cluster cannot be reached."""
        if self._scheduler:
            return Begun(SweepRun(sweep, self._cluster_pool()))
        # The server's own workers never break: each is replaced where it is lost.
        lane = Lane(self.workers, priority)
        return Begun(SweepRun(sweep, Pool(lambda: lane, self.workers.count)), lane)

    def prepare(self) -> None:
        """Lets the workers start, should they not have: whoever is about to ask for a sweep waits a second less."""
        if not self._scheduler and not self.workers.processes:
            lane = Lane(self.workers, PATIENT)
            for _ in range(self.workers.count):
                lane.submit(solve, WARMING_UP)

    def failed(self, error: SweepError) -> None:
        """To be told why a run failed: after the loss of the cluster, the next sweep connects anew."""
        with self._lock:
            if isinstance(error, SchedulerLost) and self._cluster is not None:
                # Closed at the end only: other runs have it, and each has to find the loss by itself.
                self._lost.append(self._cluster)
                self._cluster = None

    def close(self) -> None:
        """Ends all workers at once. The runs have been cancelled."""
        self.workers.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for pool in [*self._lost, *([self._cluster] if self._cluster is not None else [])]:
                pool.close()
            self._lost, self._cluster = [], None

    def _cluster_pool(self) -> Pool:
        """The cluster, which one thread connects to while the others wait."""
        with self._connecting:
            with self._lock:
                there = self._cluster
            if there is None:
                there = dask(self._scheduler)
                with self._lock:
                    self._cluster = there
            return there
