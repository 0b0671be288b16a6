"""POST /api/v1/simulations: a batch of experiments, as JSON, CSV or Parquet."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse

from app.web.api import API, BOTH_COSTS, OF_A_TABLE, body_like
from app.web.batch_writers import WRITERS
from app.web.formats import CSV, JSON, PARQUET, Format, chosen
from app.web.messages import SimulationRequest, SimulationResponse
from app.web.network_batches import Lessons
from app.web.network_tables import NETWORK_WRITERS
from app.web.patience import batch, patient_route
from app.web.slots import LargeAnswer, Slots
from app.web.wire import SMALL, Unwanted, in_chunks

PATH = f"{API}/simulations"
FORMATS = (JSON, CSV, PARQUET)

FormatName = Annotated[
    Literal["json", "csv", "parquet"] | None,
    Query(alias="format", description="The format of the answer; wins over `Accept`."),
]

router = APIRouter(tags=["Experiments"], route_class=patient_route(batch))


@router.post(
    PATH,
    summary="Run a batch of experiments",
    response_model=SimulationResponse,
    responses={
        **OF_A_TABLE,
        200: {
            "description": "The results in the order of the experiments.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                PARQUET.media_type: {"schema": {"type": "string", "format": "binary"}},
            },
        },
    },
    openapi_extra=body_like({"experiments": BOTH_COSTS, "record": "summary"}),
)
async def simulations(body: SimulationRequest, request: Request, form: FormatName = None) -> Response:
    """The results come in the order of the experiments, each with all its fields, its trace and its summary.

    The answer is written while it is computed, so the first results of a large batch arrive early, and no more than
    a run is held. CSV (`Accept: text/csv` or `?format=csv`) has a line for each row of a trace, with the number of its
    run in front, counted from 0; of summaries a line for each run, with the fields of its experiment and every
    measure. A list becomes columns of its own (`w_1`, `w_2`); what a run does not have or never reaches is empty.
    Parquet holds the same tables, where the server has the extra `parquet`.

    Networks (`"kind": "network"`) are trained one by one in a process of their own, after those who wait already. JSON
    takes neurons and networks in one batch; a table has one kind of columns, so its batch has one kind.
    """
    wanted = chosen(request, FORMATS, form)
    kinds = list(dict.fromkeys(experiment.kind for experiment in body.experiments))
    if len(kinds) > 1 and wanted.name != "json":
        raise _mixed(wanted, kinds)
    slots: Slots = request.app.state.slots
    is_large = "network" in kinds or body.values > SMALL
    if is_large:
        slots.refuse_if_full()
    lessons = Lessons(request.app.state.trainings, body.every, body.record)
    writers = NETWORK_WRITERS if kinds == ["network"] and wanted.name != "json" else WRITERS
    content = in_chunks(writers[wanted.name, body.record](body, slots.turn if is_large else nullcontext(), lessons))
    try:
        await lessons.begin(body.experiments, request)
    except Unwanted:
        return Response(status_code=503)
    answer = LargeAnswer(content, slots, lessons.stop) if is_large else StreamingResponse(content)
    answer.headers.update(wanted.headers("simulations"))
    return answer


def _mixed(wanted: Format, kinds: Sequence[str]) -> RequestValidationError:
    """A table of neurons and networks would have two headers."""
    reason = f"experiments must be of one kind in {wanted.name}, got {' and '.join(kinds)}; json takes both"
    return RequestValidationError(
        [{"type": "wrong_value", "loc": ("body", "experiments"), "msg": reason, "input": None}]
    )
