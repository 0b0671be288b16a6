"""Trainings while they go on: a bar each on a terminal, a line now and then elsewhere."""

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, ProgressColumn, Task, TaskID
from rich.progress import Progress as Display
from rich.table import Column
from rich.text import Text

from app.cli.terminal import console, fit, say
from app.cli.train.records import Result
from app.cli.train.words import percent
from app.cli.watch import LINE, duration

Show = Callable[[Sequence[int]], None]
"""To be told which runs have moved; nothing but time has where there are none."""

WIDE = 80
"""Columns of a terminal that has room for a bar beside the words."""


@contextmanager
def shown(results: Sequence[Result], names: Sequence[str], *, is_quiet: bool) -> Iterator[Show]:
    """What follows the runs on standard error: nothing, bars or lines. Each begins with its name of `names`."""
    if is_quiet:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bars(results, names) as show:
            yield show
    else:
        yield _lines(results, names)


def state(result: Result, seconds: float) -> str:
    """As in: epoch 12 of 30, cost 0.0312, accuracy 96.12 %, test 95.03 %, 12 s left."""
    epochs, epoch = result.experiment.epochs, result.epoch
    said = [f"epoch {epoch} of {epochs}"]
    last = result.blocks[-1]
    for column, label, is_share in (
        ("cost", "cost", False),
        ("accuracy", "accuracy", True),
        ("test_accuracy", "test", True),
    ):
        value = float(last[column][-1]) if column in last else math.nan
        if math.isfinite(value):
            said.append(f"{label} {percent(value)}" if is_share else f"{label} {value:.3g}")
    done = epoch - result.first_epoch
    if done > 0 and epoch < epochs and seconds > 0.0:
        said.append(f"{duration(seconds / done * (epochs - epoch))} left")
    return ", ".join(said)


def _lines(results: Sequence[Result], names: Sequence[str]) -> Show:
    begun: dict[int, float] = {}
    last = time.monotonic()

    def show(numbers: Sequence[int]) -> None:
        nonlocal last
        now = time.monotonic()
        for number in numbers:
            begun.setdefault(number, now)
        if now - last < LINE:
            return
        last = now
        for number, since in begun.items():
            if not results[number].is_over:
                say(f"{names[number]}{state(results[number], now - since)}", is_error=True)

    return show


class _Words(ProgressColumn):
    """What a run says of itself."""

    def render(self, task: Task) -> Text:
        return Text(task.description)


@contextmanager
def _bars(results: Sequence[Result], names: Sequence[str]) -> Iterator[Show]:
    terminal = console(is_error=True)
    words = _Words(table_column=Column(no_wrap=True, overflow="ellipsis"))
    columns = (BarColumn(bar_width=None), words) if terminal.width >= WIDE else (words,)
    begun: dict[int, tuple[TaskID, float]] = {}
    with Display(*columns, console=terminal, transient=True, expand=True) as display:

        def show(numbers: Sequence[int]) -> None:
            now = time.monotonic()
            for number in numbers:
                result = results[number]
                if number not in begun:
                    begun[number] = display.add_task("", total=result.experiment.epochs), now
                task, since = begun[number]
                told = fit(f"{names[number]}{state(result, now - since)}", sys.stderr)
                display.update(task, completed=result.epoch, description=told, visible=not result.is_over)

        yield show
