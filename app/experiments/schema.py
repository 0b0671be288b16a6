"""The one definition of an experiment: its fields, bounds, defaults, units and help texts.

REST, the stream, the forms on the page and the OpenAPI document are all derived from these classes; nothing about a
field is said anywhere else. What is refused here is refused everywhere, in the same words (complaints.py).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.learning.activations import ACTIVATIONS, activation_named
from app.learning.costs import COSTS, check_pair, cost_named

MAX_EPOCHS = 100_000
MAX_INPUTS = 16
MAX_EXAMPLES = 200
MAX_ETA = 1000.0
MAX_VALUES = 5_000_000
"""How many numbers the traces of one request may hold in all (each is computed, even when it is not sent)."""

MAX_FIELDS = 20
"""How many fields one object of a request may have, known or not."""

LARGEST = 1000.0
"""The bound of |w|, |b| and |x|: far beyond saturation, far from overflow."""


def choice(names: Mapping[str, Any]) -> Any:
    """The JSON Schema of a name out of a registry, with the labels and help texts that the registry holds."""
    options = [{"const": name, "title": entry.label, "description": entry.summary} for name, entry in names.items()]
    return WithJsonSchema({"type": "string", "enum": list(names), "oneOf": options})


def slider(low: float, high: float, step: float, *, is_logarithmic: bool = False) -> dict[str, Any]:
    """Where a slider for the field begins and ends, which is no bound, and how far apart its stops are.

    On a logarithmic one the step is that of the leading digits: 0.1 gives 1, 1.1, 1.2 … of every power of ten.
    """
    return {"low": low, "high": high, "step": step, "scale": "log" if is_logarithmic else "linear"}


Name = Annotated[str, Field(max_length=40)]
"""Short enough to be repeated in a complaint."""
CostName = Annotated[Name, AfterValidator(lambda name: cost_named(name).name), choice(COSTS)]
ActivationName = Annotated[Name, AfterValidator(lambda name: activation_named(name).name), choice(ACTIVATIONS)]


def fit_to_cost(activation: str, info: ValidationInfo) -> str:
    """The name of an activation, if the cost of the same model, an earlier field, is defined for it."""
    if "cost" in info.data:
        check_pair(cost_named(info.data["cost"]), activation_named(activation))
    return activation


Coordinate = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Target = Annotated[float, Field(ge=0.0, le=1.0)]


def _depth(value: Any) -> str:
    """Which of the shapes below a value is meant to have, so that a complaint is about that shape alone."""
    if isinstance(value, list):
        return "table" if value and isinstance(value[0], list) else "list"
    return "number"


Number = Annotated[Coordinate, Tag("number")]
# The first wrong number of a list is enough: to find and word hundreds of thousands of them takes seconds.
Inputs = Annotated[list[Coordinate], Field(min_length=1, max_length=MAX_INPUTS, fail_fast=True), Tag("list")]
Examples = Annotated[list[Coordinate], Field(min_length=1, max_length=MAX_EXAMPLES, fail_fast=True), Tag("list")]
ExampleInputs = Annotated[list[Coordinate], Field(min_length=1, max_length=MAX_INPUTS, fail_fast=True)]
Table = Annotated[list[ExampleInputs], Field(min_length=1, max_length=MAX_EXAMPLES, fail_fast=True), Tag("table")]
Targets = Annotated[list[Target], Field(min_length=1, max_length=MAX_EXAMPLES, fail_fast=True), Tag("list")]


class Strict(BaseModel):
    """What comes from a client: nothing is converted and nothing ignored."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _has_few_fields(cls, fields: Any) -> Any:
        """A mistake or two can be named; to word hundreds of thousands of unknown fields takes seconds."""
        if isinstance(fields, dict) and len(fields) > MAX_FIELDS:
            raise ValueError(f"an object may have at most {MAX_FIELDS} fields here, got {len(fields)}")
        return fields


