"""What is wrong with an experiment, in words: the field, the rule and the value.

pydantic finds the mistakes; this module says each as one sentence, the same for REST, the stream and the
settings. A value is quoted only when it is short (a number, a few letters) and always inside a text, so that a NaN or a
megabyte of input never travels back.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

SHAPE_TAGS = {"number", "word", "list", "table", "spaced", "listed"}
"""Names that schemas give to the shapes of a value (schema.py, sweeps/axes.py, bodies of REST); they are no part of a
field's name."""

QUOTED = 40
"""How many characters of a client's own text are repeated at most."""


class Complaint(NamedTuple):
    field: str
    """Where, as a path with dots: "experiments.3.eta"; empty for the whole."""
    message: str
    """What, as a sentence: "eta must be greater than 0, got -1.0"."""


RULES = {
    "greater_than": "greater than {gt:.12g}",
    "greater_than_equal": "at least {ge:.12g}",
    "less_than": "less than {lt:.12g}",
    "less_than_equal": "at most {le:.12g}",
    "finite_number": "a finite number",
    "float_type": "a number",
    "float_parsing": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "string_type": "a text",
    "string_unicode": "a text of Unicode characters",
    "string_too_long": "at most {max_length} characters long",
    "string_too_short": "at least {min_length} characters long",
    "bool_type": "true or false",
    "list_type": "a list",
    "too_short": "a list of at least {min_length}",
    "too_long": "a list of at most {max_length}",
    "literal_error": "{expected}",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def complaints(errors: Iterable[Any], under: Sequence[str] = ()) -> list[Complaint]:
    """One complaint for each error of pydantic's `ValidationError.errors()`.

    `under` is a prefix of locations to leave out, such as FastAPI's "body".
    """
    return [_complaint(error, under) for error in errors]


def _complaint(error: dict[str, Any], under: Sequence[str]) -> Complaint:
    location = list(error["loc"])
    if tuple(location[: len(under)]) == tuple(under):
        location = location[len(under) :]
    path = [part if isinstance(part, int) else _shorten(part) for part in location if part not in SHAPE_TAGS]
    if "field" in error.get("ctx", {}):
        # Of a whole message there is no last name that it could take the place of.
        path[-1:] = [error["ctx"]["field"]]
    name = _name(path, under)
    return Complaint(".".join(map(str, path)), _sentence(name, error))


def _shorten(name: str) -> str:
    """A field's name; an unknown one comes from the client and may be of any length."""
    return name if len(name) <= QUOTED else name[:QUOTED] + "…"


def _name(path: Sequence[str | int], under: Sequence[str]) -> str:
    """The last named part with its indexes: ["experiments", 3, "x", 0, 1] is "x[0][1]"."""
    named = max((place for place, part in enumerate(path) if isinstance(part, str)), default=None)
    if named is None:
        return f"the {under[-1]}" if under else "the value"
    return str(path[named]) + "".join(f"[{index}]" for index in path[named + 1 :])


def _sentence(name: str, error: dict[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{name} is required"
    if kind == "extra_forbidden":
        return f"{name} is not a field here"
    if kind == "json_invalid":
        return f"the text is not JSON: {context.get('error', 'it cannot be read')}"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("wrong_axis", "wrong_value"):
        return str(error["msg"])
    if kind == "union_tag_invalid":
        return f"{name} must be a number or a flat list of numbers, got {quote(error['input'])}"
    rule = RULES[kind].format(**context) if kind in RULES else f"valid ({error['msg']})"
    return f"{name} must be {rule}, got {quote(error['input'])}"


def quote(value: object) -> str:
    """A short text for a value of any size."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, (int, float)):
        return repr(value) if abs(value) < 1e300 or value != value else f"{float_or_huge(value)}"
    if isinstance(value, str):
        return repr(value) if len(value) <= QUOTED else f"a text of {len(value)} characters"
    if isinstance(value, bytes):
        return "bytes that are not declared as application/json"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    return "an object" if isinstance(value, dict) else "something else"


def float_or_huge(value: float) -> str:
    """Infinity by name, and a whole number of hundreds of digits without them."""
    return repr(value) if isinstance(value, float) else "a number of hundreds of digits"
