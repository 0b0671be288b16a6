"""The errors of data sets: field, rule and value, and never more of somebody's text than a few letters."""

import pytest

from app.learning.datasets.errors import DataError, FileProblem, Required, TableProblem, short
from app.learning.errors import LearningError


def test_an_error_names_field_rule_and_value() -> None:
    error = DataError("noise", "at most 1", 2.5)
    assert str(error) == "noise must be at most 1, got 2.5"
    assert error.field == "noise"


def test_a_line_is_named_where_there_is_one() -> None:
    assert str(TableProblem("text", "the label is missing", 7)) == "line 7: the label is missing"
    assert str(TableProblem("label", "label must be there")) == "label must be there"


@pytest.mark.parametrize("error", [FileProblem("x"), Required("x"), TableProblem("x", "y"), DataError("x", "y", 1)])
def test_all_of_them_are_errors_of_data_and_of_learning(error: Exception) -> None:
    assert isinstance(error, DataError)
    assert isinstance(error, LearningError)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("abc", "'abc'"),
        ("a" * 41, "a text of 41 characters"),
        ([1, 2], "a list of 2"),
        (10**400, "a number of many digits"),
        (True, "True"),
        (2.5, "2.5"),
        (None, "null"),
        ({}, "something else"),
    ],
)
def test_a_value_of_any_size_is_a_few_words(value: object, said: str) -> None:
    assert short(value) == said
