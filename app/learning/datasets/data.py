"""Examples to learn from, and others that are held out."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.errors import ShapeMismatch

Numbers = NDArray[Any]
"""float64, or float32 where the numbers are many."""
Labels = NDArray[np.intp]


@dataclass(frozen=True)
class Extent:
    """How large a data set is. `classes` is 0 and `columns` the number of targets where targets are given."""

    examples: int
    test_examples: int
    inputs: int
    classes: int
    columns: int = 0

    def outputs(self, is_one_hot: bool) -> int:
        """How many outputs a network needs."""
        if not self.classes:
            return self.columns
        return self.classes if is_one_hot or self.classes > 2 else 1


@dataclass(frozen=True)
class Data:
    """Inputs (n × d) with either labels, whole numbers that index `classes`, or targets `y` (n × k).

    The fields that begin with `test_` hold examples of the same source that are not trained on; `validation_` those
    that are neither trained on nor tested with. They are None where there are none. `image` is the height and width of
    a picture whose grey values are the inputs, row by row. `levels` says that the inputs are whole multiples of
    1/levels, which single precision rounds and `in_digits` gives back.
    """

    name: str
    x: Numbers
    labels: Labels | None = None
    classes: tuple[str, ...] = ()
    y: Numbers | None = None
    test_x: Numbers | None = None
    test_labels: Labels | None = None
    test_y: Numbers | None = None
    validation_x: Numbers | None = None
    validation_labels: Labels | None = None
    validation_y: Numbers | None = None
    image: tuple[int, int] | None = None
    features: tuple[str, ...] = ()
    levels: int | None = None

    def __post_init__(self) -> None:
        """Raises ShapeMismatch where examples, labels and targets do not belong together."""
        if self.x.ndim != 2 or 0 in self.x.shape:
            raise ShapeMismatch(f"x must be a table of examples, got the shape {self.x.shape}")
        for part in ("", "test_", "validation_"):
            self._check(part, getattr(self, f"{part}x"), getattr(self, f"{part}labels"), getattr(self, f"{part}y"))
        if self.image is not None and self.image[0] * self.image[1] != self.inputs:
            raise ShapeMismatch(f"image must have {self.inputs} pixels, got {self.image[0]} × {self.image[1]}")
        if self.features and len(self.features) != self.inputs:
            raise ShapeMismatch(f"features must be {self.inputs} names, got {len(self.features)}")

    def _check(self, part: str, x: Numbers | None, labels: Labels | None, y: Numbers | None) -> None:
        if x is None:
            if labels is not None or y is not None:
                raise ShapeMismatch(f"{part}x must be given with its labels or targets, got none")
            return
        if x.ndim != 2 or x.shape[1] != self.inputs:
            raise ShapeMismatch(f"{part}x must have {self.inputs} columns, got the shape {x.shape}")
        if (labels is None) == (y is None):
            raise ShapeMismatch(f"{part}x must have either labels or targets y, got {'none' if y is None else 'both'}")
        if labels is not None:
            if labels.shape != x.shape[:1]:
                raise ShapeMismatch(f"{part}labels must be {len(x)} numbers, got the shape {labels.shape}")
            if len(labels) and not (labels.min() >= 0 and labels.max() < len(self.classes)):
                raise ShapeMismatch(f"{part}labels must be below the number of classes, {len(self.classes)}")
        if y is not None and (y.ndim != 2 or len(y) != len(x)):
            raise ShapeMismatch(f"{part}y must have {len(x)} rows, got the shape {y.shape}")

    @property
    def inputs(self) -> int:
        return int(self.x.shape[1])

    @property
    def extent(self) -> Extent:
        held_out = 0 if self.test_x is None else len(self.test_x)
        columns = 0 if self.y is None else int(self.y.shape[1])
        return Extent(len(self.x), held_out, self.inputs, len(self.classes), columns)

    def outputs(self, is_one_hot: bool) -> int:
        """How many outputs a network needs: the columns of `targets`."""
        return self.extent.outputs(is_one_hot)

    def in_digits(self, x: Numbers, dtype: type) -> Numbers:
        """Inputs of this data set in single or double precision, as if they had never been rounded to another."""
        if self.levels is None or x.dtype == dtype or dtype != np.float64:
            return np.ascontiguousarray(x, dtype)
        exact = x * np.float64(self.levels)
        np.rint(exact, out=exact)
        exact /= self.levels
        return exact

    def targets(self, is_one_hot: bool) -> Numbers:
        """What the outputs should be (n × k), in the type of x.

        Given targets stay as they are. Two classes are one column of 0 and 1, or one-hot if asked; more than two are
        always one-hot, a column each.
        """
        return self._targets(self.labels, self.y, is_one_hot)

    def test_targets(self, is_one_hot: bool) -> Numbers | None:
        """The same for the held-out examples; None where there are none."""
        return None if self.test_x is None else self._targets(self.test_labels, self.test_y, is_one_hot)

    def validation_targets(self, is_one_hot: bool) -> Numbers | None:
        return (
            None if self.validation_x is None else self._targets(self.validation_labels, self.validation_y, is_one_hot)
        )

    def _targets(self, labels: Labels | None, y: Numbers | None, is_one_hot: bool) -> Numbers:
        if y is not None or labels is None:
            return np.asarray(y, self.x.dtype)
        if len(self.classes) == 2 and not is_one_hot:
            return labels[:, None].astype(self.x.dtype)
        return np.asarray(labels[:, None] == np.arange(len(self.classes)), self.x.dtype)

    @property
    def nbytes(self) -> int:
        """Bytes of all its numbers; a view counts as what it shows."""
        values = (getattr(self, each.name) for each in fields(self))
        return sum(value.nbytes for value in values if isinstance(value, np.ndarray))
