"""The queue and the workers: real processes that train stand-ins for networks."""

import asyncio
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Self

import pytest

from app.web.client_messages import BadMessage, parse
from app.web.stream_messages import RunMessage, StopMessage
from app.web.training import trainings as module
from app.web.training.company import Kit
from app.web.training.training import Training
from app.web.training.trainings import Trainings
from tests.web.test_workers import is_alive
from tests.web.training.standins import Chosen, Counting, Deadly, Faulty, Obstinate, Slow, Unfit, Wordy, run_message

Message = dict[str, Any]
Scene = Callable[[Trainings], Coroutine[Any, Any, None]]


class Stage:
    """Trainings on an event loop in a thread of its own: there is one beneath the browser tests in the main thread."""

    def __init__(self, workers: int = 1, most_waiting: int = 4, keep_seconds: float = 60.0) -> None:
        self.trainings = Trainings(Kit(Chosen, None), workers, most_waiting, keep_seconds)
        self._before = set(threading.enumerate())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def play(self, scene: Scene) -> None:
        asyncio.run_coroutine_threadsafe(scene(self.trainings), self._loop).result(60)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left of it, and soon."""
        pids = self.trainings.processes
        begun = time.monotonic()
        asyncio.run_coroutine_threadsafe(self.trainings.close(), self._loop).result(20)
        took = time.monotonic() - begun
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        assert took < 2
        assert not any(is_alive(pid) for pid in pids)
        assert {thread for thread in threading.enumerate() if thread.name == "training worker"} <= self._before


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    """One worker for the tests that do it no harm."""
    with Stage() as stage:
        yield stage


async def take(training: Training, *kinds: str) -> list[Message]:
    """Its messages up to one of these kinds."""
    messages: list[Message] = []
    while not messages or messages[-1]["type"] not in kinds:
        messages.append(json.loads(await training.outbox.take()))
        training.has_been_read()
    return messages


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 (processes come and go without a word)
        await asyncio.sleep(0.01)


def say(training: Training, kind: str, **fields: Any) -> None:
    message = parse(json.dumps({"type": kind, "id": training.id, **fields}))
    assert not isinstance(message, RunMessage | StopMessage)
    training.obey(message)


def rows_of(messages: list[Message], lane: int = 0) -> list[tuple[int, float]]:
    blocks = [message["columns"] for message in messages if message["type"] == "rows" and message["lane"] == lane]
    return [row for block in blocks for row in zip(block["epoch"], block["sum"], strict=True)]


def expected(epochs: int, eta: float = 1.0) -> list[tuple[int, float]]:
    sums = [eta]
    for _ in range(epochs):
        sums.append(0.9 * sums[-1] + eta)
    return list(enumerate(sums))


def test_trainings_begin_in_their_order_and_their_places_are_told(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(20, run_id=str(number))) for number in range(4)]
        heard = [await take(training, "finished") for training in begun]
        assert [message["ahead"] for message in heard[3] if message["type"] == "queued"] == [2, 1, 0]
        assert [message["type"] for message in heard[0]][:2] == ["started", "rows"]
        assert all(rows_of(messages) == expected(20) for messages in heard)
        assert len(trainings.processes) == 1

    shared.play(scene)


def test_so_many_workers_train_side_by_side() -> None:
    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(30, kind=Slow)) for _ in range(2)]
        for training in begun:
            assert {message["type"] for message in await take(training, "finished")} == {"started", "rows", "finished"}
        assert len(trainings.processes) == 2

    with Stage(workers=2) as stage:
        stage.play(scene)


def test_one_training_too_many_is_refused_and_a_place_that_is_left_is_free() -> None:
    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(10_000, kind=Slow)) for _ in range(3)]
        with pytest.raises(BadMessage, match="at most 2 trainings may wait here") as bad:
            trainings.begin(run_message(5, kind=Slow))
        assert bad.value.problem.status == 503
        begun[1].stop()
        begun.append(trainings.begin(run_message(5, kind=Slow)))
        begun[0].stop()
        begun[2].stop()
        await take(begun[3], "finished")

    with Stage(most_waiting=2) as stage:
        stage.play(scene)


def test_a_pause_lets_others_train_and_goes_on_where_it_was(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        first = trainings.begin(run_message(40, kind=Slow))
        heard = await take(first, "rows")
        second = trainings.begin(run_message(5, kind=Slow))
        say(first, "pause")
        heard += await take(first, "paused")
        await take(second, "finished")
        assert first.outbox.is_empty
        say(first, "resume")
        heard += await take(first, "finished")
        say(first, "continue", epochs=7)
        heard += await take(first, "finished")
        assert rows_of(heard) == expected(47)
        assert [message["type"] for message in heard].count("resumed") == 2

    shared.play(scene)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_costs_no_row_and_repeats_none(how: int, shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        training = trainings.begin(run_message(60, 60, kind=Slow))
        heard = await take(training, "rows")
        for _ in range(3):
            heard += await take(training, "rows")
            for pid in trainings.processes:  # none while a new one starts
                os.kill(pid, how)
        say(training, "set", eta=2.0, lane=1)
        heard += await take(training, "finished")
        assert rows_of(heard, 0) == expected(60)
        [changed] = [message for message in heard if message["type"] == "changed"]
        assert rows_of(heard, 1) == expected(60, 2.0), "lane 1 had this rate from its start, by its stand-in"
        assert changed["lane"] == 1

    shared.play(scene)


def test_a_worker_that_dies_at_a_training_is_replaced_for_the_next(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        heard = await take(trainings.begin(run_message(5, kind=Deadly)), "failed")
        assert heard[-1]["problem"]["status"] == 500
        assert "3 processes have ended" in heard[-1]["problem"]["detail"]
        await take(trainings.begin(run_message(5)), "finished")

    shared.play(scene)


@pytest.mark.parametrize(("runs", "status"), [(Unfit, 422), (Faulty, 500)])
def test_what_cannot_be_trained_is_said_and_frees_its_worker(runs: type[Counting], status: int, shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        for _ in range(2):
            heard = await take(trainings.begin(run_message(5, kind=runs)), "failed")
            assert heard[-1]["problem"]["status"] == status
            [pid] = trainings.processes
            assert is_alive(pid)

    shared.play(scene)


def test_a_worker_that_does_not_listen_is_ended(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        await take(trainings.begin(run_message(5)), "finished")
        [before] = trainings.processes
        obstinate = trainings.begin(run_message(5, kind=Obstinate))
        await asyncio.sleep(0.5)  # a training that is stopped sooner is never given to the worker
        obstinate.stop()
        await take(trainings.begin(run_message(5)), "finished")
        assert not is_alive(before)

    shared.play(scene)


def test_a_stopped_training_frees_its_worker_alive(shared: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 30.0)  # on a busy machine a niced process may wait for long

    async def scene(trainings: Trainings) -> None:
        first = trainings.begin(run_message(10_000, kind=Slow))
        await take(first, "rows")
        before = trainings.processes
        first.stop()
        await take(trainings.begin(run_message(5, kind=Slow)), "finished")
        assert trainings.processes == before

    shared.play(scene)


def test_long_trainings_take_turns_where_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", 0.2)
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.1)

    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(80, kind=Slow)) for _ in range(2)]
        heard = await asyncio.gather(*(take(training, "finished") for training in begun))
        for messages in heard:
            assert rows_of(messages) == expected(80)
            assert "resumed" in {message["type"] for message in messages}

    with Stage() as stage:
        stage.play(scene)


def test_a_client_that_reads_slowly_holds_no_worker_and_gets_every_row(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        slow = trainings.begin(run_message(2000, kind=Wordy))
        await until(lambda: slow.state == "aside")
        await take(trainings.begin(run_message(5, kind=Wordy)), "finished")
        heard = await take(slow, "finished")
        assert [epoch for epoch, _ in rows_of(heard)] == list(range(2001))

    shared.play(scene)


def test_what_nobody_comes_back_to_is_dropped_after_a_while() -> None:
    async def scene(trainings: Trainings) -> None:
        training = trainings.begin(run_message(5))
        await take(training, "finished")
        await until(lambda: training.state != "finished")
        assert training.progress.state is None
        with pytest.raises(BadMessage, match="was dropped"):
            say(training, "continue", epochs=5)

    with Stage(keep_seconds=0.2) as stage:
        stage.play(scene)


def test_the_oldest_states_are_dropped_where_they_take_too_much(monkeypatch: pytest.MonkeyPatch, shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(5)) for _ in range(3)]
        await take(begun[0], "finished")
        monkeypatch.setattr(module, "KEPT_BYTES", 2.5 * len(begun[0].progress.state or b""))
        for training in begun[1:]:
            await take(training, "finished")
        assert [training.state for training in begun] == ["dropped", "finished", "finished"]

    shared.play(scene)


def test_a_worker_that_is_prepared_has_begun_before_anything_is_asked(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        trainings.prepare()
        await until(lambda: bool(trainings.processes))
        before = trainings.processes
        trainings.prepare()
        await take(trainings.begin(run_message(5)), "finished")
        assert trainings.processes == before

    shared.play(scene)


def test_nothing_is_begun_that_nobody_asks_for() -> None:
    with Stage() as stage:
        assert stage.trainings.processes == []


def test_closing_ends_what_runs_and_what_waits(shared: Stage) -> None:
    async def scene(trainings: Trainings) -> None:
        begun = [trainings.begin(run_message(10_000, kind=Slow)) for _ in range(3)]
        await take(begun[0], "rows")
        say(begun[0], "pause")
        await take(begun[1], "started")
        await trainings.close()
        for training in begun:
            training.stop()

    shared.play(scene)
