"""REST under /api/v1: presets, limits, schema and batch simulation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from app.experiments import schema
from app.experiments.presets import PRESETS, Preset
from app.experiments.run import Run
from app.web import messages
from app.web.messages import SimulationRequest, SimulationResponse
from app.web.problems import MEDIA_TYPE, Problem
from app.web.wire import SMALL, compute, in_chunks, json_list, summarise, to_json

API = "/api/v1"

AT_ONCE = 2
"""Large simulations that are computed in turns; more would only slow each other down."""


class Slots:
    """The places for large requests: `at_once` in work, `max_waiting` waiting, the rest refused."""

    def __init__(self, max_waiting: int, at_once: int = AT_ONCE) -> None:
        self.turn = asyncio.Semaphore(at_once)
        """Held while a large simulation is computed, and free again while its rows are sent."""
        self._free = at_once + max_waiting

    @property
    def is_full(self) -> bool:
        return self._free <= 0

    def refuse_if_full(self) -> None:
        """Raises a 503 that says when to come back."""
        if self.is_full:
            raise HTTPException(503, "too many large requests are waiting here", headers={"Retry-After": "5"})

    def __enter__(self) -> None:
        self._free -= 1

    def __exit__(self, *_: object) -> None:
        self._free += 1


class LargeAnswer(StreamingResponse):
    """An answer that holds a place from its first step until its last byte is sent or its client is gone."""

    def __init__(self, content: AsyncIterator[bytes], slots: Slots) -> None:
        super().__init__(content, media_type="application/json")
        self._slots = slots

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._slots:
            await super().__call__(scope, receive, send)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}, "description": text}
    for status, text in {
        400: "The body is not JSON.",
        413: "The body is too large.",
        422: "The body does not fit; `errors` names field, rule and value.",
        503: "Too many large requests are waiting; `Retry-After` says when to come back.",
    }.items()
}

BOTH_COSTS = [{"cost": cost, "w": 2, "b": 2, "eta": 0.15} for cost in ("quadratic", "cross-entropy")]
"""The slowdown and its cure, as an example of what may be asked."""


def body_like(example: dict[str, Any]) -> dict[str, Any]:
    """What the OpenAPI document says of a route that takes a body like the example."""
    return {"requestBody": {"content": {"application/json": {"example": example}}}}


router = APIRouter(prefix=API, tags=["Experiments"])


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
    openapi_extra=body_like({"experiments": BOTH_COSTS, "record": "summary"}),
)
async def simulations(body: SimulationRequest, request: Request) -> StreamingResponse:
    """The results come in the order of the experiments, each with all its fields, its trace and its summary.

    The answer is written while it is computed, so the first results of a large batch arrive early.
    """
    slots: Slots = request.app.state.slots
    if body.values <= SMALL:
        return StreamingResponse(in_chunks(write(body, nullcontext())), media_type="application/json")
    slots.refuse_if_full()
    return LargeAnswer(in_chunks(write(body, slots.turn)), slots)


async def write(body: SimulationRequest, turn: AbstractAsyncContextManager[None]) -> AsyncIterator[bytes]:
    """The answer to a batch, as JSON."""
    yield b'{"results":['
    for index, experiment in enumerate(body.experiments):
        run = Run(experiment, body.explain)
        async with turn:
            blocks = await compute(run, body.every)
            summary = await summarise(run)
        yield b"," * (index > 0) + b'{"experiment":' + to_json(experiment.model_dump()) + b',"trace":'
        if body.record == "trace":
            for place, name in enumerate(blocks[0]):
                yield (b"," if place else b"{") + to_json(name) + b":"
                for piece in json_list([block[name] for block in blocks]):
                    yield piece
            yield b"}"
        else:
            yield b"null"
        yield b',"summary":' + to_json(summary) + b"}"
    yield b"]}"
