"""What MNIST's files hold, by digest."""

import gzip
import hashlib
from pathlib import Path

import pytest

from app.learning.datasets.errors import FileProblem, Truncated
from app.learning.datasets.mnist import FILES
from app.learning.datasets.originals import ORIGINALS, Original

CONTENT = bytes([0, 0, 8, 1]) + bytes(range(256)) * 20
ONE = Original("labels", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def written(folder: Path, content: bytes) -> Path:
    path = folder / "labels.gz"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("level", [0, 1, 9])
def test_however_it_is_packed_it_is_the_same(level: int, tmp_path: Path) -> None:
    ONE.check(written(tmp_path, gzip.compress(CONTENT, level)))
    ONE.check(written(tmp_path, CONTENT))


@pytest.mark.parametrize("content", [CONTENT[:-1], gzip.compress(CONTENT)[:-1], b"", b"\0"])
def test_what_ends_too_early_is_told_apart(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Truncated):
        ONE.check(written(tmp_path, content))


@pytest.mark.parametrize(
    "content", [CONTENT + b"x", CONTENT[:-1] + b"x", gzip.compress(CONTENT + b"x"), b"<html>not found</html>"]
)
def test_anything_else_is_another_file(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"labels\.gz does not hold MNIST's labels") as caught:
        ONE.check(written(tmp_path, content))
    assert not isinstance(caught.value, Truncated)


def test_a_stream_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(CONTENT[:4] + bytes(50_000_000), 1)
    with pytest.raises(FileProblem, match="SHA-256"):
        ONE.check(written(tmp_path, bomb))


def test_all_four_files_have_an_original() -> None:
    assert tuple(original.name for original in ORIGINALS) == FILES
    assert [original.size for original in ORIGINALS] == [16 + 60_000 * 784, 8 + 60_000, 16 + 10_000 * 784, 8 + 10_000]
