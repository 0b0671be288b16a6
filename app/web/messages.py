"""What goes over the wire: the bodies of REST, on top of the one experiment schema, and how much may be asked for."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, Field, ValidationError, create_model, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.experiments.kinds import AnyExperiment
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.experiments.schema import MAX_EPOCHS, MAX_VALUES, NeuronExperiment, Strict
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.learning.measures import MEASURES

MAX_EXPERIMENTS = 10_000
MAX_BATCH_VALUES = 40_000_000
"""How many numbers the traces of one batch may hold in all: a full batch of runs of 300 epochs makes 30 million."""
MAX_LANES = 4
MAX_TRAINING_WORK = 10_000_000_000_000
"""Multiply-adds of all lanes together: some half an hour of one processor."""
MAX_BATCH_WORK = 2_000_000_000_000
"""Multiply-adds of all networks of one batch: some minutes of one processor."""
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


def wrong_field(field: str, reason: str) -> ValidationError:
    """A complaint about one field that only the whole can be judged by; to be raised in a validator."""
    error = PydanticCustomError("wrong_value", "{reason}", {"reason": reason})
    return ValidationError.from_exception_data("request", [InitErrorDetails(type=error, loc=(field,), input=None)])


class Experiments(Strict):
    """Several experiments, whose traces hold no more than `most_values` numbers together."""

    most_values: ClassVar[int] = MAX_VALUES

    experiments: Sequence[NeuronExperiment | NetworkExperiment]

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
    """A batch of experiments, run one by one in the given order; neurons and networks may be mixed."""

    most_values: ClassVar[int] = MAX_BATCH_VALUES

    experiments: list[AnyExperiment] = Field(min_length=1, max_length=MAX_EXPERIMENTS)
    record: Literal["trace", "summary"] = Field(
        "trace", description="Whether the answer holds every row, or the summaries alone."
    )
    every: Every = 1
    explain: Explain = False

    @model_validator(mode="after")
    def _are_networks_within_limits(self) -> Self:
        networks = self.networks
        if networks and self.explain:
            raise wrong_field("explain", "explain must be false in a batch with networks, got true")
        work = sum(network.work for network in networks)
        if work > MAX_BATCH_WORK:
            raise wrong_field(
                "experiments",
                f"experiments may take at most {MAX_BATCH_WORK} multiply-adds in all, and these networks take {work}",
            )
        return self

    @property
    def neurons(self) -> list[NeuronExperiment]:
        return [experiment for experiment in self.experiments if isinstance(experiment, NeuronExperiment)]

    @property
    def networks(self) -> list[NetworkExperiment]:
        return [experiment for experiment in self.experiments if isinstance(experiment, NetworkExperiment)]


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


NetworkTrace = create_model(
    "NetworkTrace",
    __doc__="The table of a training, by column; row k is the state after k epochs.",
    **{
        name: (list[Any], Field(title=column.label, description=column.summary))
        for name, column in NETWORK_COLUMNS.items()
    },  # type: ignore[call-overload]
)

NetworkSummary = create_model(
    "NetworkSummary",
    __doc__="What a training says in a few numbers, always measured on every row.",
    **{
        name: (float | int | None, Field(title=measure.label, description=measure.summary))
        for name, measure in NETWORK_SUMMARY.items()
    },  # type: ignore[call-overload]
)


class Result(BaseModel):
    """One experiment with every field filled in, and what came of it."""

    experiment: NeuronExperiment
    trace: Trace | None
    summary: Summary


class NetworkResult(BaseModel):
    """The same for a network."""

    experiment: NetworkExperiment
    trace: NetworkTrace | None
    summary: NetworkSummary


class SimulationResponse(BaseModel):
    results: list[Result | NetworkResult]
