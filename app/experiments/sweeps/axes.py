"""The values along an axis of a sweep, spaced evenly or listed, and what they may be.

A spaced axis is judged by arithmetic and computed piece by piece: one of 10⁹ values costs nothing until it is used.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.experiments.complaints import RULES, quote
from app.experiments.schema import Experiment, Strict
from app.learning.elementwise import Array

MAX_NUM = 1_000_000_000
MAX_LISTED = 100_000
"""How many values a spaced and a listed axis may have; what a sweep may have in all is for its caller to say."""

Z0 = "z0"


class Spaced(Strict):
    """`num` values from `start` to `stop`, both included, exactly as `numpy.linspace` and `numpy.geomspace` space them.

    They may go down. A `num` of 1 is `start` alone, as there.
    """

    start: float = Field(title="Start", description="The first value.")
    stop: float = Field(title="Stop", description="The last value; it is not reached when num is 1.")
    num: int = Field(ge=1, le=MAX_NUM, title="Number", description="How many values there are, both ends included.")
    scale: Literal["linear", "log"] = Field(
        "linear",
        title="Scale",
        description="Equal steps, or equal ratios (start and stop have the same sign, and neither is 0).",
    )

    def __len__(self) -> int:
        return self.num

    @property
    def extremes(self) -> tuple[float, float]:
        """The smallest and the largest value."""
        last = self.stop if self.num > 1 else self.start
        return min(self.start, last), max(self.start, last)

    def piece(self, first: int, last: int) -> Array:
        """The values of the places first ≤ k < last, the same to the last bit whichever piece they are asked in."""
        if self.scale == "linear":
            values = _evenly(self.start, self.stop, self.num, first, last)
        else:
            ends = np.log10(np.abs([self.start, self.stop]))
            values = np.power(10.0, _evenly(ends[0], ends[1], self.num, first, last)) * np.sign(self.start)
            values[: max(0, 1 - first)] = self.start
        if last == self.num > 1:
            values[last - first - 1 :] = self.stop
        # 10 ** log10(v) may lie a rounding outside, where the field's bound is.
        return np.clip(values, *self.extremes)

    def judge(self, field: "AxisField") -> Iterator[InitErrorDetails]:
        ends = {"start": self.start, "stop": self.stop}
        wrong = [error for name, value in ends.items() for error in field.judge(value, name)]
        yield from wrong
        if self.scale == "log" and self.start == 0.0:
            yield refusal("start must be different from 0 on a logarithmic axis, got 0.0", "start")
        elif self.scale == "log" and np.sign(self.start) != np.sign(self.stop):
            side = "greater" if self.start > 0.0 else "less"
            rule = f"stop must be {side} than 0 on a logarithmic axis, as start is"
            yield refusal(f"{rule}, got {quote(self.stop)}", "stop")
        if field.is_whole and not wrong:
            yield from self._judge_whole(field.name)

    def _judge_whole(self, name: str) -> Iterator[InitErrorDetails]:
        """Every value is a whole number: by arithmetic on a linear axis, one by one on a logarithmic one."""
        if self.num == 1 or self.start == self.stop:
            return
        span, steps = int(self.stop - self.start), self.num - 1
        if self.scale == "linear" and span % steps:
            fitting = min((d for d in range(1, abs(span) + 1) if span % d == 0), key=lambda d: abs(d - steps))
            yield refusal(
                f"num must leave steps of whole {name}, got {self.num}, which makes them {span / steps:g} long; "
                f"{fitting + 1} makes them {span // fitting}",
                "num",
            )
        # A logarithmic axis has no room for more different whole numbers than the field has.
        if self.scale == "log" and (steps > abs(span) or _has_fractions(self.piece(0, self.num))):
            yield refusal(
                f"scale must be linear where every value must be a whole number of {name}, got 'log', which goes "
                "through fractions; list the values instead",
                "scale",
            )


def _has_fractions(values: Array) -> bool:
    """Whether any is farther from a whole number than 10 ** log10(v) may be by rounding."""
    return bool((np.abs(values - np.rint(values)) > 1e-12 * np.abs(values)).any())


def _evenly(start: float, stop: float, num: int, first: int, last: int) -> Array:
    """The piece of `numpy.linspace(start, stop, num)`, rounded as there, but for its last value."""
    k = np.arange(first, last, dtype=np.float64)
    delta = np.subtract(stop, start)
    step = delta / max(num - 1, 1)
    values: Array = (k * step if step != 0.0 else k / max(num - 1, 1) * delta) + start
    return values


class Listed(Strict):
    """The values themselves, in this order; any may stand there twice."""

    values: list[float] = Field(min_length=1, max_length=MAX_LISTED, fail_fast=True, title="Values")

    def __len__(self) -> int:
        return len(self.values)

    @property
    def extremes(self) -> tuple[float, float]:
        return min(self.values), max(self.values)

    def piece(self, first: int, last: int) -> Array:
        return np.array(self.values[first:last], dtype=np.float64)

    def judge(self, field: "AxisField") -> Iterator[InitErrorDetails]:
        """The first value that is not allowed; a field's bounds are a range, so mostly the extremes tell."""
        if not field.is_whole and not any(True for end in self.extremes for _ in field.judge(end)):
            return
        for place, value in enumerate(self.values):
            wrong = list(field.judge(value, "values", place))
            if wrong:
                yield wrong[0]
                return


