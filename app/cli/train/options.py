"""The options of a network experiment, read off its schema: nothing about a field is said here.

Its fields are of more kinds than those of a neuron (options.py): names, numbers, switches, lists, and a problem that
has options of its own. What is typed becomes the JSON that a request would hold, and the schema judges it in the words
of the web.
"""

import inspect
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from app.cli.options import choices, flag, read_experiments
from app.cli.problems import WrongUse, naming
from app.cli.values import value
from app.experiments.networks.presets import NETWORK_PRESETS
from app.experiments.networks.schema import NetworkExperiment

Typed = Mapping[str, Sequence[str]]
"""What was typed for each field, by its name; more than one text where experiments are to be compared."""

PROBLEM_FORM = "a problem is NAME, NAME:option=value,option=value, or JSON (slowdown data list names the options)"

START_VALUES = {"weights": "--start-weights", "biases": "--start-biases"}
"""Fields whose names the options for files have."""

NOTHING = ("none", "null", "[]")
"""How no hidden layer is written, or a field that is left to the schema."""


@dataclass(frozen=True)
class Field:
    """A field as an option needs it, with what its JSON Schema says of it."""

    name: str
    rules: Mapping[str, Any]

    @property
    def shapes(self) -> list[Mapping[str, Any]]:
        """What its value may be: more than one shape for a problem, and for what may be null."""
        if "enum" in self.rules:
            return [self.rules]
        return list(self.rules.get("anyOf", self.rules.get("oneOf", [self.rules])))

    @property
    def types(self) -> set[str]:
        return {str(shape.get("type")) for shape in self.shapes}

    @property
    def names(self) -> dict[str, str]:
        """The names that it may have, with their labels."""
        named = next((shape for shape in self.shapes if "enum" in shape), {})
        labels = {option["const"]: option["title"] for option in named.get("oneOf", ())}
        return labels or dict.fromkeys(named.get("enum", ()), "")

    @property
    def is_switch(self) -> bool:
        return self.types == {"boolean"}

    @property
    def has_options(self) -> bool:
        """Whether it is a problem, which has fields of its own."""
        return "object" in self.types

    @property
    def list_shape(self) -> Mapping[str, Any] | None:
        """Its shape as a list, where no plain number may stand for it."""
        return next((shape for shape in self.shapes if shape.get("type") == "array"), None)

    @property
    def metavar(self) -> str:
        if self.names:
            return "NAME|JSON" if self.has_options else "NAME"
        return "LIST" if self.list_shape is not None else "NUMBER"

    @property
    def help(self) -> str:
        """What it means, which values it takes and which it has by itself."""
        rules = [*_bounds(self.shapes[0]), *_lengths(self.list_shape), f"default: {_plain(self.rules['default'])}"]
        text = f"{self.rules['description']} [{'; '.join(rules)}]"
        if self.has_options:
            text += f" {PROBLEM_FORM[0].upper()}{PROBLEM_FORM[1:]}."
        # A label that only repeats the name says nothing more.
        labels = {name: "" if _letters(label) == _letters(name) else label for name, label in self.names.items()}
        return text + choices(labels) if labels else text

    def value_of(self, text: str) -> Any:
        """What the text stands for, as JSON would hold it."""
        if self.has_options:
            return problem_of(text)
        if self.names:
            return text
        if self.list_shape is None:
            return value(text, is_whole=self.types == {"integer"})
        if text.strip().lower() in NOTHING:
            return None if "null" in self.types else []
        return _list_of(text, is_whole=self.list_shape["items"].get("type") == "integer")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _list_of(text: str, *, is_whole: bool) -> Any:
    """A list, of one where a plain number is written."""
    found = value(text, is_whole=is_whole)
    if isinstance(found, list) and is_whole:
        return [int(each) if isinstance(each, float) and each.is_integer() else each for each in found]
    return [found] if isinstance(found, (int, float)) else found


def fields_of(model: Any = NetworkExperiment) -> list[Field]:
    """Every field that can be chosen, in the order of the schema; a fixed one (`kind`) is none."""
    properties = TypeAdapter(model).json_schema()["properties"]
    return [Field(name, rules) for name, rules in properties.items() if "const" not in rules]


def option_of(name: str) -> str:
    """The option of a field."""
    return START_VALUES.get(name) or flag(name)


