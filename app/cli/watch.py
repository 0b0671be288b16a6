"""A sweep while it is computed: the bar on a terminal, a line now and then elsewhere, and what stops it."""

import math
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import Protocol

from app.cli.terminal import console, say

LOOK = 0.1
"""Seconds between two looks at how far it is."""
LINE = 10.0
"""Seconds between two lines where there is no terminal."""


class Stopped(Exception):
    """Somebody sent SIGINT or SIGTERM."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


class Sweeping(Protocol):
    """What is watched: a SweepRun."""

    @property
    def done(self) -> float: ...
    @property
    def seconds_left(self) -> float | None: ...
    def run(self) -> bool: ...
    def cancel(self) -> None: ...


def watch(sweeping: Sweeping, cells: int, *, is_quiet: bool) -> None:
    """Returns when all is computed. Raises `Stopped` after a signal, when the last chunk has been put away."""
    failure: list[BaseException] = []

    def work() -> None:
        try:
            sweeping.run()
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits)
            failure.append(error)

    worker = threading.Thread(target=work, name="sweep")
    # A second signal does not hurry the end, which takes no second.
    with signals() as stopped, _shown(sweeping, cells, is_quiet=is_quiet) as show:
        worker.start()
        while worker.is_alive():
            if stopped:
                sweeping.cancel()
                worker.join()
                break
            worker.join(LOOK)
            show()
    if stopped and sweeping.done < 1.0:
        raise Stopped(stopped[0])
    if failure:
        raise failure[0]


@contextmanager
def signals(
    numbers: Sequence[int] = (signal.SIGINT, signal.SIGTERM), patience: float = math.inf
) -> Iterator[list[int]]:
    """Those of these signals that come, in order, instead of what they would do.

    One that comes more than `patience` seconds after the first raises KeyboardInterrupt: something is stuck.
    """
    came: list[int] = []
    first = math.inf

    def note(number: int, _frame: FrameType | None) -> None:
        nonlocal first
        came.append(number)
        first = min(first, time.monotonic())
        if time.monotonic() - first > patience:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield came
    finally:
        for number, handler in before.items():
            # Whoever has set another one within wants it to stay.
            if signal.getsignal(number) is note:
                signal.signal(number, handler)


class Show(Protocol):
    def __call__(self) -> None: ...


def _shown(sweeping: Sweeping, cells: int, *, is_quiet: bool) -> AbstractContextManager[Show]:
    if is_quiet:
        return nullcontext(lambda: None)
    return _bar(sweeping, cells) if sys.stderr.isatty() else nullcontext(_lines(sweeping, cells))


def state(done: float, cells: int, seconds: float | None) -> str:
    """As in: 37 % of 1,002,001 cells, 12 s left."""
    return f"{done:.0%} of {cells:,} cells" + (f", {duration(seconds)} left" if seconds is not None else "")


def duration(seconds: float) -> str:
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def _lines(sweeping: Sweeping, cells: int) -> Show:
    last = time.monotonic()

    def show() -> None:
        nonlocal last
        if time.monotonic() - last >= LINE:
            last = time.monotonic()
            say(state(sweeping.done, cells, sweeping.seconds_left), is_error=True)

    return show


@contextmanager
def _bar(sweeping: Sweeping, cells: int) -> Iterator[Show]:
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(bar_width=None), TextColumn("{task.description}"))
    with Progress(*columns, console=console(is_error=True), transient=True, expand=True) as progress:
        task = progress.add_task(state(0.0, cells, None), total=1.0)

        def show() -> None:
            done = sweeping.done
            progress.update(task, completed=done, description=state(done, cells, sweeping.seconds_left))

        yield show
