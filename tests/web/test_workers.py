"""Worker processes: who goes first, and what happens when one is killed, or the server is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from app.experiments.sweeps.errors import TRIES, WorkersLost
from app.web.workers import NICE, PATIENT, URGENT, Lane, Workers
from tests.servers import ROOT, environment


@pytest.fixture(scope="module")
def shared() -> Iterator[Workers]:
    """Workers for tests that do them no harm, or a little."""
    workers = Workers(2)
    yield workers
    workers.close()


@pytest.fixture
def alone() -> Iterator[Workers]:
    """One worker, who does one thing after the other."""
    workers = Workers(1)
    yield workers
    workers.close()


def until(is_so: Callable[[], bool]) -> None:
    """Waits for it to become so."""
    give_up = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def note(file: str, text: str) -> str:
    with Path(file).open("a") as notes:
        notes.write(text)
    return text


def die_at_first(file: str) -> str:
    """Kills its process the first time it is called."""
    if not Path(file).exists():
        note(file, "x")
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def die(file: str) -> None:
    note(file, "x")
    os.kill(os.getpid(), signal.SIGKILL)


def complain() -> None:
    raise ValueError("what was asked makes no sense")


def test_a_call_is_answered_from_another_niced_process(shared: Workers) -> None:
    pid, nice = Lane(shared, PATIENT).submit(os.getpid).result(30), Lane(shared, PATIENT).submit(os.nice, 0).result(30)
    assert pid != os.getpid()
    assert nice == min(os.nice(0) + NICE, 19)


def test_a_failure_is_raised_here_and_ends_no_worker(shared: Workers) -> None:
    before = set(shared.processes)
    with pytest.raises(ValueError, match="makes no sense"):
        Lane(shared, PATIENT).submit(complain).result(30)
    with pytest.raises(Exception, match="pickle"):
        Lane(shared, PATIENT).submit(lambda: None).result(30)
    assert before <= set(shared.processes)


def test_a_killed_worker_is_replaced_and_its_call_repeated(shared: Workers, tmp_path: Path) -> None:
    assert Lane(shared, PATIENT).submit(die_at_first, str(tmp_path / "a")).result(30) == "alive"


def test_a_call_that_kills_its_workers_is_given_up_and_others_go_on(shared: Workers, tmp_path: Path) -> None:
    deadly = Lane(shared, PATIENT).submit(die, str(tmp_path / "a"))
    harmless = [Lane(shared, PATIENT).submit(abs, -number) for number in range(10)]
    with pytest.raises(WorkersLost, match="ended 3 times at the same piece"):
        deadly.result(30)
    assert (tmp_path / "a").read_text() == "x" * TRIES
    assert [future.result(30) for future in harmless] == list(range(10))


def test_a_worker_that_cannot_be_started_is_said_and_tried_again_for_the_next_call(
    alone: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError("no more processes")

    with monkeypatch.context() as patch:
        patch.setattr(SpawnProcess, "start", refuse)
        with pytest.raises(WorkersLost):
            Lane(alone, PATIENT).submit(abs, -1).result(30)
    assert Lane(alone, PATIENT).submit(abs, -1).result(30) == 1


def test_an_urgent_call_waits_for_the_running_one_alone(alone: Workers, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    patient, urgent = Lane(alone, PATIENT), Lane(alone, URGENT)
    running = patient.submit(time.sleep, 0.5)
    until(running.running)
    waiting = [patient.submit(note, str(notes), "p") for _ in range(5)]
    urgent.submit(note, str(notes), "u").result(30)
    for future in waiting:
        future.result(30)
    assert notes.read_text() == "uppppp"


def test_a_waiting_call_can_be_cancelled(alone: Workers, tmp_path: Path) -> None:
    lane = Lane(alone, PATIENT)
    running = lane.submit(time.sleep, 0.5)
    until(running.running)
    waiting = lane.submit(note, str(tmp_path / "a"), "x")
    assert waiting.cancel()
    assert lane.submit(abs, -1).result(30) == 1
    assert not (tmp_path / "a").exists()


def test_to_close_ends_workers_at_once_whatever_they_do() -> None:
    workers = Workers(1)
    lane = Lane(workers, PATIENT)
    lane.submit(abs, 1).result(30)
    [pid] = workers.processes
    running, waiting = lane.submit(time.sleep, 60), lane.submit(abs, 1)
    until(running.running)
    workers.close()
    assert not is_alive(pid)
    with pytest.raises(WorkersLost):
        running.result(5)
    with pytest.raises(CancelledError):
        waiting.result(5)
    with pytest.raises(RuntimeError, match="sent home"):
        lane.submit(abs, 1)


def test_workers_that_were_never_needed_are_never_started() -> None:
    workers = Workers(2)
    assert workers.processes == []
    workers.close()


OWNER = """
import sys, time
from app.web.workers import Lane, PATIENT, Workers

if __name__ == "__main__":
    workers = Workers(2)
    lane = Lane(workers, PATIENT)
    calls = [lane.submit(time.sleep, 0.3) for _ in range(2)]
    for call in calls:
        call.result()
    calls = [lane.submit(time.sleep, 0.3) for _ in range(2)]
    print(*workers.processes, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_its_owner(how: int, tmp_path: Path) -> None:
    script = tmp_path / "owner.py"
    script.write_text(OWNER)
    owner = subprocess.Popen(  # noqa: S603 (our own words)
        [sys.executable, str(script)],
        cwd=ROOT,
        env=environment({}) | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert owner.stdout is not None
    pids = [int(pid) for pid in owner.stdout.readline().split()]
    assert len(pids) == 2
    owner.send_signal(how)
    owner.wait(20)
    owner.stdout.close()
    until(lambda: not any(is_alive(pid) for pid in pids))
