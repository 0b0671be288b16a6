"""The files of weights while networks are trained: one a run, kept up to date beside its place, whole at the end."""

import time
from collections.abc import Sequence
from pathlib import Path

from app.cli.problems import Failed, WrongUse
from app.cli.terminal import say
from app.cli.train.keep import Keep
from app.cli.train.npz import Saved, to_bytes

ENDING = ".npz"
BETWEEN = 10.0
"""Seconds between two copies of a network under way: what a lost machine costs at most, and an epoch."""


def names_of(name: str, count: int) -> list[str]:
    """The file of each run: the name itself, or with the number of the run where there are several."""
    if Path(name).suffix != ENDING:
        raise WrongUse(f"--weights: weights must end in {ENDING}, got {name[-40:]!r}.")
    stem = name.removesuffix(ENDING)
    return [name] if count == 1 else [f"{stem}-{number}{ENDING}" for number in range(count)]


class Weights:
    """Where the networks of some runs go."""

    def __init__(self, names: Sequence[str], start: str | None, *, force: bool) -> None:
        """`start` is the file that is gone on from, if any. Raises `Failed` where a file must not or cannot be."""
        self._keeps = [Keep(name, force=force) for name in names]
        for keep in self._keeps:
            keep.check()
            keep.check_part(start)
        self._last: dict[int, Saved] = {}
        self._written_at: dict[int, float] = {}
        self._is_doubted = False
        self._finished: set[int] = set()

    def keep(self, number: int, saved: Saved) -> None:
        """Where the run stands. The first time it is written at once: a disk that is too full is found out then."""
        if not self._keeps:
            return
        self._last[number] = saved
        now = time.monotonic()
        keep = self._keeps[number]
        if number not in self._written_at:
            try:
                keep.write_part(to_bytes(saved))
            except OSError as error:
                # Nothing has been trained that would have to be saved elsewhere.
                del self._last[number]
                raise Failed(f"Cannot write {keep.name}: {error.strerror or error}.") from None
        elif now - self._written_at[number] >= BETWEEN:
            try:
                keep.write_part(to_bytes(saved))
            except OSError as error:
                if not self._is_doubted:
                    reason = error.strerror or error
                    say(f"Cannot write {keep.name}: {reason}. It is tried again at the end.", is_error=True)
                self._is_doubted = True
        else:
            return
        self._written_at[number] = now

    def finish(self, number: int) -> None:
        """The file of a run that has come to its end. Raises `Failed` where it cannot be written."""
        if number in self._last:
            self._keeps[number].write(to_bytes(self._last.pop(number)))
            self._finished.add(number)

    @property
    def finished(self) -> list[str]:
        """The files that are whole."""
        return [self._keeps[number].name for number in sorted(self._finished)]

    def finish_all(self) -> list[str]:
        """The files of all runs that have not come to their end; says what went wrong with each."""
        lines: list[str] = []
        for number in sorted(self._last):
            try:
                self.finish(number)
            except Failed as failure:
                lines += failure.lines
        return lines
