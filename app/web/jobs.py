"""Sweeps that take a while: jobs that wait, run, end, are kept for a time and forgotten.

Everything here happens on the event loop, but for the runs themselves: a thread each, which hands chunks to the
workers (pools.py) and mostly waits.
"""

import asyncio
import logging
import math
import secrets
import time
from typing import Literal, NoReturn

from starlette.exceptions import HTTPException

from app.experiments.sweeps.errors import SweepError
from app.experiments.sweeps.runner import SweepRun
from app.experiments.sweeps.schema import Sweep
from app.web.messages import MAX_KEPT_CELLS
from app.web.pools import Begun, Pools
from app.web.problems import Problem, problem
from app.web.workers import PATIENT

AT_ONCE = 2
"""Jobs at work at the same time, so that two maps side by side grow together. The workers take turns between them."""

State = Literal["waiting", "running", "finished", "cancelled", "failed"]

log = logging.getLogger("slowdown")


class Job:
    """One sweep on its way."""

    def __init__(self, sweep: Sweep) -> None:
        self.id = secrets.token_urlsafe(16)
        self.sweep = sweep
        self.state: State = "waiting"
        self.begun: Begun | None = None
        self.problem: Problem | None = None
        self.ended: float | None = None
        """When, by the monotonic clock."""
        self.task: asyncio.Task[None] | None = None

    @property
    def run(self) -> SweepRun | None:
        """The result so far, and what is known of the rest; None before the first chunk."""
        return self.begun.run if self.begun is not None else None

    @property
    def is_over(self) -> bool:
        return self.state not in ("waiting", "running")

    @property
    def done(self) -> float:
        if self.state == "finished":
            return 1.0
        return min(self.run.done, 1.0) if self.run is not None else 0.0

    @property
    def seconds_left(self) -> float | None:
        if self.is_over:
            return 0.0 if self.state == "finished" else None
        return self.run.seconds_left if self.run is not None else None


class Jobs:
    """The jobs of a server: at most `most`, each kept for `keep` seconds after its end."""

    def __init__(self, pools: Pools, most: int, keep: float, at_once: int = AT_ONCE) -> None:
        self._pools = pools
        self._most = most
        self.keep = keep
        self._turn = asyncio.Semaphore(at_once)
        self._jobs: dict[str, Job] = {}

    def add(self, sweep: Sweep) -> Job:
        """A new job. Raises a 503 that says when to come back where there is no room for it."""
        self._make_room(sweep.cells)
        job = Job(sweep)
        self._jobs[job.id] = job
        job.task = asyncio.create_task(self._work(job))
        return job

    def find(self, job_id: str) -> Job:
        """Raises a 404."""
        job = self._jobs.get(job_id)
        if job is None:
            raise HTTPException(
                404, f"there is no such sweep here; one is forgotten {self.keep:g} seconds after its end"
            )
        return job

    def kept_seconds(self, job: Job) -> float:
        """How long the job is still kept, or will be after its end."""
        return self.keep if job.ended is None else max(0.0, job.ended + self.keep - time.monotonic())

    def delete(self, job_id: str) -> None:
        """Cancels a job that is not over, at once; forgets one that is. Raises a 404."""
        job = self.find(job_id)
        if job.is_over:
            self._forget(job_id)
            return
        self._end(job, "cancelled")
        if job.begun is not None:
            job.begun.cancel()
        elif job.task is not None:
            job.task.cancel()

    async def close(self) -> None:
        """Cancels every job."""
        tasks = [job.task for job in self._jobs.values() if job.task is not None]
        for job in list(self._jobs.values()):
            if not job.is_over:
                self.delete(job.id)
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)

    async def _work(self, job: Job) -> None:
        async with self._turn:
            job.state = "running"
            try:
                job.begun = await self._pools.in_thread(lambda: self._pools.begin(job.sweep, PATIENT))
                if not job.is_over:  # it may have been cancelled meanwhile
                    await self._pools.in_thread(job.begun.run.run)
            except SweepError as error:
                self._pools.failed(error)
                self._end(job, "failed", problem(503, str(error)))
            except Exception:
                log.exception("the sweep %s failed", job.sweep.model_dump_json()[:500])
                self._end(job, "failed", problem(500, "something went wrong here; it has been logged"))
            else:
                self._end(job, "finished")

    def _end(self, job: Job, state: State, why: Problem | None = None) -> None:
        """The first end counts: a cancelled job stays cancelled, whatever its last chunk does."""
        if job.is_over:
            return
        job.state, job.problem, job.ended = state, why, time.monotonic()
        asyncio.get_running_loop().call_later(self.keep, self._forget, job.id)

    def _forget(self, job_id: str) -> None:
        self._jobs.pop(job_id, None)

    def _make_room(self, cells: int) -> None:
        """Forgets jobs that were cancelled or failed, oldest first, where that helps: nobody waits for those."""
        while self._is_full(cells):
            useless = next((job for job in self._jobs.values() if job.state in ("cancelled", "failed")), None)
            if useless is None:
                self._refuse()
            self._forget(useless.id)

    def _is_full(self, cells: int) -> bool:
        held = sum(job.sweep.cells for job in self._jobs.values())
        return len(self._jobs) >= self._most or held + cells > MAX_KEPT_CELLS

    def _refuse(self) -> NoReturn:
        """When the first of those that have ended is forgotten, there may be room; else a look now and then."""
        soonest = min((self.kept_seconds(job) for job in self._jobs.values() if job.is_over), default=5.0)
        taken = "places for sweeps are taken" if len(self._jobs) >= self._most else "cells that are kept are taken"
        detail = f"all {taken}; DELETE the sweeps that are no longer needed"
        raise HTTPException(503, detail, headers={"Retry-After": str(max(1, math.ceil(soonest)))})
