"""What is asked of a softmax layer, and answered: the layer taken apart, and the way back from its outputs."""

import math
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, Discriminator, Field, Tag, ValidationInfo, field_validator

from app.experiments.schema import Strict, wrong
from app.learning.errors import NotADistribution
from app.learning.multiclass import check_distributions

MAX_OUTPUTS = 64
"""Of a layer that is taken apart; its Jacobian has the square of it."""
MAX_CLASSES = 100
MAX_SHARPNESS = 1000.0
MAX_SHARPNESSES = 20
LARGEST_LOGIT = 1e6

Logit = Annotated[float, Field(ge=-LARGEST_LOGIT, le=LARGEST_LOGIT)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Numbers = list[float | None]
"""Null where a number is infinite, or is not there."""


def _number_or_word(value: Any) -> str:
    return "word" if isinstance(value, str) else "number"


Sharpness = Annotated[
    Annotated[Annotated[float, Field(gt=0.0, le=MAX_SHARPNESS)], Tag("number")]
    | Annotated[Literal["max"], Tag("word")],
    Discriminator(_number_or_word),
]
Row = Annotated[list[Probability], Field(min_length=2, max_length=MAX_CLASSES, fail_fast=True)]


class SoftmaxRequest(Strict):
    """A layer of outputs that share 1, at these weighted inputs."""

    z: list[Logit] = Field(min_length=2, max_length=MAX_OUTPUTS, description="The weighted inputs.")
    c: Sharpness = Field(1.0, description='The sharpness c of eq. 83, or "max" for its limit: the largest takes all.')
    label: int | None = Field(None, ge=0, description="The true class, counted from 0; null for none.")
    raised: int | None = Field(None, ge=0, description="The weighted input to raise, counted from 0; null for none.")
    by: Logit = Field(1.0, description="How far it is raised; below 0 it is lowered.")
    also: list[Sharpness] = Field(
        [], max_length=MAX_SHARPNESSES, description="Further sharpnesses at which the outputs are wanted."
    )

    @field_validator("label", "raised")
    @classmethod
    def _is_an_output(cls, index: int | None, info: ValidationInfo) -> int | None:
        outputs = len(info.data.get("z", []))
        if index is not None and outputs and index >= outputs:
            raise ValueError(f"{info.field_name} must be less than {outputs}, the number of outputs, got {index}")
        return index

    @property
    def sharpness(self) -> float:
        """c as a number: infinite for "max"."""
        return _as_number(self.c)

    @property
    def other_sharpnesses(self) -> list[float]:
        return [_as_number(c) for c in self.also]


def _as_number(c: float | str) -> float:
    return math.inf if c == "max" else float(c)


class Sigmoids(BaseModel):
    """The same z through sigmoids, each by itself."""

    a: list[float]
    sum: float


class Quadratic(BaseModel):
    """The quadratic cost of the same outputs, eq. 54."""

    cost: float
    delta: Numbers


class TrueClass(BaseModel):
    """Costs and error signals ∂C/∂z for the true class. A cost is null where it is infinite, a signal where none is."""

    label: int
    cost: float | None = Field(description="−ln a of the true class, eq. 80.")
    delta: Numbers = Field(description="c (a − y), eq. 81 to 84.")
    quadratic: Quadratic


class Raised(BaseModel):
    """The outputs after one weighted input has been raised."""

    index: int
    by: float
    a: list[float]
    change: list[float]


class SoftmaxAnswer(BaseModel):
    """The outputs with all that follows from them."""

    a: list[float]
    sum: float
    jacobian: list[list[float]] = Field(description="∂a_j/∂z_k, one row for each a_j.")
    sigmoids: Sigmoids
    truth: TrueClass | None
    raised: Raised | None
    also: list[list[float]] = Field(description="The outputs at each further sharpness.")


class InverseRequest(Strict):
    """Outputs of a softmax, of which the weighted inputs are wanted."""

    a: Row = Field(description="The outputs; they sum to 1.")
    constant: Logit = Field(0.0, description="The C that is added to every z.")

    @field_validator("a")
    @classmethod
    def _is_a_distribution(cls, a: list[float]) -> list[float]:
        try:
            check_distributions("a", np.array([a]))
        except NotADistribution as error:
            raise wrong("a", str(error).replace("a[0]", "a", 1)) from None
        return a


class InverseAnswer(BaseModel):
    """Weighted inputs that give the outputs, and the outputs that they give."""

    z: Numbers = Field(description="ln a + C; null for −∞, which an output of 0 needs.")
    a: list[float]
