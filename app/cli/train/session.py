"""Trainings from the first row to the last file, whatever comes between: signals, full disks, readers that go away."""

import signal
from collections.abc import Sequence
from typing import NamedTuple

from app.cli.problems import Failed
from app.cli.terminal import say
from app.cli.train.crew import Crew, Report
from app.cli.train.npz import Saved
from app.cli.train.progress import Show, shown
from app.cli.train.records import Records, Result
from app.cli.train.state import Planned
from app.cli.train.task import train_task
from app.cli.train.weight_files import Weights


class Outcome(NamedTuple):
    signal: int | None
    """What stopped it."""
    troubles: list[str]
    """What went wrong, a line each."""
    has_records: bool
    """Whether the records were written."""
    is_at_work: bool
    """Whether a thread is still in the middle of an epoch that nobody waits for."""


class Session:
    """Some trainings, what is known of each, and where that is written."""

    def __init__(self, planned: Sequence[Planned], results: Sequence[Result], records: Records, files: Weights) -> None:
        self._planned, self._results, self._records, self._files = planned, results, records, files
        self._troubles: list[str] = []

    def run(self, workers: int, came: Sequence[int], *, is_quiet: bool) -> Outcome:
        """Returns when all is trained, or stopped by one of the signals that `came`, and written.

        What is known is written too where this raises.
        """
        crew = Crew(train_task, self._planned, workers)
        try:
            with crew, shown(self._results, self._names, is_quiet=is_quiet) as show:
                self._follow(crew, came, show)
        except Failed as failure:
            self._troubles += failure.lines
        except BaseException:
            for line in self._files.finish_all():
                say(line, is_error=True)
            raise
        self._troubles += self._files.finish_all()
        for result in self._results:
            result.sum_up()
        has_records = True
        try:
            self._records.finish()
        except Failed as failure:
            has_records = False
            self._troubles += failure.lines
        return Outcome(came[0] if came else None, self._troubles, has_records, crew.is_at_work)

    @property
    def _names(self) -> list[str]:
        if len(self._planned) == 1:
            return [""]
        return [f"run {each.number} (seed {each.experiment.seed}): " for each in self._planned]

    def _follow(self, crew: Crew, came: Sequence[int], show: Show) -> None:
        heard = 0
        for report in crew.reports():
            if len(came) > heard:
                heard = len(came)
                crew.stop()
            if report is None:
                show(())
                continue
            self._take(report)
            if report.trouble is not None:
                # What one training cannot have, the others cannot have either, and a person should know soon.
                if report.trouble not in self._troubles:
                    self._troubles.append(report.trouble)
                crew.stop()
            elif self._results[report.number].blocks:
                show((report.number,))

    def _take(self, report: Report) -> None:
        result = self._results[report.number]
        result.blocks += report.blocks
        if report.summary is not None:
            result.summary, result.is_stopped, result.is_over = report.summary, report.is_stopped, True
        if report.saved is not None:
            result.about = report.saved.about
            self._files.keep(report.number, self._with_rows(report.saved, result))
        for block in report.blocks:
            self._records.add(report.number, block)
        if report.summary is not None:
            self._records.end(report.number)
            try:
                self._files.finish(report.number)
            except Failed as failure:
                self._troubles += failure.lines

    @staticmethod
    def _with_rows(saved: Saved, result: Result) -> Saved:
        return Saved(saved.weights, saved.biases, saved.about, result.columns or {})


def endings() -> list[int]:
    """The signals that end a training; a terminal that is closed is one, unless somebody has it ignored (nohup)."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        numbers.append(hangup)
    return [int(number) for number in numbers]
