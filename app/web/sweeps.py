"""REST for sweeps: small ones are answered at once, large ones become jobs with a result to fetch, in part or whole."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Header, Query, Request
from fastapi import Path as PathParameter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from numpy.typing import NDArray
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from app.experiments.sweeps.errors import SweepError
from app.experiments.sweeps.formats import FORMATS as WRITERS
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from app.web.api import API, OF_A_TABLE, PROBLEMS, body_like
from app.web.formats import CSV, JSON, NPY, PARQUET, Format, chosen
from app.web.jobs import Jobs
from app.web.patience import patient_route
from app.web.pools import Pools
from app.web.settings import Settings
from app.web.slots import LargeAnswer, Slots
from app.web.small_sweeps import SmallSweeps
from app.web.sweep_messages import JobReport, SweepResult, report_of, size_of
from app.web.wire import SMALL, Unwanted, in_chunks

PATH = f"{API}/sweeps"
FEW_BYTES = 4 * 1024
"""A body up to here is read at once: listed values are judged one by one, a microsecond or two each."""
FORMATS = (JSON, CSV, NPY, PARQUET)

FormatName = Annotated[
    Literal["json", "csv", "npy", "parquet"] | None,
    Query(alias="format", description="The format of the result; wins over `Accept`."),
]


class Sweeping:
    """All that a server has for sweeps."""

    def __init__(self, settings: Settings) -> None:
        self.pools = Pools(settings.sweep_workers, settings.scheduler)
        self.small = SmallSweeps(self.pools, settings.max_waiting)
        self.jobs = Jobs(self.pools, settings.max_sweeps, settings.sweep_keep)

    async def close(self) -> None:
        """Cancels everything and ends the workers."""
        await self.jobs.close()
        await self.small.close()
        self.pools.close()


async def read_sweep(content: Any) -> Any:
    """A large body as a sweep, validated in a thread: an axis of 100,000 listed values takes a tenth of a second."""
    try:
        return await asyncio.to_thread(Sweep.model_validate, content)
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
        raise RequestValidationError([{**found, "loc": ("body", *found["loc"])} for found in mistakes]) from None


router = APIRouter(tags=["Sweeps"])
reading = APIRouter(tags=["Sweeps"], route_class=patient_route(read_sweep, FEW_BYTES))

FILES: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    NPY.media_type: {"schema": {"type": "string", "format": "binary"}},
    PARQUET.media_type: {"schema": {"type": "string", "format": "binary"}},
}


def sweeping(request: Request) -> Sweeping:
    found: Sweeping = request.app.state.sweeping
    return found


@reading.post(
    PATH,
    summary="One measure over a grid of experiments",
    response_model=SweepResult,
    responses={
        **OF_A_TABLE,
        200: {"description": "The result of a small sweep.", "content": FILES},
        202: {"model": JobReport, "description": "A large sweep has begun; `Location` says where to ask about it."},
    },
    openapi_extra=body_like(
        {
            "base": {"cost": "quadratic", "eta": 0.15},
            "axes": {"w": {"start": -2, "stop": 2, "num": 3}, "b": {"values": [0, 2]}},
            "measure": "epochs_to_half",
        }
    ),
)
async def sweeps(
    sweep: Sweep,
    request: Request,
    form: FormatName = None,
    prefer: Annotated[str, Header(description="`respond-async` makes a job of a small sweep too.")] = "",
) -> Response:
    """Every cell holds the measure of the base experiment with the values of its axes put in; null where never.

    A small sweep is answered at once, in the format asked for (as in `/simulations`; `npy` is the array alone). A
    large one becomes a job: the answer is 202 with what `GET` at its `Location` says too. `/limits` has the caps.
    """
    wanted = chosen(request, FORMATS, form)
    size = await asyncio.to_thread(size_of, sweep)
    wishes = {wish.partition(";")[0].strip().lower() for wish in prefer.split(",")}
    is_async = "respond-async" in wishes
    if size == "small" and not is_async:
        try:
            values = await sweeping(request).small.values(sweep, request.is_disconnected)
        except SweepError as error:
            raise HTTPException(503, str(error), headers={"Retry-After": "5"}) from None
        except Unwanted:
            return Response(status_code=503)
        return written(request, wanted, sweep, values)
    jobs = sweeping(request).jobs
    job = jobs.add(sweep)
    headers = {"Location": f"{PATH}/{job.id}", "Retry-After": "1", "Cache-Control": "no-store"}
    if is_async:
        headers["Preference-Applied"] = "respond-async"
    return JSONResponse(report_of(job, jobs, PATH).model_dump(), 202, headers)


JobId = Annotated[str, PathParameter(max_length=64, description="As the job itself says.")]


@router.get(
    f"{PATH}/{{job_id}}", summary="How a large sweep stands", responses={404: PROBLEMS[404], 422: PROBLEMS[422]}
)
async def job_report(job_id: JobId, request: Request, response: Response) -> JobReport:
    """Whether it waits, runs or is over, how much of it is done, and how long the rest takes."""
    jobs = sweeping(request).jobs
    response.headers["Cache-Control"] = "no-store"
    return report_of(jobs.find(job_id), jobs, PATH)


@router.delete(
    f"{PATH}/{{job_id}}",
    summary="Cancel a large sweep, or forget its result",
    status_code=204,
    responses={404: PROBLEMS[404], 422: PROBLEMS[422]},
)
async def cancel(job_id: JobId, request: Request) -> None:
    """A sweep that waits or runs is cancelled, and what it has is kept for a while; one that is over is forgotten."""
    sweeping(request).jobs.delete(job_id)


@router.get(
    f"{PATH}/{{job_id}}/result",
    summary="The result of a large sweep",
    response_model=SweepResult,
    responses={
        **{status: PROBLEMS[status] for status in (404, 406, 409, 422, 503)},
        200: {"description": "The result, or with `partial` what there is of it.", "content": FILES},
    },
)
async def result(
    job_id: JobId,
    request: Request,
    form: FormatName = None,
    partial: Annotated[bool, Query(description="Take what is there, whether finished or not.")] = False,
) -> Response:
    """In any format. In part, JSON also says how much is `done` and which rows are `computed`; CSV and Parquet hold the
    computed cells alone; NPY has −∞ where nothing is computed yet.
    """
    wanted = chosen(request, FORMATS, form)
    job = sweeping(request).jobs.find(job_id)
    if not partial:
        if job.state != "finished" or job.run is None:
            reason = f" ({job.problem.detail})" if job.problem is not None else ""
            raise HTTPException(
                409, f"the sweep is {job.state}{reason}, {job.done:.0%} done; ?partial=true gives what is there"
            )
        return written(request, wanted, job.sweep, job.run.values)
    if job.run is None:
        computed = np.zeros(job.sweep.shape[0], dtype=bool)
        values = np.broadcast_to(-np.inf, job.sweep.shape)
    else:
        computed, values = job.run.computed, job.run.values
    return written(request, wanted, job.sweep, values, job.done, computed)


def written(
    request: Request,
    form: Format,
    sweep: Sweep,
    values: Array,
    done: float | None = None,
    computed: NDArray[np.bool_] | None = None,
) -> Response:
    """The result as it is sent; a large one holds a place among large answers."""
    slots: Slots = request.app.state.slots

    def write() -> Iterator[bytes]:
        return WRITERS[form.name].write(sweep, values, done=done, computed=computed)

    content = in_chunks(in_turn(write, slots.turn, is_heavy=form is PARQUET))
    if sweep.cells > SMALL:
        slots.refuse_if_full()
        answer: StreamingResponse = LargeAnswer(content, slots)
    else:
        answer = StreamingResponse(content)
    answer.headers.update(form.headers("sweep"))
    return answer


async def in_turn(
    write: Callable[[], Iterator[bytes]], turn: asyncio.Semaphore, *, is_heavy: bool
) -> AsyncIterator[bytes]:
    """The pieces, each made when it is asked for, in some five milliseconds or, where they are heavy, in a thread.

    The turn is held until everybody else has had theirs: of many results that are written, few hold the event loop.
    """
    pieces = await asyncio.to_thread(write)  # which may have to import the writer's package
    while True:
        async with turn:
            piece = await asyncio.to_thread(next, pieces, None) if is_heavy else next(pieces, None)
            await asyncio.sleep(0)
        if piece is None:
            return
        yield piece
