"""Jobs: their states, their places and their time, without any worker."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pytest
from starlette.exceptions import HTTPException

from app.experiments.sweeps.errors import SchedulerLost, SweepError
from app.experiments.sweeps.schema import Sweep
from app.web import jobs as module
from app.web.jobs import AT_ONCE, Job, Jobs
from tests.web.test_wire import finish

T = TypeVar("T")
SWEEP = Sweep.model_validate({"axes": {"w": {"start": 0, "stop": 1, "num": 10}}, "measure": "final_cost"})


class PretendedRun:
    """A run that goes on until it is let go, is cancelled or has to fail."""

    done = 0.25
    seconds_left = 3.0

    def __init__(self, go: threading.Event, failure: Exception | None) -> None:
        self.values = np.zeros(10)
        self._go = go
        self._failure = failure
        self._is_cancelled = False

    def run(self) -> None:
        while not self._is_cancelled and not self._go.wait(0.005):
            pass
        if self._failure is not None:
            raise self._failure

    def cancel(self) -> None:
        self._is_cancelled = True


@dataclass
class PretendedBegun:
    run: PretendedRun

    def cancel(self) -> None:
        self.run.cancel()


class Pretended:
    """Pools that compute nothing, and note what was begun and which failures they were told."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.told: list[SweepError] = []
        self.begun: list[int] = []
        self._failure = failure
        self._go = threading.Event()

    def begin(self, _: Sweep, priority: int) -> PretendedBegun:
        self.begun.append(priority)
        return PretendedBegun(PretendedRun(self._go, self._failure))

    async def in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)

    def failed(self, error: SweepError) -> None:
        self.told.append(error)

    def let_go(self) -> None:
        self._go.set()


def jobs_of(pools: Pretended, most: int = 8, keep: float = 60.0) -> Jobs:
    return Jobs(pools, most, keep)  # type: ignore[arg-type]


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 (whatever it is, it has no event of its own)
            await asyncio.sleep(0.005)


def with_jobs(work: Callable[[Pretended, Jobs], Awaitable[None]], most: int = 8, keep: float = 60.0) -> None:
    async def run() -> None:
        pools = Pretended()
        jobs = jobs_of(pools, most, keep)
        try:
            await work(pools, jobs)
        finally:
            await jobs.close()

    finish(run())


def test_two_jobs_run_and_the_others_wait_their_turn() -> None:
    async def work(pools: Pretended, jobs: Jobs) -> None:
        made = [jobs.add(SWEEP) for _ in range(AT_ONCE + 2)]
        await until(lambda: made[AT_ONCE - 1].run is not None)
        assert [job.state for job in made] == ["running"] * AT_ONCE + ["waiting"] * 2
        assert (made[0].done, made[0].seconds_left) == (0.25, 3.0)
        assert (made[-1].done, made[-1].seconds_left) == (0.0, None)
        pools.let_go()
        await until(lambda: all(job.is_over for job in made))
        assert [(job.state, job.done, job.seconds_left) for job in made] == [("finished", 1.0, 0.0)] * len(made)

    with_jobs(work)


def test_a_cancelled_job_gives_its_turn_to_the_next() -> None:
    async def work(_: Pretended, jobs: Jobs) -> None:
        made = [jobs.add(SWEEP) for _ in range(AT_ONCE + 1)]
        await until(lambda: made[0].run is not None)
        jobs.delete(made[0].id)
        assert made[0].state == "cancelled"
        await until(lambda: made[-1].state == "running")
        assert made[0].state == "cancelled"
        jobs.delete(made[-1].id)
        jobs.delete(made[-1].id)
        with pytest.raises(HTTPException, match="no such sweep"):
            jobs.find(made[-1].id)

    with_jobs(work)


def test_a_waiting_job_that_is_cancelled_never_begins() -> None:
    async def work(pools: Pretended, jobs: Jobs) -> None:
        made = [jobs.add(SWEEP) for _ in range(AT_ONCE + 1)]
        await until(lambda: made[0].run is not None and made[1].run is not None)
        jobs.delete(made[-1].id)
        pools.let_go()
        await until(lambda: made[0].is_over and made[1].is_over)
        assert made[-1].state == "cancelled"
        assert len(pools.begun) == AT_ONCE

    with_jobs(work)


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (SchedulerLost("the scheduler has gone"), 503, "the scheduler has gone"),
        (ZeroDivisionError("a secret"), 500, "something went wrong here; it has been logged"),
    ],
)
def test_a_failure_becomes_the_problem_of_its_job(failure: Exception, status: int, words: str) -> None:
    async def run() -> tuple[Job, Pretended]:
        pools = Pretended(failure)
        pools.let_go()
        jobs = jobs_of(pools)
        job = jobs.add(SWEEP)
        await until(lambda: job.is_over)
        await jobs.close()
        return job, pools

    job, pools = finish(run())
    assert job.state == "failed"
    assert job.problem is not None
    assert (job.problem.status, job.problem.detail) == (status, words)
    assert pools.told == ([failure] if isinstance(failure, SweepError) else [])


def test_a_full_store_refuses_and_forgets_what_nobody_waits_for() -> None:
    async def work(_: Pretended, jobs: Jobs) -> None:
        first, second = jobs.add(SWEEP), jobs.add(SWEEP)
        with pytest.raises(HTTPException, match="all places for sweeps are taken") as caught:
            jobs.add(SWEEP)
        assert caught.value.status_code == 503
        assert caught.value.headers == {"Retry-After": "5"}
        jobs.delete(first.id)
        third = jobs.add(SWEEP)
        with pytest.raises(HTTPException, match="no such sweep"):
            jobs.find(first.id)
        assert jobs.find(second.id) is second
        assert jobs.find(third.id) is third

    with_jobs(work, most=2)


def test_the_cells_of_all_jobs_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT_CELLS", 25)

    async def work(_: Pretended, jobs: Jobs) -> None:
        jobs.add(SWEEP)
        jobs.add(SWEEP)
        with pytest.raises(HTTPException, match="all cells that are kept are taken"):
            jobs.add(SWEEP)

    with_jobs(work)


def test_a_job_is_kept_for_the_stated_time_after_its_end_and_then_forgotten() -> None:
    async def work(pools: Pretended, jobs: Jobs) -> None:
        job = jobs.add(SWEEP)
        await until(lambda: job.run is not None)
        assert jobs.kept_seconds(job) == 0.2
        pools.let_go()
        await until(lambda: job.is_over)
        assert jobs.kept_seconds(job) <= 0.2
        while jobs.kept_seconds(job) > 0.05:
            assert jobs.find(job.id) is job
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        with pytest.raises(HTTPException, match=r"forgotten 0\.2 seconds after its end"):
            jobs.find(job.id)

    with_jobs(work, keep=0.2)


def test_names_cannot_be_guessed() -> None:
    names = {Job(SWEEP).id for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) >= 20 for name in names)
