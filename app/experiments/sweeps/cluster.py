"""A Dask cluster as a pool (the extra `dask`): its scheduler hands out the chunks and repeats those of lost workers.

What Dask does by itself: a worker that dies is noticed, and its chunks go to others. What is added here: nothing waits
for ever. A scheduler that cannot be reached or goes away, or that has no workers left, is one clear error.
"""

import asyncio
import logging
import pkgutil
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from time import monotonic
from typing import Any

from distributed import Client
from distributed.core import rpc
from distributed.scheduler import KilledWorker

from app import __version__
from app.experiments.sweeps.errors import SchedulerLost, SchedulerUnreachable, SweepError, VersionsDiffer, WorkersLost
from app.experiments.sweeps.pool import Pool

LOST_SECONDS = 5.0
"""How long the scheduler may be out of reach: a network may stumble, but nobody watches a stuck bar for long."""
WORKERLESS_SECONDS = 30.0
"""How long there may be no worker: one that died is started again by its nanny within some seconds."""
CLOSE_SECONDS = 2.0


class ClientExecutor(Executor):
    """A client as an executor whose futures always end.

    Those of `Client.get_executor` are left for ever if the connection is lost while a result is being fetched (the
    error is logged and goes nowhere), and its `shutdown` has no `cancel_futures`.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The same call twice is computed twice (`pure`): Dask must not take a name of its own making for the work."""
        there = self._client.submit(fn, *args, pure=False, **kwargs)
        here: Future[Any] = Future()
        here.add_done_callback(lambda done: there.cancel() if done.cancelled() else None)
        self._client.loop.add_callback(_follow, there, here)
        return here


async def _follow(there: Any, here: Future[Any]) -> None:
    """Gives a future of the cluster's end to one of ours."""
    result: Any = None
    failure: Exception | None = None
    try:
        result = await there
    except (asyncio.CancelledError, CancelledError):
        failure = CancelledError()
    except Exception as error:  # noqa: BLE001 (whatever the chunk raised is for whoever asks for its result)
        failure = error
    if here.set_running_or_notify_cancel():
        if failure is None:
            here.set_result(result)
        else:
            here.set_exception(failure)


async def _greet(address: str, seconds: float) -> None:
    """Makes sure that a scheduler answers at the address. Raises `SchedulerUnreachable`."""
    connect: Any = rpc
    there = connect(address)
    try:
        async with asyncio.timeout(seconds):
            await there.identity(n_workers=0)
    except (
        Exception
    ) as error:  # what speaks another language is misread in many ways, as a message too large for memory
        raise _unreachable(address, seconds) from error
    finally:
        there.close_comms()


def _unreachable(address: str, timeout: float) -> SchedulerUnreachable:
    return SchedulerUnreachable(
        f"scheduler must be the address of a Dask scheduler, such as tcp://host:8786; none answers at {address!r} "
        f"within {timeout:g} seconds"
    )


class Cluster(Pool):
    """The workers of a scheduler. Connects at once; raises `SchedulerUnreachable` and `VersionsDiffer`."""

    def __init__(self, address: str, timeout: float) -> None:
        self.address = address
        # Its own words about a lost connection would stand beside ours.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        # Asked before there is a client: one that fails to connect leaves a thread behind, and complains of it later.
        # In a thread of its own: whoever asks may be in an event loop, as everything in a notebook is.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_greet(address, timeout))).result()
        connect: Any = Client
        try:
            self._client = connect(address, timeout=timeout, set_as_default=False, name="slowdown")
        except OSError as error:  # it went away in this very moment: TimeoutError is an OSError
            raise _unreachable(address, timeout) from error
        try:
            threads = self._find_workers(timeout)
        except BaseException:
            self._client.close(CLOSE_SECONDS)
            raise
        super().__init__(lambda: ClientExecutor(self._client), threads)
        self._is_lost = False
        self._reached = self._manned = monotonic()
        """When the scheduler was last known to be there, and to have a worker."""

    def _find_workers(self, timeout: float) -> int:
        """How many threads the workers have together, once each is known to have this version of the app."""
        try:
            self._client.wait_for_workers(1, timeout=timeout)
        except TimeoutError as error:
            raise SchedulerUnreachable(f"the Dask scheduler at {self.address} has no workers") from error
        # A function of the standard library, so that a worker without the app can say so.
        found = self._client.run(pkgutil.resolve_name, "app:__version__", on_error="return")
        for worker, version in found.items():
            if version != __version__:
                has = f"none at {worker}" if isinstance(version, Exception) else f"{version} at {worker}"
                raise VersionsDiffer(__version__, has)
        return sum(worker["nthreads"] for worker in self._client.scheduler_info(n_workers=-1)["workers"].values())

    def executor(self) -> Executor:
        if self._is_lost or self._client.status in ("closing", "closed"):
            raise self._lost()
        return super().executor()

    def renew(self, broken: Executor) -> None:
        """Nothing: the client connects again by itself, and `check` says when it does not."""

    def check(self) -> None:
        """Raises `SchedulerLost` when the scheduler has been away for `LOST_SECONDS`, or all its workers for longer."""
        now = monotonic()
        if self._client.status == "running":
            try:
                known = self._client.sync(self._client.scheduler.identity, n_workers=0, callback_timeout=LOST_SECONDS)
            except (OSError, AttributeError):  # it went away just now: the client has no scheduler any more
                known = None
            if known is not None:
                self._reached = now
                self._manned = now if known["n_workers"] else self._manned
        elif self._client.status in ("closing", "closed"):
            raise self._lost()
        if now - self._reached > LOST_SECONDS:
            raise self._lost()
        if now - self._manned > WORKERLESS_SECONDS:
            raise SchedulerLost(f"the Dask scheduler at {self.address} has lost all its workers")

    def reason(self, error: BaseException) -> SweepError | None:
        if isinstance(error, KilledWorker):
            return WorkersLost("several workers of the cluster ended at the same piece of the sweep")
        if isinstance(error, ImportError):
            return VersionsDiffer(__version__, "none at one that came later")
        return None

    def close(self) -> None:
        """Lets go of the scheduler, which goes on for others."""
        self._client.close(CLOSE_SECONDS)

    def _lost(self) -> SchedulerLost:
        """The error; from now on for everybody, whatever comes back at the address."""
        self._is_lost = True
        return SchedulerLost(f"the Dask scheduler at {self.address} is gone")
