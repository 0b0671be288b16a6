"""A sweep on its way: the same numbers from every pool, watched, cancelled, and with workers that die."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import numpy as np
import pytest

from app.experiments.sweeps import chunks, grid, runner
from app.experiments.sweeps.chunks import Chunk, chunks_of
from app.experiments.sweeps.errors import TRIES, SweepError, WorkersLost
from app.experiments.sweeps.executors import processes, threads
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.runner import Pace, SweepRun, ranges_of, solve
from app.learning.elementwise import Array
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, spaced, sweep

CASE = sweep({"w": spaced(-5, 5, 64), "eta": spaced(0.1, 5, 25)}, "final_output", epochs=100)


@pytest.fixture(autouse=True)
def many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a row or two."""
    monkeypatch.setattr(chunks, "CHUNK_WORK", 8000.0)


@pytest.fixture(scope="module")
def expected() -> Array:
    return solve(CASE)


@pytest.fixture(scope="module")
def workers() -> Iterator[Pool]:
    with processes(2) as pool:
        yield pool


class ByHand(Executor):
    """An executor that computes when it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.is_broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.is_broken:
            raise BrokenExecutor
        future: Future[Any] = Future()
        self.calls.append((future, lambda: fn(*args, **kwargs)))
        return future

    def compute(self, count: int = 1) -> None:
        for _ in range(count):
            future, call = self.calls.pop(0)
            if future.set_running_or_notify_cancel():
                future.set_result(call())

    def break_down(self) -> None:
        self.is_broken = True
        for future, _ in self.calls:
            if not future.cancelled():
                future.set_exception(BrokenExecutor("a worker is gone"))


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


class Background(threading.Thread):
    """A run in a thread of its own, with what it returned or raised."""

    def __init__(self, run: SweepRun) -> None:
        super().__init__(daemon=True)
        self.sweep_run = run
        self.result: bool | None = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.sweep_run.run()
        except SweepError as error:
            self.error = error

    def end(self) -> bool | None:
        self.join(60)
        assert not self.is_alive()
        return self.result


def test_threads_give_what_one_thread_gives(expected: Array) -> None:
    with threads(3) as pool:
        run = SweepRun(CASE, pool)
        assert run.run()
    np.testing.assert_array_equal(run.values, expected)
    assert run.is_complete
    assert run.done == 1.0
    assert run.seconds_left == 0.0
    assert run.ranges == [(0, 64)]


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_processes_give_what_threads_give_to_the_last_bit(kind: str, workers: Pool) -> None:
    case = ONE_OF_EACH_KIND[kind]
    run = SweepRun(case, workers)
    assert run.run()
    np.testing.assert_array_equal(run.values, solve(case))


def test_a_worker_process_that_is_killed_costs_time_and_nothing_else(expected: Array) -> None:
    killed: list[int] = []

    def kill(_: Chunk, __: Array) -> None:
        if len(killed) < 1:
            victim = multiprocessing.active_children()[0]
            assert victim.pid is not None
            killed.append(victim.pid)
            os.kill(victim.pid, signal.SIGKILL)

    with processes(2) as pool:
        run = SweepRun(CASE, pool, on_chunk=kill)
        assert run.run()
    assert len(killed) == 1
    np.testing.assert_array_equal(run.values, expected)


def test_a_piece_that_ends_its_worker_again_and_again_is_given_up_with_a_clear_error() -> None:
    made: list[ByHand] = []

    def make() -> Executor:
        made.append(ByHand())
        return made[-1]

    running = Background(SweepRun(CASE, Pool(make, 1), ahead=1))
    for attempt in range(TRIES):
        wait_for(lambda attempt=attempt: len(made) > attempt and len(made[attempt].calls) == 1)  # type: ignore[misc]
        made[attempt].break_down()
    running.end()
    assert isinstance(running.error, WorkersLost)
    assert str(running.error) == "a worker process ended 3 times at the same piece of the sweep"
    assert len(made) == TRIES


def test_another_run_of_a_shared_pool_may_find_it_broken(expected: Array) -> None:
    made: list[ByHand] = []

    def make() -> Executor:
        made.append(ByHand())
        return made[-1]

    pool = Pool(make, 1)
    made_broken = pool.executor()
    made[0].break_down()
    running = Background(SweepRun(CASE, pool, ahead=2))
    wait_for(lambda: len(made) == 2 and len(made[1].calls) == 2)
    assert pool.executor() is not made_broken
    while running.is_alive():
        wait_for(lambda: bool(made[1].calls) or not running.is_alive())
        made[1].compute(len(made[1].calls))
    assert running.end()
    np.testing.assert_array_equal(running.sweep_run.values, expected)


def test_a_mistake_in_the_computing_is_raised_as_it_is() -> None:
    executor = ByHand()
    run = SweepRun(CASE, Pool(lambda: executor, 1))
    errors: list[BaseException] = []

    def go() -> None:
        try:
            run.run()
        except ZeroDivisionError as error:
            errors.append(error)

    thread = threading.Thread(target=go)
    thread.start()
    wait_for(lambda: bool(executor.calls))
    executor.calls[0][0].set_exception(ZeroDivisionError("a bug"))
    thread.join(20)
    assert [str(error) for error in errors] == ["a bug"]
    assert all(future.cancelled() for future, _ in executor.calls[1:])


def test_progress_grows_with_every_chunk_and_the_result_with_it(expected: Array) -> None:
    executor = ByHand()
    running = Background(run := SweepRun(CASE, Pool(lambda: executor, 2)))
    wait_for(lambda: len(executor.calls) == 4)
    assert (run.done, run.seconds_left, run.ranges) == (0.0, None, [])
    assert (run.values == -np.inf).all()
    seen = [run.done]
    for _ in range(5):
        executor.compute()
        wait_for(lambda: run.done > seen[-1] and len(executor.calls) == 4)
        seen.append(run.done)
        assert run.seconds_left is not None
        assert run.seconds_left > 0.0
        there = run.computed
        assert 0 < there.sum() < 64
        np.testing.assert_array_equal(run.values[there], expected[there])
        assert (run.values[~there] == -np.inf).all()
    assert 0.0 < seen[-1] < 1.0
    run.cancel()
    assert running.end() is False


def test_cancelling_is_prompt_and_drops_what_comes_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 50.0)  # it has to be woken
    executor = ByHand()
    running = Background(run := SweepRun(CASE, Pool(lambda: executor, 2)))
    wait_for(lambda: len(executor.calls) == 4)
    at_work, call = executor.calls[0]
    at_work.set_running_or_notify_cancel()
    before = time.monotonic()
    run.cancel()
    assert running.end() is False
    assert time.monotonic() - before < 25.0
    assert all(future.cancelled() for future, _ in executor.calls[1:])
    at_work.set_result(call())
    assert run.done == 0.0
    assert (run.values == -np.inf).all()


def test_a_run_that_is_cancelled_before_it_begins_does_nothing() -> None:
    executor = ByHand()
    run = SweepRun(CASE, Pool(lambda: executor, 2))
    run.cancel()
    assert run.run() is False
    assert executor.calls == []


def test_what_is_finished_already_is_not_computed_again(expected: Array) -> None:
    cut = chunks_of(CASE, coarse_first=False)
    there = cut[::2]
    out = np.zeros(CASE.shape)
    for chunk in there:
        out[chunk.within(CASE.shape)] = expected[chunk.within(CASE.shape)]
    computed: list[Chunk] = []
    with threads(2) as pool:
        run = SweepRun(CASE, pool, out=out, finished=there, on_chunk=lambda chunk, _: computed.append(chunk))
        assert 0.4 < run.done < 0.6
        assert run.run()
    assert run.values is out
    np.testing.assert_array_equal(out, expected)
    assert set(computed) == set(cut[1::2])


def test_a_row_is_there_when_all_its_columns_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "LONGEST_TILE", 60)
    executor = ByHand()
    wide = sweep({"w": spaced(-5, 5, 2), "eta": spaced(0.1, 5, 180)}, epochs=100)
    running = Background(run := SweepRun(wide, Pool(lambda: executor, 1), ahead=1, coarse_first=True))
    thirds = [(chunk.start, chunk.first, chunk.last) for chunk in chunks_of(wide)]
    assert thirds == [(row, first, first + 60) for row in (0, 1) for first in (0, 60, 120)]
    there = []
    for _ in thirds:
        wait_for(lambda: len(executor.calls) == 1)
        before = run.done
        executor.compute()
        wait_for(lambda before=before: run.done > before)  # type: ignore[misc]
        there.append(run.ranges)
    assert there == [[], [], [(0, 1)], [(0, 1)], [(0, 1)], [(0, 2)]]
    assert running.end()


@pytest.mark.parametrize(
    ("mask", "ranges"),
    [([], []), ([0, 0], []), ([1, 1, 1], [(0, 3)]), ([0, 1, 1, 0, 1], [(1, 3), (4, 5)]), ([1, 0], [(0, 1)])],
)
def test_ranges_are_half_open(mask: list[int], ranges: list[tuple[int, int]]) -> None:
    assert ranges_of(np.array(mask, dtype=bool)) == ranges


def test_the_time_left_follows_the_last_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, *(1.0 + 0.1 * k for k in range(1, 61))])
    monkeypatch.setattr("app.experiments.sweeps.runner.monotonic", lambda: next(clock))
    pace = Pace()
    pace.start()
    assert pace.seconds_for(5.0) is None
    pace.add(1.0)
    assert pace.seconds_for(5.0) == pytest.approx(5.0)
    for _ in range(60):
        pace.add(1.0)
    assert pace.seconds_for(5.0) == pytest.approx(0.5, rel=0.02)
