"""A contestant: a process of its own that prepares a work once and does it whenever it is its turn."""

import importlib
import multiprocessing
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from tests.benchmarks.engine.work import Answer

TURN = 0.05
"""Seconds: a call that is shorter is repeated for so long, and the median of its times counts as one."""


class Spent(NamedTuple):
    """Seconds on the clock, and of all processors together."""

    seconds: float
    processor: float


class Missing(Exception):
    """What the contestant needs is not installed."""


class Broken(Exception):
    """The contestant failed; the text says how."""


class Contestant:
    """`place` is "module:function" below this package; the function takes a work and returns what does it.

    The process starts with the first work. It keeps its imports from one work to the next, and what it has prepared
    until then.
    """

    def __init__(self, name: str, place: str) -> None:
        self.name = name
        self.place = place
        self._process: Any = None
        self._pipe: Connection | None = None

    def prepare(self, work: Any) -> tuple[Spent, Answer]:
        """What the first call took, compilation and all, and its answer. Raises `Missing` and `Broken`."""
        if self._pipe is None:
            # A fresh interpreter: a fork would inherit the parent's imports and threads.
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self.place), daemon=True)
            self._process.start()
            theirs.close()
        spent, answer = self._ask(work)
        return spent, answer

    def again(self) -> Spent:
        """What one more call took, or the median of several short ones."""
        spent: Spent = self._ask(None)
        return spent

    def close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()  # the process reads the end of its pipe and ends
            self._process.join()
            self._pipe = None

    def _ask(self, work: Any) -> Any:
        assert self._pipe is not None
        try:
            self._pipe.send(work)
            reply = self._pipe.recv()
        except (EOFError, OSError):
            raise Broken(f"{self.name}: its process has died") from None
        if isinstance(reply, Exception):
            raise reply
        return reply


def _serve(pipe: Connection, place: str) -> None:
    module, _, function = place.partition(":")
    run: Any = None
    while True:
        try:
            work = pipe.recv()
        except EOFError:
            return
        reply: Any
        try:
            if work is not None:
                run = None  # the last work's arrays go before the new ones come
                run = getattr(importlib.import_module(f"tests.benchmarks.engine.{module}"), function)(work)
                reply = _clock(run)
            else:
                reply = _turn(run)
        except ImportError as error:
            reply = Missing(str(error))
        except Exception as error:  # noqa: BLE001 (whatever a library throws is told to whoever compares)
            reply = Broken(f"{place}: {type(error).__name__}: {str(error)[:500]}")
        pipe.send(reply)


def _clock(run: Callable[[], Any]) -> tuple[Spent, Any]:
    start = Spent(time.perf_counter(), time.process_time())
    answer = run()
    return Spent(time.perf_counter() - start.seconds, time.process_time() - start.processor), answer


def _turn(run: Callable[[], Any]) -> Spent:
    calls: list[Spent] = []
    while sum(call.seconds for call in calls) < TURN:
        calls.append(_clock(run)[0])
    return Spent(*(statistics.median(column) for column in zip(*calls, strict=True)))