def _form(value: Any) -> str:
    """Which of the two forms a value is meant to have, so that a complaint is about that one alone."""
    has_values = "values" in value if isinstance(value, dict) else isinstance(value, Listed)
    return "listed" if has_values else "spaced"


Axis = Annotated[Annotated[Spaced, Tag("spaced")] | Annotated[Listed, Tag("listed")], Discriminator(_form)]


class AxisField(NamedTuple):
    """A field of an experiment that an axis may run through."""

    name: str
    title: str
    description: str
    is_whole: bool
    adapter: TypeAdapter[Any]

    def values(self, axis: Spaced | Listed, first: int, last: int) -> Array:
        """A piece of an axis through this field, as it goes into experiments."""
        values = axis.piece(first, last)
        return np.rint(values) if self.is_whole else values

    def judge(self, value: float, *place: str | int) -> Iterator[InitErrorDetails]:
        """What the field itself says against a value that stands at this place of the axis."""
        given: float = int(value) if self.is_whole and value.is_integer() else value
        try:
            self.adapter.validate_python(given)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                yield InitErrorDetails(
                    type=PydanticCustomError(found["type"], found["msg"], found.get("ctx", {})),
                    loc=place,
                    input=given,
                )

    def rule(self, error: InitErrorDetails) -> str:
        """The rule that a value broke, in words: "at most 1000"."""
        kind = error["type"]
        context = kind.context if isinstance(kind, PydanticCustomError) else None
        return RULES[kind.type if isinstance(kind, PydanticCustomError) else kind].format(**context or {})


def refusal(reason: str, *place: str | int) -> InitErrorDetails:
    """A complaint in words of its own, about this place."""
    return InitErrorDetails(
        type=PydanticCustomError("wrong_axis", "{reason}", {"reason": reason}), loc=place, input=None
    )


def _fields() -> dict[str, AxisField]:
    """Every field of an experiment that is a number by default, with its own bounds, and z₀."""
    strict = ConfigDict(strict=True, allow_inf_nan=False)
    fields = {
        name: AxisField(
            name=name,
            title=info.title or name,
            description=info.description or "",
            is_whole=isinstance(info.default, int),
            adapter=TypeAdapter(Annotated[info.annotation, info], config=strict),  # type: ignore[arg-type]
        )
        for name, info in Experiment.model_fields.items()
        if isinstance(info.default, (int, float))
    }
    start = "The weighted input at the start, Σ w x + b: it sets b. For one example."
    finite: TypeAdapter[Any] = TypeAdapter(float, config=strict)
    return fields | {Z0: AxisField(Z0, "Start z₀", start, is_whole=False, adapter=finite)}


AXES: dict[str, AxisField] = _fields()
"""What an axis may be named for. One number of a field that is a list is named by its place, as in "x.0.1"."""
