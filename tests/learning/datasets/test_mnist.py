"""MNIST from its files, on a small copy of the same make."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from app.learning.datasets import DATA_SETS, FileProblem, load
from app.learning.datasets.data import Data
from app.learning.datasets.mnist import FILES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS, Mnist
from tests.learning.datasets.idx_files import TEST, TRAIN, VALIDATION, idx, small_mnist

SMALL = Mnist(TRAIN, VALIDATION, TEST)


def made(folder: Path, **options: int) -> Data:
    return SMALL.make_from(folder, SMALL.checked(options))


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("place", [".", "mnist"])
def test_the_images_are_split_as_in_the_book(place: str, is_packed: bool, tmp_path: Path) -> None:
    held = small_mnist(tmp_path / place, is_packed=is_packed)
    data = made(tmp_path)
    images = held[TRAIN_IMAGES].reshape(TRAIN + VALIDATION, 784)
    assert data.validation_x is not None
    assert data.validation_labels is not None
    assert data.test_labels is not None
    assert np.array_equal(np.rint(data.x * 255), images[:TRAIN])
    assert np.array_equal(np.rint(data.validation_x * 255), images[TRAIN:])
    assert np.array_equal(np.concatenate([data.labels, data.validation_labels]), held[TRAIN_LABELS])
    assert np.array_equal(data.test_labels, held[TEST_LABELS])
    assert data.image == (28, 28)
    assert data.extent == SMALL.extent(SMALL.checked({}))


def test_grey_values_are_single_numbers_from_0_to_1(tmp_path: Path) -> None:
    held = small_mnist(tmp_path)
    data = made(tmp_path)
    assert data.x.dtype == data.targets(True).dtype == np.float32
    assert np.array_equal(data.x[0], held[TRAIN_IMAGES][0].ravel() / np.float32(255))
    assert (data.x.min(), data.x.max()) == (0.0, 1.0)


def test_in_double_precision_they_are_those_of_the_files(tmp_path: Path) -> None:
    held = small_mnist(tmp_path)
    data = made(tmp_path)
    images = held[TRAIN_IMAGES].reshape(TRAIN + VALIDATION, 784)[:TRAIN]
    assert np.array_equal(data.in_digits(data.x, np.float64), images / 255)


def test_fewer_examples_are_the_first_ones(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    whole, few = made(tmp_path), made(tmp_path, n=11)
    assert np.array_equal(few.x, whole.x[:11])
    assert np.array_equal(np.array(few.labels), np.array(whole.labels)[:11])
    assert np.array_equal(np.array(few.validation_x), np.array(whole.validation_x))
    assert few.extent.examples == 11


def test_the_real_one_has_the_sizes_of_the_book() -> None:
    real = DATA_SETS["mnist"]
    extent = real.extent(real.checked({}))
    assert (extent.examples, extent.test_examples, extent.inputs, extent.classes) == (50_000, 10_000, 784, 10)


@pytest.mark.parametrize("folder", [None, Path("/nowhere/at/all")])
def test_absent_files_are_named_and_how_to_get_them(folder: Path | None) -> None:
    with pytest.raises(FileProblem) as caught:
        load("mnist", {}, folder)
    assert all(name in str(caught.value) for name in FILES)
    assert "slowdown data fetch mnist" in str(caught.value)
    assert "nowhere" not in str(caught.value)


def test_one_absent_file_is_named_alone(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    assert SMALL.missing(tmp_path) is None
    (tmp_path / f"{TEST_LABELS}.gz").unlink()
    reason = SMALL.missing(tmp_path)
    assert reason is not None
    assert [name for name in FILES if name in reason] == [TEST_LABELS]


def test_names_with_a_dot_are_known(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    for name in FILES:
        (tmp_path / f"{name}.gz").rename(tmp_path / f"{name.replace('-idx', '.idx')}.gz")
    assert made(tmp_path).extent.examples == TRAIN


def test_files_of_another_size_are_refused(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    with pytest.raises(FileProblem, match="must have the shape 60,000, got 52"):
        load("mnist", {}, tmp_path)


def test_images_in_place_of_labels_are_refused(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    (tmp_path / f"{TRAIN_LABELS}.gz").write_bytes((tmp_path / f"{TRAIN_IMAGES}.gz").read_bytes())
    with pytest.raises(FileProblem, match="must begin with the magic number 2049, got 2051"):
        made(tmp_path)


def test_a_label_beyond_9_is_refused(tmp_path: Path) -> None:
    small_mnist(tmp_path)
    (tmp_path / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(idx(np.arange(4, 4 + TEST, dtype=np.uint8))))
    with pytest.raises(FileProblem, match="must hold labels from 0 to 9, got 12"):
        made(tmp_path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    small_mnist(tmp_path, is_packed=False)
    path = tmp_path / TRAIN_IMAGES
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileProblem, match="is truncated: 40,768 bytes are needed there, got 40,767"):
        made(tmp_path)
