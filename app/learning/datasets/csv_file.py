"""A user's own CSV: columns of numbers and a column of labels.

From a text, as the data set `csv`, or from a file of any size, by `read_csv`.
"""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from app.learning.datasets.csv_table import table_of
from app.learning.datasets.data import Data
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.errors import FileProblem, TableProblem
from app.learning.datasets.options import Option, Options, seed_option
from app.learning.elementwise import Array

LONGEST = 40_000
"""Characters of a text: it must fit into one message of the stream. Files may be as large as memory allows."""
LONGEST_LINE = 10_000_000
"""Characters of a line of a file."""


class CsvFile(DataSet):
    name = "csv"
    label = "CSV"
    summary = "Your own table: columns of numbers and a column that says the class."
    place = 41
    is_given = True
    options = {  # noqa: RUF012 (of the type that the parent says)
        "text": Option("text", None, "Table", "The lines of the table, a comma between two cells.", 1, LONGEST),
        "label": Option(
            "text", "", "Label", "Name of the column with the classes, or its number from 1; empty: the last.", 0, 200
        ),
        "header": Option(
            "choice",
            "auto",
            "Header",
            "Whether the first line holds names.",
            choices={"auto": "if no cell of it is a number", "yes": "yes", "no": "no"},
        ),
        "missing": Option(
            "choice",
            "refuse",
            "Missing values",
            "What to do about a line with an empty cell, NA or ?.",
            choices={"refuse": "refuse the table", "drop": "leave the line out"},
        ),
        "scale": Option(
            "choice",
            "standard",
            "Scale",
            "Standard: each column has mean 0 and standard deviation 1 over the examples to learn from.",
            choices={"standard": "standard", "none": "as in the file"},
        ),
        "test_share": Option("float", 0.25, "Held out", "Which share of the lines is held out.", 0.0, 0.9),
        "seed": seed_option("Another seed holds other lines out."),
    }

    def make(self, options: Options) -> Data:
        return csv_data(StringIO(options["text"], newline=""), options)


def read_csv(path: Path, **options: Any) -> Data:
    """The table in a file, with the options of the data set but its text.

    Raises DataError for an option, TableProblem for a line, FileProblem where the file cannot be read.
    """
    # The text must be given, and is the file's: its name stands in for it.
    checked = DATA_SETS[0].checked({"text": path.name, **options})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return csv_data(file, checked)
    except UnicodeDecodeError:
        raise FileProblem(f"{path.name} must be a text in UTF-8", path.parent) from None
    except OSError as error:
        raise FileProblem(f"{path.name} cannot be read: {error.strerror or error}", path.parent) from None


def csv_data(file: TextIO, options: Options) -> Data:
    """The examples in an open text; which are held out depends on their number, the share and the seed."""
    table = table_of(_lines(file), options["label"], options["header"], drops_missing=options["missing"] == "drop")
    count = len(table.labels)
    order = np.random.default_rng(options["seed"]).permutation(count)
    test, train = np.split(order, [int(count * options["test_share"])])
    labels, classes, features = table.labels, table.classes, table.features
    x, test_x = table.x[train], table.x[test]
    del table  # as large as the two together
    if options["scale"] == "standard":
        _standardise(x, test_x)
    return Data(
        "csv",
        x,
        labels[train],
        classes,
        test_x=test_x if len(test) else None,
        test_labels=labels[test] if len(test) else None,
        features=features,
    )


def _standardise(x: Array, test_x: Array) -> None:
    """Brings the columns of x to mean 0 and standard deviation 1, in place, and does the same to the other.

    A column that never changes says nothing: it becomes 0.
    """
    # By comparison, because the mean of equal numbers may differ from them by a rounding.
    is_constant = x.max(axis=0) == x.min(axis=0)
    mean = np.where(is_constant, x[0], x.mean(axis=0))
    x -= mean
    test_x -= mean
    # Without an array of squares, which would be as large as x.
    deviation = np.sqrt(np.einsum("ij,ij->j", x, x) / len(x))
    deviation[is_constant] = 1.0
    x /= deviation
    test_x /= deviation


def _lines(file: TextIO) -> Iterator[str]:
    """The lines, none of which may fill the memory. Raises TableProblem."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise TableProblem("text", f"a line must be shorter than {LONGEST_LINE:,} characters", number)
        yield line


DATA_SETS = (CsvFile(),)
