"""The file of a sweep: whether it may be there, where its cells go meanwhile, and how it is written at last.

All that is computed lies beside the file that is asked for (app/experiments/sweeps/storage.py), which itself is there
whole or not at all. For standard output it lies in a folder that goes with the command.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from app.cli.files import STANDARD, opened
from app.cli.problems import INTERRUPTED, Ended, Failed, writing
from app.experiments.sweeps.formats import FORMATS
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import StoredSweep, forget

HELD = 64 * 1024 * 1024
"""Bytes of a file that are written before the map that they are read from may leave the memory."""


def check_room(sweep: Sweep, out: str, *, resume: bool, force: bool) -> None:
    """Raises `Failed` where the file must not or cannot be, before anything is begun."""
    path = Path(tempfile.gettempdir(), "sweep.npy") if out == STANDARD else Path(out).absolute()
    if out != STANDARD and path.exists() and not force:
        raise Failed(f"{out} is there already: --force overwrites it.")
    if not path.parent.is_dir():
        raise Failed(f"Cannot write {out}: No such file or directory.")
    free, needed = shutil.disk_usage(path.parent).free, 8 * sweep.cells
    if needed > free and not resume:
        raise Failed(
            f"Cannot write {out}: {sweep.cells:,} cells take {short(needed)} bytes, and {short(free)} are free."
        )


@contextmanager
def store(sweep: Sweep, out: str, *, resume: bool, force: bool) -> Iterator[StoredSweep]:
    """Where the cells go while they are computed: beside the file, or for standard output in a folder that goes."""
    folder = tempfile.TemporaryDirectory() if out == STANDARD else nullcontext(None)
    with folder as name:
        path = Path(name, "sweep.npy") if name else Path(out)
        with writing(out):
            stored = StoredSweep.resume(path, sweep) if resume else StoredSweep.create(path, sweep, replace=force)
        with stored:
            yield stored


def finish(sweep: Sweep, stored: StoredSweep, out: str, kind: str) -> None:
    """The file itself, whole or not at all."""
    if out != STANDARD and kind == "npy":
        with writing(out):
            stored.finish()
        return
    if out == STANDARD:
        write(sweep, stored, STANDARD, kind)
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


def write(sweep: Sweep, stored: StoredSweep, name: str, kind: str) -> None:
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
