"""A sweep being computed: chunk after chunk on a pool, watched and cancelled from any thread."""

import queue
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from app import __version__
from app.experiments.sweeps.chunks import Chunk, chunks_of, compute, compute_text
from app.experiments.sweeps.errors import TRIES, WorkersLost
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array

CHECK_SECONDS = 1.0
"""How often the pool is asked whether it still stands, while nothing arrives."""
MEMORY = 0.9
"""How much of the speed so far is kept at each finished chunk: the last ten or so make the estimate."""

Returned = tuple[Chunk, Executor, "Future[Array]"]


class SweepRun:
    """One sweep on its way. `run` blocks: call it in a thread; all else may be used from any other.

    `out` is where the result goes (a memory map, say), of the sweep's shape; by default an array of its own. Rows come
    coarse to fine, or in order into an `out`, which may be a file, unless `coarse_first` says otherwise. `finished` are
    chunks whose cells are in `out` already. `on_chunk` is called in the thread of `run` with each chunk and its
    numbers, once they are in the result.
    """

    def __init__(
        self,
        sweep: Sweep,
        pool: Pool,
        *,
        out: Array | None = None,
        finished: Collection[Chunk] = (),
        on_chunk: Callable[[Chunk, Array], None] | None = None,
        ahead: int | None = None,
        coarse_first: bool | None = None,
    ) -> None:
        self.sweep = sweep
        self.values = np.full(sweep.shape, -np.inf) if out is None else out
        """The result so far: NaN is never; what is not computed yet is −∞ in an array of our own."""
        self._pool = pool
        self._text = sweep.model_dump_json()
        self._on_chunk = on_chunk
        self._ahead = ahead or 2 * pool.workers
        self._chunks = chunks_of(sweep, out is None if coarse_first is None else coarse_first)
        self._total = sum(chunk.cost for chunk in self._chunks)
        self._finished: list[Chunk] = list(finished)
        self._finished_cost = sum(chunk.cost for chunk in self._finished)
        self._pace = Pace()
        self._arrived: queue.SimpleQueue[Returned | None] = queue.SimpleQueue()
        self._is_cancelled = False

    @property
    def done(self) -> float:
        """The fraction that is done, by cost."""
        return 1.0 if self.is_complete else min(self._finished_cost / self._total, 1.0)

    @property
    def is_complete(self) -> bool:
        return len(self._finished) == len(self._chunks)

    @property
    def seconds_left(self) -> float | None:
        """At the speed of the last chunks; None before the first."""
        return 0.0 if self.is_complete else self._pace.seconds_for(self._total - self._finished_cost)

    @property
    def computed(self) -> NDArray[np.bool_]:
        """Which rows of the first axis are there, every cell of them."""
        rows = np.zeros(self.sweep.shape[0], dtype=np.int64)
        for chunk in tuple(self._finished):
            rows[chunk.start : chunk.stop : chunk.step] += chunk.last - chunk.first
        is_there: NDArray[np.bool_] = rows == self.sweep.cells // len(rows)
        return is_there

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """The same as half-open ranges of rows."""
        return ranges_of(self.computed)

    def cancel(self) -> None:
        """Ends `run` at once; chunks that are being computed end by themselves, and their numbers are dropped."""
        self._is_cancelled = True
        self._arrived.put(None)

    def run(self) -> bool:
        """Computes what is missing. True when all is there, False when it was cancelled. Raises `SweepError`."""
        there = set(self._finished)
        waiting = iter([chunk for chunk in self._chunks if chunk not in there])
        tries: dict[Chunk, int] = {}
        under_way: set[Future[Array]] = set()
        self._pace.start()
        try:
            while not self._is_cancelled and not self.is_complete:
                self._feed(waiting, under_way)
                with suppress(queue.Empty):
                    arrived = self._arrived.get(timeout=CHECK_SECONDS)
                    if arrived is not None:
                        under_way.discard(arrived[2])
                        self._take(arrived, tries, under_way)
                    continue
                self._pool.check()
        finally:
            for future in under_way:
                future.cancel()
        return self.is_complete

    def _feed(self, waiting: Iterator[Chunk], under_way: "set[Future[Array]]") -> None:
        while len(under_way) < self._ahead:
            chunk = next(waiting, None)
            if chunk is None:
                return
            self._submit(chunk, under_way)

    def _submit(self, chunk: Chunk, under_way: "set[Future[Array]]") -> None:
        executor = self._pool.executor()
        try:
            future = executor.submit(compute_text, self._text, chunk, __version__)
        except BrokenExecutor:
            self._pool.renew(executor)
            executor = self._pool.executor()
            future = executor.submit(compute_text, self._text, chunk, __version__)
        under_way.add(future)
        future.add_done_callback(lambda done: self._arrived.put((chunk, executor, done)))

    def _take(self, arrived: Returned, tries: dict[Chunk, int], under_way: "set[Future[Array]]") -> None:
        """A chunk's numbers into the result; a chunk whose worker died goes out again."""
        chunk, executor, future = arrived
        try:
            values = future.result()
        except (BrokenExecutor, CancelledError) as error:
            self._pool.renew(executor)
            self._pool.check()
            tries[chunk] = tries.get(chunk, 1) + 1
            if tries[chunk] > TRIES:
                raise WorkersLost.too_often() from error
            self._submit(chunk, under_way)
            return
        except Exception as error:
            reason = self._pool.reason(error)
            if reason is None:
                raise
            raise reason from error
        self.values[chunk.within(self.sweep.shape)] = values.reshape(self.values[chunk.within(self.sweep.shape)].shape)
        if self._on_chunk is not None:
            self._on_chunk(chunk, values)
        self._finished.append(chunk)
        self._finished_cost += chunk.cost
        self._pace.add(chunk.cost)


class Pace:
    """How fast work is done, from the time between finished chunks: many workers make it faster by themselves."""

    def __init__(self) -> None:
        self._last = 0.0
        self._cost = 0.0
        self._seconds = 0.0

    def start(self) -> None:
        self._last = monotonic()

    def add(self, cost: float) -> None:
        now = monotonic()
        self._cost = MEMORY * self._cost + cost
        self._seconds = MEMORY * self._seconds + (now - self._last)
        self._last = now

    def seconds_for(self, cost: float) -> float | None:
        return cost * self._seconds / self._cost if self._cost > 0.0 else None


def ranges_of(computed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a mask holds, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], computed, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def solve(sweep: Sweep) -> Array:
    """All numbers of a small sweep at once, in this thread."""
    result = np.empty(sweep.shape)
    for chunk in chunks_of(sweep):
        cells = result[chunk.within(sweep.shape)]
        cells[...] = compute(sweep, chunk).reshape(cells.shape)
    return result
