"""The thread that talks with a worker. What comes of it in a server is in test_trainings.py."""

import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.web.training.hand import Hand
from app.web.training.task import Begun, Job, Lost, Over, Pause, Report, Warm
from tests.web.test_workers import is_alive, until
from tests.web.training.standins import Counting, Obstinate, Slow, job_of

Heard = queue.SimpleQueue[tuple[Job, Report]]


@contextmanager
def a_hand(idle_seconds: float = 60.0) -> Iterator[tuple[Hand, Heard]]:
    heard: Heard = queue.SimpleQueue()
    hand = Hand(lambda _, job, report: heard.put((job, report)), idle_seconds)
    hand.start()
    yield hand, heard
    pid = hand.pid
    hand.dismiss()
    hand.join(20)
    assert not hand.is_alive()
    assert pid is None or not is_alive(pid)


def end_of(heard: Heard) -> tuple[Job, Report]:
    while True:
        job, report = heard.get(timeout=20)
        if isinstance(report, Over | Lost):
            return job, report


def test_one_worker_does_one_job_after_another_and_heeds_no_late_command() -> None:
    with a_hand() as (hand, heard):
        hand.give(Warm(Counting))
        until(lambda: hand.pid is not None)
        before = hand.pid
        for _ in range(2):
            job = job_of(5)
            hand.give(job)
            done, over = end_of(heard)
            assert done is job
            assert isinstance(over, Over)
            hand.command(Pause(is_shown=True))
        assert hand.pid == before


def test_a_job_that_nobody_wants_any_more_does_not_cost_a_starting_worker() -> None:
    with a_hand() as (hand, heard):
        unwanted, wanted = job_of(5, runs=Obstinate), job_of(5)
        hand.give(unwanted)
        hand.forget(unwanted)
        hand.kill(unwanted)
        assert end_of(heard) == (unwanted, Over("stopped"))
        before = hand.pid
        hand.give(wanted)
        hand.kill(unwanted)
        assert end_of(heard)[0] is wanted
        assert hand.pid == before


def test_a_killed_worker_is_told_and_replaced() -> None:
    with a_hand() as (hand, heard):
        slow = job_of(10_000, runs=Slow)
        hand.give(slow)
        assert isinstance(heard.get(timeout=20)[1], Begun)
        hand.kill(slow)
        assert end_of(heard) == (slow, Lost())
        hand.give(job_of(5))
        assert isinstance(end_of(heard)[1], Over)


def test_a_worker_without_work_ends_after_a_while_and_comes_back() -> None:
    with a_hand(idle_seconds=0.1) as (hand, heard):
        for _ in range(2):
            hand.give(job_of(5))
            assert isinstance(end_of(heard)[1], Over)
            until(lambda: hand.pid is None)


def test_a_hand_is_dismissed_whatever_its_worker_is_at() -> None:
    begun = 0.0
    with a_hand() as (hand, heard):
        hand.give(job_of(5, runs=Obstinate))
        heard.get(timeout=20)
        begun = time.monotonic()
    assert time.monotonic() - begun < 2
