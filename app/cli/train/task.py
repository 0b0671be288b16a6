"""One training on a worker: rows told in blocks, with where it stands now and then, so that nothing is lost."""

import time

from app.cli.train.crew import IsStopped, Report, Tell
from app.cli.train.state import Planned, run_of, saved_of, weights_of
from app.experiments.run import join
from app.experiments.trace import Columns
from app.learning.network import Network

BLOCK = 0.05
"""Seconds between two reports."""
COPY = 1.0
"""Seconds between two reports that say where it stands: what is lost at most when nobody can wait for the epoch."""


def train_task(planned: Planned, tell: Tell, is_stopped: IsStopped) -> None:
    """Trains to the end, or to the end of the epoch in which it is stopped."""
    run = run_of(planned)
    number = planned.number
    told = copied = 0.0
    blocks: list[Columns] = []
    last: Network | None = None
    for row in run.rows():
        blocks.append(row)
        last = run.network
        now = time.monotonic()
        if is_stopped():
            break
        if now - told >= BLOCK:
            is_copied = now - copied >= COPY
            tell(Report(number, [join(blocks)], saved_of(run) if is_copied else None))
            blocks, told, copied = [], now, now if is_copied else copied
    saved = weights_of(last, run) if run.summary["diverged"] is not None and last is not None else saved_of(run)
    tell(Report(number, [join(blocks)] if blocks else [], saved, run.summary, is_stopped=not run.is_over))
