"""What a worker does with a job, seen from the other end of its pipe; it is run in a thread here."""

import json
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import pytest

from app.web.training import worker as module
from app.web.training.task import (
    Begun,
    Broken,
    Changed,
    Job,
    Kept,
    Over,
    Pause,
    Picture,
    Piece,
    Refused,
    Report,
    Rows,
    SetEta,
    Stop,
)
from app.web.training.worker import ServerGone, perform
from tests.web.training.standins import Counting, Faulty, Slow, Unfit, job_of

ENDS = (Over, Refused, Broken)


class Talk:
    """A job under way, and all that has been heard of it."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.heard: list[Report] = []

    def until(self, is_it: Callable[[Report], bool]) -> Report:
        while True:
            assert self.pipe.poll(20)
            report: Report = self.pipe.recv()
            self.heard.append(report)
            if is_it(report):
                return report

    def end(self) -> Any:
        return self.until(lambda report: isinstance(report, ENDS))

    @property
    def state(self) -> bytes:
        """The last one that was handed over, without pieces of a later one."""
        pieces: list[bytes] = []
        state = b""
        for report in self.heard:
            if isinstance(report, Piece):
                pieces.append(report.content)
            elif isinstance(report, Kept):
                state, pieces = b"".join(pieces), []
        return state


@contextmanager
def talk(job: Job) -> Iterator[Talk]:
    ours, theirs = multiprocessing.Pipe()

    def work() -> None:
        try:
            perform(job, theirs)
        except ServerGone:
            theirs.close()

    thread = threading.Thread(target=work)
    thread.start()
    with ours:
        yield Talk(ours)
    thread.join(20)
    assert not thread.is_alive()
    theirs.close()


def rows_of(reports: list[Report], lane: int = 0) -> list[tuple[int, float]]:
    blocks = [json.loads(report.message) for report in reports if isinstance(report, Rows) and report.lane == lane]
    assert all((block["type"], block["id"], block["lane"]) == ("rows", "a", lane) for block in blocks)
    columns = [block["columns"] for block in blocks]
    return [row for block in columns for row in zip(block["epoch"], block["sum"], strict=True)]


def test_lanes_are_trained_in_turns_to_their_ends() -> None:
    with talk(job_of(20, 30)) as talking:
        over = talking.end()
    assert isinstance(talking.heard[0], Begun)
    assert [epoch for epoch, _ in rows_of(talking.heard, 0)] == list(range(21))
    assert [epoch for epoch, _ in rows_of(talking.heard, 1)] == list(range(31))
    assert (over.how, json.loads(over.message)["type"]) == ("finished", "finished")
    assert len(json.loads(over.message)["summaries"]) == 2
    assert isinstance(talking.heard[-2], Kept)
    assert talking.heard[-2].epochs == (20, 30)


def test_the_first_rows_come_alone_and_the_others_in_blocks() -> None:
    with talk(job_of(20, runs=Slow)) as talking:
        talking.end()
    sizes = [
        len(json.loads(report.message)["columns"]["epoch"]) for report in talking.heard if isinstance(report, Rows)
    ]
    assert sizes[0] == 1
    assert len(sizes) < 12


def test_a_pause_hands_over_a_state_that_goes_on_with_the_same_rows() -> None:
    with talk(job_of(60, 60, runs=Slow, every=7)) as talking:
        talking.until(lambda report: isinstance(report, Rows) and report.epoch > 7)
        talking.pipe.send(Pause(is_shown=False))
        over = talking.end()
    assert over.how == "paused"
    assert [json.loads(over.message)[name] for name in ("type", "id")] == ["paused", "a"]
    assert len(json.loads(over.message)["summaries"]) == 2
    before = talking.heard
    epochs = next(report.epochs for report in before if isinstance(report, Kept))
    assert max(epochs) - min(epochs) <= 1
    sent = tuple(rows_of(before, lane)[-1][0] for lane in (0, 1))
    with talk(job_of(60, 60, every=7, state=talking.state, sent=sent)) as talking:
        talking.end()
    with talk(job_of(60, 60, every=7)) as whole:
        whole.end()
    for lane in (0, 1):
        assert rows_of(before, lane) + rows_of(talking.heard, lane) == rows_of(whole.heard, lane)


def test_a_shown_pause_holds_nothing_back() -> None:
    with talk(job_of(1000, runs=Slow, every=500, snapshots=True)) as talking:
        talking.until(lambda report: isinstance(report, Rows))
        talking.pipe.send(Pause(is_shown=True))
        talking.end()
    [kept] = [report for report in talking.heard if isinstance(report, Kept)]
    assert rows_of(talking.heard)[-1][0] == kept.epochs[0]
    pictures = [report for report in talking.heard if isinstance(report, Picture)]
    assert pictures[-1].epoch == kept.epochs[0]


def test_a_state_is_handed_over_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEP_SECONDS", 0.05)
    monkeypatch.setattr(module, "PIECE", 10)
    with talk(job_of(40, runs=Slow)) as talking:
        talking.until(lambda report: isinstance(report, Kept) and report.epochs[0] < 40)
        state = talking.state
        sent = rows_of(talking.heard)[-1][0]
        talking.end()
    with talk(job_of(40, state=state, sent=(sent,))) as again:
        again.end()
    assert rows_of(talking.heard) == rows_of(talking.heard)[: sent + 1] + rows_of(again.heard)


def test_a_learning_rate_is_followed_after_a_row_that_was_sent() -> None:
    with talk(job_of(1000, 1000, runs=Slow)) as talking:
        talking.until(lambda report: isinstance(report, Rows))
        talking.pipe.send(SetEta({1: 7.0}))
        changed = talking.until(lambda report: isinstance(report, Changed))
        assert isinstance(changed, Changed)
        assert (changed.change.lane, changed.change.eta) == (1, 7.0)
        assert rows_of(talking.heard, 1)[-1][0] == changed.change.epoch
        talking.pipe.send(Stop())
        assert talking.end() == Over("stopped")


def test_snapshots_come_after_their_rows() -> None:
    with talk(job_of(5, snapshots=True)) as talking:
        talking.end()
    seen = -1
    pictures = []
    for report in talking.heard:
        if isinstance(report, Rows):
            seen = report.epoch
        elif isinstance(report, Picture):
            assert report.epoch <= seen
            pictures.append(report.epoch)
            assert json.loads(report.message) == {"type": "snapshot", "id": "a", "lane": 0, "epoch": report.epoch}
    assert pictures == list(range(6))


def test_an_experiment_that_cannot_be_done_is_refused_in_words() -> None:
    with talk(job_of(5, runs=Unfit)) as talking:
        assert talking.end() == Refused(0, "mnist must be in the data folder, got nothing there")


def test_a_mistake_in_the_program_is_told_with_its_trace() -> None:
    with talk(job_of(5, runs=Faulty)) as talking:
        assert "ZeroDivisionError" in talking.end().trace


@pytest.mark.parametrize("runs", [Counting, Slow])
def test_nobody_goes_on_when_the_server_is_gone(runs: type[Counting]) -> None:
    with talk(job_of(100_000, runs=runs)) as talking:
        talking.until(lambda report: isinstance(report, Begun))