class NeuronExperiment(Strict):
    """One neuron, trained by full-batch gradient descent on one example or several.

    `w` a number: one input. `w` a list of d: d inputs, and an example in `x` is a list of d. `y` a number: one
    example. `y` a list of n: n examples, and `x` is a list of n.
    """

    kind: Literal["neuron"] = Field("neuron", title="Kind", description="What is trained.")
    cost: CostName = Field("quadratic", title="Cost", description="What gradient descent minimises.")
    activation: ActivationName = Field(
        "sigmoid", title="Activation", description="How the output follows from the weighted input: a = f(z)."
    )
    w: Annotated[Number | Inputs, Discriminator(_depth)] = Field(
        0.6,
        title="Weight w",
        description="The weight at the start.",
        json_schema_extra={"slider": slider(-10.0, 10.0, 0.1)},
    )
    b: Coordinate = Field(
        0.9,
        title="Bias b",
        description="The bias at the start.",
        json_schema_extra={"slider": slider(-10.0, 10.0, 0.1)},
    )
    x: Annotated[Number | Examples | Table, Discriminator(_depth)] = Field(
        1.0,
        title="Input x",
        description="The input.",
        json_schema_extra={"slider": slider(-5.0, 5.0, 0.1)},
    )
    y: Annotated[Annotated[Target, Tag("number")] | Targets, Discriminator(_depth)] = Field(
        0.0,
        title="Target y",
        description="The output that is wanted, from 0 to 1.",
        json_schema_extra={"slider": slider(0.0, 1.0, 0.01)},
    )
    eta: float = Field(
        0.15,
        gt=0.0,
        le=MAX_ETA,
        title="Learning rate η",
        description="How far each epoch steps down the gradient.",
        json_schema_extra={"slider": slider(0.001, 10.0, 0.1, is_logarithmic=True)},
    )
    epochs: int = Field(
        300,
        ge=1,
        le=MAX_EPOCHS,
        title="Epochs",
        description="How many updates are made.",
        json_schema_extra={"unit": "epochs", "slider": slider(10.0, 10_000.0, 0.1, is_logarithmic=True)},
    )

    _pair_makes_sense = field_validator("activation")(fit_to_cost)

    @field_validator("y")
    @classmethod
    def _shapes_agree(cls, y: float | list[float], info: ValidationInfo) -> float | list[float]:
        """x has the examples of y as its rows and the inputs of w as its columns."""
        if not {"w", "x"} <= info.data.keys():
            return y
        w, x = info.data["w"], info.data["x"]
        rows = [x] if isinstance(y, float) else x
        if not isinstance(rows, list) or (isinstance(y, list) and len(rows) != len(y)):
            given = len(rows) if isinstance(rows, list) else "one number"
            raise wrong("x", f"y has {_count(y, 'target')}, so x must be a list of {_count(y, 'example')}, got {given}")
        for index, row in enumerate(rows):
            place = f"x[{index}]" if isinstance(y, list) else "x"
            if _depth(row) != _depth(w) or (isinstance(w, list) and len(row) != len(w)):
                wanted = f"a list of {_count(w, 'number')}" if isinstance(w, list) else "one number"
                given = f"a list of {len(row)}" if isinstance(row, list) else "one number"
                raise wrong("x", f"w has {_count(w, 'weight')}, so {place} must be {wanted}, got {given}")
        return y

    @field_validator("epochs")
    @classmethod
    def _trace_is_not_too_large(cls, epochs: int, info: ValidationInfo) -> int:
        if {"w", "y"} <= info.data.keys():
            values = _values(info.data["w"], info.data["y"], epochs)
            if values > MAX_VALUES:
                raise ValueError(
                    f"the trace may hold at most {MAX_VALUES} numbers, and {epochs} epochs of this neuron make {values}"
                )
        return epochs

    @property
    def values(self) -> int:
        """How many numbers the whole trace holds: what the run costs."""
        return _values(self.w, self.y, self.epochs)


Experiment = NeuronExperiment


def wrong(field: str, reason: str) -> PydanticCustomError:
    """A complaint about another field than the one that is being judged: it had to wait for this one to be known."""
    return PydanticCustomError("wrong_value", "{reason}", {"reason": reason, "field": field})


def _values(w: float | list[float], y: float | list[float], epochs: int) -> int:
    inputs, examples = (len(v) if isinstance(v, list) else 1 for v in (w, y))
    return (epochs + 1) * (4 + 2 * inputs + 4 * examples)


def _count(values: float | list[float], noun: str) -> str:
    count = len(values) if isinstance(values, list) else 1
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
