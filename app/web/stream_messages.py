"""The messages of the stream: what a client may say, and what the server says."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from app.experiments.kinds import AnyExperiment
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.schema import MAX_EPOCHS, MAX_ETA, Strict, wrong
from app.web.messages import (
    MAX_LANES,
    MAX_TRAINING_WORK,
    Every,
    Experiments,
    Explain,
    NetworkSummary,
    NetworkTrace,
    Summary,
    Trace,
)
from app.web.problems import Problem

RunId = Annotated[str, Field(min_length=1, max_length=64, description="The client's own name for the run.")]
RUN_ID: TypeAdapter[str] = TypeAdapter(RunId, config=ConfigDict(strict=True))


# From a client


class RunMessage(Experiments):
    """Run one to four experiments side by side. A run that is under way on the same socket is stopped first.

    All lanes are neurons, or all are networks; networks are trained in a worker process, where there may be a queue.
    """

    type: Literal["run"]
    id: RunId
    experiments: list[AnyExperiment] = Field(min_length=1, max_length=MAX_LANES)
    every: Every = 1
    explain: Explain = False
    snapshots: bool = Field(
        False,
        description="Whether `snapshot` messages come too, at most 60 a lane, more of them near the start, and always "
        "at a pause and at the end. Networks only.",
    )

    @model_validator(mode="after")
    def _are_of_one_kind(self) -> Self:
        kinds = list(dict.fromkeys(experiment.kind for experiment in self.experiments))
        if len(kinds) > 1:
            raise wrong("experiments", f"experiments must be of one kind in one run, got {' and '.join(kinds)}")
        if self.explain and self.is_training:
            raise wrong("explain", "explain must be false for networks, got true")
        if self.snapshots and not self.is_training:
            raise wrong("snapshots", "snapshots must be false for neurons, got true")
        return self

    @model_validator(mode="after")
    def _is_not_too_much_work(self) -> Self:
        check_work(sum(lane.work for lane in self.experiments if isinstance(lane, NetworkExperiment)))
        return self

    @property
    def is_training(self) -> bool:
        return isinstance(self.experiments[0], NetworkExperiment)


def check_work(work: int) -> None:
    if work > MAX_TRAINING_WORK:
        raise wrong(
            "experiments",
            f"all lanes of one training may take at most {MAX_TRAINING_WORK} multiply-adds, and these take {work}",
        )


class StopMessage(Strict):
    """Stop a run. The answer is `stopped`, also when the run has just finished by itself."""

    type: Literal["stop"]
    id: RunId


class PauseMessage(Strict):
    """Pause a training that waits or trains. The answer is `paused`, once the present epoch is over."""

    type: Literal["pause"]
    id: RunId


class ResumeMessage(Strict):
    """Go on with a paused training. The answer is `resumed`, after `queued` where all workers are busy."""

    type: Literal["resume"]
    id: RunId


class SetMessage(Strict):
    """Another learning rate for the epochs to come, of one lane or of all. The answer is `changed`, for each lane.

    While the present epoch lasts, a newer rate takes the place of an older one, which is then never followed.
    """

    type: Literal["set"]
    id: RunId
    eta: float = Field(gt=0.0, le=MAX_ETA, description="The learning rate.")
    lane: int | None = Field(None, ge=0, lt=MAX_LANES, description="The lane; null or absent for all.")


class ContinueMessage(Strict):
    """More epochs for a finished training. The answer is `resumed`, as to `resume`; later comes `finished` again."""

    type: Literal["continue"]
    id: RunId
    epochs: int = Field(ge=1, le=MAX_EPOCHS, description="How many, for each lane.")


Control = PauseMessage | ResumeMessage | SetMessage | ContinueMessage
"""What can be said to a training."""
ClientMessage = RunMessage | StopMessage | Control
CLIENT_MESSAGES: dict[str, type[ClientMessage]] = {
    "run": RunMessage,
    "stop": StopMessage,
    "pause": PauseMessage,
    "resume": ResumeMessage,
    "set": SetMessage,
    "continue": ContinueMessage,
}
CLIENT_MESSAGE: TypeAdapter[Any] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])


# From the server


class Queued(BaseModel):
    """The training waits for a worker; said again whenever `ahead` changes. Rows may have come before."""

    type: Literal["queued"] = "queued"
    id: str
    ahead: int = Field(description="How many trainings are before it in the queue; 0 is the next to begin.")


class Started(BaseModel):
    """The run begins; `lanes` are its experiments with every field filled in."""

    type: Literal["started"] = "started"
    id: str
    lanes: list[AnyExperiment]


class RowsMessage(BaseModel):
    """The next rows of one lane, by column."""

    type: Literal["rows"] = "rows"
    id: str
    lane: int
    columns: Trace | NetworkTrace


class Snapshot(BaseModel):
    """What pictures of one lane need, after the rows up to this epoch."""

    model_config = ConfigDict(extra="allow")

    type: Literal["snapshot"] = "snapshot"
    id: str
    lane: int
    epoch: int
    weights: list[list[list[float | None]]] | None = Field(description="A matrix a layer; null where there are many.")
    biases: list[list[float | None]] | None = Field(description="A list a layer; null where there are many.")
    surface: dict[str, Any] | None = Field(description="The outputs over a grid of the two inputs, if there are two.")
    mistakes: list[dict[str, Any]] = Field(description="The worst examples, the wrongly classified ones first.")


class Changed(BaseModel):
    """The lane has this learning rate in the epochs after the row of `epoch`."""

    type: Literal["changed"] = "changed"
    id: str
    lane: int
    epoch: int
    eta: float


class Paused(BaseModel):
    """No more rows come until `resume`; all rows until here have been sent. The training is kept for a while."""

    type: Literal["paused"] = "paused"
    id: str
    summaries: list[NetworkSummary] | None = Field(
        None,
        description="One a lane, of all rows until here; null where it was paused without a worker that could tell.",
    )


class Resumed(BaseModel):
    """A training that was paused, had finished, or had given its worker to others, goes on."""

    type: Literal["resumed"] = "resumed"
    id: str


class Finished(BaseModel):
    """Every row has been sent; one summary a lane. A training can then be continued, for a while."""

    type: Literal["finished"] = "finished"
    id: str
    summaries: list[Summary | NetworkSummary]


class Stopped(BaseModel):
    """No more rows of this run will come."""

    type: Literal["stopped"] = "stopped"
    id: str


class Failed(BaseModel):
    """A message could not be followed, or a training not be done; the socket lives on.

    `id` is null where the message had none to read. Status 404 and 409: the message came too late or out of turn, and
    the run, if there is one, goes on. 503: too many trainings wait. 422: something in the message or, after `started`,
    in the experiment. 500: the training has ended, and not by the client's doing.
    """

    type: Literal["failed"] = "failed"
    id: str | None
    problem: Problem


SERVER_MESSAGE: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Queued | Started | RowsMessage | Snapshot | Changed | Paused | Resumed | Finished | Stopped | Failed,
        Field(discriminator="type"),
    ]
)
