"""What a worker process does: train one job after the other, its lanes in turns, and listen in between."""

import contextlib
import os
import pickle
import time
import traceback
from multiprocessing.connection import Connection
from typing import Any

from app.learning.errors import LearningError
from app.learning.training.blas import one_thread
from app.web.training.lane import Lane
from app.web.training.pictures import Allowance
from app.web.training.task import (
    Begun,
    Broken,
    Changed,
    Command,
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
from app.web.wire import to_json

NICE = 10
"""A tenth of the processor time of whoever is not niced, and a third of a sweep's worker, where there is too little."""
BLOCK_SECONDS = 0.05
"""Rows are sent together that belong to the same moment for the eye."""
BLOCK_ROWS = 512
LISTEN_SECONDS = 0.005
"""Between two looks for a command: to look takes as long as an epoch of the smallest networks."""
KEEP_SECONDS = 2.0
"""Between two states that are handed over in case this process is killed."""
KEEP_SHARE = 0.05
"""Large states take long to write: they may have this share of the time."""
PIECE = 1024 * 1024
"""Bytes. The pipe's reader asks for as much memory as a message has for every part of it that it reads."""


class ServerGone(Exception):
    """The other end of the pipe is closed."""


def work(pipe: Connection) -> None:
    """Until the server is gone, in whatever way: nobody else holds the other end of the pipe."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    with one_thread(), contextlib.suppress(EOFError, OSError, ServerGone):
        pipe.send("ready")
        while True:
            job = pipe.recv()
            if isinstance(job, Job):  # else a command for a training that was over before it came
                perform(job, pipe)


def perform(job: Job, pipe: Connection) -> None:
    """Trains, and says how it ended. Raises `ServerGone`."""
    bench = Bench(job, pipe)
    try:
        bench.train()
    except LearningError as error:
        bench.send(Refused(bench.lane, str(error)))
    except ServerGone:
        raise
    except Exception:  # noqa: BLE001 (whatever it is, it is for whoever looks after the server)
        bench.send(Broken(traceback.format_exc()))


class Bench:
    """One job at work."""

    def __init__(self, job: Job, pipe: Connection) -> None:
        self._job = job
        self._pipe = pipe
        self._lanes: list[Lane] = []
        self._allowance = Allowance()
        self._listened = self._flushed = self._kept = time.perf_counter()
        self._keep_after = KEEP_SECONDS
        self.lane: int | None = None
        """The lane that is being worked at: a complaint is about it."""

    def train(self) -> None:
        """To the end of the job, or to a command that ends it."""
        self._open()
        self.send(Begun())
        while unfinished := [lane for lane in self._lanes if not lane.is_over]:
            command = self._listen()
            if isinstance(command, Stop):
                self.send(Over("stopped"))
                return
            if isinstance(command, Pause):
                self._hand_over(is_shown=command.is_shown)
                self.send(Over("paused", self._sum_up("paused")))
                return
            self._advance(min(unfinished, key=lambda lane: lane.epoch))
            self._keep_now_and_then()
        self._hand_over(is_shown=True)
        self.send(Over("finished", self._sum_up("finished")))

    def _sum_up(self, how: str) -> bytes:
        """The message that ends a turn: what the rows until here come to."""
        summaries = [lane.run.summary for lane in self._lanes]
        return to_json({"type": how, "id": self._job.id, "summaries": summaries})

    def _open(self) -> None:
        states = pickle.loads(self._job.state) if self._job.state else [None] * len(self._job.experiments)  # noqa: S301
        for number, state in enumerate(states):
            self.lane = number
            self._lanes.append(Lane(number, self._job, state))
        self.lane = None

    def _advance(self, lane: Lane) -> None:
        self.lane = lane.number
        lane.advance()
        self._report_change(lane)
        is_start = lane.epoch == 0
        if is_start or lane.waiting >= BLOCK_ROWS or time.perf_counter() - self._flushed >= BLOCK_SECONDS:
            self._flush()
        if self._job.snapshots and lane.wants_picture and self._allowance.is_left:
            self._send_picture(lane)

    def _flush(self) -> None:
        """Sends the waiting rows of all lanes, so that none is behind."""
        for lane in self._lanes:
            if lane.waiting:
                columns = lane.take()
                message = {"type": "rows", "id": self._job.id, "lane": lane.number, "columns": columns}
                self.send(Rows(lane.number, int(columns["epoch"][-1]), to_json(message)))
        self._flushed = time.perf_counter()

    def _send_picture(self, lane: Lane) -> None:
        self._flush()  # whoever sees a snapshot has its row
        begun = time.perf_counter()
        message = {"type": "snapshot", "id": self._job.id, "lane": lane.number, **lane.picture()}
        self.send(Picture(lane.number, lane.epoch, to_json(message)))
        self._allowance.spend(time.perf_counter() - begun)

    def _hand_over(self, *, is_shown: bool) -> None:
        if is_shown:
            for lane in self._lanes:
                lane.hold_nothing_back()
        self._flush()
        if is_shown and self._job.snapshots:
            for lane in self._lanes:
                if lane.lacks_picture:
                    self._send_picture(lane)
        self._keep()

    def _keep_now_and_then(self) -> None:
        begun = time.perf_counter()
        if begun - self._kept >= self._keep_after:
            self._flush()
            self._keep()
            self._kept = time.perf_counter()
            self._keep_after = max(KEEP_SECONDS, (self._kept - begun) / KEEP_SHARE)

    def _keep(self) -> None:
        state = pickle.dumps([lane.state() for lane in self._lanes], pickle.HIGHEST_PROTOCOL)
        for start in range(0, len(state), PIECE):
            self.send(Piece(state[start : start + PIECE]))
        self.send(Kept(tuple(lane.epoch for lane in self._lanes)))

    def _listen(self) -> Command | None:
        """The next command, if there is one; new learning rates are taken to heart at once."""
        now = time.perf_counter()
        if now - self._listened < LISTEN_SECONDS:
            return None
        self._listened = now
        try:
            while self._pipe.poll():
                command: Any = self._pipe.recv()
                if not isinstance(command, SetEta):
                    return command  # type: ignore[no-any-return]
                self._set(command)
        except (EOFError, OSError):
            raise ServerGone from None
        return None

    def _set(self, command: SetEta) -> None:
        for lane in self._lanes:
            if lane.number in command.etas:
                lane.want(command.etas[lane.number])
                self._report_change(lane)

    def _report_change(self, lane: Lane) -> None:
        if (change := lane.changed()) is not None:
            self._flush()  # whoever hears of it has all rows that are older
            self.send(Changed(change))

    def send(self, report: Report) -> None:
        try:
            self._pipe.send(report)
        except OSError:
            raise ServerGone from None
