"""A `Pool` hands out a `concurrent.futures.Executor` and replaces it when it breaks.

One killed process breaks a whole `ProcessPoolExecutor` for good. Several runs may share a pool.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock
from types import TracebackType

from app.experiments.sweeps.errors import SweepError


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
