"""One lane of a training in a worker: its run, the rows that are still to be sent, and what a state of it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experiments.run import join
from app.experiments.trace import Columns
from app.web.training.pictures import picture_epochs
from app.web.training.task import Change, Job, Trained


@dataclass(frozen=True)
class LaneState:
    """All that another process needs to go on with the same bits."""

    run: Any
    epoch: int
    held: Columns | None
    first: int
    last: int


class Lane:
    """Made from a job: from its state, or from its experiment where there is none."""

    def __init__(self, number: int, job: Job, state: LaneState | None) -> None:
        self.number = number
        self._every = job.every
        self._sent = job.sent[number]
        self._pictured = job.pictured[number]
        self._due = [change for change in job.changes if change.lane == number]
        self._wanted: float | None = None
        self._blocks: list[Columns] = []
        self.waiting = 0
        """Rows that are to be sent."""
        self.is_over = False
        self._held: Columns | None = None
        if state is None:
            experiment = job.experiments[number]
            self.run: Trained = job.runs(experiment, job.data_folder)
            self.epoch, self._first, self._last = -1, 0, int(experiment.epochs)
        else:
            self.run = job.runs.resume(state.run, job.data_folder)
            self.epoch, self._held, self._first, self._last = state.epoch, state.held, state.first, state.last
            if job.extend:
                self.run.extend(job.extend)
                self._first, self._last = self.epoch, self._last + job.extend
        self._pictures = picture_epochs(self._first, self._last)
        self._rows: Iterator[Columns] = self.run.rows()

    def state(self) -> LaneState:
        """All waiting rows must have been taken: they are in no state."""
        return LaneState(self.run.state(), self.epoch, self._held, self._first, self._last)

    def advance(self) -> None:
        """One epoch more, or the end."""
        self._change_what_is_due()
        block = next(self._rows, None)
        if block is None:
            self.is_over = True
            self.hold_nothing_back()
            return
        epochs = block["epoch"]
        if len(epochs) == 0:
            return
        self.epoch = int(epochs[-1])
        kept = epochs % self._every == 0
        self._held = None if kept[-1] else _pick(block, slice(-1, None))
        self._add(block, kept)

    def hold_nothing_back(self) -> None:
        """The last row of a run is sent even where thinning would leave it out."""
        if self._held is not None:
            self._add(self._held, np.array([True]))
            self._held = None

    def _add(self, block: Columns, kept: Any) -> None:
        kept = kept & (block["epoch"] > self._sent)
        if kept.any():
            self._blocks.append(block if kept.all() else _pick(block, kept))
            self.waiting += int(kept.sum())

    def take(self) -> Columns:
        """The waiting rows; there must be some."""
        rows = join(self._blocks)
        self._blocks, self.waiting = [], 0
        self._sent = int(rows["epoch"][-1])
        return rows

    @property
    def wants_picture(self) -> bool:
        return self.epoch in self._pictures and self.lacks_picture

    @property
    def lacks_picture(self) -> bool:
        """Whether no snapshot of this epoch has been sent."""
        return self.epoch > self._pictured

    def picture(self) -> dict[str, Any]:
        self._pictured = self.epoch
        return self.run.snapshot()

    def want(self, eta: float) -> None:
        """A learning rate for what comes next."""
        self._wanted = eta

    def changed(self) -> Change | None:
        """The wanted learning rate, once it is followed: rows that were sent are repeated as they were first."""
        self._change_what_is_due()
        is_repeating = not self.is_over and (self.epoch < max(self._sent, 0) or bool(self._due))
        if self._wanted is None or is_repeating:
            return None
        change = Change(self.number, self.epoch, self._wanted)
        self.run.eta, self._wanted = self._wanted, None
        return change

    def _change_what_is_due(self) -> None:
        """A run that repeats what was lost with its worker changes where it changed then."""
        while self._due and self.epoch >= self._due[0].epoch:
            self.run.eta = self._due.pop(0).eta


def _pick(block: Columns, rows: Any) -> Columns:
    return {name: column[rows] for name, column in block.items()}
