"""The options of an experiment, read off its schema: nothing about a field is said here.

A field is an option of the same name; its help, its bounds, its default and its choices are those of the schema, so a
new field or a new cost is there by itself. What is typed is judged by the schema too, in the words of the web.
"""

import inspect
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import Field, TypeAdapter, ValidationError

from app.cli.problems import WrongUse, naming, refused
from app.cli.values import value
from app.experiments.complaints import complaints
from app.experiments.presets import PRESETS
from app.experiments.schema import Experiment
from app.web.forms import FormField, form_fields

Typed = Mapping[str, Sequence[str]]
"""What was typed for each field, by its name; more than one text where experiments are to be compared."""

Preset = Annotated[
    list[str] | None,
    typer.Option("--preset", metavar="NAME", help="Start from a named experiment (slowdown presets lists them)."),
]
Base = Annotated[
    str | None,
    typer.Option("--experiment", metavar="FILE", help="Start from an experiment in JSON; - reads standard input."),
]


def flag(name: str) -> str:
    """The option of a field."""
    return "--" + name.replace("_", "-")


def with_fields(function: Callable[..., None], model: Any = Experiment) -> Callable[..., None]:
    """The function of a command with an option for every field in front of its own; it gets them as `typed`."""
    fields = form_fields(model)

    def call(**options: Any) -> None:
        typed = {field.name: options.pop(f"field_{field.name}") for field in fields}
        function(typed={name: texts for name, texts in typed.items() if texts}, **options)

    own = [p for p in inspect.signature(function, eval_str=True).parameters.values() if p.name != "typed"]
    signature = inspect.Signature([*map(_parameter, fields), *own])
    call.__signature__ = signature  # type: ignore[attr-defined]  # as `inspect.signature` looks for it
    call.__doc__ = function.__doc__
    return call


def _parameter(field: FormField) -> inspect.Parameter:
    metavar = "NAME" if field.options else "NUMBER"
    metavar += "|LIST" * (field.longest > 1)
    option = typer.Option(flag(field.name), metavar=metavar, help=described(field))
    annotation = Annotated[list[str] | None, option]
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(f"field_{field.name}", kind, default=None, annotation=annotation)


def described(field: FormField) -> str:
    """What a field means, which values it takes and which it has by itself."""
    said = [field.description]
    if field.longest > 1:
        said.append(f"Or a list of up to {field.longest}.")
    rules = [*_bounds(field), f"default: {_plain(field.default)}"]
    text = " ".join(said) + f" [{'; '.join(rules)}]"
    return text + choices({option.value: option.label for option in field.options}) if field.options else text


def choices(labels: Mapping[str, str]) -> str:
    """A line for each name, which no line break takes apart."""
    return "\n\n\b\n" + "\n".join(f"{name} ({label})" if label else name for name, label in labels.items())


def _plain(default: Any) -> str:
    return f"{default:g}" if isinstance(default, float) else str(default)


def _bounds(field: FormField) -> Iterator[str]:
    if field.minimum is not None and field.maximum is not None and not field.excludes_minimum:
        yield f"{field.minimum:g} to {field.maximum:g}"
        return
    if field.minimum is not None:
        yield f"{'above' if field.excludes_minimum else 'at least'} {field.minimum:g}"
    if field.maximum is not None:
        yield f"at most {field.maximum:g}"


def whole(option: str, text: str, least: int, most: int) -> int:
    """A whole number that is no field of an experiment, judged in the same words."""
    rule: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=least, le=most, strict=True)])
    try:
        return rule.validate_python(value(text, is_whole=True))
    except ValidationError as error:
        found = complaints({**each, "loc": (option.lstrip("-"),)} for each in error.errors())
        raise refused(found, lambda _: option) from None


def experiments_of(
    typed: Typed, presets: Sequence[str], base: str | None, model: type[Experiment] = Experiment
) -> list[Experiment]:
    """Every combination of what was typed, in order: the bases first, then the options as the schema orders them."""
    fields = {field.name: field for field in form_fields(model)}
    names = [name for name in fields if name in typed]
    choices = [[_value_of(fields[name], text) for text in typed[name]] for name in names]

    def option_of(field: str) -> str:
        name = field.partition(".")[0]
        return "--experiment" if base is not None and name not in typed else flag(name)

    with naming(option_of):
        return [
            model.model_validate({**start, **dict(zip(names, values, strict=True))})
            for start in bases(presets, base)
            for values in itertools.product(*choices)
        ]


def _value_of(field: FormField, text: str) -> Any:
    return text if field.options else value(text, is_whole=field.is_whole)


def bases(presets: Sequence[str], base: str | None) -> list[dict[str, Any]]:
    """The experiments that the options change: presets, those of a file, or the one of all defaults."""
    if presets and base is not None:
        raise WrongUse("--experiment: give --preset or --experiment, not both.")
    for name in presets:
        if name not in PRESETS:
            raise WrongUse(f"--preset: preset must be one of {', '.join(PRESETS)}, got {name[:40]!r}.")
    if base is None:
        return [PRESETS[name].experiment.model_dump() for name in presets] or [{}]
    return read_experiments(base)


def read_experiments(base: str) -> list[dict[str, Any]]:
    """The experiments that a file holds in JSON, one or a list of them; - is standard input."""
    try:
        found = json.loads(sys.stdin.read() if base == "-" else Path(base).read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUse(f"--experiment: cannot read {base}: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"--experiment: the text is not JSON: {error}.") from None
    listed = found if isinstance(found, list) else [found]
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise WrongUse("--experiment: the file must hold an experiment, {…}, or a list of them.")
    return listed
