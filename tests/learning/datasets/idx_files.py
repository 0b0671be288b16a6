"""Small IDX files, as those of MNIST are made."""

import gzip
import struct
from pathlib import Path

import numpy as np

from app.learning.datasets.idx import Bytes
from app.learning.datasets.mnist import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS

TRAIN, VALIDATION, TEST = 40, 12, 9
"""How many images the small copy of MNIST has."""


def idx(values: Bytes, magic: int | None = None) -> bytes:
    """The content of a file that holds these bytes."""
    first = 0x0800 + values.ndim if magic is None else magic
    return struct.pack(f">{1 + values.ndim}I", first, *values.shape) + values.tobytes()


def small_mnist(folder: Path, *, is_packed: bool = True) -> dict[str, Bytes]:
    """Writes the four files; gives back what they hold, by their names."""
    rng = np.random.default_rng(5)
    known = TRAIN + VALIDATION
    held = {
        TRAIN_IMAGES: rng.integers(0, 256, (known, 28, 28), np.uint8),
        TRAIN_LABELS: rng.integers(0, 10, known).astype(np.uint8),
        TEST_IMAGES: rng.integers(0, 256, (TEST, 28, 28), np.uint8),
        TEST_LABELS: rng.integers(0, 10, TEST).astype(np.uint8),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in held.items():
        content = idx(values)
        (folder / f"{name}{'.gz' if is_packed else ''}").write_bytes(gzip.compress(content) if is_packed else content)
    return held
