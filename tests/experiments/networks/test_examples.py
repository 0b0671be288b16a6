"""The examples of an experiment: as its network takes them, and shared between runs."""

import numpy as np
import pytest

from app.experiments.networks.examples import examples_of
from app.learning.datasets import FileProblem
from tests.experiments.networks.examples import TABLE, short


@pytest.mark.parametrize(("precision", "dtype"), [("double", np.float64), ("single", np.float32)])
def test_inputs_and_targets_have_the_precision_of_the_training(precision: str, dtype: type) -> None:
    examples = examples_of(short({"problem": {"name": "moons", "n": 10}, "precision": precision}))
    assert examples.test_x is not None
    assert examples.test_y is not None
    assert {each.dtype for each in (examples.x, examples.y, examples.test_x, examples.test_y)} == {np.dtype(dtype)}


def test_two_classes_are_one_output_unless_outputs_depend_on_each_other() -> None:
    one = examples_of(short({}))
    two = examples_of(short({"output": "softmax"}))
    assert one.y.tolist() == [[0.0], [1.0], [1.0], [0.0]]
    assert two.y.tolist() == [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]


def test_a_table_is_taken_as_it_is() -> None:
    examples = examples_of(short({"problem": TABLE}))
    assert examples.x.tolist() == TABLE["x"]
    assert examples.y.tolist() == TABLE["y"]
    assert examples.labels is None
    assert examples.test_x is None


def test_lanes_share_what_is_the_same() -> None:
    digits = {"problem": {"name": "digits", "n": 20}}
    assert examples_of(short(digits)) is examples_of(short({**digits, "eta": 0.1}))
    assert examples_of(short(digits)) is not examples_of(short({**digits, "precision": "single"}))


def test_files_that_are_not_there_are_an_error() -> None:
    with pytest.raises(FileProblem, match="MNIST is not here"):
        examples_of(short({"problem": "mnist"}), None)
