"""Which column is the label, and whether the first line holds names."""

import pytest

from app.learning.datasets.csv_columns import Columns, columns_of
from app.learning.datasets.errors import TableProblem

NAMES = ["x", " y ", "", "kind"]
CELLS = ["1", "2.5", "", "dog"]


@pytest.mark.parametrize("label", ["", "kind", "4", "-1"])
def test_the_last_column_has_many_names(label: str) -> None:
    assert columns_of(NAMES, label, "auto") == Columns(3, ("x", "y", "column 3"), True)


@pytest.mark.parametrize(("label", "place"), [("1", 0), ("-4", 0), ("2", 1), ("x", 0), ("y", 1)])
def test_any_column_may_be_the_label(label: str, place: int) -> None:
    assert columns_of(NAMES, label, "auto").label == place


@pytest.mark.parametrize(
    ("first", "label", "header", "expected"),
    [
        (NAMES, "", "auto", True),
        (CELLS, "", "auto", False),
        (NAMES, "", "no", False),
        (CELLS, "", "yes", True),
        (CELLS, "dog", "auto", True),
        (["0", "1", "label"], "label", "auto", True),
        (["0", "1", "2"], "", "auto", False),
        (["1", "2", "dog"], "1", "auto", False),
    ],
)
def test_names_are_told_from_numbers(first: list[str], label: str, header: str, expected: bool) -> None:
    assert columns_of(first, label, header).has_header == expected


def test_without_names_columns_have_numbers() -> None:
    assert columns_of(CELLS, "1", "no").features == ("column 2", "column 3", "column 4")


def test_a_name_goes_before_a_number() -> None:
    assert columns_of(["a", "1", "b"], "1", "yes").label == 1


@pytest.mark.parametrize(
    ("first", "label", "reason"),
    [
        (["x", "y"], "z", "label must be one of x, y, or a number from 1 to 2, got 'z'"),
        (["x", "y"], "0", "label must be one of x, y, or a number from 1 to 2, got '0'"),
        (["x", "y"], "3", "label must be one of x, y, or a number from 1 to 2, got '3'"),
        (["x", "x"], "x", "label must be one column's, got 'x', the name of 2"),
        (["1", "2"], "z", "label must be a number from 1 to 2, because the first line holds no names, got 'z'"),
        (["x"], "", "the table must have a column of labels and at least one other, got one column"),
        ([f"c{i}" for i in range(30)], "z", "label must be one of c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …, or"),
    ],
)
def test_a_label_that_is_no_column_is_refused(first: list[str], label: str, reason: str) -> None:
    with pytest.raises(TableProblem) as caught:
        columns_of(first, label, "auto")
    assert str(caught.value).startswith(reason)
