"""Trainings on a thread of this process or on processes of their own, and what they report meanwhile.

One training, or one after the other, needs no more than a thread beside the one that looks after the terminal. Several
at once need processes: steps of small networks are too short for threads to share an interpreter.
"""

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.cli.problems import Failed
from app.cli.train.npz import Saved
from app.experiments.trace import Columns
from app.learning.datasets import FileProblem

LOOK = 0.1
"""Seconds between two looks at whether somebody wants it stopped."""
PATIENCE = 3.0
"""Seconds that a stopped training has to come to the end of its epoch."""


@dataclass(frozen=True)
class Report:
    """What a training says now and then; the last one has a summary or a trouble."""

    number: int
    blocks: list[Columns] = field(default_factory=list)
    saved: Saved | None = None
    """Where it stands after the last of these rows."""
    summary: dict[str, Any] | None = None
    is_stopped: bool = False
    """Whether the summary is that of a training which did not come to its end."""
    trouble: str | None = None


@dataclass(frozen=True)
class _Gone:
    """A worker has nothing left to do, or has met with a mistake in this program."""

    mistake: Exception | None = None


Tell = Callable[[Report], None]
IsStopped = Callable[[], bool]
Train = Callable[[Any, Tell, IsStopped], None]
"""What computes a task, which has a `number`: it tells how it goes and looks now and then whether it is to stop."""


def work(train: Train, tasks: Any, reports: Any, stop: Any) -> None:
    """What a worker does: one task after the other, until there is none or it is stopped."""
    parent = multiprocessing.parent_process()

    def is_stopped() -> bool:
        return bool(stop.is_set()) or (parent is not None and not parent.is_alive())

    while not is_stopped() and (task := tasks.get()) is not None:
        try:
            train(task, reports.put, is_stopped)
        except MemoryError:
            reports.put(Report(task.number, trouble="There is not enough memory for this training."))
        except FileProblem as error:
            where = f" The data folder is {error.folder}." if error.folder is not None else ""
            reports.put(Report(task.number, trouble=f"{error}.{where}"))
        except (ValueError, OSError) as error:
            reports.put(Report(task.number, trouble=f"{error}."))
        except Exception as error:  # noqa: BLE001 (raised again where there is somebody to see it)
            reports.put(_Gone(error))
            return
    reports.put(_Gone())


class Crew:
    """Some tasks in order, on up to `workers` workers; `with` starts and ends them."""

    def __init__(self, train: Train, tasks: Sequence[Any], workers: int) -> None:
        self._count = min(workers, len(tasks))
        self._context: Any = multiprocessing.get_context("spawn") if self._count > 1 else None
        self._tasks: Any = self._context.Queue() if self._context else queue.SimpleQueue()
        self._reports: Any = self._context.Queue() if self._context else queue.SimpleQueue()
        self._stop: Any = self._context.Event() if self._context else threading.Event()
        self._workers: list[Any] = []
        self._stopped_at: float | None = None
        self._train = train
        for task in tasks:
            self._tasks.put(task)
        for _ in range(self._count):
            self._tasks.put(None)

    def __enter__(self) -> "Crew":
        arguments = (self._train, self._tasks, self._reports, self._stop)
        make = self._context.Process if self._context else threading.Thread
        self._workers = [make(target=work, args=arguments, name="training", daemon=True) for _ in range(self._count)]
        with _ctrl_c_ignored() if self._context else _as_it_is():
            for worker in self._workers:
                worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for worker in self._workers:
            if self._context is None:
                worker.join(PATIENCE if self._stopped_at is None else LOOK)
            elif worker.is_alive():
                worker.kill()
                worker.join()

    def stop(self) -> None:
        """Asks every training to end with its present epoch. Asked twice, nobody waits for that any more."""
        self._stop.set()
        self._stopped_at = time.monotonic() if self._stopped_at is None else -PATIENCE

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is still in the middle of something."""
        return any(worker.is_alive() for worker in self._workers)

    def reports(self) -> Iterator[Report | None]:
        """Everything that is told, until all is done or nobody has the patience; None every now and then between.

        Raises `Failed` where a worker was lost.
        """
        left = self._count
        looked = time.monotonic()
        while left:
            try:
                told = self._reports.get(timeout=LOOK)
            except queue.Empty:
                told = None
                if self._stopped_at is not None and time.monotonic() - self._stopped_at > PATIENCE:
                    return
            if told is None or time.monotonic() - looked > LOOK:
                looked = time.monotonic()
                self._look_for_lost_ones(is_silent=told is None)
            if isinstance(told, _Gone):
                left -= 1
                if told.mistake is not None:
                    raise told.mistake
            else:
                yield told

    def _look_for_lost_ones(self, *, is_silent: bool) -> None:
        if self._context is None:
            return
        lost = next((worker for worker in self._workers if worker.exitcode not in (None, 0)), None)
        if lost is None and is_silent and not self.is_at_work and self._reports.empty():
            raise Failed("The processes that trained have ended without a word.")
        if lost is not None:
            why = signal.Signals(-lost.exitcode).name if lost.exitcode < 0 else f"status {lost.exitcode}"
            raise Failed(f"A process that trained has ended ({why}); it may have had too little memory.")


@contextmanager
def _ctrl_c_ignored() -> Iterator[None]:
    """Processes that are started within never see Ctrl-C, not even while they start: it is for this process alone."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
