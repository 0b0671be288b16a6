"""The problems that a network can be given: every data set with its own options, a table in the request among them.

A problem is written as a name (`"moons"`: all options as they are by themselves) or as an object (`{"name": "moons",
"noise": 0.2}`), and is kept as the object with every option filled in, so that it says wholly what was trained on. Its
options, bounds and help texts are those of the data set (app/learning/datasets): nothing is said of them here.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetPydanticSchema,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from app.experiments.complaints import quote
from app.experiments.networks.starts import few_numbers
from app.experiments.schema import Strict
from app.learning.datasets import DATA_SETS, Data, DataError, DataSet, Extent, Option, load


class Problem(Strict):
    """A data set and the values of its options."""

    name: str

    def __reduce__(self) -> Any:
        # Its class is made when this module is read, so that pickle does not find it by its name.
        return _restored, (self.name, self.options)

    @property
    def options(self) -> dict[str, Any]:
        """As the data set takes them."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "name"}

    @property
    def data_set(self) -> DataSet:
        return DATA_SETS[self.name]

    @cached_property
    def extent(self) -> Extent:
        """How many examples, inputs and classes there are. Raises `DataError` where what was given does not fit."""
        if self.data_set.is_given:
            return self.data_set.make(self.options).extent
        return self.data_set.extent(self.options)

    def load(self, folder: Path | None) -> Data:
        """The examples; a problem that reads a file of its own overrides this."""
        return load(self.name, self.options, folder)


def _restored(name: str, options: Mapping[str, Any]) -> Problem:
    """A problem that has been judged before."""
    return MODELS[name].model_construct(name=name, **options)


def read_problem(given: Any) -> Problem:
    """The problem of a name or an object, with every option filled in. Raises what pydantic turns into complaints."""
    if isinstance(given, Problem):
        return given
    if isinstance(given, str):
        if given not in DATA_SETS:
            raise ValueError(f"problem must be one of {', '.join(DATA_SETS)}, got {quote(given)}")
        return _fitting(MODELS[given].model_validate({"name": given}))
    if not isinstance(given, dict):
        raise ValueError(f"problem must be the name of a data set or an object with a name, got {quote(given)}")
    name = given.get("name")
    if not isinstance(name, str) or name not in DATA_SETS:
        got = f"got {quote(name)}" if "name" in given else "got none"
        raise _refused(f"name must be one of {', '.join(DATA_SETS)}, {got}", "name")
    return _fitting(MODELS[name].model_validate(given))


def _fitting(problem: Problem) -> Problem:
    """The problem, if its options make sense together."""
    try:
        extent = problem.extent
    except DataError as error:
        raise _refused(str(error), *_location(error.field)) from None
    if extent.examples < 1:
        raise ValueError(f"problem must have at least 1 example, got {extent.examples}")
    return problem


def _location(field: str) -> tuple[str | int, ...]:
    """The place of a name like x[3][0]."""
    name, *indexes = re.split(r"[\[\].]+", field.rstrip("]"))
    return name, *(int(index) if index.isdigit() else index for index in indexes)


def _refused(reason: str, *location: str | int) -> ValidationError:
    error = PydanticCustomError("wrong_value", "{reason}", {"reason": reason})
    return ValidationError.from_exception_data("problem", [InitErrorDetails(type=error, loc=location, input=None)])


def _model_of(data_set: DataSet) -> type[Problem]:
    """The problem as a model whose fields are the options of the data set."""
    options: dict[str, Any] = {name: _field(name, option) for name, option in data_set.options.items()}
    name: dict[str, Any] = {"name": (Literal[data_set.name], Field(title="Name", description=data_set.summary))}
    return create_model(data_set.label, __base__=Problem, __doc__=data_set.summary, **name, **options)


def _field(name: str, option: Option) -> tuple[Any, Any]:
    """An option as a field; one without a default is required."""
    words: dict[str, Any] = {"title": option.label, "description": option.summary}
    if option.default is not None:
        words["default"] = option.default
    bounds: dict[str, Any] = {}
    if option.kind in ("int", "float"):
        bounds = {"ge": option.low, "le": option.high}
        return (int if option.kind == "int" else float), Field(**words, **bounds)
    if option.low is not None:
        bounds["min_length"] = int(option.low)
    if option.high is not None:
        bounds["max_length"] = int(option.high)
    if option.kind == "matrix":
        # The first wrong number is enough: to find and word hundreds of thousands of them takes seconds.
        row = Annotated[list[float], Field(min_length=1, fail_fast=True)]
        rows: Any = Annotated[
            list[row],
            Field(**bounds, fail_fast=True),
            AfterValidator(_equally_long(name)),
            BeforeValidator(few_numbers(name)),
        ]
        return rows, Field(**words)
    if option.kind == "choice":
        return _choice(name, option.choices), Field(**words)
    return str, Field(**words, **bounds)


def _equally_long(field: str) -> Callable[[list[list[float]]], list[list[float]]]:
    def check(rows: list[list[float]]) -> list[list[float]]:
        for place, row in enumerate(rows):
            if len(row) != len(rows[0]):
                wanted = f"a list of {len(rows[0])}, as {field}[0] is"
                raise _refused(f"{field}[{place}] must be {wanted}, got a list of {len(row)}", place)
        return rows

    return check


def _choice(field: str, choices: Mapping[str, str]) -> Any:
    def known(name: str) -> str:
        if name not in choices:
            raise ValueError(f"{field} must be one of {', '.join(choices)}, got {quote(name)}")
        return name

    options = [{"const": name, "title": title} for name, title in choices.items()]
    return Annotated[
        str, AfterValidator(known), WithJsonSchema({"type": "string", "enum": list(choices), "oneOf": options})
    ]


MODELS: Mapping[str, type[Problem]] = {name: _model_of(data_set) for name, data_set in DATA_SETS.items()}
"""The model of each data set's problems."""


def _json_schema() -> dict[str, Any]:
    names = [
        {"const": name, "title": data_set.label, "description": data_set.summary}
        for name, data_set in DATA_SETS.items()
        if all(option.default is not None for option in data_set.options.values())
    ]
    by_name = {"type": "string", "enum": [each["const"] for each in names], "oneOf": names}
    return {"oneOf": [by_name, *(model.model_json_schema() for model in MODELS.values())]}


def _core_schema(*_: Any) -> CoreSchema:
    """Reading and writing a problem, whichever data set it is of; a default is a name, as it would be sent."""

    def written(problem: Problem | str) -> Any:
        return problem.model_dump() if isinstance(problem, Problem) else problem

    writing = core_schema.plain_serializer_function_ser_schema(written)
    return core_schema.no_info_plain_validator_function(read_problem, serialization=writing)


if TYPE_CHECKING:
    AnyProblem = Problem
else:
    # FastAPI would list every model that it finds in an annotation, used or not, among those of the API.
    AnyProblem = Annotated[Any, GetPydanticSchema(_core_schema), WithJsonSchema(_json_schema())]
