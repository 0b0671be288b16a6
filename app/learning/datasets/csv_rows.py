"""The lines of a CSV as rows of cells, each with the number of its line.

Quotes, doubled quotes and quoted line breaks are left to the standard library's csv. What is added is which delimiter
is used, and errors that name the line.
"""

import csv
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.learning.datasets.errors import TableProblem

DELIMITERS = (",", ";", "\t")


class Row(NamedTuple):
    line: int
    """Where it begins, counted from 1."""
    cells: list[str]


def rows_of(lines: Iterable[str]) -> Iterator[Row]:
    """The rows that are not blank; all must have as many cells as the first.

    Raises TableProblem. What reading the lines raises is passed on.
    """
    rest = iter(lines)
    blank = 0
    for first in rest:
        if first.strip("\ufeff \t\r\n"):
            break
        blank += 1
    else:
        return
    first = first.removeprefix("\ufeff")
    # Strict, because the other way a forgotten quote swallows the rest of a file without a word.
    reader = csv.reader(
        itertools.chain([first], rest), delimiter=delimiter_of(first), skipinitialspace=True, strict=True
    )
    width = 0
    line = blank + 1
    try:
        for cells in reader:
            if cells:
                width = width or len(cells)
                if len(cells) != width:
                    raise TableProblem(
                        "text", f"{width} cells are needed, as in the first line, got {len(cells)}", line
                    )
                yield Row(line, cells)
            line = blank + reader.line_num + 1
    except csv.Error as error:
        raise TableProblem("text", f"the quotes or cells that begin here cannot be read ({error})", line) from None


def delimiter_of(line: str) -> str:
    """The delimiter that stands most often in a line, outside its quotes; a comma where there is none."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)
