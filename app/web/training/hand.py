"""The thread in the server that talks with one worker process: it starts it, gives it jobs and passes on reports.

All that may take a while happens here: starting a process, writing a large state, reading one.
"""

import contextlib
import queue
import threading
from collections.abc import Callable

from app.web.processes import Child, ignore_interrupts
from app.web.training.task import Broken, Command, Job, Lost, Over, Refused, Report, Warm
from app.web.training.worker import work

IDLE_SECONDS = 120.0
"""A worker without a job ends after so long: what it has read of MNIST takes hundreds of megabytes."""


class Hand(threading.Thread):
    """`tell(job, report)` is called in this thread; after `Over`, `Refused`, `Broken` or `Lost` it is free again."""

    def __init__(self, tell: Callable[["Hand", Job, Report], None], idle_seconds: float = IDLE_SECONDS) -> None:
        super().__init__(name="training worker", daemon=True)
        self._tell = tell
        self._idle_seconds = idle_seconds
        self._jobs: queue.SimpleQueue[Job | Warm | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        """Held for moments: the event loop takes it too."""
        self._is_dismissed = False
        self._child: Child | None = None
        self._at: Job | None = None
        """What the worker has been given and has not ended."""
        self._unwanted: Job | None = None

    @property
    def pid(self) -> int | None:
        with self._lock:
            return self._child.pid if self._child is not None else None

    def give(self, job: Job | Warm) -> None:
        """To be called when the hand is free."""
        self._jobs.put(job)

    def command(self, command: Command) -> None:
        """To be called between `Begun` and the end of a job: few and small, so that the pipe takes them at once."""
        with self._lock, contextlib.suppress(OSError):  # the process may be gone, which the thread is about to find
            if self._child is not None:
                self._child.pipe.send(command)

    def forget(self, job: Job) -> None:
        """Nobody wants it any more: should the worker still be starting, it will not be given it."""
        with self._lock:
            self._unwanted = job

    def kill(self, job: Job) -> None:
        """Ends the worker if it is at this job; the next job gets a new one."""
        with self._lock:
            if self._child is not None and self._at is job:
                self._child.kill()

    def dismiss(self) -> None:
        """Ends the worker and the thread."""
        with self._lock:
            self._is_dismissed = True
            if self._child is not None:
                self._child.kill()
        self._jobs.put(None)

    def run(self) -> None:
        ignore_interrupts()
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_seconds if self._child is not None else None)
            except queue.Empty:
                self._let_go()
                continue
            if job is None or self._is_dismissed:
                break
            if isinstance(job, Warm):
                self._warm(job)
            else:
                self._do(job)
            del job  # its state may have tens of megabytes
        self._let_go()

    def _do(self, job: Job) -> None:
        try:
            pipe = self._ready().pipe
            with self._lock:
                self._at = None if self._unwanted is job else job
            if self._at is None:
                self._tell(self, job, Over("stopped"))
                return
            pipe.send(job)
            report: Report | None = None
            while not isinstance(report, (Over, Refused, Broken)):
                report = pipe.recv()
                self._tell(self, job, report)
        except (EOFError, OSError):
            self._let_go()
            self._tell(self, job, Lost())
        finally:
            with self._lock:
                self._at = None
                if self._unwanted is job:
                    self._unwanted = None

    def _warm(self, warm: Warm) -> None:
        try:
            self._ready().pipe.send(warm)
        except (EOFError, OSError):
            self._let_go()  # the first job tries again, and says so if it cannot be done

    def _ready(self) -> Child:
        """A living worker that listens. Raises OSError and EOFError."""
        if self._child is None:
            child = Child.start(work, self.name)  # which takes too long for the lock
            with self._lock:
                self._child = child
                if self._is_dismissed:
                    child.kill()
            child.pipe.recv()  # its greeting, once everything is loaded
        return self._child

    def _let_go(self) -> None:
        with self._lock:
            child, self._child, self._at = self._child, None, None
        if child is not None:
            child.bury()
