"""Every error as one shape: RFC 9457 problem details, `application/problem+json`.

What a client sent is never echoed: only short values appear, quoted inside a message (experiments/complaints.py). In
particular a NaN from a request cannot get into an answer, where it would be no JSON.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from app.experiments.complaints import Complaint, complaints

MEDIA_TYPE = "application/problem+json"
SHOWN = 20
"""How many complaints one answer lists."""
SHOWN_PATH = 200
"""How many characters of a path one answer repeats."""

log = logging.getLogger("slowdown")


class FieldError(BaseModel):
    """One thing that is wrong."""

    field: str = Field(description="Where, as a path with dots; empty for the whole.", examples=["experiments.3.eta"])
    message: str = Field(
        description="The field, the rule and the value.", examples=["eta must be greater than 0, got -1.0"]
    )


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def problem(status: int, detail: str, found: Sequence[Complaint] = ()) -> Problem:
    errors = [FieldError(field=complaint.field, message=complaint.message) for complaint in found]
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)


def problem_of(error: ValidationError | RequestValidationError, under: Sequence[str] = ()) -> Problem:
    """The problem with an input that does not fit: 400 where it is not even JSON, else 422."""
    errors = error.errors()
    found = complaints(errors[:SHOWN], under)
    if errors[0]["type"] == "json_invalid":
        return problem(400, found[0].message)
    hidden = f" (the first {SHOWN} of {len(errors)} errors are listed)" if len(errors) > SHOWN else ""
    return problem(422, f"{found[0].message}{hidden}", found)


def answer(body: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body.model_dump(), status_code=body.status, headers=headers, media_type=MEDIA_TYPE)


def with_media_type(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document in which every problem has its own media type; FastAPI knows one a route."""
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    for content in (reply.get("content", {}) for operation in operations for reply in operation["responses"].values()):
        if MEDIA_TYPE in content and "application/json" in content:
            content[MEDIA_TYPE] = content.pop("application/json")
    return document


def install(app: FastAPI, page: Callable[[str, str], str]) -> None:
    """Makes every error of the application a problem; people's browsers get the `page` of a title and a detail."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        place = str(error.errors()[0]["loc"][0])  # "body", or "query" for the parameters of an address
        return answer(problem_of(_only(error, place), under=(place,)))

    def reply(request: Request, body: Problem, headers: Mapping[str, str] | None = None) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            sentence = body.detail[:1].upper() + body.detail[1:] + "."
            return HTMLResponse(page(body.title, sentence), body.status, headers)
        return answer(body, headers)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return reply(request, problem(error.status_code, _detail(request, error)), error.headers)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return reply(request, problem(500, "something went wrong here, and not by your doing; it has been logged"))


def _only(error: RequestValidationError, place: str) -> RequestValidationError:
    """The mistakes in one place alone: a field of the body may have the name of a parameter of the address."""
    return RequestValidationError([mistake for mistake in error.errors() if mistake["loc"][0] == place])


def _detail(request: Request, error: HTTPException) -> str:
    """Starlette's own errors come without a sentence."""
    path = request.url.path
    where = path if len(path) <= SHOWN_PATH else path[:SHOWN_PATH] + "…"
    if error.status_code == 404 and error.detail == HTTPStatus.NOT_FOUND.phrase:
        return f"there is nothing at {where}"
    if error.status_code == 405:
        return f"{where} does not take {request.method}"
    return error.detail
