"""Real handwriting without a download: 1,797 digits of 8 × 8 pixels (digits.csv.gz; digits.md says whose they are)."""

import gzip
from pathlib import Path

import numpy as np

from app.learning.datasets.data import Data, Extent
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.options import Option, Options, seed_option

FILE = Path(__file__).with_name("digits.csv.gz")
"""A line an image: 64 grey values from 0 to 16, row by row, then the digit."""
COUNT = 1797
TRAIN = 1347
SIDE = 8
BLACK = 16.0


class Digits(DataSet):
    """Grey values from 0 to 1. Which images are held out depends on the seed alone, not on n."""

    name = "digits"
    label = "Digits, 8 × 8"
    summary = "Real handwritten digits, 8 × 8 pixels: 1,347 to learn from and 450 held out."
    place = 30
    options = {  # noqa: RUF012 (of the type that the parent says)
        "n": Option("int", TRAIN, "Examples", "How many images to learn from.", 10, TRAIN),
        "seed": seed_option("Another seed holds other images out."),
    }

    def make(self, options: Options) -> Data:
        with gzip.open(FILE, "rt", encoding="ascii") as file:
            table = np.loadtxt(file, np.uint8, delimiter=",")
        order = np.random.default_rng(options["seed"]).permutation(COUNT)
        train, test = order[: options["n"]], order[TRAIN:]
        x, labels = table[:, :-1] / BLACK, table[:, -1].astype(np.intp)
        return Data(
            self.name,
            x[train],
            labels[train],
            tuple("0123456789"),
            test_x=x[test],
            test_labels=labels[test],
            image=(SIDE, SIDE),
        )

    def extent(self, options: Options) -> Extent:
        return Extent(options["n"], COUNT - TRAIN, SIDE * SIDE, 10)


DATA_SETS = (Digits(),)
