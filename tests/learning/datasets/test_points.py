"""Points in the plane: noise, seeds, and what is held out."""

import numpy as np
import pytest

from app.learning.datasets import DATA_SETS, load
from app.learning.datasets.points import HELD_OUT, Points, turns

POINTS = [name for name, data_set in DATA_SETS.items() if isinstance(data_set, Points)]


def test_labels_take_turns() -> None:
    assert turns(5, 2).tolist() == [0, 1, 0, 1, 0]


@pytest.mark.parametrize("name", POINTS)
def test_noise_is_the_standard_deviation_of_what_is_added(name: str) -> None:
    plain, noisy = load(name, {"n": 4000, "noise": 0.0}), load(name, {"n": 4000, "noise": 0.2})
    added = noisy.x - plain.x
    # 8,000 numbers: the mean is right to 0.2/√8000 ≈ 0.0022, the deviation to 0.0016; four times that is allowed
    assert abs(added.mean()) < 0.009
    assert abs(added.std() - 0.2) < 0.0065


@pytest.mark.parametrize("name", POINTS)
def test_points_do_not_depend_on_how_many_are_held_out(name: str) -> None:
    data_set = DATA_SETS[name]
    assert isinstance(data_set, Points)
    most = load(name, {"n": HELD_OUT + 500, "noise": 0.1})
    assert most.test_x is not None
    assert len(most.test_x) == HELD_OUT


@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "blobs"])
def test_every_class_has_its_share(name: str) -> None:
    data = load(name, {"n": 103})
    counts = np.bincount(np.array(data.labels))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", POINTS)
def test_inputs_have_names(name: str) -> None:
    assert load(name).features == ("x1", "x2")
