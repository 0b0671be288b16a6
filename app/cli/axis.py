"""The axis of a sweep as it is typed: `name=start:stop:num`, with `:log` perhaps, or `name=v1,v2,v3`.

Only taken apart here; what an axis may be named and hold is judged by the sweep's schema.
"""

from collections.abc import Sequence
from typing import Any

from app.cli.problems import WrongUse
from app.cli.values import value

FORM = "name=start:stop:num, name=start:stop:num:log or name=v1,v2,…"


def axes_of(texts: Sequence[str]) -> dict[str, Any]:
    """The axes by name, in order, as a request holds them."""
    axes: dict[str, Any] = {}
    for text in texts:
        name, equals, values = text.partition("=")
        name = name.strip()
        if not (name and equals and values.strip()):
            raise WrongUse(f"--axis: an axis is {FORM}, got {text[:40]!r}.")
        if name in axes:
            raise WrongUse(f"--axis {name}: axes must differ in what they run through, got {name} twice.")
        axes[name] = _spaced(text, values) if ":" in values else _listed(values)
    return axes


def _spaced(text: str, values: str) -> dict[str, Any]:
    parts = values.split(":")
    if len(parts) not in (3, 4):
        raise WrongUse(f"--axis: an axis is {FORM}, got {text[:40]!r}.")
    start, stop, num = (value(part) for part in parts[:3])
    spaced = {"start": start, "stop": stop, "num": value(parts[2], is_whole=True) if num is not None else num}
    return spaced | ({"scale": parts[3].strip()} if len(parts) == 4 else {})


def _listed(values: str) -> dict[str, Any]:
    return {"values": [value(part) for part in values.strip().rstrip(",").split(",")]}
