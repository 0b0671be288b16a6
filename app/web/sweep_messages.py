"""What sweeps ask and get over REST, and how much one of them may ask for."""

from typing import Any, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.words import over_cap
from app.web.jobs import Job, Jobs, State
from app.web.messages import MAX_SWEEP_CELLS, MAX_SWEEP_COST, SMALL_SWEEP_CELLS, SMALL_SWEEP_COST
from app.web.problems import Problem


class SweepResult(BaseModel):
    """The measure of every cell, in the order of the axes."""

    axes: dict[str, list[float]] = Field(description="The values along each axis.")
    measure: str
    values: list[Any] = Field(
        description="One list for each value of the first axis, nested where there are two; null where never, and "
        "where not computed yet."
    )
    done: float | None = Field(None, description="With `partial` only: the fraction that is computed, from 0 to 1.")
    computed: list[list[int]] | None = Field(
        None, description="With `partial` only: which rows of the first axis are there, as half-open ranges."
    )


class JobReport(BaseModel):
    """How a large sweep stands."""

    id: str
    state: State
    done: float = Field(ge=0, le=1, description="The fraction that is computed.")
    seconds_left: float | None = Field(description="At the speed of the last second or so; null before there is one.")
    cells: int
    measure: str
    shape: list[int]
    kept_seconds: float = Field(description="For how long the job is still kept: from its end on, so many seconds.")
    problem: Problem | None = Field(description="Why it failed.")
    result: str = Field(description="Where its result is, with `?partial=true` before it is finished too.")


def report_of(job: Job, jobs: Jobs, path: str) -> JobReport:
    return JobReport(
        id=job.id,
        state=job.state,
        done=job.done,
        seconds_left=job.seconds_left,
        cells=job.sweep.cells,
        measure=job.sweep.measure,
        shape=list(job.sweep.shape),
        kept_seconds=jobs.kept_seconds(job),
        problem=job.problem,
        result=f"{path}/{job.id}/result",
    )


Size = Literal["small", "large"]


def size_of(sweep: Sweep) -> Size:
    """Whether the sweep is answered at once. Raises RequestValidationError for one that is over a cap.

    The cells are judged first: up to there it is arithmetic, while the cost of a sweep has to look at its axes.
    """
    reason = over_cap(sweep, cells=MAX_SWEEP_CELLS) or over_cap(sweep, cost=MAX_SWEEP_COST)
    if reason is not None:
        reason = f"{reason}; its cells have {sweep.steps:,} epochs in all"
        mistake = {"type": "value_error", "loc": ("body", "axes"), "msg": reason, "ctx": {"error": reason}}
        raise RequestValidationError([{**mistake, "input": None}])
    return "small" if sweep.cells <= SMALL_SWEEP_CELLS and sweep.cost <= SMALL_SWEEP_COST else "large"
