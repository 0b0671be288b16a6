"""What goes over the wire: the bodies of REST and the messages of the stream, on top of the one experiment schema."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model, model_validator

from app.experiments.schema import MAX_EPOCHS, MAX_VALUES, Experiment, Strict
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.learning.measures import MEASURES
from app.web.problems import Problem

MAX_EXPERIMENTS = 10_000
MAX_BATCH_VALUES = 40_000_000
"""How many numbers the traces of one batch may hold in all: a full batch of runs of 300 epochs makes 30 million."""
MAX_LANES = 4
MAX_MESSAGE_BYTES = 64 * 1024
MAX_BODY_BYTES = 1024 * 1024
"""To read so much takes some 40 ms of everybody's time."""
MAX_BATCH_BYTES = 4 * MAX_BODY_BYTES
"""400 bytes for each experiment of a full batch, which needs about 150; it is read in pieces (patience.py)."""

MAX_SWEEP_CELLS = 4_000_000
"""A map of 2,000 × 2,000: 32 megabytes while it is kept, some 70 as JSON."""
MAX_SWEEP_COST = 20_000_000_000
"""Neuron-epochs really computed: about a minute of one processor."""
SMALL_SWEEP_CELLS = 250_000
SMALL_SWEEP_COST = 100_000_000
"""Up to here, a quarter of a second of work, the answer to a sweep is its result."""
MAX_KEPT_CELLS = 32_000_000
"""Cells of all jobs together: their results take a quarter of a gigabyte."""

Every = Annotated[
    int,
    Field(ge=1, le=MAX_EPOCHS, description="Keep one row of every so many epochs; the last row is always kept."),
]

Explain = Annotated[
    bool,
    Field(description="Whether rows also hold the columns error, gain and loss: δ taken apart, example by example."),
]


class Experiments(Strict):
    """Several experiments, whose traces hold no more than `most_values` numbers together."""

    most_values: ClassVar[int] = MAX_VALUES

    experiments: list[Experiment]

    @model_validator(mode="after")
    def _are_not_too_much(self) -> Self:
        if self.values > self.most_values:
            raise ValueError(
                f"all traces of one request may hold at most {self.most_values} numbers, and these make {self.values}"
            )
        return self

    @property
    def values(self) -> int:
        """How many numbers all traces hold: what the request costs."""
        return sum(experiment.values for experiment in self.experiments)


class SimulationRequest(Experiments):
    """A batch of experiments, run one by one in the given order."""

    most_values: ClassVar[int] = MAX_BATCH_VALUES

    experiments: list[Experiment] = Field(min_length=1, max_length=MAX_EXPERIMENTS)
    record: Literal["trace", "summary"] = Field(
        "trace", description="Whether the answer holds every row, or the summaries alone."
    )
    every: Every = 1
    explain: Explain = False


Trace = create_model(
    "Trace",
    __doc__="The table of a run, by column; row k is the state before update k. The last three only when asked for.",
    **{name: (list[Any], Field(title=column.label, description=column.summary)) for name, column in COLUMNS.items()},
    **{
        name: (list[Any], Field(default_factory=list, title=column.label, description=column.summary))
        for name, column in EXPLANATIONS.items()
    },  # type: ignore[call-overload]
)

Summary = create_model(
    "Summary",
    __doc__="What a run says in a few numbers, always measured on every row.",
    **{
        name: (float | int | list[float] | None, Field(title=measure.label, description=measure.summary))
        for name, measure in MEASURES.items()
    },  # type: ignore[call-overload]
)


class Result(BaseModel):
    """One experiment with every field filled in, and what came of it."""

    experiment: Experiment
    trace: Trace | None
    summary: Summary


class SimulationResponse(BaseModel):
    results: list[Result]


RunId = Annotated[str, Field(min_length=1, max_length=64, description="The client's own name for the run.")]
RUN_ID: TypeAdapter[str] = TypeAdapter(RunId, config=ConfigDict(strict=True))


class RunMessage(Experiments):
    """Run one to four experiments side by side. A run that is under way on the same socket is stopped first."""

    type: Literal["run"]
    id: RunId
    experiments: list[Experiment] = Field(min_length=1, max_length=MAX_LANES)
    every: Every = 1
    explain: Explain = False


class StopMessage(Strict):
    """Stop a run. The answer is `stopped`, also when the run has just finished by itself."""

    type: Literal["stop"]
    id: RunId


CLIENT_MESSAGES: dict[str, type[RunMessage] | type[StopMessage]] = {"run": RunMessage, "stop": StopMessage}
CLIENT_MESSAGE: TypeAdapter[Any] = TypeAdapter(Annotated[RunMessage | StopMessage, Field(discriminator="type")])


class Started(BaseModel):
    """The run begins; `lanes` are its experiments with every field filled in."""

    type: Literal["started"] = "started"
    id: str
    lanes: list[Experiment]


class RowsMessage(BaseModel):
    """The next rows of one lane, by column."""

    type: Literal["rows"] = "rows"
    id: str
    lane: int
    columns: Trace


class Finished(BaseModel):
    """Every row has been sent; one summary a lane."""

    type: Literal["finished"] = "finished"
    id: str
    summaries: list[Summary]


class Stopped(BaseModel):
    """No more rows of this run will come."""

    type: Literal["stopped"] = "stopped"
    id: str


class Failed(BaseModel):
    """A message could not be followed; the socket lives on. `id` is null where the message had none to read."""

    type: Literal["failed"] = "failed"
    id: str | None
    problem: Problem


SERVER_MESSAGE: TypeAdapter[Any] = TypeAdapter(
    Annotated[Started | RowsMessage | Finished | Stopped | Failed, Field(discriminator="type")]
)
