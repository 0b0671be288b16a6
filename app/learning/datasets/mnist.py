"""MNIST from its four IDX files, split 50,000/10,000/10,000 as the book does."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.learning.datasets.data import Data, Extent, Labels
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.errors import FileProblem
from app.learning.datasets.idx import pieces
from app.learning.datasets.options import Option, Options

Pixels = NDArray[np.float32]

SIDE = 28
LEVELS = 255
DIGITS = tuple("0123456789")
TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)


class Mnist(DataSet):
    """Grey values from 0 to 1 in single precision: 220 MB for all 70,000 images, where doubles would take 440.

    The files hold `examples` and then `validation` images, and `test` others. They lie in the data folder itself or in
    a folder `mnist` there.
    """

    name = "mnist"
    label = "MNIST"
    summary = (
        "Handwritten digits, 28 × 28 pixels: 50,000 to learn from, 10,000 held out. Needs its files in the data folder."
    )
    place = 31
    files = FILES

    def __init__(self, examples: int = 50_000, validation: int = 10_000, test: int = 10_000) -> None:
        self.examples = examples
        self.validation = validation
        self.test = test
        self.options = {
            "n": Option(
                "int", examples, "Examples", "How many of the images to learn from, the first ones.", 10, examples
            )
        }

    def missing(self, folder: Path | None) -> str | None:
        absent = [stem for stem in FILES if folder is None or path_of(folder, stem) is None]
        if not absent:
            return None
        names = f"{', '.join(absent[:-1])} and {absent[-1]}" if len(absent) > 1 else absent[0]
        return f"MNIST is not here: the data folder needs {names} (or .gz); slowdown data fetch mnist gets them"

    def extent(self, options: Options) -> Extent:
        return Extent(options["n"], self.test, SIDE * SIDE, len(DIGITS))

    def make(self, options: Options) -> Data:
        return self.make_from(None, options)

    def make_from(self, folder: Path | None, options: Options) -> Data:
        reason = self.missing(folder)
        if reason is not None or folder is None:
            raise FileProblem(reason or "", folder)
        known = self.examples + self.validation
        parts = (slice(0, options["n"]), slice(self.examples, known))
        # The labels first: they are small, and a mistake shows before the long work.
        labels, validation_labels = _labels(folder, TRAIN_LABELS, known, parts)
        (test_labels,) = _labels(folder, TEST_LABELS, self.test, (slice(0, self.test),))
        x, validation_x = _images(folder, TRAIN_IMAGES, known, parts)
        (test_x,) = _images(folder, TEST_IMAGES, self.test, (slice(0, self.test),))
        return Data(
            self.name,
            x,
            labels,
            DIGITS,
            test_x=test_x,
            test_labels=test_labels,
            validation_x=validation_x,
            validation_labels=validation_labels,
            image=(SIDE, SIDE),
            levels=LEVELS,
        )


def path_of(folder: Path, stem: str) -> Path | None:
    """Where the file lies, gzipped or not; some copies write a dot where the original names have a dash."""
    dotted = stem.replace("-idx", ".idx")
    for name in (stem, f"{stem}.gz", dotted, f"{dotted}.gz"):
        for place in (folder / name, folder / "mnist" / name):
            with suppress(OSError):  # a folder that may not be looked into holds nothing for us
                if place.is_file():
                    return place
    return None


def _found(folder: Path, stem: str) -> Path:
    path = path_of(folder, stem)
    if path is None:  # gone since it was looked for
        raise FileProblem(f"{stem} is not in the data folder", folder)
    return path


def _images(folder: Path, stem: str, count: int, parts: Sequence[slice]) -> list[Pixels]:
    """The images of each part as rows of grey values from 0 to 1."""
    found = [np.empty((part.stop - part.start, SIDE * SIDE), np.float32) for part in parts]
    start = 0
    for piece in pieces(_found(folder, stem), (count, SIDE, SIDE)):
        rows = piece.reshape(len(piece), -1)
        for part, out in zip(parts, found, strict=True):
            low, high = max(part.start, start), min(part.stop, start + len(rows))
            if low < high:
                np.divide(
                    rows[low - start : high - start], np.float32(LEVELS), out=out[low - part.start : high - part.start]
                )
        start += len(rows)
    return found


def _labels(folder: Path, stem: str, count: int, parts: Sequence[slice]) -> Iterator[Labels]:
    path = _found(folder, stem)
    labels = np.concatenate(list(pieces(path, (count,))))
    if labels.max() >= len(DIGITS):
        raise FileProblem(f"{path.name} must hold labels from 0 to 9, got {labels.max()}", folder)
    return (labels[part].astype(np.intp) for part in parts)


DATA_SETS = (Mnist(),)
