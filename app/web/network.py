"""The page of networks: fields of an experiment, problems, presets to begin with, and what its scripts need."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from app.experiments.networks.presets import NETWORK_PRESETS, NetworkPreset
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.learning.activations import ACTIVATIONS
from app.learning.costs import NETWORK_COSTS, is_pair
from app.learning.datasets import DATA_SETS
from app.learning.inits import INITS
from app.learning.network_measures import SATURATION_EDGES
from app.learning.outputs import OUTPUTS
from app.web.api import API
from app.web.assets import Assets
from app.web.forms import FormField, Option, number_field, option_field
from app.web.page_data import slot_of

LETTERS = "ABC"
"""Lanes of the page; the stream would take one more."""

GROUPS = {
    "The problem": ("problem",),
    "The network": ("hidden", "activation", "output", "cost"),
    "The start": ("init", "init_z", "init_outputs", "seed"),
    "The training": (),
}
"""Under which heading a field stands; one that is not named here is of the last."""

NOT_HERE = frozenset({"kind", "weights", "biases"})
"""A start that is given number by number is for scripts."""

NEEDS = {
    f"init_{option}": ("init", " ".join(name for name, init in INITS.items() if option in init.options))
    for option in ("z", "outputs")
}
"""A field that has a meaning only where another has one of some values."""

TABLE = {"rows": 2000, "columns": 64, "characters": 20_000, "classes": 20}
"""How large a user's own table may be: it goes to the server with every Run, in a message of 64 KiB at most."""


@dataclass(frozen=True)
class NetworkField(FormField):
    """A field of a network experiment: `shape` says by what kind of control it is chosen."""

    shape: str = "number"


@dataclass(frozen=True)
class ProblemChoice:
    """A data set as the page offers it, and its own options as fields."""

    name: str
    label: str
    summary: str
    fields: list[FormField]


def network_fields() -> list[NetworkField]:
    """Every field that the page offers, in the order of the schema."""
    properties = TypeAdapter(NetworkExperiment).json_schema()["properties"]
    defaults = NetworkExperiment().model_dump()
    return [_field(name, rules, defaults[name]) for name, rules in properties.items() if name not in NOT_HERE]


def _field(name: str, rules: dict[str, Any], default: Any) -> NetworkField:
    title, description = rules["title"], rules["description"]
    if name == "problem":
        return NetworkField(name, title, description, default, shape="problem")
    if rules.get("type") == "boolean":
        return NetworkField(name, title, description, default, shape="flag")
    lists = next((shape for shape in rules.get("anyOf", [rules]) if shape.get("type") == "array"), None)
    if lists is not None:
        item = lists["items"]
        return NetworkField(
            name,
            title,
            description,
            default,
            minimum=item["minimum"],
            maximum=item.get("maximum", item.get("exclusiveMaximum", 1) - 1),
            is_whole=True,
            longest=lists["maxItems"],
            shape="list",
        )
    if "enum" in rules:
        return NetworkField(**vars(option_field(name, rules)), shape="choice")
    return NetworkField(**vars(number_field(name, rules)), shape="number")


def problem_choices() -> list[ProblemChoice]:
    """Every data set that makes its examples itself."""
    return [
        ProblemChoice(
            data_set.name,
            data_set.label,
            data_set.summary,
            [
                FormField(
                    name,
                    option.label,
                    option.summary,
                    option.default,
                    options=tuple(Option(value, label, label) for value, label in option.choices.items()),
                    minimum=option.low,
                    maximum=option.high,
                    is_whole=option.kind == "int",
                )
                for name, option in data_set.options.items()
            ],
        )
        for data_set in DATA_SETS.values()
        if not data_set.is_given
    ]


def _problem_data(choice: ProblemChoice) -> dict[str, Any]:
    options = {
        field.name: {
            "kind": "choice" if field.options else "int" if field.is_whole else "float",
            "default": field.default,
            "low": field.minimum,
            "high": field.maximum,
            "choices": [option.value for option in field.options],
            "label": field.title,
            "summary": field.description,
        }
        for field in choice.fields
    }
    return {"label": choice.label, "summary": choice.summary, "options": options}


@dataclass(frozen=True)
class NetworkContext:
    """The page before its scripts, and what these are told."""

    letters: str
    groups: Mapping[str, list[NetworkField]]
    fields: list[NetworkField]
    problems: list[ProblemChoice]
    presets: Mapping[str, NetworkPreset]
    opening: NetworkPreset
    needs: Mapping[str, tuple[str, str]]
    limits: Mapping[str, int]
    epochs: int
    data: dict[str, Any]


def grouped(fields: list[NetworkField]) -> dict[str, list[NetworkField]]:
    """The fields under their headings."""
    placed = {name for names in GROUPS.values() for name in names}
    by_name = {field.name: field for field in fields}
    groups = {title: [by_name[name] for name in names] for title, names in GROUPS.items()}
    groups[list(GROUPS)[-1]] += [field for field in fields if field.name not in placed]
    return groups


def network_context(assets: Assets) -> NetworkContext:
    """Everything that the page shows before its scripts; nothing is trained for it."""
    fields = network_fields()
    problems = problem_choices()
    opening = next(iter(NETWORK_PRESETS.values()))
    return NetworkContext(
        letters=LETTERS,
        groups=grouped(fields),
        fields=fields,
        problems=problems,
        presets=NETWORK_PRESETS,
        opening=opening,
        needs=NEEDS,
        limits=TABLE,
        epochs=max(lane.epochs for lane in opening.lanes),
        data={
            "api": API,
            "stream": f"{API}/stream",
            "plotly": assets.url("plotly.js"),
            "fields": [asdict(field) for field in fields],
            "problems": {choice.name: _problem_data(choice) for choice in problems},
            "presets": {
                name: {
                    "title": preset.title,
                    "description": preset.description,
                    "lanes": [lane.model_dump() for lane in preset.lanes],
                }
                for name, preset in NETWORK_PRESETS.items()
            },
            "opening": opening.name,
            "costs": {name: {"label": cost.label, "slot": slot_of(name)} for name, cost in NETWORK_COSTS.items()},
            "outputs": {
                name: {
                    "label": output.label,
                    "costs": [cost for cost, entry in NETWORK_COSTS.items() if is_pair(entry, output)],
                    "isProbability": output.is_probability,
                    "sumsToOne": output.sums_to_one,
                }
                for name, output in OUTPUTS.items()
            },
            "activations": {
                name: {"label": each.label, "low": _finite(each.low), "high": _finite(each.high)}
                for name, each in ACTIVATIONS.items()
            },
            "columns": {name: column.label for name, column in NETWORK_COLUMNS.items()},
            "edges": [float(edge) for edge in SATURATION_EDGES],
            "limits": {"lanes": len(LETTERS), **TABLE},
        },
    )


def _finite(bound: float) -> float | None:
    return bound if abs(bound) < float("inf") else None
