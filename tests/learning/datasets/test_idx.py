"""IDX files: read in pieces, and every way in which one can be wrong is said."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from app.learning.datasets import idx as module
from app.learning.datasets.errors import FileProblem, Truncated
from app.learning.datasets.idx import Bytes, pieces
from tests.learning.datasets.idx_files import idx

VALUES = np.arange(60, dtype=np.uint8).reshape(5, 3, 4)


def read(path: Path, shape: tuple[int, ...] = VALUES.shape) -> Bytes:
    return np.concatenate(list(pieces(path, shape)))


def written(folder: Path, content: bytes, name: str = "images") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("piece", [1, 12, 25, 1 << 20])
@pytest.mark.parametrize("is_packed", [False, True])
def test_what_was_written_is_read(is_packed: bool, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE", piece)
    content = idx(VALUES)
    path = written(tmp_path, gzip.compress(content) if is_packed else content)
    assert np.array_equal(read(path), VALUES)


def test_a_header_worked_by_hand(tmp_path: Path) -> None:
    # 0x00000801: two zeros, unsigned bytes (8), one axis; then its length, 3
    path = written(tmp_path, bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]))
    assert read(path, (3,)).tolist() == [7, 8, 9]


def test_the_content_says_whether_it_is_packed_and_not_the_name(tmp_path: Path) -> None:
    assert np.array_equal(read(written(tmp_path, idx(VALUES), "images.gz")), VALUES)
    assert np.array_equal(read(written(tmp_path, gzip.compress(idx(VALUES)), "images")), VALUES)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 15, 16, 17, 75])
def test_a_plain_file_that_was_cut_off_is_truncated(length: int, tmp_path: Path) -> None:
    path = written(tmp_path, idx(VALUES)[:length])
    with pytest.raises(Truncated, match=r"^images is truncated: \d+ bytes are needed there, got \d+$"):
        read(path)


@pytest.mark.parametrize("left", [1, 4, 9, 20, 40])
def test_a_packed_file_that_was_cut_off_is_truncated(left: int, tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(idx(VALUES))[:-left], "images.gz")
    with pytest.raises(Truncated, match=r"^images\.gz is truncated"):
        read(path)


def test_a_packed_file_of_a_truncated_one_is_truncated(tmp_path: Path) -> None:
    with pytest.raises(Truncated, match="60 bytes are needed there, got 50"):
        read(written(tmp_path, gzip.compress(idx(VALUES)[:-10])))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (idx(VALUES, magic=2049), "images must begin with the magic number 2051, got 2049"),
        (b"<!doctype html>", "images must begin with the magic number 2051, got 1008821359"),
        (idx(VALUES[:4]), "images must have the shape 5 × 3 × 4, got 4 × 3 × 4"),
        (idx(VALUES.reshape(5, 4, 3)), "images must have the shape 5 × 3 × 4, got 5 × 4 × 3"),
        (idx(VALUES) + b"x", "images goes on after its last entry: it is damaged"),
        (gzip.compress(idx(VALUES)) + b"x" * 50, "images is damaged: Not a gzipped file"),
    ],
)
def test_another_file_is_refused_with_the_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        read(written(tmp_path, content))
    assert str(caught.value).startswith(reason)
    assert not isinstance(caught.value, Truncated)
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.folder == tmp_path


def test_a_damaged_gzip_stream_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(idx(VALUES)))
    for place in range(12, len(packed)):
        damaged = packed.copy()
        damaged[place] ^= 0xFF
        with pytest.raises(FileProblem):
            read(written(tmp_path, bytes(damaged)))


def test_a_shape_that_promises_gigabytes_reserves_none(tmp_path: Path) -> None:
    huge = bytes([0, 0, 8, 3, *[0xFF] * 12])
    with pytest.raises(FileProblem, match="4,294,967,295 × 4,294,967,295"):
        read(written(tmp_path, huge))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read: Is a directory"):
        read(tmp_path)
    with pytest.raises(FileProblem, match="gone cannot be read: No such file"):
        read(tmp_path / "gone")
