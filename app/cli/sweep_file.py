"""The file of a sweep: whether it may be there, where its cells go meanwhile, and how it is written at last.

All that is computed lies beside the file that is asked for (app/experiments/sweeps/storage.py), which itself is there
whole or not at all. For standard output it lies in memory, or where it is large in a folder that goes with the command.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from app.cli.files import STANDARD, opened
from app.cli.problems import INTERRUPTED, Ended, Failed, writing
from app.experiments.sweeps.chunks import Chunk
from app.experiments.sweeps.formats import FORMATS
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import StoredSweep, forget
from app.learning.elementwise import Array

IN_MEMORY = 2**23
"""Cells on their way to standard output that need no disk: 64 megabytes."""
HELD = 64 * 1024 * 1024
"""Bytes of a file that are written before the map that they are read from may leave the memory."""


class Cells(Protocol):
    """Where the cells of a sweep go while they are computed."""

    @property
    def values(self) -> Array: ...

    @property
    def finished(self) -> Collection[Chunk]: ...

    def keep(self, chunk: Chunk, values: Array) -> None: ...


@dataclass(frozen=True)
class InMemory:
    """Cells that are gone when the command ends."""

    values: Array
    finished: Collection[Chunk] = ()

    def keep(self, chunk: Chunk, values: Array) -> None:
        """Nothing more is needed: the values are there already."""


def check_room(sweep: Sweep, out: str, *, resume: bool, force: bool) -> None:
    """Raises `Failed` where the file must not or cannot be, before anything is begun."""
    if is_in_memory(sweep, out):
        return
    path = Path(_temporary(), "sweep.npy") if out == STANDARD else Path(out).absolute()
    if out != STANDARD and path.exists() and not force:
        raise Failed(f"{out} is there already: --force overwrites it.")
    if not path.parent.is_dir():
        raise Failed(f"Cannot write {out}: No such file or directory.")
    free, needed = shutil.disk_usage(path.parent).free, 8 * sweep.cells
    if needed > free and not resume:
        raise Failed(
            f"Cannot write {out}: {sweep.cells:,} cells take {short(needed)} bytes, and {short(free)} are free."
        )


def is_in_memory(sweep: Sweep, out: str) -> bool:
    """Whether the cells need no disk."""
    return out == STANDARD and sweep.cells <= IN_MEMORY


def _temporary() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        raise Failed("There is no folder for temporary files: name one with TMPDIR, or a file with --out.") from None


@contextmanager
def store(sweep: Sweep, out: str, *, resume: bool, force: bool) -> Iterator[Cells]:
    """Where the cells go: beside the file, for standard output into memory or into a folder that goes."""
    with ExitStack() as stack:
        if is_in_memory(sweep, out):
            yield InMemory(np.full(sweep.shape, -np.inf))
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=_temporary())) if out == STANDARD else None
        path = Path(out) if folder is None else Path(folder, "sweep.npy")
        with writing(out):
            stored = StoredSweep.resume(path, sweep) if resume else StoredSweep.create(path, sweep, replace=force)
        yield stack.enter_context(stored)


def finish(sweep: Sweep, stored: Cells, out: str, kind: str) -> None:
    """The file itself, whole or not at all."""
    if out == STANDARD or not isinstance(stored, StoredSweep):
        write(sweep, stored, STANDARD, kind)
        return
    if kind == "npy":
        with writing(out):
            stored.finish()
        return
    new = Path(f"{out}.new")
    try:
        with writing(out):
            write(sweep, stored, str(new), kind)
            new.replace(out)
    except KeyboardInterrupt:
        raise Ended(
            INTERRUPTED,
            "Stopped while the file was written. All is computed: the same command with --resume writes it.",
        ) from None
    finally:
        new.unlink(missing_ok=True)
    stored.discard()


def write(sweep: Sweep, stored: Cells, name: str, kind: str) -> None:
    """The result in its format, piece by piece, however large it is."""
    with opened(name) as file:
        written = 0
        for piece in FORMATS[kind].write(sweep, stored.values):
            file.write(piece)
            written += len(piece)
            if written > HELD:
                forget(stored.values)
                written = 0


def short(count: float) -> str:
    """As in 24 thousand, 1.3 million, 30 billion."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
        if count >= size:
            return f"{count / size:.3g} {name}"
    return f"{count:.3g}"
