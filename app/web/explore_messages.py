"""What the explanations of a page ask and get: curves over z, the plateau law, fair rates, a cost's landscape."""

from collections.abc import Callable, Hashable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from app.experiments.fairness import RULES
from app.experiments.schema import (
    LARGEST,
    MAX_INPUTS,
    ActivationName,
    Coordinate,
    CostName,
    Experiment,
    Strict,
    Target,
    fit_to_cost,
    wrong,
)

LARGEST_Z = (MAX_INPUTS + 1) * LARGEST**2
"""Every weighted input that an experiment can start with lies within."""
MAX_GRID = 101
"""Points along one axis of a surface."""

Z = Annotated[float, Field(ge=-LARGEST_Z, le=LARGEST_Z)]
Numbers = list[float | None]
"""Null where a number is not finite."""


def above(other: str) -> Callable[[float, ValidationInfo], float]:
    """A validator of a number that must be greater than another field, which stands before it."""

    def check(value: float, info: ValidationInfo) -> float:
        least = info.data.get(other)
        if least is not None and not value > least:
            raise ValueError(f"{info.field_name} must be greater than {other}, which is {least!r}, got {value!r}")
        return value

    return check


class CurvesQuery(BaseModel):
    """Which curve, and from where to where. Out of an address, so texts that are numbers are taken as such."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    cost: CostName = "quadratic"
    activation: ActivationName = "sigmoid"
    y: Target = Field(0.0, description="The output that is wanted, from 0 to 1.")
    low: Z = Field(-10.0, description="The smallest z.")
    high: Z = Field(10.0, validate_default=True, description="The largest z, greater than `low`.")

    _pair_makes_sense = field_validator("activation")(fit_to_cost)
    _is_above_low = field_validator("high")(above("low"))


class Curves(BaseModel):
    """C and the rule's δ at evenly spaced z."""

    z: list[float]
    cost: Numbers
    delta: Numbers


class PlateausRequest(Strict):
    experiment: Experiment

    @property
    def question(self) -> Hashable:
        """All that the answer depends on: how many epochs are made does not matter."""
        return "plateaus", self.experiment.model_dump_json(exclude={"epochs"})


class RatesRequest(Strict):
    """Two experiments and what shall be equal; the η of `other` is looked for, and its own does not matter."""

    reference: Experiment
    other: Experiment
    rule: Literal[tuple(RULES)] = Field(  # type: ignore[valid-type]
        description="What makes the rate fair: the same rate; the chapter's rule of thumb (a sixth for the "
        "cross-entropy); a first update of w and b of the same length; the same mean |a − y| at the end."
    )


class GridAxis(Strict):
    """`num` evenly spaced weights from `start` to `stop`."""

    start: Coordinate
    stop: Coordinate
    num: int = Field(ge=2, le=MAX_GRID)

    _is_above_start = field_validator("stop")(above("start"))


class SurfacesRequest(Strict):
    """Where C is asked for. The experiment has two weights; what they are does not matter."""

    experiment: Experiment
    b: Coordinate | None = Field(None, description="The bias of the whole surface; null takes the experiment's.")
    w1: GridAxis
    w2: GridAxis

    @field_validator("experiment")
    @classmethod
    def _has_two_weights(cls, experiment: Experiment) -> Experiment:
        if not isinstance(experiment.w, list) or len(experiment.w) != 2:
            given = f"a list of {len(experiment.w)}" if isinstance(experiment.w, list) else "a number"
            reason = f"a surface needs two weights, so w must be a list of 2, got {given}"
            raise wrong("experiment.w", reason)
        return experiment

    @property
    def question(self) -> Hashable:
        """All that the answer depends on: where and how the experiment starts does not matter."""
        b = self.experiment.b if self.b is None else self.b
        examples = self.experiment.model_dump_json(include={"kind", "cost", "activation", "x", "y"})
        return "surfaces", examples, b, self.w1, self.w2


class Surface(BaseModel):
    """C, the mean over the examples, at every pair of weights."""

    w1: list[float]
    w2: list[float]
    cost: list[Numbers] = Field(description="One row for each w₂, one number for each w₁; null where not finite.")
