"""The rows of a CSV as numbers and labels, collected in plain arrays: eight bytes a number, however many there are."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.datasets.csv_columns import Columns, columns_of
from app.learning.datasets.csv_rows import Row, rows_of
from app.learning.datasets.data import Labels
from app.learning.datasets.errors import TableProblem, short
from app.learning.elementwise import Array

MOST_NUMBERS = 100_000_000
MOST_CLASSES = 100
LARGEST = 1e100
"""The bound of a number: its square can still be added up."""
MISSING = frozenset({"", "?", "na", "n/a", "#n/a", "nan", "null", "none"})
"""How a missing number is written, in small letters."""
NO_LABEL = frozenset({"", "?"})


class Table(NamedTuple):
    x: Array
    labels: Labels
    classes: tuple[str, ...]
    features: tuple[str, ...]


def table_of(lines: Iterable[str], label: str, header: str, *, drops_missing: bool) -> Table:
    """The whole table. Rows in which a number or the label is missing are left out, if asked. Raises TableProblem."""
    rows = rows_of(lines)
    first = next(rows, None)
    if first is None:
        raise TableProblem("text", "the table must have lines with cells, got none")
    columns = columns_of(first.cells, label.strip(), header)
    collected = Collected(columns, drops_missing)
    collected.add(rows if columns.has_header else chain([first], rows))
    return collected.table()


class Collected:
    """What was read so far."""

    def __init__(self, columns: Columns, drops_missing: bool) -> None:
        self._columns = columns
        self._drops_missing = drops_missing
        self._numbers = array("d")
        self._codes = array("q")
        self._at = array("q")
        self._known: dict[str, int] = {}

    def add(self, rows: Iterator[Row]) -> None:
        numbers, codes, at, known = self._numbers, self._codes, self._at, self._known
        for line, cells in rows:
            label = cells.pop(self._columns.label).strip()
            if label in NO_LABEL:
                if not self._drops_missing:
                    raise TableProblem("text", "the label is missing", line)
                continue
            before = len(numbers)
            try:
                numbers.extend(map(float, cells))
            except ValueError:
                del numbers[before:]
                numbers.extend(self._with_gaps(line, cells))
            at.append(line)
            codes.append(known.setdefault(label, len(known)))
            if len(known) > MOST_CLASSES:
                raise TableProblem("label", f"label must have at most {MOST_CLASSES} different values, got more")
            if len(numbers) > MOST_NUMBERS:
                raise TableProblem("text", f"the table must hold at most {MOST_NUMBERS:,} numbers, got more")

    def _with_gaps(self, line: int, cells: list[str]) -> list[float]:
        """The numbers with NaN for those that are missing. Raises TableProblem for what is neither."""
        found = []
        for name, cell in zip(self._columns.features, cells, strict=True):
            try:
                found.append(float("nan") if cell.strip().lower() in MISSING else float(cell))
            except ValueError:
                raise TableProblem("text", f"{short(name)} must be a number, got {short(cell.strip())}", line) from None
        return found

    def _complete(self, x: Array) -> slice | NDArray[np.bool_]:
        """Which rows to keep. Raises TableProblem for the first number that must not be there, or is not."""
        largest = np.maximum(x.max(axis=1), -x.min(axis=1))  # NaN where one is missing
        faulty = np.logical_not(largest <= LARGEST)
        if not faulty.any():
            return slice(None)
        rows = np.flatnonzero(faulty)
        wrong = np.abs(x[rows]) > LARGEST
        if not self._drops_missing:
            wrong |= np.isnan(x[rows])
        if wrong.any():
            place, column = np.argwhere(wrong)[0].tolist()
            row, name = int(rows[place]), short(self._columns.features[column])
            number = float(x[row, column])
            is_large = f"{name} must be at most {LARGEST:g} in size, got {number!r}"
            raise TableProblem("text", is_large if number == number else f"{name} is missing", self._at[row])
        kept: NDArray[np.bool_] = np.logical_not(faulty)
        return kept

    def table(self) -> Table:
        """All of it; the classes in the order of their names, so that the order of the lines does not matter."""
        if not self._codes:
            raise TableProblem("text", "the table must hold lines with a label and numbers, got none")
        x = np.frombuffer(self._numbers, float).reshape(len(self._codes), -1)
        kept = self._complete(x)
        codes = np.frombuffer(self._codes, np.int64)[kept]
        names = list(self._known)
        classes = sorted((names[code] for code in np.unique(codes).tolist()), key=_order)
        if len(classes) < 2:
            only = f"only {short(classes[0])}" if classes else "none"
            raise TableProblem("label", f"label must have at least 2 different values, got {only}")
        places = np.zeros(len(names), np.intp)
        for place, name in enumerate(classes):
            places[self._known[name]] = place
        return Table(x[kept], places[codes], tuple(classes), self._columns.features)


def _order(name: str) -> tuple[float, str]:
    """Numbers by their value and before all words."""
    try:
        number = float(name)
    except ValueError:
        number = float("inf")
    return (number if number == number else float("inf"), name)
