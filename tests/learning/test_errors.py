"""Errors: every text names the field, the rule and the value."""

import pytest

from app.learning.errors import IncompatiblePair, LearningError, OutOfRange, ShapeMismatch, UnknownName


def test_out_of_range_names_field_rule_and_value() -> None:
    assert str(OutOfRange("eta", "greater than 0", -1.0)) == "eta must be greater than 0, got -1.0"


def test_an_unknown_name_comes_with_the_known_ones() -> None:
    message = str(UnknownName("cost", "hinge", ["quadratic", "cross-entropy"]))
    assert message == "cost must be one of quadratic, cross-entropy, got 'hinge'"


@pytest.mark.parametrize(
    "error",
    [
        OutOfRange("eta", "greater than 0", 0.0),
        UnknownName("cost", "x", []),
        IncompatiblePair("no"),
        ShapeMismatch("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_catching_the_root_catches_every_mistake_of_a_caller(error: Exception) -> None:
    assert isinstance(error, LearningError)
    assert isinstance(error, ValueError)
