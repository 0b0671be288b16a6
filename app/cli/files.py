"""Traces into files: CSV as an export has it, JSON in the shape of POST /api/v1/simulations."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from app.cli.problems import writing
from app.experiments.exports import summaries
from app.experiments.exports.table import header, pieces
from app.experiments.run import Run
from app.experiments.schema import Experiment
from app.experiments.trace import Columns
from app.learning.measures import Result
from app.web.wire import to_json

STANDARD = "-"
"""The name of standard output, where a file's name may stand."""


class Writer(Protocol):
    def __call__(self, number: int, experiment: Experiment, columns: Columns, summary: dict[str, Result]) -> None: ...


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file, or standard output, to write bytes to."""
    if name == STANDARD:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with writing(name):
        file = Path(name).open("wb")  # noqa: SIM115 (closed below, where a full disk is met again)
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    with writing(name):
        file.close()


@contextmanager
def csv_file(name: str, experiments: Sequence[Experiment], *, explain: bool, record: str) -> Iterator[Writer]:
    """One table of all runs, as REST has it: a line a row of a trace, or a line a summary."""
    traced = record == "trace"
    names = (
        header([next(Run(experiment, explain).columns()) for experiment in experiments])
        if traced
        else list(summaries.header(experiments))
    )
    with opened(name) as file:

        def write(number: int, experiment: Experiment, columns: Columns, summary: dict[str, Result]) -> None:
            row = [] if traced else [summaries.line(names, summaries.row(number, experiment, summary))]
            with writing(name):
                for piece in pieces(names, number, columns) if traced else row:
                    file.write(piece.encode())

        with writing(name):
            file.write((",".join(names) + "\n").encode())
        yield write


@contextmanager
def json_file(name: str, _experiments: Sequence[Experiment], *, explain: bool, record: str) -> Iterator[Writer]:  # noqa: ARG001 (the columns say it)
    """One object of all results, in order."""
    with opened(name) as file:

        def write(number: int, experiment: Experiment, columns: Columns, summary: dict[str, Result]) -> None:
            trace = columns if record == "trace" else None
            result = to_json({"experiment": experiment.model_dump(), "trace": trace, "summary": summary})
            with writing(name):
                file.write(b"," * (number > 0) + result)

        with writing(name):
            file.write(b'{"results":[')
        yield write
        with writing(name):
            file.write(b"]}\n")
