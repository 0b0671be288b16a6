"""A worker process and the pipe to it: started from a thread, killed at any time, and gone when its server is."""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Self


class Child:
    """A process that runs `target(pipe)`."""

    def __init__(self, pipe: Connection, process: multiprocessing.process.BaseProcess) -> None:
        self.pipe = pipe
        self._process = process

    @classmethod
    def start(cls, target: Callable[[Connection], None], name: str) -> Self:
        """From a thread that has called `ignore_interrupts`. Raises OSError where no process can be started."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=target, args=(theirs,), name=name, daemon=True)
        try:
            process.start()
        except Exception:
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(ours, process)

    @property
    def pid(self) -> int | None:
        """None once it is buried."""
        return None if self.pipe.closed else self._process.pid

    def kill(self) -> None:
        """Its pipe then comes to an end for whoever reads from it."""
        self._process.kill()

    def bury(self) -> None:
        """Ends the process, and frees what it holds here."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def ignore_interrupts() -> None:
    """For a thread that starts processes: they inherit it, and Ctrl+C, which reaches all, is for the server alone."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
