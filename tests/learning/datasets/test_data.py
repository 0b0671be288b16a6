"""Examples, labels and targets that belong together."""

from typing import Any

import numpy as np
import pytest

from app.learning.datasets.data import Data, Extent
from app.learning.errors import ShapeMismatch

X = np.arange(6.0).reshape(3, 2)
LABELS = np.array([0, 1, 1])
TWO = Data("two", X, LABELS, ("no", "yes"), test_x=X[:1], test_labels=LABELS[:1])
THREE = Data("three", X, np.array([2, 0, 1]), ("a", "b", "c"))
GIVEN = Data("given", X, y=np.array([[0.5, 0.25], [0.0, 1.0], [1.0, 0.0]]))


def test_two_classes_are_one_column_or_two() -> None:
    assert TWO.targets(False).tolist() == [[0.0], [1.0], [1.0]]
    assert TWO.targets(True).tolist() == [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    assert (TWO.outputs(False), TWO.outputs(True)) == (1, 2)


@pytest.mark.parametrize("is_one_hot", [False, True])
def test_more_classes_are_a_column_each(is_one_hot: bool) -> None:
    assert THREE.targets(is_one_hot).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    assert THREE.outputs(is_one_hot) == 3


@pytest.mark.parametrize("is_one_hot", [False, True])
def test_given_targets_stay_as_they_are(is_one_hot: bool) -> None:
    assert GIVEN.targets(is_one_hot).tolist() == [[0.5, 0.25], [0.0, 1.0], [1.0, 0.0]]
    assert GIVEN.outputs(is_one_hot) == 2


def test_held_out_targets_are_made_alike_and_none_where_there_are_none() -> None:
    held_out = TWO.test_targets(True)
    assert held_out is not None
    assert held_out.tolist() == [[1.0, 0.0]]
    assert TWO.validation_targets(True) is None
    assert THREE.test_targets(False) is None


def test_targets_are_of_the_type_of_the_inputs() -> None:
    single = Data("single", X.astype(np.float32), LABELS, ("no", "yes"))
    assert single.targets(True).dtype == single.targets(False).dtype == np.float32


def test_grey_values_that_were_rounded_to_single_precision_are_whole_multiples_again() -> None:
    levels = np.arange(256.0).reshape(64, 4)
    grey = Data("grey", (levels / 255).astype(np.float32), y=np.zeros((64, 1)), levels=255)
    assert np.array_equal(grey.in_digits(grey.x, np.float64), levels / 255)
    assert grey.in_digits(grey.x, np.float32) is grey.x
    assert np.array_equal(TWO.in_digits(TWO.x, np.float32), X.astype(np.float32))


def test_the_extent_counts_examples_inputs_and_classes() -> None:
    assert TWO.extent == Extent(3, 1, 2, 2)
    assert GIVEN.extent == Extent(3, 0, 2, 0, 2)


def test_bytes_are_counted() -> None:
    assert GIVEN.nbytes == 6 * 8 + 6 * 8


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"x": X[0], "labels": LABELS}, "x must be a table"),
        ({"x": X[:0], "labels": LABELS[:0]}, "x must be a table"),
        ({"labels": LABELS[:2]}, "labels must be 3 numbers"),
        ({"labels": LABELS + 1}, "labels must be below the number of classes, 2"),
        ({"labels": LABELS - 1}, "labels must be below the number of classes, 2"),
        ({}, "either labels or targets y, got none"),
        ({"labels": LABELS, "y": X}, "either labels or targets y, got both"),
        ({"y": X[:2]}, "y must have 3 rows"),
        ({"y": X[:, 0]}, "y must have 3 rows"),
        ({"labels": LABELS, "test_x": X[:, :1], "test_labels": LABELS}, "test_x must have 2 columns"),
        ({"labels": LABELS, "test_labels": LABELS}, "test_x must be given"),
        ({"labels": LABELS, "validation_x": X}, "validation_x must have either labels"),
        ({"labels": LABELS, "image": (2, 2)}, "image must have 2 pixels"),
        ({"labels": LABELS, "features": ("a",)}, "features must be 2 names"),
    ],
)
def test_what_does_not_belong_together_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ShapeMismatch, match=reason):
        Data("wrong", **{"x": X, "classes": ("no", "yes"), **fields})
