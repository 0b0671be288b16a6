"""REST for what networks can learn: the data sets, and a problem's examples for the eye."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.experiments.networks.names import OutputName
from app.experiments.networks.problems import AnyProblem
from app.experiments.networks.showing import show
from app.experiments.schema import Strict
from app.learning.datasets import DATA_SETS, DataSet, FileProblem, Option
from app.learning.outputs import output_named
from app.web.api import API, OF_A_BODY, body_like
from app.web.slots import Slots
from app.web.wire import to_json

router = APIRouter(prefix=API, tags=["Experiments"])


class ProblemOption(BaseModel):
    """Something that can be chosen of a data set."""

    name: str
    kind: str = Field(description="int, float, choice, text, or matrix (a list of equally long lists of numbers).")
    label: str
    summary: str
    default: Any = Field(description="Null where it must be given.")
    low: float | None = Field(description="The least number, or how many characters or rows there are at least.")
    high: float | None
    choices: dict[str, str] | None = Field(description="The names of a choice with what a person reads.")


class ProblemSummary(BaseModel):
    """A data set, and whether this server has it."""

    name: str
    label: str
    summary: str
    options: list[ProblemOption]
    available: bool
    reason: str | None = Field(description="Why it is not available.")
    given: bool = Field(description="Whether the request brings the examples itself.")


class ShowRequest(Strict):
    """A problem, and the output layer that is to learn it: two classes are one output, unless outputs are coupled."""

    problem: AnyProblem
    output: OutputName = Field("sigmoid", title="Output", description="How the output layer answers.")


class Point(BaseModel):
    x: float
    y: float
    label: int


class ShownExample(BaseModel):
    inputs: list[float] | None
    label: int | None
    targets: list[float]
    pixels: str | None = Field(None, description="A picture's bytes, row by row, in base64.")


class ShownProblem(BaseModel):
    """What can be seen of a problem."""

    problem: dict[str, Any]
    examples: int
    test_examples: int
    inputs: int
    outputs: int
    classes: list[str]
    features: list[str]
    image: list[int] | None
    points: list[Point] = Field(description="Of two inputs, the first 500 training examples.")
    shown: list[ShownExample] = Field(description="The first 20 training examples.")


@router.get("/problems", summary="What networks can learn")
async def problems(request: Request) -> list[ProblemSummary]:
    """The data sets with their options. One that needs files which this server does not have is not available."""
    folder: Path | None = request.app.state.trainings.kit.data_folder
    return await asyncio.to_thread(lambda: [_summary(data_set, folder) for data_set in DATA_SETS.values()])


def _summary(data_set: DataSet, folder: Path | None) -> ProblemSummary:
    reason = data_set.missing(folder)
    return ProblemSummary(
        name=data_set.name,
        label=data_set.label,
        summary=data_set.summary,
        options=[_option(name, option) for name, option in data_set.options.items()],
        available=reason is None,
        reason=reason,
        given=data_set.is_given,
    )


def _option(name: str, option: Option) -> ProblemOption:
    return ProblemOption(
        name=name,
        kind=option.kind,
        label=option.label,
        summary=option.summary,
        default=option.default,
        low=option.low,
        high=option.high,
        choices=dict(option.choices) or None,
    )


@router.post(
    "/problems",
    summary="The examples of a problem, for the eye",
    response_model=ShownProblem,
    responses=OF_A_BODY,
    openapi_extra=body_like({"problem": {"name": "moons", "noise": 0.2}, "output": "softmax"}),
)
async def shown(body: ShowRequest, request: Request) -> Response:
    """Its points, or its first examples with their targets. Numbers have four digits: a picture needs no more."""
    slots: Slots = request.app.state.shown
    slots.refuse_if_full()
    is_one_hot = output_named(body.output).is_coupled
    work = partial(show, body.problem, is_one_hot=is_one_hot, data_folder=request.app.state.trainings.kit.data_folder)
    with slots:
        async with slots.turn:
            try:
                answer = await asyncio.to_thread(lambda: to_json(work()))
            except FileProblem as error:
                place = ("body", "problem")
                raise RequestValidationError(
                    [{"type": "wrong_value", "loc": place, "msg": str(error), "input": None}]
                ) from None
    return Response(answer, media_type="application/json")
