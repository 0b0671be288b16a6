"""The digits that come with the app."""

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from app.learning.datasets import load
from app.learning.datasets.digits import COUNT, FILE, TRAIN


def whole() -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """All images and labels, in the order of the file."""
    data = load("digits")
    order = np.random.default_rng(0).permutation(COUNT)
    x, labels = np.empty((COUNT, 64)), np.empty(COUNT, int)
    x[order] = np.concatenate([data.x, np.array(data.test_x)])
    labels[order] = np.concatenate([np.array(data.labels), np.array(data.test_labels)])
    return x, labels


def test_the_file_is_that_of_scikit_learn() -> None:
    theirs = load_digits()
    x, labels = whole()
    assert np.array_equal(x * 16, theirs.data)
    assert np.array_equal(labels, theirs.target)


def test_its_licence_and_source_lie_beside_it() -> None:
    words = FILE.with_name("digits.md").read_text(encoding="utf-8")
    assert FILE.name in words
    assert "CC BY 4.0" in words
    assert "https://doi.org/10.24432/C50P49" in words


def test_fewer_examples_leave_the_others_as_they_are() -> None:
    all_of_them, few = load("digits"), load("digits", {"n": 100})
    assert np.array_equal(few.x, all_of_them.x[:100])
    assert np.array_equal(np.array(few.test_x), np.array(all_of_them.test_x))


def test_another_seed_holds_other_images_out() -> None:
    one, other = load("digits"), load("digits", {"seed": 1})
    assert not np.array_equal(np.array(one.test_x), np.array(other.test_x))


def test_grey_values_run_from_0_to_1() -> None:
    data = load("digits")
    assert (data.x.min(), data.x.max()) == (0.0, 1.0)
    assert data.image == (8, 8)
    assert data.extent.examples == TRAIN
    assert data.extent.test_examples == 450
