"""A child process and its pipe. How children end with their server is tried out in test_workers.py."""

import os
import signal
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from app.web.processes import Child, ignore_interrupts


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def answer(pipe: Connection) -> None:
    while True:
        pipe.send((os.getpid(), pipe.recv()))


def test_a_child_runs_its_target_until_it_is_buried() -> None:
    child = Child.start(answer, "a child")
    child.pipe.send("hello")
    assert child.pipe.recv() == (child.pid, "hello")
    child.bury()
    assert child.pid is None


def test_the_pipe_of_a_killed_child_comes_to_an_end() -> None:
    child = Child.start(answer, "a child")
    child.kill()
    with pytest.raises((EOFError, ConnectionResetError)):
        child.pipe.recv()
    child.bury()


def test_a_child_that_cannot_be_started_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(SpawnProcess, "start", refuse)
    before = open_files()
    with pytest.raises(OSError, match="no more"):
        Child.start(answer, "a child")
    assert open_files() == before


def test_interrupts_are_not_for_children() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    try:
        ignore_interrupts()
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
