"""What is typed after an option."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.values import number, value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2", 2),
        ("-2", -2),
        ("−2", -2),
        ("+.5", 0.5),
        ("1e-3", 0.001),
        (" 3 ", 3),
        ("1,2", [1, 2]),
        ("-1, 2.5", [-1, 2.5]),
        ("1,", [1]),
        ("1,2;3,4", [[1, 2], [3, 4]]),
        ("1,2; 3,4;", [[1, 2], [3, 4]]),
        ("1;2", [1, 2]),
        ("1,;2,", [[1], [2]]),
        ("[1, 2]", [1, 2]),
        ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
        ('{"a": 1}', {"a": 1}),
        ("true", True),
    ],
)
def test_it_means_what_it_says(text: str, meant: Any) -> None:
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    "text", ["", "a", "1,a", "1;a", "1 2", "1_000", "nan", "inf", "0x1", "[1,", "1,,2", ",", ";", "1:2"]
)
def test_what_is_no_number_stays_the_text_that_it_is(text: str) -> None:
    assert value(text) == text


def test_a_whole_number_may_be_written_with_an_exponent() -> None:
    assert value("1e4", is_whole=True) == 10_000
    assert isinstance(value("1e4", is_whole=True), int)
    assert value("1.5", is_whole=True) == 1.5


def test_thousands_of_digits_are_no_trouble() -> None:
    assert number("9" * 100_000) == float("inf")


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18))
def test_a_number_comes_through_to_the_last_bit(written: float) -> None:
    assert number(repr(written)) == written


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2))
def test_a_list_comes_through_as_json_and_with_commas(numbers: list[float]) -> None:
    assert value(",".join(map(repr, numbers))) == numbers
    assert value(repr(numbers)) == numbers
