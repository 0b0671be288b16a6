"""A table that comes with the request: inputs and the targets that the outputs should have."""

import numpy as np

from app.learning.datasets.data import Data, Extent
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.errors import DataError
from app.learning.datasets.options import Option, Options

MOST_ROWS = 1000
MOST_COLUMNS = 1000
LARGEST = 1000.0
"""The bound of |x|, as of a single neuron's input."""


class Table(DataSet):
    """Targets lie between 0 and 1, as those of a single neuron do."""

    name = "table"
    label = "Table"
    summary = "Examples of your own: a list of inputs and a list of targets, one each an example."
    place = 40
    is_given = True
    options = {  # noqa: RUF012 (of the type that the parent says)
        "x": Option("matrix", None, "Inputs", "A list an example, with a number an input.", 1, MOST_ROWS),
        "y": Option("matrix", None, "Targets", "A list an example, with a number an output.", 1, MOST_ROWS),
    }

    def make(self, options: Options) -> Data:
        self.extent(options)
        x, y = np.array(options["x"], float), np.array(options["y"], float)
        for name, values, low, high in (("x", x, -LARGEST, LARGEST), ("y", y, 0.0, 1.0)):
            outside = np.argwhere(~((low <= values) & (values <= high)))
            if len(outside):
                row, column = map(int, outside[0])
                rule = f"between {low:g} and {high:g}"
                raise DataError(f"{name}[{row}][{column}]", rule, float(values[row, column]))
        return Data(self.name, x, y=y)

    def extent(self, options: Options) -> Extent:
        """Raises DataError where inputs and targets are not of one table."""
        x, y = options["x"], options["y"]
        if len(x) != len(y):
            raise DataError("y", f"a list of {len(x)}, one each an example in x", y)
        for name, rows in (("x", x), ("y", y)):
            if len(rows[0]) > MOST_COLUMNS:
                raise DataError(f"{name}[0]", f"a list of at most {MOST_COLUMNS}", rows[0])
        return Extent(len(x), 0, len(x[0]), 0, len(y[0]))


DATA_SETS = (Table(),)
