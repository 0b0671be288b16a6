"""Formulas written down instead of worked out.

A `Term` stands for a number, or an array, that is not known yet. It passes for a NumPy array and answers NumPy's
protocols for such (`__array_ufunc__`, `__array_function__`) by noting what it was asked, so a formula made of the
functions of elementwise.py writes itself down when it is called with terms. Equal terms are one term: what several
formulas have in common is noted once.

A term has no value. Whatever needs one (an `if`, `float(z)`, a function that is not noted here) is a TypeError or an
AttributeError: such a formula cannot be written down. What is done with those that can: straight.py.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

NOTED: dict[Any, str] = {
    np.add: "{} + {}",
    np.subtract: "{} - {}",
    np.multiply: "{} * {}",
    np.divide: "{} / {}",
    np.negative: "-{}",
    np.absolute: "abs({})",
    np.less: "{} < {}",
    np.less_equal: "{} <= {}",
    np.greater: "{} > {}",
    np.greater_equal: "{} >= {}",
    np.equal: "{} == {}",
    np.not_equal: "{} != {}",
    np.exp: "exp({})",
    np.log: "log({})",
    np.log1p: "log1p({})",
    np.tanh: "tanh({})",
    np.where: "({1} if {0} else {2})",
    np.full_like: "{1}",
}
"""What is noted, and how it reads on plain floats."""


class Notes:
    """The terms of some formulas, each noted once, in an order in which they can be worked out."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._places: dict[tuple[Any, ...], int] = {}

    def term(self, operation: Any, *parts: Any) -> "Term":
        """What the operation makes of the parts. A parameter's operation is its name, and it has no parts."""
        if operation is np.square:
            operation, parts = np.multiply, (parts[0], parts[0])
        elif operation is np.absolute and isinstance(parts[0], Term) and parts[0].operation is np.negative:
            parts = parts[0].parts  # |−v| is |v| to the last bit
        if operation not in NOTED and not isinstance(operation, str):
            raise TypeError(f"{operation} is not noted")
        parts = tuple(part if isinstance(part, Term) else float(part) for part in parts)
        key = (operation, *(part.place if isinstance(part, Term) else repr(part) for part in parts))
        if key not in self._places:
            self._places[key] = len(self.terms)
            self.terms.append(Term(self, len(self.terms), operation, parts))
        return self.terms[self._places[key]]


class Term(NDArrayOperatorsMixin):
    """The result of an operation on its parts, which are terms or numbers."""

    def __init__(self, notes: Notes, place: int, operation: Any, parts: tuple[Any, ...]) -> None:
        self.notes = notes
        self.place = place
        self.operation = operation
        self.parts = parts

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # so that `isinstance(v, np.ndarray)` takes the way of arrays, as elementwise.py asks
        return np.ndarray

    def __array_ufunc__(self, operation: np.ufunc, method: str, *parts: Any, **options: Any) -> "Term":
        if method != "__call__" or options:
            raise TypeError(f"{operation}.{method} with {sorted(options)} is not noted")
        return self.notes.term(operation, *parts)

    def __array_function__(
        self,
        operation: Callable[..., Any],
        types: Any,
        parts: tuple[Any, ...],
        options: dict[str, Any],
    ) -> Any:
        if options:
            raise TypeError(f"{operation} with {sorted(options)} is not noted")
        return self.notes.term(operation, *parts)

    def __bool__(self) -> bool:
        raise TypeError("a term is neither true nor false")
