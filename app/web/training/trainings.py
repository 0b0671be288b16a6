"""All trainings of a server: their queue, the workers, and what is kept of those that do not run.

It lives on the event loop, which it never holds: whatever takes time happens in the threads of the workers (hand.py).
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.experiments.sweeps.executors import processors
from app.web.client_messages import refusal
from app.web.stream_messages import RunMessage
from app.web.training.company import Kit
from app.web.training.hand import Hand
from app.web.training.task import Begun, Broken, Command, Job, Lost, Over, Refused, Report, Stop, Warm
from app.web.training.training import Training

TURN_SECONDS = 20.0
"""For which a training has a worker while others wait: most are done by then, and none shuts others out."""
LOOK_SECONDS = 1.0
GRACE_SECONDS = 1.0
"""In which a worker may obey before it is ended: a new one takes as long to start."""
KEPT_BYTES = 256 * 1024 * 1024
"""Of states of trainings that do not run. The largest that is allowed takes 40 megabytes, most a few kilobytes."""


@dataclass
class Turn:
    """A job at a worker; nobody wants it any more where there is no training."""

    job: Job
    training: Training | None
    since: float
    is_begun: bool = False


class Trainings:
    """`workers` trainings at once, `most_waiting` in the queue; those that do not run are kept for `keep_seconds`."""

    def __init__(self, kit: Kit, workers: int, most_waiting: int, keep_seconds: float) -> None:
        self.kit = kit
        self._count = workers or processors()
        self._most_waiting = most_waiting
        self._keep_seconds = keep_seconds
        self._queue: deque[Training] = deque()
        self._kept: dict[Training, asyncio.TimerHandle] = {}
        """In the order in which they came."""
        self._aside: set[Training] = set()
        self._turns: dict[Hand, Turn | None] = {}
        """None: the worker is free."""
        self._clock: asyncio.TimerHandle | None = None
        self._is_closed = False

    @property
    def processes(self) -> list[int]:
        """The process ids of the workers that are there."""
        return [pid for hand in self._turns if (pid := hand.pid) is not None]

    def prepare(self) -> None:
        """Lets a worker start, should there be none: whoever is about to train waits a second less."""
        if not self.processes and (hand := self._free_hand()) is not None:
            hand.give(Warm(self.kit.runs))

    def begin(self, message: RunMessage) -> Training:
        """A training, which begins as soon as there is a worker. Raises `BadMessage` where too many wait."""
        training = Training(message, self, self.kit)
        self.refuse_if_full(training)
        self.queue(training)
        return training

    async def close(self) -> None:
        """Ends all workers at once, whatever they are at."""
        self._is_closed = True
        self._queue.clear()
        for timer in [*self._kept.values(), *([self._clock] if self._clock is not None else [])]:
            timer.cancel()
        for hand in self._turns:
            hand.dismiss()
        await asyncio.to_thread(lambda: _join(self._turns))

    # What trainings ask for

    def refuse_if_full(self, training: Training) -> None:
        if len(self._queue) + len(self._aside) >= self._most_waiting and self._free_hand() is None:
            reason = f"at most {self._most_waiting} trainings may wait here, and so many do; try again soon"
            raise refusal(503, training.id, "", reason)

    def queue(self, training: Training, *, is_first: bool = False) -> None:
        if is_first:
            self._queue.appendleft(training)
        else:
            self._queue.append(training)
        self._assign()

    def leave(self, training: Training) -> None:
        self._aside.discard(training)
        if training in self._kept:
            self._kept.pop(training).cancel()
        if training in self._queue:
            self._queue.remove(training)
            self._assign()

    def put_aside(self, training: Training) -> None:
        self._aside.add(training)

    def keep(self, training: Training) -> None:
        loop = asyncio.get_running_loop()
        self._kept[training] = loop.call_later(self._keep_seconds, self._drop, training)
        size = sum(_size(other) for other in [*self._kept, *self._aside, *self._queue])
        for oldest in list(self._kept):
            if size <= KEPT_BYTES:
                break
            size -= _size(oldest)
            self._drop(oldest)

    def send(self, training: Training, command: Command) -> None:
        for hand, turn in self._turns.items():
            if turn is not None and turn.training is training:
                hand.command(command)

    def abandon(self, training: Training) -> None:
        for hand, turn in self._turns.items():
            if turn is not None and turn.training is training:
                turn.training = None
                hand.forget(turn.job)
                if turn.is_begun:
                    hand.command(Stop())
                asyncio.get_running_loop().call_later(GRACE_SECONDS, self._end, hand, turn)

    # The workers

    def _assign(self) -> None:
        """Gives free workers to those who wait longest, and tells the others how many are before them."""
        while self._queue and not self._is_closed and (hand := self._free_hand()) is not None:
            training = self._queue.popleft()
            job = training.begin()
            self._turns[hand] = Turn(job, training, time.monotonic())
            hand.give(job)
        for ahead, training in enumerate(self._queue):
            training.voice.ahead(ahead)
        if self._queue and self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _free_hand(self) -> Hand | None:
        for hand, turn in self._turns.items():
            if turn is None:
                return hand
        if len(self._turns) >= self._count or self._is_closed:
            return None
        loop = asyncio.get_running_loop()

        def tell(hand: Hand, job: Job, report: Report) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there to hear
                loop.call_soon_threadsafe(self._hear, hand, job, report)

        hand = Hand(tell)
        self._turns[hand] = None
        hand.start()
        return hand

    def _hear(self, hand: Hand, job: Job, report: Report) -> None:
        turn = self._turns[hand]
        if self._is_closed or turn is None or turn.job is not job:
            return
        if isinstance(report, Begun):
            turn.is_begun = True
            if turn.training is None:
                hand.command(Stop())
        if isinstance(report, (Over, Refused, Broken, Lost)):
            self._turns[hand] = None
        if turn.training is not None:
            turn.training.hear(report)
        if self._turns[hand] is None:
            self._assign()

    def _end(self, hand: Hand, turn: Turn) -> None:
        """It was told to stop and had its time. A worker that is still starting is of use to others."""
        if self._turns[hand] is turn:
            hand.kill(turn.job)

    def _look(self) -> None:
        """Every now and then while somebody waits: those who have had a worker for long give way."""
        self._clock = None
        now = time.monotonic()
        longest = sorted((turn for turn in self._turns.values() if turn is not None), key=lambda turn: turn.since)
        for turn in longest[: len(self._queue)]:
            if turn.training is not None and now - turn.since >= TURN_SECONDS:
                turn.training.give_way()
        if self._queue:
            self._clock = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _drop(self, training: Training) -> None:
        self._kept.pop(training).cancel()
        training.drop()


def _join(hands: Iterable[Hand]) -> None:
    for hand in hands:
        hand.join(2)


def _size(training: Training) -> int:
    return len(training.progress.state or b"")
