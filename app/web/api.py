"""REST under /api/v1: presets, limits, schema and batch simulation."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException

from app.experiments import schema
from app.experiments.presets import PRESETS, Preset
from app.experiments.run import Run, join
from app.web import messages
from app.web.messages import SimulationRequest, SimulationResponse
from app.web.problems import MEDIA_TYPE, Problem
from app.web.wire import compute, to_json

API = "/api/v1"

SMALL = 50_000
"""Numbers: below this a simulation is a few milliseconds of work and never waits for larger ones."""

AT_ONCE = 2
"""Large simulations that are computed in turns; more would only slow each other down."""


class Slots:
    """The places for large simulations: `AT_ONCE` in work, `max_waiting` waiting, the rest refused."""

    def __init__(self, max_waiting: int) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._max_waiting = max_waiting
        self._present = 0

    @property
    def is_full(self) -> bool:
        return self._present >= AT_ONCE + self._max_waiting

    async def compute(self, run: Run, every: int, is_small: bool) -> list[Any]:
        if is_small:
            return await compute(run, every)
        self._present += 1
        try:
            async with self._places:
                return await compute(run, every)
        finally:
            self._present -= 1


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": text}
    for status, text in {
        400: "The body is not JSON.",
        413: "The body is too large.",
        422: "The body does not fit; `errors` names field, rule and value.",
        503: "Too many large simulations are waiting; `Retry-After` says when to come back.",
    }.items()
}

router = APIRouter(prefix=API)


@router.get("/presets", summary="The chapter's experiments")
async def presets() -> list[Preset]:
    return list(PRESETS.values())


@router.get("/limits", summary="How much one request may ask for")
async def limits() -> dict[str, int]:
    return {
        "epochs": schema.MAX_EPOCHS,
        "inputs": schema.MAX_INPUTS,
        "examples": schema.MAX_EXAMPLES,
        "values": schema.MAX_VALUES,
        "experiments": messages.MAX_EXPERIMENTS,
        "lanes": messages.MAX_LANES,
        "body_bytes": messages.MAX_BODY_BYTES,
        "message_bytes": messages.MAX_MESSAGE_BYTES,
    }


@router.get("/schema", summary="JSON Schema of experiments and stream messages")
async def json_schema() -> dict[str, Any]:
    return {
        "experiment": TypeAdapter(schema.Experiment).json_schema(),
        "stream": {
            "client": messages.CLIENT_MESSAGE.json_schema(),
            "server": messages.SERVER_MESSAGE.json_schema(mode="serialization"),
        },
    }


@router.post(
    "/simulations",
    summary="Run a batch of experiments",
    response_model=SimulationResponse,
    responses=PROBLEMS,
    openapi_extra={
        "requestBody": {
            "content": {
                "application/json": {
                    "example": {
                        "experiments": [
                            {"cost": "quadratic", "w": 2, "b": 2, "eta": 0.15},
                            {"cost": "cross-entropy", "w": 2, "b": 2, "eta": 0.15},
                        ],
                        "record": "summary",
                    }
                }
            }
        }
    },
)
async def simulations(body: SimulationRequest, request: Request) -> StreamingResponse:
    """The results come in the order of the experiments, each with all its fields, its trace and its summary.

    The answer is written while it is computed, so the first results of a large batch arrive early.
    """
    slots: Slots = request.app.state.slots
    is_small = body.values <= SMALL
    if slots.is_full and not is_small:
        raise HTTPException(503, "too many large simulations are waiting here", headers={"Retry-After": "5"})

    async def write() -> AsyncIterator[bytes]:
        yield b'{"results":['
        for index, experiment in enumerate(body.experiments):
            run = Run(experiment)
            blocks = await slots.compute(run, body.every, is_small)
            yield b"," * (index > 0) + b'{"experiment":' + to_json(experiment.model_dump()) + b',"trace":'
            if body.record == "trace":
                for place, (name, column) in enumerate(join(blocks).items()):
                    yield (b"," if place else b"{") + to_json(name) + b":" + to_json(column)
                yield b"}"
            else:
                yield b"null"
            yield b',"summary":' + to_json(run.summary) + b"}"
        yield b"]}"

    return StreamingResponse(write(), media_type="application/json")
