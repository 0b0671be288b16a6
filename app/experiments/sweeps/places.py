"""Where the values of an axis go: a field of an experiment, or one number of a field that is a list."""

from typing import Any, NamedTuple

from app.experiments.complaints import quote
from app.experiments.schema import Experiment
from app.experiments.sweeps.axes import AXES, Z0


class Place(NamedTuple):
    """A field, and the indexes of one number in it (none for a field that is a number)."""

    field: str
    at: tuple[int, ...] = ()

    @staticmethod
    def of(name: str) -> "Place":
        """The place of an axis that has been judged by `place_named`."""
        field, *index = name.split(".")
        return Place(field, tuple(map(int, index)))


def place_named(name: str, base: Experiment) -> Place | str:
    """The place in this experiment, or what is wrong with the name."""
    field, *index = name.split(".")
    if field not in AXES or not all(part.isascii() and part.isdigit() and str(int(part[:9])) == part for part in index):
        known = ", ".join(AXES)
        return f"an axis must be one of {known}, or one number of a list, such as w.0; got {quote(name)}"
    if field == Z0:
        return _judge_z0(name, base)
    value: Any = getattr(base, field)
    for depth, part in enumerate(index):
        whole = ".".join([field, *index[:depth]])
        if not isinstance(value, list):
            return f"{whole} is one number in the base, so the axis must be named {whole}, got {quote(name)}"
        if int(part) >= len(value):
            return f"{whole} has {len(value)} numbers in the base, counted from 0, got {quote(name)}"
        value = value[int(part)]
    if isinstance(value, list):
        deeper = ".0" * (2 if isinstance(value[0], list) else 1)
        return f"{name} is a list in the base, so the axis must name one number of it, such as {name}{deeper}"
    return Place.of(name)


def _judge_z0(name: str, base: Experiment) -> Place | str:
    if name != Z0:
        return f"z0 is one number, so the axis must be named z0, got {quote(name)}"
    examples = len(base.y) if isinstance(base.y, list) else 1
    if examples > 1:
        return f"z0 must be of one example, and y has {examples} targets"
    return Place(Z0)


def put(fields: dict[str, Any], place: Place, value: float) -> None:
    """Sets the number at the place, in fields of one's own (`Experiment.model_dump`)."""
    whole = AXES[place.field].is_whole
    if not place.at:
        fields[place.field] = int(value) if whole else value
        return
    target = fields[place.field]
    for part in place.at[:-1]:
        target = target[part]
    target[place.at[-1]] = value


def weighted(w: Any, x: Any) -> Any:
    """Σ w x of one example, in one order of rounding: of floats, of arrays, and of lists of either."""
    ws, xs = w if isinstance(w, list) else [w], x if isinstance(x, list) else [x]
    if isinstance(xs[0], list):
        (xs,) = xs
    total = ws[0] * xs[0]
    for weight, value in zip(ws[1:], xs[1:], strict=True):
        total = total + weight * value
    return total
