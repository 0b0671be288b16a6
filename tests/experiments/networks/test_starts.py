"""Given weights and biases: whether they are those of a network of given sizes."""

from typing import Any

import pytest

from app.experiments.networks.starts import MOST_NUMBERS, few_numbers, wrong_biases, wrong_weights

SIZES = (3, 2, 1)
WEIGHTS: list[Any] = [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[7.0, 8.0]]]
BIASES: list[Any] = [[1.0, 2.0], [3.0]]


def test_what_fits_has_nothing_wrong() -> None:
    assert wrong_weights(WEIGHTS, SIZES) is None
    assert wrong_biases(BIASES, SIZES) is None


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (WEIGHTS[:1], "weights must be 2 matrices, one a layer of the network 3-2-1, got 1"),
        ([*WEIGHTS, WEIGHTS[1]], "weights must be 2 matrices, one a layer of the network 3-2-1, got 3"),
        ([WEIGHTS[0][:1], WEIGHTS[1]], "weights[0] must be 2 × 3 (outputs × inputs of layer 1), got 1 row"),
        ([WEIGHTS[0], [[1.0]]], "weights[1] must be 1 × 2 (outputs × inputs of layer 2), got 1 number in row 0"),
        # inputs × outputs, the other way round
        (
            [[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]], WEIGHTS[1]],
            "weights[0] must be 2 × 3 (outputs × inputs of layer 1), got 3 rows",
        ),
        (
            [[[1.0, 2.0, 3.0], [4.0, 5.0]], WEIGHTS[1]],
            "weights[0] must be 2 × 3 (outputs × inputs of layer 1), got 2 numbers in row 1",
        ),
    ],
)
def test_a_complaint_names_the_place_and_the_shape(weights: Any, reason: str) -> None:
    assert wrong_weights(weights, SIZES) == reason


@pytest.mark.parametrize(
    ("biases", "reason"),
    [
        (BIASES[:1], "biases must be 2 lists, one a layer of the network 3-2-1, got 1"),
        ([BIASES[0], [1.0, 2.0]], "biases[1] must be a list of 1 (outputs of layer 2), got 2 numbers"),
    ],
)
def test_the_same_for_biases(biases: Any, reason: str) -> None:
    assert wrong_biases(biases, SIZES) == reason


def test_one_layer_is_one_matrix() -> None:
    assert wrong_weights(WEIGHTS, (2, 1)) == "weights must be 1 matrix, one a layer of the network 2-1, got 2"


@pytest.mark.parametrize("given", [None, 5, "text", [], [[]], [[[1.0] * 10] * 10] * 10, [1.0, [2.0]], [[[[[]]]]]])
def test_what_is_small_is_left_to_its_own_judge(given: Any) -> None:
    assert few_numbers("weights")(given) is given


def test_numbers_are_counted_before_they_are_read() -> None:
    with pytest.raises(ValueError, match=f"weights must hold at most {MOST_NUMBERS} numbers, got 1000000"):
        few_numbers("weights")([[["no number"] * 1000] * 1000])


def test_nesting_without_end_is_counted_too() -> None:
    nested: list[Any] = []
    for _ in range(10_000):
        nested = [nested]
    assert few_numbers("weights")(nested) is nested
