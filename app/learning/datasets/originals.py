"""MNIST's four files as they were published, by the digest of what they hold.

Of the content and not of the file: copies differ in how they are packed, and some are not packed at all.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.learning.datasets import mnist
from app.learning.datasets.errors import FileProblem, Truncated
from app.learning.datasets.idx import PIECE, UNSIGNED_BYTE, opened

HEAD = bytes([0, 0, UNSIGNED_BYTE])
"""What all of them begin with."""


@dataclass(frozen=True)
class Original:
    """The name of a file without its .gz, how many bytes it unpacks to, and their SHA-256."""

    name: str
    size: int
    sha256: str

    def check(self, path: Path) -> None:
        """Raises `Truncated` for a file that ends too early, FileProblem for any other that does not hold the same.

        Nothing is unpacked beyond the size, whatever the file promises.
        """
        digest = hashlib.sha256()
        size = 0
        with opened(path) as file:
            while piece := file.read(min(PIECE, self.size + 1 - size)):
                if size == 0 and not piece.startswith(HEAD[: len(piece)]):
                    # Said at once, because a short page that says "not found" is not the beginning of a file.
                    raise self._other(path)
                digest.update(piece)
                size += len(piece)
        if size < self.size:
            raise Truncated(f"{path.name} is truncated: {self.size:,} bytes are needed, got {size:,}", path.parent)
        if size != self.size or digest.hexdigest() != self.sha256:
            raise self._other(path)

    def _other(self, path: Path) -> FileProblem:
        return FileProblem(f"{path.name} does not hold MNIST's {self.name}: its SHA-256 is another", path.parent)


ORIGINALS = (
    Original(mnist.TRAIN_IMAGES, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    Original(mnist.TRAIN_LABELS, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    Original(mnist.TEST_IMAGES, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    Original(mnist.TEST_LABELS, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
)