def problem_of(text: str) -> Any:
    """A name; a name with options, as in moons:noise=0.2,n=400; or JSON, as in a request."""
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise WrongUse(f"--problem: the text is not JSON: {error}.") from None
    name, colon, rest = text.partition(":")
    if not colon:
        return text
    options: dict[str, Any] = {}
    for part in rest.split(","):
        option, equals, given = part.partition("=")
        option = option.strip()
        if not (option and equals and given.strip()) or option == "name":
            raise WrongUse(f"--problem: {PROBLEM_FORM}, got {text[:40]!r}.")
        found = value(given.strip())
        options[option] = int(found) if isinstance(found, float) and found.is_integer() and "." not in given else found
    return {"name": name.strip(), **options}


def _bounds(shape: Mapping[str, Any]) -> Iterator[str]:
    low, above, high = (shape.get(name) for name in ("minimum", "exclusiveMinimum", "maximum"))
    if low is not None and high is not None:
        yield f"{low:.12g} to {high:.12g}"
        return
    if low is not None or above is not None:
        yield f"at least {low:.12g}" if above is None else f"above {above:.12g}"
    if high is not None:
        yield f"at most {high:.12g}"


def _lengths(shape: Mapping[str, Any] | None) -> Iterator[str]:
    """How many there may be of what."""
    if shape is not None and "maxItems" in shape:
        yield ", ".join([f"up to {shape['maxItems']}", *_bounds(shape["items"])])


def _plain(default: Any) -> str:
    if default is None:
        return "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    if isinstance(default, float):
        return f"{default:g}"
    if isinstance(default, (list, tuple)):
        return ",".join(map(_plain, default)) or "none"
    if isinstance(default, dict):
        return str(default.get("name", default))
    return str(default)


def with_fields(function: Callable[..., None], model: Any = NetworkExperiment) -> Callable[..., None]:
    """The function of a command with an option for every field in front of its own; it gets them as `typed`."""
    fields = fields_of(model)

    def call(**options: Any) -> None:
        typed: dict[str, list[str]] = {}
        for field in fields:
            given = options.pop(f"field_{field.name}")
            if isinstance(given, bool):
                typed[field.name] = [json.dumps(given)]
            elif given:
                typed[field.name] = given
        function(typed=typed, **options)

    own = [p for p in inspect.signature(function, eval_str=True).parameters.values() if p.name != "typed"]
    call.__signature__ = inspect.Signature([*map(_parameter, fields), *own])  # type: ignore[attr-defined]
    call.__doc__ = function.__doc__
    return call


def _parameter(field: Field) -> inspect.Parameter:
    name = option_of(field.name)
    annotation: Any
    if field.is_switch:
        annotation = Annotated[bool | None, typer.Option(f"{name}/--no-{name[2:]}", help=field.help)]
    else:
        annotation = Annotated[list[str] | None, typer.Option(name, metavar=field.metavar, help=field.help)]
    return inspect.Parameter(
        f"field_{field.name}", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=annotation
    )


def experiments_of(
    typed: Typed, starts: Sequence[Mapping[str, Any]], base: str | None, model: Any = NetworkExperiment
) -> list[NetworkExperiment]:
    """Every combination of what was typed, in order: the bases first, then the options as the schema orders them.

    `starts` are the fields that the options change, and `base` is the option that they came from, if one.
    """
    fields = {field.name: field for field in fields_of(model)}
    names = [name for name in fields if name in typed]
    values = [[fields[name].value_of(text) for text in typed[name]] for name in names]

    def source_of(path: str) -> str:
        name = path.partition(".")[0]
        return base if base is not None and name not in typed else option_of(name)

    with naming(source_of):
        return [
            model.model_validate({**start, **dict(zip(names, chosen, strict=True))})
            for start in starts
            for chosen in itertools.product(*values)
        ]


def bases(presets: Sequence[str], base: str | None) -> list[dict[str, Any]]:
    """The experiments that the options change: all lanes of the presets, those of a file, or the one of defaults."""
    if presets and base is not None:
        raise WrongUse("--experiment: give --preset or --experiment, not both.")
    for name in presets:
        if name not in NETWORK_PRESETS:
            raise WrongUse(f"--preset: preset must be one of {', '.join(NETWORK_PRESETS)}, got {name[:40]!r}.")
    if base is not None:
        return read_experiments(base)
    return [lane.model_dump() for name in presets for lane in NETWORK_PRESETS[name].lanes] or [{}]
