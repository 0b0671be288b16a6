"""Where chunks are computed: threads, processes or a Dask cluster, behind one interface.

A `Pool` hands out a `concurrent.futures.Executor` and replaces it when it breaks (one killed process breaks a whole
`ProcessPoolExecutor` for good). Several runs may share a pool.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from threading import Lock
from types import TracebackType

from app.experiments.sweeps.errors import MissingExtra, SweepError


class Pool:
    """An executor that is made when it is first needed, and made again when it is broken. For any thread."""

    def __init__(self, make: Callable[[], Executor], workers: int) -> None:
        self.workers = workers
        """How many chunks are computed at the same time, more or less."""
        self._make = make
        self._lock = Lock()
        self._executor: Executor | None = None
        self._is_closed = False

    def executor(self) -> Executor:
        """The executor; the same one until it is renewed."""
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the pool is closed")
            if self._executor is None:
                self._executor = self._make()
            return self._executor

    def renew(self, broken: Executor) -> None:
        """Drops a broken executor, so that the next one asked for is fresh; whoever finds it broken may say so."""
        with self._lock:
            if self._executor is broken:
                self._executor = None
        broken.shutdown(wait=False, cancel_futures=True)

    def check(self) -> None:
        """Raises a `SweepError` if nothing can be computed here any more. Asked every second or so."""

    def reason(self, error: BaseException) -> SweepError | None:  # noqa: ARG002 (threads and processes have none)
        """What it means for the sweep that a chunk ended with this error; None where that is the error itself."""
        return None

    def close(self) -> None:
        """Ends the workers, after the chunks that they are at."""
        with self._lock:
            executor, self._executor, self._is_closed = self._executor, None, True
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads(workers: int | None = None) -> Pool:
    """Threads of this process: they start at once, and NumPy lets go of the interpreter's lock while it computes."""
    count = workers or processors()
    return Pool(lambda: ThreadPoolExecutor(count, thread_name_prefix="sweep"), count)


def processes(workers: int | None = None, nice: int = 0) -> Pool:
    """Processes of their own, started fresh (a forked one may inherit a held lock); they leave this one responsive.

    With `nice`, they give way to everybody else by so much.
    """
    count = workers or processors()
    context = multiprocessing.get_context("spawn")

    def make() -> Executor:
        return ProcessPoolExecutor(count, mp_context=context, initializer=_give_way, initargs=(nice,))

    return Pool(make, count)


def _give_way(nice: int) -> None:
    # Ctrl-C in a terminal goes to every process that was started there: what it means is for the first one to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(nice)


def dask(address: str, timeout: float = 10.0) -> Pool:
    """A Dask cluster, by the address of its scheduler ("tcp://host:8786"). Needs the extra `dask`.

    Raises `MissingExtra`, `SchedulerUnreachable` where none answers within `timeout` seconds or it has no workers, and
    `VersionsDiffer` where a worker has another version of the app, or none.
    """
    try:
        from app.experiments.sweeps.cluster import Cluster  # only here is the extra needed
    except ImportError as error:
        raise MissingExtra("a Dask cluster", "dask") from error
    return Cluster(address, timeout)
