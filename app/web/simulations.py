"""POST /api/v1/simulations: a batch of experiments, as JSON, CSV or Parquet."""

from contextlib import nullcontext
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from app.web.api import API, BOTH_COSTS, OF_A_TABLE, body_like
from app.web.batch_writers import WRITERS
from app.web.formats import CSV, JSON, PARQUET, chosen
from app.web.messages import SimulationRequest, SimulationResponse
from app.web.patience import batch, patient_route
from app.web.slots import LargeAnswer, Slots
from app.web.wire import SMALL, in_chunks

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
async def simulations(body: SimulationRequest, request: Request, form: FormatName = None) -> StreamingResponse:
    """The results come in the order of the experiments, each with all its fields, its trace and its summary.

    The answer is written while it is computed, so the first results of a large batch arrive early, and no more than
    a run is held. CSV (`Accept: text/csv` or `?format=csv`) has a line for each row of a trace, with the number of its
    run in front, counted from 0; of summaries a line for each run, with the fields of its experiment and every
    measure. A list becomes columns of its own (`w_1`, `w_2`); what a run does not have or never reaches is empty.
    Parquet holds the same tables, where the server has the extra `parquet`.
    """
    wanted = chosen(request, FORMATS, form)
    slots: Slots = request.app.state.slots
    is_large = body.values > SMALL
    if is_large:
        slots.refuse_if_full()
    content = in_chunks(WRITERS[wanted.name, body.record](body, slots.turn if is_large else nullcontext()))
    answer = LargeAnswer(content, slots) if is_large else StreamingResponse(content)
    answer.headers.update(wanted.headers("simulations"))
    return answer
