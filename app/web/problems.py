"""Every error as one shape: RFC 9457 problem details, `application/problem+json`.

What a client sent is never echoed: only short values appear, quoted inside a message (experiments/complaints.py). In
particular a NaN from a request cannot get into an answer, where it would be no JSON.
"""

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from app.experiments.complaints import Complaint, complaints

MEDIA_TYPE = "application/problem+json"
SHOWN = 20
"""How many complaints one answer lists."""

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
    errors = [FieldError(field=complaint.field, message=complaint.message) for complaint in found[:SHOWN]]
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)


def problem_of(error: ValidationError | RequestValidationError, under: Sequence[str] = ()) -> Problem:
    """The problem with an input that does not fit: 400 where it is not even JSON, else 422."""
    found = complaints(error.errors(), under)
    if any(item["type"] == "json_invalid" for item in error.errors()):
        return problem(400, found[0].message)
    hidden = f" (the first {SHOWN} of {len(found)} errors are listed)" if len(found) > SHOWN else ""
    return problem(422, f"{found[0].message}{hidden}", found)


def answer(body: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(body.model_dump(), status_code=body.status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI, page: Callable[[str, str], str]) -> None:
    """Makes every error of the application a problem; people's browsers get the `page` of a title and a detail."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return answer(problem_of(error, under=("body",)))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        detail = f"there is nothing at {request.url.path[:200]}" if error.status_code == 404 else str(error.detail)
        body, headers = problem(error.status_code, detail), dict(error.headers or {})
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(page(body.title, detail.capitalize() + "."), error.status_code, headers)
        return answer(body, headers)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return answer(problem(500, "something went wrong here, and not by your doing; it has been logged"))
