"""The one definition of a network experiment: its fields, bounds, defaults, units and help texts.

Everything that is true of an experiment with one neuron (../schema.py) is true here: forms, options, links, REST and
stream are derived from this class, and what is refused here is refused everywhere in the same words. Data are never
drawn or read to judge an experiment: how many examples, inputs and classes there are follows from a problem's options.

Where the randomness comes from: `numpy.random.default_rng(seed).spawn(2)`; the first generator draws the weights and
biases of the start, the second the order of the examples, one permutation an epoch. A problem has a seed of its own.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from app.experiments.networks.names import InitName, NetworkCostName, OutputName, PrecisionName
from app.experiments.networks.problems import AnyProblem
from app.experiments.networks.starts import Biases, Weights, wrong_biases, wrong_weights
from app.experiments.networks.work import (
    MAX_ACTIVATIONS,
    MAX_PARAMETERS,
    activations_of,
    parameters_of,
    values_of,
    work_of,
)
from app.experiments.schema import MAX_EPOCHS, MAX_ETA, MAX_VALUES, ActivationName, Strict, slider, wrong
from app.learning.costs import check_pair, network_cost_named
from app.learning.datasets import Extent
from app.learning.outputs import output_named

MAX_LAYERS = 6
"""Hidden layers."""
MAX_NEURONS = 1000
"""Of one layer."""
MAX_BATCH = 10_000
MAX_SEED = 2**32 - 1
MAX_WRONG = 30.0
"""The largest |z| of an output that starts badly wrong: its slope is 1e-13."""

Layer = Annotated[int, Field(ge=1, le=MAX_NEURONS)]
OutputIndex = Annotated[int, Field(ge=0, lt=MAX_NEURONS)]


EXAMPLE = {
    "kind": "network",
    "problem": {"name": "moons", "noise": 0.2},
    "hidden": [8],
    "output": "sigmoid",
    "cost": "cross-entropy",
    "eta": 0.5,
    "epochs": 30,
    "batch_size": 10,
    "seed": 1,
}
"""For the documentation."""


def _documented(schema: dict[str, Any]) -> None:
    """An object without a kind is a neuron: whoever reads the JSON Schema must know that a network says what it is."""
    schema["required"] = ["kind", *(name for name in schema.get("required", ()) if name != "kind")]
    schema["examples"] = [EXAMPLE]


class NetworkExperiment(Strict):
    """A network of fully connected layers, trained by mini-batch gradient descent on a data set or on a table."""

    model_config = ConfigDict(json_schema_extra=_documented)

    kind: Literal["network"] = Field("network", title="Kind", description="What is trained.")
    problem: AnyProblem = Field(  # type: ignore[assignment]  # the default is read like any other value
        "xor",
        title="Problem",
        description="What is learned: a data set by name or with its options, or a table of inputs and targets.",
    )
    hidden: list[Layer] = Field(
        [2],
        max_length=MAX_LAYERS,
        fail_fast=True,
        title="Hidden layers",
        description="How many neurons each hidden layer has, from the inputs to the outputs; none is allowed.",
    )
    activation: ActivationName = Field(
        "sigmoid", title="Activation", description="How the neurons of hidden layers answer: a = f(z)."
    )
    output: OutputName = Field("sigmoid", title="Output", description="How the output layer answers.")
    cost: NetworkCostName = Field("cross-entropy", title="Cost", description="What gradient descent minimises.")
    eta: float = Field(
        0.5,
        gt=0.0,
        le=MAX_ETA,
        title="Learning rate η",
        description="How far each mini-batch steps down the gradient.",
        json_schema_extra={"slider": slider(0.001, 10.0, 0.1, is_logarithmic=True)},
    )
    epochs: int = Field(
        100,
        ge=1,
        le=MAX_EPOCHS,
        title="Epochs",
        description="How many times training goes through all examples.",
        json_schema_extra={"unit": "epochs", "slider": slider(1.0, 1000.0, 0.1, is_logarithmic=True)},
    )
    batch_size: int = Field(
        4,
        ge=1,
        le=MAX_BATCH,
        title="Mini-batch size",
        description="How many examples each step averages over; the last of an epoch may be smaller.",
        json_schema_extra={"unit": "examples", "slider": slider(1.0, 100.0, 0.1, is_logarithmic=True)},
    )
    init: InitName = Field("large", title="Start", description="How weights and biases are drawn.")
    init_z: float = Field(
        4.0,
        ge=-MAX_WRONG,
        le=MAX_WRONG,
        title="Wrong by z",
        description="The bias of the chosen outputs in a saturated start: badly wrong where 0 is right, or, with a "
        "negative one, where 1 is. Other starts do not heed it.",
        json_schema_extra={"slider": slider(-10.0, 10.0, 0.1)},
    )
    init_outputs: list[OutputIndex] | None = Field(
        None,
        max_length=MAX_NEURONS,
        fail_fast=True,
        title="Wrong outputs",
        description="Which outputs a saturated start chooses, counted from 0; null for all.",
    )
    seed: int = Field(
        1,
        ge=0,
        le=MAX_SEED,
        title="Seed",
        description="Where the random numbers of the start and of the order of examples come from.",
    )
    shuffle: bool = Field(
        True,
        title="Shuffle",
        description="Whether every epoch takes the examples in a new order; otherwise they stay in their own.",
    )
    precision: PrecisionName = Field(
        "double", title="Precision", description="With how many digits the network is trained."
    )
    weights: Weights | None = Field(
        None,
        title="Weights",
        description="The weights of the start, instead of drawn ones: a matrix a layer, outputs × inputs.",
    )
    biases: Biases | None = Field(
        None, title="Biases", description="The biases of the start, instead of drawn ones: a list a layer."
    )

    @field_validator("output")
    @classmethod
    def _has_outputs_enough(cls, output: str, info: ValidationInfo) -> str:
        if "problem" in info.data and output_named(output).is_coupled:
            count = info.data["problem"].extent.outputs(is_one_hot=True)
            if count < 2:
                raise ValueError(f"output {output!r} must have at least 2 outputs, got a problem with {count}")
        return output

    @field_validator("cost")
    @classmethod
    def _fits_the_output(cls, cost: str, info: ValidationInfo) -> str:
        if "output" in info.data:
            check_pair(network_cost_named(cost), output_named(info.data["output"]), role="output")
        return cost

    @field_validator("epochs")
    @classmethod
    def _is_not_too_large(cls, epochs: int, info: ValidationInfo) -> int:
        """The network itself, of which hidden layers are the part that was chosen, and the trace."""
        sizes = _sizes(info.data)
        if sizes is None:
            return epochs
        if (count := parameters_of(sizes)) > MAX_PARAMETERS:
            shape = "-".join(map(str, sizes))
            reason = f"hidden must leave at most {MAX_PARAMETERS} weights and biases, and {shape} has {count}"
            raise wrong("hidden", reason)
        if (values := values_of(sizes, epochs)) > MAX_VALUES:
            raise ValueError(
                f"the trace may hold at most {MAX_VALUES} numbers, and {epochs} epochs of this network make {values}"
            )
        return epochs

    @field_validator("batch_size")
    @classmethod
    def _fits_into_memory(cls, batch_size: int, info: ValidationInfo) -> int:
        sizes = _sizes(info.data)
        if sizes is not None:
            count = activations_of(sizes, info.data["problem"].extent.examples, batch_size)
            if count > MAX_ACTIVATIONS:
                raise ValueError(
                    f"batch_size must leave at most {MAX_ACTIVATIONS} activations in a mini-batch, and {batch_size} "
                    f"makes {count}"
                )
        return batch_size

    @field_validator("init_outputs")
    @classmethod
    def _are_outputs(cls, chosen: list[int] | None, info: ValidationInfo) -> list[int] | None:
        sizes = _sizes(info.data)
        if chosen is None or sizes is None:
            return chosen
        for place, output in enumerate(chosen):
            if output >= sizes[-1]:
                raise ValueError(
                    f"init_outputs[{place}] must be less than the number of outputs, {sizes[-1]}, got {output}"
                )
            if output in chosen[:place]:
                raise ValueError(f"init_outputs must name each output once, got {output} again in place {place}")
        return chosen

    @field_validator("weights")
    @classmethod
    def _are_of_these_sizes(cls, weights: Weights | None, info: ValidationInfo) -> Weights | None:
        sizes = _sizes(info.data)
        if weights is not None and sizes is not None and (reason := wrong_weights(weights, sizes)) is not None:
            raise ValueError(reason)
        return weights

    @field_validator("biases")
    @classmethod
    def _belong_to_the_weights(cls, biases: Biases | None, info: ValidationInfo) -> Biases | None:
        sizes = _sizes(info.data)
        if "weights" in info.data and (biases is None) != (info.data["weights"] is None):
            there, missing = ("weights", "biases") if biases is None else ("biases", "weights")
            raise wrong(missing, f"{missing} must be given together with {there}, got null")
        if biases is not None and sizes is not None and (reason := wrong_biases(biases, sizes)) is not None:
            raise ValueError(reason)
        return biases

    @property
    def extent(self) -> Extent:
        """How many examples, inputs and classes the problem has."""
        return self.problem.extent

    @property
    def is_one_hot(self) -> bool:
        """Whether two classes have an output each, as they must where outputs depend on each other."""
        return output_named(self.output).is_coupled

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of each hidden layer, outputs."""
        return _sizes_of(self.extent, self.hidden, self.is_one_hot)

    @property
    def values(self) -> int:
        """How many numbers the whole trace holds."""
        return values_of(self.sizes, self.epochs)

    @property
    def work(self) -> int:
        """About how many multiply-adds the run takes."""
        extent = self.extent
        return work_of(
            self.sizes,
            extent.examples,
            extent.test_examples,
            self.epochs,
            self.batch_size,
            is_single=self.precision == "single",
        )


def _sizes(data: dict[str, Any]) -> tuple[int, ...] | None:
    """The sizes of the network, once the fields that say them are known to be right."""
    if not {"problem", "hidden", "output"} <= data.keys():
        return None
    return _sizes_of(data["problem"].extent, data["hidden"], output_named(data["output"]).is_coupled)


def _sizes_of(extent: Extent, hidden: Sequence[int], is_one_hot: bool) -> tuple[int, ...]:
    return (extent.inputs, *hidden, extent.outputs(is_one_hot))
