"""The one definition of a sweep: a base experiment, one or two axes through it, and what is measured in every cell.

An axis is a field of the experiment, with the bounds that it has there; nothing about a field is said again. What can
only be wrong in combination (a bias that z₀ pushes out of its bounds, the longest trace) is judged here too, from the
corners of the grid, so that a sweep that is accepted holds nothing but valid experiments. No cell is computed, and
nothing is allocated, to judge one.
"""

import math
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.experiments.complaints import quote
from app.experiments.schema import Experiment, Name, Strict, choice
from app.experiments.sweeps.axes import AXES, Z0, Axis, Listed, Spaced, refusal
from app.experiments.sweeps.grid import Grid
from app.experiments.sweeps.lengths import cost_of_run, costs_of_measures
from app.experiments.sweeps.places import Place, place_named, put, weighted
from app.learning.elementwise import Array
from app.learning.errors import UnknownName
from app.learning.measures import MEASURES

MAX_AXES = 2


def _measure_named(name: str) -> str:
    if name not in MEASURES:
        raise UnknownName("measure", name, MEASURES)
    return name


MeasureName = Annotated[Name, AfterValidator(_measure_named), choice(MEASURES)]


class Sweep(Strict):
    """One measure in every cell of a grid of experiments: `base` with the values of the axes put in.

    The result has the axes' order: the first axis is its rows.
    """

    base: Experiment = Field(
        default_factory=Experiment, title="Base", description="The experiment that every cell starts from."
    )
    axes: dict[str, Axis] = Field(
        title="Axes",
        description=f"One or two, by what they run through: {', '.join(AXES)}, or one number of a list, as in w.0.",
    )
    measure: MeasureName = Field(title="Measure", description="What every cell holds: a field of a run's summary.")

    @field_validator("axes", mode="before")
    @classmethod
    def _few(cls, axes: Any) -> Any:
        if isinstance(axes, dict) and not 1 <= len(axes) <= MAX_AXES:
            raise PydanticCustomError("wrong_axis", "{reason}", {"reason": f"axes must be 1 or 2, got {len(axes)}"})
        return axes

    @field_validator("axes")
    @classmethod
    def _run_through_the_base(cls, axes: dict[str, Spaced | Listed], info: ValidationInfo) -> Any:
        """Every value on every axis is allowed where it goes."""
        if "base" not in info.data:
            return axes
        base: Experiment = info.data["base"]
        found: list[InitErrorDetails] = []
        for name, axis in axes.items():
            reason = place_named(name, base)
            if isinstance(reason, str):
                found.append(refusal(reason, name))
                continue
            wrong = list(axis.judge(AXES[reason.field]))
            found += [error | {"loc": (name, *error["loc"])} for error in wrong]
        if not found:
            found = list(_wrong_together(base, axes))
        if found:
            raise ValidationError.from_exception_data("axes", found)
        return axes

    @field_validator("measure")
    @classmethod
    def _is_one_number(cls, measure: str, info: ValidationInfo) -> str:
        base = info.data.get("base")
        if base is not None and isinstance(base.y, list) and MEASURES[measure].is_per_example:
            count = len(base.y)
            raise ValueError(
                f"measure must be one number a cell, got {quote(measure)}, which is a list when y is one "
                f"(of {count} here)"
            )
        return measure

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis) for axis in self.axes.values())

    @property
    def cells(self) -> int:
        return math.prod(self.shape)

    @property
    def steps(self) -> int:
        """All epochs of all cells: the work of whoever computes cell by cell."""
        epochs = self.axes.get("epochs")
        if epochs is None:
            return self.cells * self.base.epochs
        if isinstance(epochs, Spaced) and epochs.scale == "linear":
            each = int(epochs.start + epochs.stop) * epochs.num // 2
        else:
            each = int(AXES["epochs"].values(epochs, 0, len(epochs)).sum())
        return each * (self.cells // len(epochs))

    @property
    def is_whole(self) -> bool:
        """Whether the measure is a count."""
        return MEASURES[self.measure].is_whole

    @property
    def cost(self) -> float:
        """About how many epochs of a neuron the computation really takes, by the means that it has."""
        if (axis := self.grid.epochs_axis) is not None:
            lengths = self.grid.values(axis, 0, self.shape[axis])
            each = cost_of_run(float(lengths.max()), self.grid.is_scalar) + float(costs_of_measures(lengths).sum())
            return each * (self.cells // len(lengths))
        return self.grid.cost(self.grid.size[0], (0, self.grid.size[1]))

    @cached_property
    def grid(self) -> Grid:
        """The cells as ensembles."""
        return Grid(self.base, self.axes, self.measure)

    def values_of(self) -> dict[str, Array]:
        """All values of every axis, as they go into the experiments."""
        return {
            name: self.grid.values(k, 0, size) for k, (name, size) in enumerate(zip(self.axes, self.shape, strict=True))
        }

    def experiment_at(self, index: tuple[int, ...]) -> Experiment:
        """Exactly the experiment of a cell: `simulate` gives its number."""
        fields = self.base.model_dump()
        values = {
            name: float(self.grid.values(k, place, place + 1)[0])
            for k, (name, place) in enumerate(zip(self.axes, index, strict=True))
        }
        for name, value in values.items() - {Z0: values.get(Z0)}.items():
            put(fields, Place.of(name), value)
        if Z0 in values:
            fields["b"] = values[Z0] - weighted(fields["w"], fields["x"])
        return Experiment.model_validate(fields)


def _wrong_together(base: Experiment, axes: dict[str, Spaced | Listed]) -> list[InitErrorDetails]:
    """What no value does alone: the corners of the grid as experiments."""
    if Z0 in axes and "b" in axes:
        return [refusal("z0 must stand without b as the other axis: it sets b = z0 − Σ w x", Z0)]
    found = []
    if "epochs" in axes:
        longest = int(axes["epochs"].extremes[1])
        try:
            Experiment.model_validate(base.model_dump() | {"epochs": longest})
        except ValidationError as error:
            found.append(refusal(f"epochs reach {longest}: {error.errors()[0]['ctx']['error']}", "epochs"))
    if Z0 in axes:
        found += _wrong_bias(base, axes)
    return found


def _wrong_bias(base: Experiment, axes: dict[str, Spaced | Listed]) -> list[InitErrorDetails]:
    """z₀ sets a bias, which has bounds: b is monotone along both axes, so its extremes are in the corners."""
    others = [name for name in axes if name != Z0]
    for z0 in axes[Z0].extremes:
        for corner in [{name: value} for name in others for value in axes[name].extremes] or [{}]:
            fields = base.model_dump()
            for name, value in corner.items():
                put(fields, Place.of(name), value)
            b = z0 - weighted(fields["w"], fields["x"])
            for error in AXES["b"].judge(b, "b"):
                rule = AXES["b"].rule(error)
                at = " and ".join(f"{name} = {quote(value)}" for name, value in {Z0: z0, **corner}.items())
                return [refusal(f"z0 sets b = z0 − Σ w x, and b must be {rule}, got {quote(b)} at {at}", Z0)]
    return []
