"""Networks of a REST batch: trained where the stream's are (training/), in the same queue, and put together here.

One network of a batch trains at a time, so that a large batch leaves room for others; the event loop only reads what
the worker has written.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.tables import no_rows
from app.experiments.networks.trace import WHOLE
from app.experiments.schema import NeuronExperiment
from app.experiments.trace import Columns
from app.web.client_messages import BadMessage
from app.web.stream_messages import RunMessage
from app.web.training.training import Training
from app.web.training.trainings import Trainings
from app.web.wire import Unwanted

LOOK_SECONDS = 0.25
"""Between two looks whether an answer is still wanted."""
PATIENCE_SECONDS = 0.5
"""Between two tries of a batch that is under way to get a place in a queue that is full."""


def refusal(place: int, reason: str) -> RequestValidationError:
    """A problem whose data are not to be had here, of the experiment at a place of the request."""
    location = ("body", "experiments", place, "problem")
    return RequestValidationError([{"type": "wrong_value", "loc": location, "msg": reason, "input": None}])


class Lesson:
    """One network being trained for an answer."""

    def __init__(self, place: int, training: Training) -> None:
        self._place = place
        self._training = training
        self.blocks: list[Columns] = []
        self.summary: dict[str, Any] | None = None

    async def advance(self) -> None:
        """Waits for the next rows or the end, whose `summary` is then there. Raises what FastAPI answers with."""
        while True:
            message = orjson.loads(await self._training.outbox.take())
            self._training.has_been_read()
            match message["type"]:
                case "rows":
                    self.blocks.append(columns_of(message["columns"]))
                    return
                case "finished":
                    [self.summary] = message["summaries"]
                    return
                case "failed":
                    problem = message["problem"]
                    if problem["status"] == 422:
                        raise refusal(self._place, problem["detail"])
                    raise HTTPException(problem["status"], problem["detail"])

    async def finish(self) -> None:
        """To the end."""
        while self.summary is None:
            await self.advance()

    def stop(self) -> None:
        """Frees its worker and whatever is kept of it."""
        self._training.stop()


class Lessons:
    """The networks of one request, each begun when it is its turn."""

    def __init__(self, trainings: Trainings, every: int, record: str) -> None:
        self._trainings = trainings
        self._every = every
        self._record = record
        self._begun: dict[int, Lesson] = {}
        """By place in the batch: begun before their turn."""

    async def begin(self, experiments: Sequence[NeuronExperiment | NetworkExperiment], request: Request) -> None:
        """Begins what may turn out to be impossible, so that it is refused before the answer begins.

        That is the first network, and the first of every data set that is read from files. Raises what FastAPI answers
        with, and `Unwanted` where whoever asked has gone meanwhile.
        """
        first: dict[str, tuple[int, NetworkExperiment]] = {}
        for place, experiment in enumerate(experiments):
            if isinstance(experiment, NetworkExperiment):
                data_set = experiment.problem.data_set
                first.setdefault(data_set.name if data_set.files else "", (place, experiment))
        for place, experiment in first.values():
            reason = experiment.problem.data_set.missing(self._trainings.kit.data_folder)
            if reason is not None:
                raise refusal(place, reason)
        for place, experiment in first.values():
            try:
                lesson = self._begun[place] = self._lesson(place, experiment)
            except BadMessage as bad:
                self.stop()
                raise HTTPException(bad.problem.status, bad.problem.detail, headers={"Retry-After": "5"}) from None
            await self._first(lesson, request)

    async def _first(self, lesson: Lesson, request: Request) -> None:
        task = asyncio.ensure_future(lesson.advance())
        try:
            while not task.done():
                await asyncio.wait([task], timeout=LOOK_SECONDS)
                if not task.done() and await request.is_disconnected():
                    raise Unwanted
            task.result()
        except BaseException:
            task.cancel()
            self.stop()
            raise

    async def result(self, place: int, experiment: NetworkExperiment) -> tuple[list[Columns], dict[str, Any]]:
        """The blocks of its trace, none where it is not wanted, and the summary of the experiment at a place."""
        lesson = self._begun.pop(place, None)
        while lesson is None:
            try:
                lesson = self._lesson(place, experiment)
            except BadMessage:
                await asyncio.sleep(PATIENCE_SECONDS)
        try:
            await lesson.finish()
        finally:
            lesson.stop()
        blocks = lesson.blocks or [no_rows(experiment)]
        return blocks if self._record == "trace" else [], lesson.summary or {}

    def stop(self) -> None:
        """Ends what has been begun; what is not at work any more does not mind."""
        for lesson in self._begun.values():
            lesson.stop()
        self._begun.clear()

    def _lesson(self, place: int, experiment: NetworkExperiment) -> Lesson:
        every = self._every if self._record == "trace" else experiment.epochs
        message = RunMessage(type="run", id="rest", experiments=[experiment], every=every)
        return Lesson(place, self._trainings.begin(message))


def columns_of(message: dict[str, list[Any]]) -> Columns:
    """The columns of a message as arrays, NaN where it has null."""
    columns: Columns = {}
    for name, values in message.items():
        column = np.array(values, float)
        is_whole = name in WHOLE and not np.isnan(column).any()
        columns[name] = column.astype(int) if is_whole else column
    return columns
