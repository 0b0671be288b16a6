"""Workers that train, on threads and in processes."""

import os
import signal
import time
from dataclasses import dataclass

import pytest

from app.cli.problems import Failed
from app.cli.train import crew as module
from app.cli.train.crew import Crew, IsStopped, Report, Tell
from app.learning.datasets import FileProblem
from app.learning.errors import OutOfRange


@dataclass(frozen=True)
class Task:
    """Something to do that processes can be sent."""

    number: int
    how: str = ""


def do(task: Task, tell: Tell, is_stopped: IsStopped) -> None:
    if task.how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if task.how == "leaves":
        os._exit(0)
    if task.how == "no memory":
        raise MemoryError
    if task.how == "refused":
        raise OutOfRange("eta", "greater than 0", -1)
    if task.how == "no file":
        raise FileProblem("MNIST is not here")
    if task.how == "ours":
        raise ZeroDivisionError("ours")
    while task.how == "endless" and not is_stopped():
        tell(Report(task.number))
        time.sleep(0.01)
    tell(Report(task.number, summary={}, is_stopped=is_stopped()))


def told(*hows: str, workers: int = 1) -> list[Report]:
    with Crew(do, [Task(number, how) for number, how in enumerate(hows)], workers) as crew:
        return [report for report in crew.reports() if report is not None]


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_every_task_is_done_once(workers: int) -> None:
    assert sorted(report.number for report in told("", "", "", workers=workers)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "trouble"),
    [
        ("no memory", "There is not enough memory for this training."),
        ("refused", "eta must be greater than 0, got -1."),
        ("no file", "MNIST is not here."),
    ],
)
def test_what_a_task_cannot_have_is_told_and_the_next_is_done(how: str, trouble: str) -> None:
    first, second = told(how, "")
    assert (first.number, first.trouble) == (0, trouble)
    assert (second.number, second.summary) == (1, {})


@pytest.mark.parametrize("workers", [1, 2])
def test_a_mistake_of_ours_is_raised_where_it_is_seen(workers: int) -> None:
    with pytest.raises(ZeroDivisionError, match="ours"):
        told("ours", "", workers=workers)


def test_a_lost_process_is_noticed_though_another_goes_on() -> None:
    begun = time.monotonic()
    with pytest.raises(
        Failed, match=r"^A process that trained has ended \(SIGKILL\); it may have had too little memory"
    ):
        told("killed", "endless", workers=2)
    assert time.monotonic() - begun < 20.0


def test_processes_that_say_nothing_are_not_waited_for() -> None:
    with pytest.raises(Failed, match="without a word"):
        told("leaves", "leaves", workers=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_lets_each_task_tell_its_end_and_begins_no_other(workers: int) -> None:
    found: list[Report] = []
    with Crew(do, [Task(number, "endless") for number in range(3)], workers) as crew:
        for report in crew.reports():
            if report is not None:
                found.append(report)
                crew.stop()
    assert [report.is_stopped for report in found if report.summary is not None]
    assert len({report.number for report in found}) <= workers
    assert not crew.is_at_work


def test_asked_twice_to_stop_it_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    monkeypatch.setattr(module, "LOOK", 0.01)
    begun = time.monotonic()
    with Crew(_deaf, [Task(0)], 1) as crew:
        for report in crew.reports():
            if report is not None:
                crew.stop()
                crew.stop()
    assert time.monotonic() - begun < 1.5


def _deaf(task: Task, tell: Tell, _is_stopped: IsStopped) -> None:
    tell(Report(task.number))
    time.sleep(2.0)
