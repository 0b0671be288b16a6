"""The fields of an experiment as a form needs them, read off its JSON Schema.

Not here: HTML (templates/_partials/experiment_form.html) and any fact about a field (experiments/schema.py).
"""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from app.experiments.schema import Experiment


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    summary: str


@dataclass(frozen=True)
class Slider:
    """Where a slider begins and ends, and how far apart its stops are (schema.py says in which sense)."""

    low: float
    high: float
    step: float
    scale: str


@dataclass(frozen=True)
class FormField:
    """One control: a choice when it has options, else a number (a whole one when `is_whole`)."""

    name: str
    title: str
    description: str
    default: Any
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    excludes_minimum: bool = False
    is_whole: bool = False
    unit: str = ""
    slider: Slider | None = None
    longest: int = 1
    """How many numbers may stand in place of one: an input each in `w`, an example each in `x` and `y`."""


def form_fields(model: Any = Experiment) -> list[FormField]:
    """Every field that a person can choose, in the order of the schema; a fixed one (`kind`) is none."""
    properties = TypeAdapter(model).json_schema()["properties"]
    return [_field(name, rules) for name, rules in properties.items() if "const" not in rules]


def _field(name: str, rules: dict[str, Any]) -> FormField:
    return option_field(name, rules) if "enum" in rules else number_field(name, rules)


def option_field(name: str, rules: dict[str, Any]) -> FormField:
    """One of several names, with the words that a registry has for each."""
    plain = ({"const": value, "title": value.capitalize(), "description": ""} for value in rules["enum"])
    options = tuple(Option(o["const"], o["title"], o["description"]) for o in rules.get("oneOf", plain))
    return FormField(name, rules["title"], rules["description"], rules["default"], options=options)


def number_field(name: str, rules: dict[str, Any]) -> FormField:
    """A number, where the schema allows it also as a list."""
    shapes = rules.get("oneOf", [])
    number = next((shape for shape in shapes if shape.get("type") == "number"), rules)
    lowest = number.get("minimum", number.get("exclusiveMinimum"))
    return FormField(
        name,
        rules["title"],
        rules["description"],
        rules["default"],
        minimum=lowest,
        maximum=number.get("maximum"),
        excludes_minimum="exclusiveMinimum" in number,
        is_whole=number["type"] == "integer",
        unit=rules.get("unit", ""),
        slider=Slider(**rules["slider"]) if "slider" in rules else None,
        longest=max((shape.get("maxItems", 1) for shape in shapes), default=1),
    )
