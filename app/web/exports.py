"""POST /api/v1/exports: the runs on a page as a file to keep.

CSV and JSON are written while they are computed, in turns with everybody else's large requests (api.py). Scripts and
notebooks are texts that are ready in some 15 ms (80 ms for the largest), whatever it costs to run them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from app import __version__
from app.experiments.exports.notebook import notebook
from app.experiments.exports.script import script
from app.experiments.exports.table import GENERATOR, ROW_CONVENTION, comments
from app.experiments.schema import Experiment
from app.web import batch_writers
from app.web.api import API, BOTH_COSTS, OF_A_BODY, body_like
from app.web.batch_writers import write_table
from app.web.messages import MAX_LANES, Experiments, Explain, Result, SimulationRequest
from app.web.slots import LargeAnswer, Slots
from app.web.wire import SMALL, in_chunks, to_json

router = APIRouter(prefix=API, tags=["Experiments"])

KINDS = {
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"),
    "script": ("text/x-python; charset=utf-8", "py"),
    "notebook": ("application/x-ipynb+json", "ipynb"),
}
"""By format: the media type and the ending of the file's name."""


class ExportRequest(Experiments):
    """The experiments of a page's lanes, and the kind of file to make of their runs."""

    experiments: list[Experiment] = Field(min_length=1, max_length=MAX_LANES)
    format: Literal["csv", "json", "script", "notebook"] = Field(
        description="A table, its numbers as JSON, or a Python script or Jupyter notebook that works them out again."
    )
    explain: Explain = False


class ExportedTraces(BaseModel):
    """The file that the format "json" makes."""

    generator: str
    version: str
    row_convention: str
    results: list[Result]


@router.post(
    "/exports",
    summary="Make a file of runs",
    response_class=Response,
    responses={
        **OF_A_BODY,
        200: {
            "description": "The file, with its name in `Content-Disposition`.",
            "model": ExportedTraces,
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "text/x-python": {"schema": {"type": "string"}},
                "application/x-ipynb+json": {"schema": {"type": "object"}},
            },
        },
    },
    openapi_extra=body_like({"experiments": BOTH_COSTS, "format": "csv"}),
)
async def exports(body: ExportRequest, request: Request) -> Response:
    """A CSV has a line for each row of a trace, and lines that start with `#` above its header.

    The script needs Python and NumPy, the notebook Jupyter too; both give the same numbers as the CSV.
    """
    media_type, ending = KINDS[body.format]
    headers = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="slowdown.{ending}"'}
    if body.format in ("script", "notebook"):
        write_program = script if body.format == "script" else notebook
        text = await asyncio.to_thread(write_program, body.experiments, explain=body.explain)
        return Response(text, headers=headers)
    slots: Slots = request.app.state.slots
    is_large = body.values > SMALL
    if is_large:
        slots.refuse_if_full()
    turn = slots.turn if is_large else nullcontext()
    content = in_chunks(write_csv(body, turn) if body.format == "csv" else write_json(body, turn))
    answer = LargeAnswer(content, slots) if is_large else StreamingResponse(content)
    answer.headers.update(headers)
    return answer


async def write_csv(body: ExportRequest, turn: AbstractAsyncContextManager[None]) -> AsyncIterator[bytes]:
    """The comments and the table."""
    yield comments(body.experiments).encode()
    async for piece in write_table(body.experiments, turn, explain=body.explain):
        yield piece


async def write_json(body: ExportRequest, turn: AbstractAsyncContextManager[None]) -> AsyncIterator[bytes]:
    """What /simulations answers, with who made it in front."""
    made_by: dict[str, Any] = {"generator": GENERATOR, "version": __version__, "row_convention": ROW_CONVENTION}
    yield to_json(made_by)[:-1]
    batch = SimulationRequest(experiments=[*body.experiments], explain=body.explain)
    pieces_of_batch = batch_writers.write_json(batch, turn, None)
    yield b"," + (await anext(pieces_of_batch)).removeprefix(b"{")
    async for piece in pieces_of_batch:
        yield piece
