"""Which column of a CSV is the label, and what the others are called."""

from dataclasses import dataclass

from app.learning.datasets.errors import TableProblem, short

SHOWN = 10
"""How many names of columns an error lists."""
NO_NAMES = "because the first line holds no names"


@dataclass(frozen=True)
class Columns:
    """The place of the label among all columns, the names of the features, and whether the first row held them."""

    label: int
    features: tuple[str, ...]
    has_header: bool


def columns_of(first: list[str], label: str, header: str) -> Columns:
    """Read off the first row.

    `label` is a name, or a number counted from 1, or from the end if negative; empty is the last column. `header` is
    "yes", "no" or "auto": names, unless one of them is a number. Raises TableProblem.
    """
    cells = [cell.strip() for cell in first]
    if len(cells) < 2:
        raise TableProblem("text", "the table must have a column of labels and at least one other, got one column")
    is_named = label in cells and not _is_number(label) and label != ""
    has_header = header == "yes" or (header == "auto" and (is_named or not any(map(_is_number, cells))))
    names = [cell if has_header and cell else f"column {i}" for i, cell in enumerate(cells, start=1)]
    place = _place(names if has_header else [], len(cells), label)
    return Columns(place, tuple(name for i, name in enumerate(names) if i != place), has_header)


def _place(names: list[str], count: int, label: str) -> int:
    if not label:
        return count - 1
    if names.count(label) > 1:
        raise TableProblem("label", f"label must be one column's, got {short(label)}, the name of {names.count(label)}")
    if label in names:
        return names.index(label)
    try:
        number = int(label)
    except ValueError:
        number = 0
    if number and abs(number) <= count:
        return number - 1 if number > 0 else count + number
    listed = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    known = f"one of {listed}, or a number from 1 to {count}" if names else f"a number from 1 to {count}, {NO_NAMES}"
    raise TableProblem("label", f"label must be {known}, got {short(label)}")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
