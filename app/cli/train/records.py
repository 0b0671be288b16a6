"""The records of trainings as CSV or JSON, in the shape of POST /api/v1/simulations.

CSV is written while it comes in, in the order of the runs, so that a file can be followed and what was there when the
machine went down is there still. Every row is kept in memory too: should the disk be full for a while, the file is
written whole at the end.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, Protocol

from app.cli.terminal import say
from app.cli.train.keep import Keep
from app.cli.train.state import Planned, history_of
from app.experiments.exports.summaries import line
from app.experiments.exports.table import pieces
from app.experiments.networks.summary import summarise
from app.experiments.networks.tables import summary_header, summary_row, trace_header
from app.experiments.run import join
from app.experiments.trace import Columns
from app.web.wire import to_json


class Result:
    """One training so far: its rows, and its summary once it has come to an end."""

    def __init__(self, planned: Planned) -> None:
        self.number = planned.number
        self.experiment = planned.experiment
        self.first_epoch = planned.first_epoch
        """The epoch from which this command trains."""
        self.blocks: list[Columns] = [] if planned.begun is None else [planned.begun.trace]
        self.summary: dict[str, Any] | None = None
        self.about: dict[str, Any] = {} if planned.begun is None else planned.begun.about
        """What the last copy of the network said of itself."""
        self.is_over = False
        self.is_stopped = False

    def sum_up(self) -> None:
        """The summary of the rows that there are, for a run that could not say its own."""
        if self.summary is None and self.columns is not None and "saturated_at_start" in self.about:
            self.summary, self.is_stopped = summarise(history_of(self.columns, self.about)), True

    @property
    def columns(self) -> Columns | None:
        """Every row that there is, None before the first."""
        if len(self.blocks) > 1:
            self.blocks = [join(self.blocks)]
        return self.blocks[0] if self.blocks else None

    @property
    def epoch(self) -> int:
        """How many epochs are behind it."""
        return int(self.blocks[-1]["epoch"][-1]) if self.blocks else 0


def thinned(columns: Columns, every: int, *, is_end: bool) -> Columns:
    """One row in `every`, and with `is_end` the last one."""
    kept = columns["epoch"] % every == 0
    if is_end and len(kept):
        kept[-1] = True
    return columns if kept.all() else {name: column[kept] for name, column in columns.items()}


class Records(Protocol):
    def add(self, number: int, columns: Columns) -> None:
        """Some more rows of a run."""

    def end(self, number: int) -> None:
        """The run has no more rows."""

    def finish(self) -> None:
        """The file is whole when this returns. Raises `Failed` where it cannot be."""


class NoRecords:
    """What is written at the end, if at all: the results know what came."""

    def add(self, number: int, columns: Columns) -> None:
        """Nothing is written."""

    def end(self, number: int) -> None:
        """Nothing is written."""

    def finish(self) -> None:
        """Nothing is written."""


class JsonRecords(NoRecords):
    """One object of all results, in order; without traces where every row is left out (`every` is None)."""

    def __init__(self, keep: Keep | None, results: Sequence[Result], every: int | None) -> None:
        self._keep, self._results, self._every = keep, results, every

    def finish(self) -> None:
        _write(self._keep, to_json({"results": [self._result(each) for each in self._results if each.blocks]}) + b"\n")

    def _result(self, result: Result) -> dict[str, Any]:
        columns = result.columns
        trace = None if columns is None or self._every is None else thinned(columns, self._every, is_end=True)
        return {"experiment": result.experiment.model_dump(), "trace": trace, "summary": result.summary}


class CsvSummaries(NoRecords):
    """One line a run: every field of its experiment and every measure."""

    def __init__(self, keep: Keep | None, results: Sequence[Result]) -> None:
        self._keep, self._results = keep, results

    def finish(self) -> None:
        names = list(summary_header(result.experiment for result in self._results))
        rows = [
            summary_row(result.number, result.experiment, result.summary)
            for result in self._results
            if result.summary is not None
        ]
        _write(self._keep, "".join([",".join(names) + "\n", *(line(names, row) for row in rows)]).encode())


def _write(keep: Keep | None, content: bytes) -> None:
    if keep is not None:
        keep.write(content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


class CsvRecords:
    """One table of all runs: a line a row."""

    def __init__(self, keep: Keep | None, results: Sequence[Result], every: int) -> None:
        self._keep, self._results, self._every = keep, results, every
        self._names = list(trace_header(result.experiment for result in results))
        self._file: IO[bytes] | None = None
        self._waiting = [list(result.blocks) for result in results]
        self._number = 0
        """The run whose rows are written now; those of later ones wait."""
        self._held: Columns | None = None
        """Its last row, where that was left out: it is written if none follows."""
        self._trouble: OSError | None = None

    def add(self, number: int, columns: Columns) -> None:
        self._waiting[number].append(columns)
        self._go_on()

    def end(self, number: int) -> None:  # noqa: ARG002 (the results know)
        self._go_on()

    def _go_on(self) -> None:
        """Writes what there is; where that fails, it is left for the end."""
        if self._trouble is not None:
            return
        try:
            self._write_what_came()
        except OSError as error:
            if self._keep is None:
                raise
            self._trouble = error
            self._close()
            say(
                f"Cannot write {self._keep.name}: {error.strerror or error}. It is tried again at the end.",
                is_error=True,
            )

    def finish(self) -> None:
        try:
            if self._trouble is None:
                self._write_what_came(is_end=True)
            if self._file is not None and self._keep is not None:
                self._file.close()
                self._file = None
        except OSError as error:
            if self._keep is None:
                raise
            self._trouble = error
        self._close()
        if self._trouble is not None and self._keep is not None:
            self._keep.write(self._whole())

    def _close(self) -> None:
        """Lets go of a file that could not be written to the end."""
        if self._file is not None and self._keep is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _write_what_came(self, *, is_end: bool = False) -> None:
        file = self._open()
        while self._number < len(self._results):
            for columns in self._waiting[self._number]:
                if not len(columns["epoch"]):
                    continue
                rows = thinned(columns, self._every, is_end=False)
                self._write(file, rows)
                is_left_out = int(columns["epoch"][-1]) % self._every != 0
                self._held = {name: column[-1:] for name, column in columns.items()} if is_left_out else None
            self._waiting[self._number] = []
            if not (is_end or self._results[self._number].is_over):
                break
            if self._held is not None:
                self._write(file, self._held)
            self._held = None
            self._number += 1
        file.flush()

    def _open(self) -> IO[bytes]:
        if self._file is None:
            self._file = sys.stdout.buffer if self._keep is None else self._keep.open()
            self._file.write(f"{','.join(self._names)}\n".encode())
        return self._file

    def _write(self, file: IO[bytes], rows: Columns) -> None:
        for piece in pieces(self._names, self._number, rows):
            file.write(piece.encode())

    def _whole(self) -> bytes:
        """The content of the file, from what is in memory."""
        lines = [f"{','.join(self._names)}\n"]
        for number, result in enumerate(self._results):
            if (columns := result.columns) is not None:
                lines += pieces(self._names, number, thinned(columns, self._every, is_end=True))
        return "".join(lines).encode()
