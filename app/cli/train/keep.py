"""Files that hold hours of work: never half-written, never written over unasked, and never lost to a full disk.

A file is written beside its place and moved there when it is whole. Where that fails when the work is done, it goes to
the folder for temporary files instead, and the command says where it is.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from app.cli.problems import Failed, writing

PART = ".part"
"""The ending of a file that is not finished."""


DEVICES = ("/dev/", "/proc/")


def _is_device(name: str) -> bool:
    """Whether it is one by its name: /dev/stdout may lead to a file that is open already."""
    return name.startswith(DEVICES)


class Keep:
    """One file to be. A device or a pipe, which can be no more than written to, is written to directly."""

    def __init__(self, name: str, *, force: bool) -> None:
        self.name = name
        # A file that a link leads to is replaced, and not the link.
        self._path = Path(name) if _is_device(name) else Path(os.path.realpath(name))
        self._force = force

    @property
    def is_plain(self) -> bool:
        """Whether it is, or will be, an ordinary file."""
        return not _is_device(self.name) and (self._path.is_file() or not self._path.exists())

    def check(self) -> None:
        """Raises `Failed` where the file must not or cannot be, before anything is begun."""
        if self._path.is_dir():
            raise Failed(f"Cannot write {self.name}: Is a directory.")
        if not self.is_plain:
            return
        if self._path.exists() and not self._force:
            raise Failed(f"{self.name} is there already: --force overwrites it.")
        if not self._path.absolute().parent.is_dir():
            raise Failed(f"Cannot write {self.name}: No such file or directory.")
        new = Path(f"{self._path}.new")
        with writing(self.name):
            new.write_bytes(b"")
            new.unlink()

    def check_part(self, known: str | None) -> None:
        """Raises `Failed` where somebody else's unfinished file would be written over; `known` is one that may be."""
        is_known = known is not None and os.path.realpath(known) == str(self._part)
        if self.is_plain and self._part.exists() and not (self._force or is_known):
            part = f"{self.name}{PART}"
            raise Failed(
                f"{part} is of a training that was cut off: --start {part} goes on from it, --force begins again."
            )

    def open(self) -> IO[bytes]:
        """The file to be written bit by bit, for what is of use half-written too. Raises OSError."""
        return self._path.open("wb")

    def write_part(self, content: bytes) -> None:
        """What there is so far, beside the file's place; raises OSError and then leaves what was there before."""
        if self.is_plain:
            self._write(content, self._part)

    def write(self, content: bytes) -> None:
        """The file itself. Raises `Failed` when it cannot be, with the place where its content is instead."""
        try:
            if self.is_plain:
                self._write(content, self._path)
            else:
                self._path.write_bytes(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Failed(f"Cannot write {self.name}: {error.strerror or error}. {self._elsewhere(content)}") from None
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    @property
    def _part(self) -> Path:
        return Path(f"{self._path}{PART}")

    def _write(self, content: bytes, path: Path) -> None:
        new = Path(f"{self._path}.new")
        try:
            with new.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def _elsewhere(self, content: bytes) -> str:
        """Puts the content into the folder for temporary files and says so."""
        try:
            descriptor, place = tempfile.mkstemp(prefix=f"{self._path.stem}-", suffix=self._path.suffix)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except OSError:
            held = f" An earlier state is in {self._part}." if self._part.exists() else ""
            return f"The folder for temporary files cannot hold it either.{held}"
        return f"It is in {place} instead."
