"""Where chunks are computed: threads, processes or a Dask cluster, each as a `Pool` (pool.py)."""

import multiprocessing
import os
import signal
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor

from app.experiments.sweeps.errors import MissingExtra
from app.experiments.sweeps.pool import Pool


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
