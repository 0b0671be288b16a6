"""The options of a data set: what a person may choose, said once for forms, REST and the command line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from app.learning.datasets.errors import DataError

Options = Mapping[str, Any]
"""Checked values by name, none missing."""


@dataclass(frozen=True)
class Option:
    """One thing to choose.

    `low` and `high` are inclusive bounds: of a number, of how many characters a text has, of how many rows a matrix
    has (a list of equally long lists of finite numbers). A default of None means that the value must be given.
    """

    kind: Literal["int", "float", "choice", "text", "matrix"]
    default: Any
    label: str
    summary: str
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The names of a choice with what a person reads."""

    def __reduce__(self) -> Any:
        # A mapping proxy cannot be pickled, and worker processes are sent data sets' options.
        values = (self.kind, self.default, self.label, self.summary, self.low, self.high, dict(self.choices))
        return Option, values

    def checked(self, name: str, value: Any) -> Any:
        """The value in the option's own type. Raises DataError, which names the option."""
        if self.kind == "int":
            return self._whole(name, value)
        if self.kind == "float":
            return self._number(name, value)
        if self.kind == "matrix":
            return self._matrix(name, value)
        if not isinstance(value, str):
            raise DataError(name, "a text", value)
        if self.kind == "choice" and value not in self.choices:
            raise DataError(name, f"one of {', '.join(self.choices)}", value)
        if self.kind == "text":
            self._check(name, len(value), value, "{} characters long")
        return value

    def _whole(self, name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise DataError(name, "a whole number", value)
        self._check(name, value, value)
        return value

    def _number(self, name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise DataError(name, "a number", value)
        if not is_finite(value):
            raise DataError(name, "a finite number", value)
        self._check(name, value, value)
        return float(value)

    def _matrix(self, name: str, value: Any) -> Any:
        rule = "a list of equally long lists of numbers"
        if not isinstance(value, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in value):
            raise DataError(name, rule, value)
        self._check(name, len(value), value, "a list of {} rows")
        for i, row in enumerate(value):
            if len(row) != len(value[0]) or not row:
                raise DataError(f"{name}[{i}]", f"a list of {len(value[0]) or 'at least 1'}", row)
            for j, number in enumerate(row):
                if isinstance(number, bool) or not isinstance(number, (int, float)) or not is_finite(number):
                    raise DataError(f"{name}[{i}][{j}]", "a finite number", number)
        return value

    def _check(self, name: str, measured: float, value: Any, rule: str = "{}") -> None:
        if self.low is not None and measured < self.low:
            raise DataError(name, rule.format(f"at least {self.low:.12g}"), value)
        if self.high is not None and measured > self.high:
            raise DataError(name, rule.format(f"at most {self.high:.12g}"), value)


def is_finite(value: float) -> bool:
    """Whether it is a number that a double can hold; a whole number may have hundreds of digits."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def seed_option(summary: str = "Another seed draws other points.") -> Option:
    """The seed of whatever a data set draws at random."""
    return Option("int", 0, "Seed", summary, 0, 2**32 - 1)
