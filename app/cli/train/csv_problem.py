"""A table in a file as a problem: what the data set `csv` is to a text in a request, for files of any size.

An experiment then names the file instead of holding it.
"""

import hashlib
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from app.cli.files import STANDARD
from app.cli.problems import WrongUse
from app.experiments.networks.problems import Problem
from app.learning.datasets import DATA_SETS, Data, DataError, Extent, FileProblem
from app.learning.datasets.csv_file import csv_data, read_csv

NAME: Final = "csv"
TEXT = "text"
"""The option of the data set in whose place the file stands."""


class CsvProblem(Problem):
    """The options of the data set, with the name of a file in place of the text."""

    name: Literal["csv"] = NAME
    file: str
    chosen: dict[str, Any]
    digest: str = ""
    """Of the examples, so that a file that has changed is another problem."""

    def __reduce__(self) -> Any:
        # Standard input can be read but once; a file is sooner read again than sent to another process.
        return _restored, (self.file, self.chosen, self.digest, self.data if self.file == STANDARD else None)

    @cached_property
    def data(self) -> Data:
        """Raises `DataError` and its kin where the file is no table."""
        if self.file != STANDARD:
            return read_csv(Path(self.file), **self.chosen)
        options = DATA_SETS[NAME].checked({TEXT: self.file, **self.chosen})
        try:
            return csv_data(sys.stdin, options)
        except UnicodeDecodeError:
            raise FileProblem("standard input must be a text in UTF-8") from None

    @cached_property
    def extent(self) -> Extent:
        return self.data.extent

    def load(self, folder: Path | None) -> Data:  # noqa: ARG002 (of the signature of all problems)
        return self.data


def _restored(file: str, chosen: dict[str, Any], digest: str, data: Data | None) -> CsvProblem:
    problem = CsvProblem.model_construct(name=NAME, file=file, chosen=chosen, digest=digest)
    if data is not None:
        problem.__dict__["data"] = data
    return problem


def _digest(data: Data) -> str:
    found = hashlib.sha256()
    for part in (data.x, data.labels, data.test_x, data.test_labels):
        found.update(b"" if part is None else part.tobytes())
    return found.hexdigest()


def csv_problem(file: str, label: str | None, chosen: Mapping[str, Any]) -> CsvProblem:
    """The table in a file, read and found to be one; `chosen` are options of the data set. Raises `WrongUse`."""
    if label is None and "label" not in chosen:
        raise WrongUse("--label: label is required with --csv: the column to learn, by its name or its number from 1.")
    options = {**chosen, **({} if label is None else {"label": label})}
    try:
        data = CsvProblem(file=file, chosen=options).data
    except DataError as error:
        option = "--label" if error.field == "label" else "--csv" if error.field in (TEXT, "problem") else "--problem"
        where = "" if error.field != TEXT or Path(file).name in str(error) else f"{file}: "
        raise WrongUse(f"{option}: {where}{error}.") from None
    return _restored(file, options, _digest(data), data)
