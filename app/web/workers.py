"""Worker processes for sweeps: niced, started at the first sweep, replaced when one is lost, and never left behind.

A process of their own keeps sweeps from the event loop's interpreter, and being niced keeps them from its processor.
The standard library's pool is not used: one killed worker breaks it for everybody, it has one queue for the urgent and
the patient, its workers outlive a server that is killed, and it waits for running work at the end.
"""

import contextlib
import itertools
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from typing import Any

from app.experiments.sweeps.errors import TRIES, WorkersLost
from app.web.processes import Child, ignore_interrupts

NICE = 5
"""A third of the processor time of whoever is not niced, where there is not enough for all."""

URGENT, PATIENT = 0, 1


class Workers:
    """Up to `count` processes. An urgent call goes before all patient ones: it waits for running calls alone."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._calls: queue.PriorityQueue[tuple[int, int, _Call | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._is_closed = False
        self._hands: list[_Hand] = []

    def submit(self, priority: int, call: "_Call") -> None:
        """Raises RuntimeError after `close`."""
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the workers have been sent home")
            if not self._hands:
                self._hands = [_Hand(self._calls) for _ in range(self.count)]
                for hand in self._hands:
                    hand.start()
        self._calls.put((priority, next(self._order), call))

    @property
    def processes(self) -> list[int]:
        """The process ids of the workers that are there."""
        return [pid for hand in self._hands if (pid := hand.pid) is not None]

    def abandon(self, lane: "Lane") -> None:
        """Ends the workers that are at a call of this lane: nobody waits for it, and others wait behind it."""
        for hand in self._hands:
            hand.abandon(lane)

    def close(self) -> None:
        """Ends all workers at once, whatever they are at; waiting and running calls are cancelled or fail."""
        with self._lock:
            self._is_closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                call = self._calls.get_nowait()[2]
                if call is not None:
                    call.future.cancel()
        for hand in self._hands:
            hand.dismiss()
            self._calls.put((URGENT, next(self._order), None))
        for hand in self._hands:
            hand.join(5)


class Lane(Executor):
    """The workers as an executor for calls of one priority."""

    def __init__(self, workers: Workers, priority: int) -> None:
        self._workers = workers
        self._priority = priority

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        call = _Call(self, (fn, args, kwargs))
        self._workers.submit(self._priority, call)
        return call.future

    def abandon(self) -> None:
        """To be called when no answer is wanted any more, not even one that is about to come."""
        self._workers.abandon(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing: the workers belong to whoever made them."""


class _Call:
    def __init__(self, lane: Lane, content: Any) -> None:
        self.lane = lane
        self.content = content
        self.future: Future[Any] = Future()
        self.is_abandoned = False


class _Hand(threading.Thread):
    """The thread here that talks to one worker process there."""

    def __init__(self, calls: "queue.PriorityQueue[tuple[int, int, _Call | None]]") -> None:
        super().__init__(name="sweep worker", daemon=True)
        self._calls = calls
        self._lock = threading.Lock()
        self._is_dismissed = False
        self._call: _Call | None = None
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """Of the worker, if it is there."""
        child = self._child
        return child.pid if child is not None else None

    def run(self) -> None:
        ignore_interrupts()
        while (call := self._calls.get()[2]) is not None:
            if call.future.set_running_or_notify_cancel():
                self._begin(call)
                self._answer(call)
                self._begin(None)
        self._let_go()

    def _begin(self, call: _Call | None) -> None:
        with self._lock:
            self._call = call

    def _answer(self, call: _Call) -> None:
        for _ in range(TRIES):
            try:
                pipe = self._ready_for(call)
                pipe.send(call.content)
                is_result, value = pipe.recv()
            except (EOFError, OSError):
                self._let_go()
                if self._is_dismissed or call.is_abandoned:
                    break
            except Exception as error:  # noqa: BLE001 (what cannot be pickled says so in many ways)
                call.future.set_exception(error)
                return
            else:
                if is_result:
                    call.future.set_result(value)
                else:
                    call.future.set_exception(value)
                return
        call.future.set_exception(WorkersLost.too_often())

    def _ready_for(self, call: _Call) -> Connection:
        """The way to a living worker, a new one where there is none.

        Raises EOFError where the call is not wanted any more, and OSError where no process can be started.
        """
        with self._lock:
            if self._is_dismissed or call.is_abandoned:
                raise EOFError
            if self._child is None:
                self._child = Child.start(work, self.name)
            return self._child.pipe

    def _let_go(self) -> None:
        with self._lock:
            if self._child is not None:
                self._child.bury()
                self._child = None

    def abandon(self, lane: Lane) -> None:
        """Ends the worker, should it be at a call of this lane; the next call gets a new one."""
        with self._lock:
            if self._call is not None and self._call.lane is lane:
                self._call.is_abandoned = True
                if self._child is not None:
                    self._child.kill()

    def dismiss(self) -> None:
        """Ends the worker; the thread, should it be waiting for an answer, then finds the pipe's end."""
        with self._lock:
            self._is_dismissed = True
            if self._child is not None:
                self._child.kill()


def work(pipe: Connection) -> None:
    """What a worker process does: one call after the other, until the other end of the pipe is gone.

    It is gone when the server has ended in whatever way, for nobody else holds it.
    """
    if hasattr(os, "nice"):
        os.nice(NICE)
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, args, kwargs = pipe.recv()
            try:
                answer = (True, function(*args, **kwargs))
            except Exception as error:  # noqa: BLE001 (whatever it is, it is for whoever called)
                answer = (False, error)
            pipe.send(answer)
