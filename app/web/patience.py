"""Reading a large body of experiments without holding the event loop.

To read ten thousand experiments takes some 100 ms: a fifth of that to parse, the rest to validate. The parsing is
left to pydantic's own reader, and the validating is done here in pieces of a few milliseconds; each experiment that
fits takes the place of what was sent, and FastAPI then finds nothing left to do. What does not fit is left as it is, so
that all complaints come from one place, in one order.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.exceptions import HTTPException

from app.experiments.kinds import ANY_EXPERIMENT
from app.experiments.networks.schema import NetworkExperiment
from app.web.messages import MAX_EXPERIMENTS
from app.web.problems import SHOWN

FEW_BYTES = 64 * 1024
"""A body of experiments up to here is read at once, in some three milliseconds."""

PIECE = 200
"""Experiments: to validate so many takes one or two milliseconds."""


Read = Callable[[Any], Awaitable[Any]]
"""From parsed JSON to what FastAPI shall find in its place."""


def patient_route(read: Read, few_bytes: int = FEW_BYTES) -> type[APIRoute]:
    """A kind of route that has a JSON body of more than a few bytes read so."""

    class PatientRequest(Request):
        refusal: RequestValidationError | None = None

        async def json(self) -> Any:
            body = await self.body()
            if len(body) <= few_bytes:
                return await super().json()
            content = parse(body)
            await asyncio.sleep(0)
            try:
                return await read(content)
            except RequestValidationError as refusal:
                self.refusal = refusal
                raise

    class PatientRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_patiently(request: Request) -> Response:
                patient = PatientRequest(request.scope, request.receive)
                try:
                    return await handle(patient)
                except HTTPException:
                    if patient.refusal is not None:  # FastAPI takes whatever goes wrong in reading for a bad request
                        raise patient.refusal from None
                    raise

            return handle_patiently

    return PatientRoute


def parse(body: bytes) -> Any:
    """The body as JSON, which may hold NaN: the schema refuses it by its field. Raises json.JSONDecodeError."""
    try:
        return from_json(body, allow_inf_nan=True, cache_strings="keys")
    except ValueError as error:
        raise json.JSONDecodeError(str(error), "", 0) from None


async def batch(content: Any) -> Any:
    """A batch whose experiments have been validated as far as they fit."""
    listed = content.get("experiments") if isinstance(content, dict) else None
    if isinstance(listed, list) and len(listed) <= MAX_EXPERIMENTS:
        content["experiments"] = await validated(listed)
    return content


async def validated(listed: list[Any]) -> list[Any]:
    """The list with every experiment that fits in its place. Raises RequestValidationError where too much does not.

    More mistakes than one answer lists are worded here, in pieces too: worded at once, they would take a second.
    """
    found: list[Any] = []
    errors: list[Any] = []
    for start in range(0, len(listed), PIECE):
        for index, given in enumerate(listed[start : start + PIECE], start):
            try:
                found.append(ANY_EXPERIMENT.validate_python(given))
            except ValidationError as error:
                found.append(given)
                errors += [
                    {**mistake, "loc": ("body", "experiments", index, *mistake["loc"])}
                    for mistake in error.errors(include_url=False)
                ]
            if isinstance(found[-1], NetworkExperiment):  # whose table or weights may have taken milliseconds
                await asyncio.sleep(0)
        await asyncio.sleep(0)
    if len(errors) > SHOWN:
        raise RequestValidationError(errors)
    return found
