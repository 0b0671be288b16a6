"""REST for explanations: curves over z, the plateau law, fair learning rates and C over two weights.

None of these runs an experiment for its own sake; simulations are in api.py. Long ones are computed in pieces of
about a millisecond between which everybody else has a turn (wire.py), rather than in threads: a thread of pure Python
holds the interpreter for five milliseconds at a time, and every message of every stream would wait for it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.experiments.fairness import FairRate, fair_rate
from app.experiments.landscape import surface
from app.experiments.plateau import Plateaus, plateaus
from app.learning.activations import activation_named
from app.learning.costs import cost_named
from app.learning.matching import Unreachable
from app.learning.turns import Work
from app.web.api import API, PROBLEMS, body_like
from app.web.explore_messages import (
    Curves,
    CurvesQuery,
    PlateausRequest,
    RatesRequest,
    Surface,
    SurfacesRequest,
)
from app.web.slots import Slots
from app.web.wire import Unwanted, in_turns, to_json

POINTS = 193
"""Of a curve: every 1/8 of z from −12 to 12, and symmetric about the middle."""

router = APIRouter(prefix=API, tags=["Explanations"])


class Answers:
    """The last answers, so that a class that opens one page at one time has them computed once.

    One question is worked on at a time, 0.1 s or so; other ones wait in turn, `max_waiting` at most, and whoever asks
    the same waits with the first without a place of their own. A question whose askers have gone is not worked on.
    """

    def __init__(self, max_waiting: int, most: int = 64) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._asked: dict[Hashable, asyncio.Event] = {}
        self._slots = Slots(max_waiting, at_once=1)

    async def to(
        self, question: Hashable, work: Callable[[], Work[Any]], is_unwanted: Callable[[], Awaitable[bool]]
    ) -> bytes:
        """The answer to the question as JSON, kept or computed by the work. Raises `Unwanted` and a 503."""
        while question not in self._kept:
            asked = self._asked.get(question)
            if asked is not None:
                await asked.wait()  # and takes over, should whoever asked first have gone
                continue
            self._asked[question] = asyncio.Event()
            try:
                await self._work_on(question, work, is_unwanted)
            finally:
                self._asked.pop(question).set()
        self._kept.move_to_end(question)
        return self._kept[question]

    async def _work_on(
        self, question: Hashable, work: Callable[[], Work[Any]], is_unwanted: Callable[[], Awaitable[bool]]
    ) -> None:
        self._slots.refuse_if_full()
        with self._slots:
            async with self._slots.turn:
                if await is_unwanted():
                    raise Unwanted
                self._keep(question, to_json(await in_turns(work(), is_unwanted)))

    def _keep(self, question: Hashable, answer: bytes) -> None:
        self._kept[question] = answer
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


async def _answer(request: Request, question: Hashable, work: Callable[[], Work[Any]]) -> Response:
    answers: Answers = request.app.state.answers
    try:
        return _json(await answers.to(question, work, request.is_disconnected))
    except Unwanted:
        return Response(status_code=503)


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")


def _described(example: dict[str, Any], *statuses: int) -> dict[str, Any]:
    """The keywords of a route that takes a body like the example and may answer with these problems."""
    return {
        "responses": {status: PROBLEMS[status] for status in (400, 413, 422, *statuses)},
        "openapi_extra": body_like(example),
    }


@router.get("/curves", summary="C and δ over the weighted input", response_model=Curves, responses={422: PROBLEMS[422]})
async def curves(query: Annotated[CurvesQuery, Query()]) -> Response:
    """The curve that a neuron with one example walks on, C against z, and its slope, δ (eq. 54–62).

    δ is the rule's own: for *cross-entropy, as animated* it is not the slope of C.
    """
    cost, activation = cost_named(query.cost), activation_named(query.activation)
    z = np.linspace(query.low, query.high, POINTS)
    y = np.full_like(z, query.y)
    with np.errstate(all="ignore"):
        columns = {"z": z, "cost": cost.value(activation, z, y), "delta": cost.delta(activation, z, y)}
    return _json(to_json(columns))


@router.post(
    "/plateaus",
    summary="How long the plateau lasts",
    response_model=Plateaus,
    **_described({"experiment": {"cost": "quadratic", "w": 2, "b": 2, "eta": 0.15}}, 503),
)
async def plateau_law(body: PlateausRequest, request: Request) -> Response:
    """Epochs until |a − y| < 1/2 against the start z₀, for every cost that follows its gradient.

    The theory is the limit of small steps, T(z₀) = (1/κ) ∫ dz/|δ(z)| from |a − y| = 1/2 to z₀ with κ = η (Σ x² + 1);
    the simulated points are the same neuron started elsewhere, as long as they take at most 20,000 epochs.
    """

    def work() -> Work[dict[str, Any]]:
        law = yield from plateaus(body.experiment)
        return law.model_dump()

    return await _answer(request, body.question, work)


@router.post(
    "/rates",
    summary="A fair learning rate for a second experiment",
    response_model=FairRate,
    **_described(
        {
            "reference": {"cost": "quadratic", "w": 2, "b": 2, "eta": 0.15},
            "other": {"cost": "cross-entropy", "w": 2, "b": 2},
            "rule": "final-output",
        },
        503,
    ),
)
async def rates(body: RatesRequest, request: Request) -> Response:
    """The η of `other` that makes what the rule compares equal to that of `reference`; 422 says why there is none.

    `same`: η itself. `sixth`: η/6, the rule of thumb from the quadratic cost to the cross-entropy; six times η the
    other way round, and a sixth between any other two costs. `first-step`: η ‖(∂C/∂w, ∂C/∂b)‖ in row 0.
    `final-output`: the mean |a − y| over the examples in the last row, each after its own epochs; of several rates the
    smallest.
    """
    slots: Slots = request.app.state.rates
    slots.refuse_if_full()
    with slots:
        async with slots.turn:
            try:
                work = fair_rate(body.reference, body.other, body.rule)
                fair = await in_turns(work, request.is_disconnected)
            except Unreachable as reason:
                raise HTTPException(422, str(reason)) from None
            except Unwanted:
                return Response(status_code=503)
    return _json(to_json(fair.model_dump()))


@router.post(
    "/surfaces",
    summary="C over two weights",
    response_model=Surface,
    **_described(
        {
            "experiment": {"w": [0.5, -1.5], "x": [[0, 1], [1, 0], [1, 1]], "y": [0, 1, 1]},
            "w1": {"start": -5, "stop": 5, "num": 5},
            "w2": {"start": -5, "stop": 5, "num": 5},
        },
        503,
    ),
)
async def surfaces(body: SurfacesRequest, request: Request) -> Response:
    """C(w₁, w₂), the mean over the examples (eq. 54, 57), of a neuron with two inputs at one bias."""
    w1, w2 = (np.linspace(axis.start, axis.stop, axis.num) for axis in (body.w1, body.w2))

    def work() -> Work[dict[str, Any]]:
        cost = yield from surface(body.experiment, w1, w2, body.b)
        return {"w1": w1, "w2": w2, "cost": cost}

    return await _answer(request, body.question, work)
