"""What is typed after an option, as the value that JSON would hold.

    2          a number
    1,2        a list: the inputs of a neuron, or its examples
    1,2;3,4    a list of lists: examples, separated by semicolons, of two inputs each
    1,         a list of one
    [[1,2]]    JSON, as in a request

Whatever is none of these stays the text that it is, and the schema says what is wrong with it.
"""

import json
import re
from typing import Any

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
"""As on the pages (static/js/entry/numbers.js): digits with a point and an exponent perhaps."""

LONGEST_WHOLE = 300
"""Digits: what is longer is no number that any field allows, and Python takes its time over it."""


def number(text: str) -> int | float | None:
    """The number that is written there, with a minus of either kind; None for anything else."""
    plain = text.strip().replace("−", "-")
    if not NUMBER.fullmatch(plain):
        return None
    return int(plain) if plain.lstrip("+-").isdigit() and len(plain) < LONGEST_WHOLE else float(plain)


def value(text: str, *, is_whole: bool = False) -> Any:
    """What the text stands for; for a whole number, 1e4 is one too."""
    found = number(text)
    if found is not None:
        return int(found) if is_whole and float(found).is_integer() else found
    if text.lstrip().startswith(("[", "{")) or text in ("true", "false", "null"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    if ";" in text:
        return _all(text, [value(example) for example in text.strip().rstrip(";").split(";")])
    if "," in text:
        return _all(text, [number(part) for part in text.strip().rstrip(",").split(",")])
    return text


def _all(text: str, parts: list[Any]) -> Any:
    """The parts, if each of them is a number or a list of numbers."""
    return text if any(part is None or isinstance(part, str) for part in parts) else parts
