"""Inputs and targets are refused where they do not belong together, and never changed."""

import numpy as np
import pytest

from app.learning.errors import ShapeMismatch
from app.learning.training import Examples


def test_inputs_meet_a_one_for_the_bias_and_zeros() -> None:
    x, y = np.arange(40.0).reshape(2, 20), np.array([[0.25], [1.0]])
    examples = Examples(x, y, np.float32)
    assert examples.x.dtype == np.float32
    assert (examples.x[:, :20] == x).all()
    assert (examples.x[:, 20] == 1.0).all()
    assert (examples.x[:, 21:] == 0.0).all()
    assert examples.y.tolist() == [[0.25, 1.0]]
    assert examples.complement.tolist() == [[0.75, 0.0]]


@pytest.mark.parametrize(("y", "have_shares"), [([[0.0, 1.0]], True), ([[0.5, 0.5]], True), ([[0.0, 0.0]], False)])
def test_targets_that_sum_to_one_are_known(y: list[list[float]], have_shares: bool) -> None:
    assert Examples(np.ones((1, 2)), np.array(y)).have_shares is have_shares


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (np.ones(3), np.ones((3, 1)), r"x must have at least one row .* got the shape \(3,\)"),
        (np.ones((0, 3)), np.ones((0, 1)), r"x must have at least one row"),
        (np.ones((2, 3)), np.ones(2), r"y must have 2 rows .* got the shape \(2,\)"),
        (np.ones((2, 3)), np.ones((3, 1)), r"y must have 2 rows .* got the shape \(3, 1\)"),
        (np.ones((2, 3)), None, r"y must have a row for each example, got None"),
    ],
)
def test_tables_that_do_not_fit_are_refused(x: np.ndarray, y: np.ndarray | None, words: str) -> None:
    with pytest.raises(ShapeMismatch, match=words):
        Examples(x, y)


@pytest.mark.parametrize(("sizes", "words"), [((2, 1), "x must have 2 columns"), ((3, 4), "y must have 4 columns")])
def test_a_network_of_other_sizes_is_refused(sizes: tuple[int, ...], words: str) -> None:
    with pytest.raises(ShapeMismatch, match=words):
        Examples(np.ones((2, 3)), np.ones((2, 1))).check(sizes)
