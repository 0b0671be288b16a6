"""IDX files, in which MNIST comes: a magic number, the lengths of the axes, then bytes; perhaps all of it gzipped.

Read in pieces, so that a file is never in memory as a whole. Whether one is gzipped is seen from its first two bytes,
not from its name.
"""

import gzip
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.learning.datasets.errors import FileProblem, Truncated

Bytes = NDArray[np.uint8]

GZIP = b"\x1f\x8b"
UNSIGNED_BYTE = 0x08
"""The third byte of the magic number; the fourth is the number of axes."""
PIECE = 1 << 20


@contextmanager
def opened(path: Path) -> Iterator[BufferedIOBase]:
    """The file's content, gzipped or not. Raises FileProblem where it cannot be read or unpacked."""
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(len(GZIP)) == GZIP
            raw.seek(0)
            if not is_packed:
                yield raw
                return
            with gzip.open(raw) as unpacked:
                yield unpacked
    except EOFError:
        raise Truncated(f"{path.name} is truncated: its gzip stream ends too early", path.parent) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FileProblem(f"{path.name} is damaged: {error}", path.parent) from None
    except OSError as error:
        raise FileProblem(f"{path.name} cannot be read: {error.strerror or error}", path.parent) from None


def pieces(path: Path, shape: Sequence[int]) -> Iterator[Bytes]:
    """The entries along the first axis, about a megabyte at a time, of a file that must have this shape.

    Raises FileProblem where the file is none of its kind, has another shape, is too short or too long.
    """
    entry = int(np.prod(shape[1:], dtype=np.int64))
    step = max(1, PIECE // entry)
    with opened(path) as file:
        _check_header(path, file, shape)
        read = 0
        for start in range(0, shape[0], step):
            count = min(step, shape[0] - start)
            content = _read(file, count * entry)
            read += len(content)
            if len(content) < count * entry:
                raise _truncated(path, shape[0] * entry, read)
            yield np.frombuffer(content, np.uint8).reshape(count, *shape[1:])
        if file.read(1):
            raise FileProblem(f"{path.name} goes on after its last entry: it is damaged", path.parent)


def _check_header(path: Path, file: BufferedIOBase, shape: Sequence[int]) -> None:
    magic = (UNSIGNED_BYTE << 8) + len(shape)
    wanted = 4 + 4 * len(shape)
    header = _read(file, wanted)
    if len(header) >= 4 and int.from_bytes(header[:4]) != magic:
        found = int.from_bytes(header[:4])
        raise FileProblem(f"{path.name} must begin with the magic number {magic}, got {found}", path.parent)
    if len(header) < wanted:
        raise _truncated(path, wanted, len(header))
    lengths = struct.unpack(f">{len(shape)}I", header[4:])
    if lengths != tuple(shape):
        raise FileProblem(
            f"{path.name} must have the shape {_times(shape)}, got {_times(lengths)}",
            path.parent,
        )


def _read(file: BufferedIOBase, count: int) -> bytes:
    """All that was asked for, unless the file ends before: a gzip stream gives less at a time as it likes."""
    parts = []
    while count > 0:
        part = file.read(count)
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _truncated(path: Path, needed: int, got: int) -> Truncated:
    return Truncated(f"{path.name} is truncated: {needed:,} bytes are needed there, got {got:,}", path.parent)


def _times(lengths: Sequence[int]) -> str:
    return " × ".join(f"{length:,}" for length in lengths)
