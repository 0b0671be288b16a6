"""A sweep's result on the disk while it is being computed, so that nothing that is finished can be lost.

Beside the file that is to be, `map.npy`, lie two others until all is there: `map.npy.part`, the result as a memory map,
and `map.npy.journal`, a line for the sweep and one for each finished chunk. A chunk's numbers are on the disk before
its line is, so a line can be believed; a line that was cut off in the middle of writing is dropped, and its chunk
computed again. The last step is a rename: `map.npy` is either whole or not there.
"""

import errno
import json
import mmap
import os
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO

import numpy as np

from app import __version__
from app.experiments.sweeps.chunks import Chunk, chunks_of
from app.experiments.sweeps.errors import AlreadyThere, NothingToResume, OtherSweep
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array

SYNC_SECONDS = 1.0
"""How much work a cut in the power may cost. A kill of the process alone costs no more: the system keeps what it has
been given, but only what the journal names is believed."""


SYNC_BYTES = 2**26
"""How much of the result may wait in memory for the disk: 64 megabytes, however fast it is computed."""


class StoredSweep:
    """The files of one sweep. Give `values`, `finished` and `keep` to a `SweepRun` that goes through the rows in order.

    Used with `with`: what is finished stays on the disk, whatever happens; `finish` makes the file that was asked for.
    """

    def __init__(self, path: Path, sweep: Sweep, values: Array, finished: list[Chunk]) -> None:
        self.path = path
        self.values = values
        """The memory map, of the sweep's shape. What no finished chunk has filled is 0 in it, and means nothing."""
        self.finished = finished
        self._sweep = sweep
        self._journal = _journal_of(path).open("ab")
        self._unsaved: list[Chunk] = []
        self._saved_at = monotonic()

    @classmethod
    def create(cls, path: Path, sweep: Sweep, replace: bool = False) -> "StoredSweep":
        """A new result. Raises `AlreadyThere` where a sweep was cut off, unless it may be replaced, and `OSError`."""
        if _journal_of(path).exists() and not replace:
            raise AlreadyThere(f"{_part_of(path)} holds a sweep that was cut off: go on with it, or remove it")
        _journal_of(path).unlink(missing_ok=True)
        values = np.lib.format.open_memmap(_part_of(path), mode="w+", dtype=np.float64, shape=sweep.shape)
        try:
            _reserve(_part_of(path))
        except OSError:
            _part_of(path).unlink()
            raise
        with _journal_of(path).open("wb") as journal:
            journal.write(_first_line(sweep))
            _to_disk(journal)
        _to_disk_folder(path)
        return cls(path, sweep, values, [])

    @classmethod
    def resume(cls, path: Path, sweep: Sweep) -> "StoredSweep":
        """The result of this sweep as far as it came. Raises `NothingToResume`, `OtherSweep` and `OSError`."""
        try:
            lines = _journal_of(path).read_bytes().splitlines(keepends=True)
            whole = [line for line in lines if line.endswith(b"\n")]
            if not whole:
                raise FileNotFoundError
            values = np.load(_part_of(path), mmap_mode="r+")
        except (FileNotFoundError, ValueError):
            raise NothingToResume(f"there is no sweep to go on with: no {_part_of(path)}, or nothing in it") from None
        if whole[0] != _first_line(sweep) or values.shape != sweep.shape or values.dtype != np.float64:
            raise OtherSweep(_difference(path, whole[0]))
        known = {_line(chunk): chunk for chunk in chunks_of(sweep, coarse_first=False)}
        if not set(whole[1:]) <= set(known):
            raise OtherSweep(
                f"{_journal_of(path)} names pieces that this sweep does not have: remove it to begin again"
            )
        with _journal_of(path).open("r+b") as journal:
            journal.truncate(sum(map(len, whole)))
        return cls(path, sweep, values, [known[line] for line in dict.fromkeys(whole[1:])])

    def keep(self, chunk: Chunk, _: Array) -> None:
        """Notes that a chunk's numbers are in `values`; every second or 64 megabytes, makes sure of all that are."""
        self._unsaved.append(chunk)
        waiting = sum(unsaved.cells for unsaved in self._unsaved) * self.values.itemsize
        if waiting >= SYNC_BYTES or monotonic() - self._saved_at >= SYNC_SECONDS:
            self.save()

    def save(self) -> None:
        """Puts what is finished on the disk: first the numbers, then the lines that vouch for them."""
        if self._unsaved:
            _flush(self.values)
            self._journal.write(b"".join(map(_line, self._unsaved)))
            _to_disk(self._journal)
            self._unsaved.clear()
        self._saved_at = monotonic()

    def finish(self) -> None:
        """Gives the result its name and removes the journal. All chunks must have been kept."""
        self.save()
        self._journal.close()
        _part_of(self.path).replace(self.path)
        _to_disk_folder(self.path)
        _journal_of(self.path).unlink()

    def close(self) -> None:
        """Saves what is finished and lets go of the files."""
        if not self._journal.closed:
            self.save()
            self._journal.close()

    def __enter__(self) -> "StoredSweep":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def discard(self) -> None:
        """Removes the files of a sweep that is not to be kept, or whose result has been written elsewhere."""
        self._journal.close()
        _part_of(self.path).unlink(missing_ok=True)
        _journal_of(self.path).unlink(missing_ok=True)


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + ".journal")


def _first_line(sweep: Sweep) -> bytes:
    """What a journal begins with: whose it is."""
    return json.dumps({"version": __version__, "sweep": sweep.model_dump(mode="json")}).encode() + b"\n"


def _line(chunk: Chunk) -> bytes:
    return f"{chunk.start}:{chunk.stop}:{chunk.step} {chunk.first}:{chunk.last}\n".encode()


def _difference(path: Path, first_line: bytes) -> str:
    """Why a journal is none of this sweep's."""
    try:
        version = json.loads(first_line)["version"]
    except (ValueError, TypeError, KeyError):
        return f"{_journal_of(path)} is no journal of a sweep"
    if version != __version__:
        return f"{_part_of(path)} was begun by version {version} of the app, got {__version__}: its numbers may differ"
    return f"{_part_of(path)} belongs to another sweep: other axes, base or measure"


def _reserve(file: Path) -> None:
    """Takes the room on the disk now: a full disk is an error here, and a crash when a memory map meets it."""
    if hasattr(os, "posix_fallocate"):
        with file.open("r+b") as opened:
            try:
                os.posix_fallocate(opened.fileno(), 0, file.stat().st_size)
            except OSError as error:
                if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):  # some file systems have no such thing
                    raise


def _flush(values: Array) -> None:
    """Writes the changed pages, waits until they are there, and lets the system have their memory back."""
    if isinstance(values, np.memmap):
        values.flush()
        forget(values)


def forget(values: Array) -> None:
    """Lets the system have back the memory of a map's pages: they are read again from the disk when they are needed."""
    if isinstance(values, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
        pages: mmap.mmap = values._mmap  # type: ignore[attr-defined]  # NumPy gives no other way to it
        pages.madvise(mmap.MADV_DONTNEED)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _to_disk_folder(path: Path) -> None:
    """A new name is safe only when its folder is on the disk; where folders cannot be opened, nothing can be done."""
    with suppress(OSError):
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
