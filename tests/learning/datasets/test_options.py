"""Options: what is let through and what is refused, in which words."""

import math
import pickle
from typing import Any

import pytest

from app.learning.datasets.errors import DataError
from app.learning.datasets.options import Option, seed_option

WHOLE = Option("int", 5, "N", "How many.", 2, 10)
NUMBER = Option("float", 0.5, "Noise", "How much.", 0.0, 1.0)
ANY = Option("float", 0.5, "Any", "Any number.")
CHOICE = Option("choice", "a", "Which", "One.", choices={"a": "first", "b": "second"})
TEXT = Option("text", "", "Text", "Some.", 1, 5)
MATRIX = Option("matrix", None, "X", "Rows.", 1, 3)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        (WHOLE, 2),
        (WHOLE, 10),
        (NUMBER, 0.0),
        (NUMBER, 1.0),
        (ANY, -1e300),
        (CHOICE, "b"),
        (TEXT, "12345"),
        (MATRIX, [[1, 2.5], [3, 4]]),
    ],
)
def test_a_value_within_the_rules_is_kept(option: Option, value: Any) -> None:
    assert option.checked("v", value) == value


def test_a_whole_number_is_a_number() -> None:
    found = NUMBER.checked("noise", 1)
    assert (found, type(found)) == (1.0, float)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        (WHOLE, 1, "v must be at least 2, got 1"),
        (WHOLE, 11, "v must be at most 10, got 11"),
        (WHOLE, 2.0, "v must be a whole number, got 2.0"),
        (WHOLE, True, "v must be a whole number, got True"),
        (WHOLE, "2", "v must be a whole number, got '2'"),
        (NUMBER, 1.01, "v must be at most 1, got 1.01"),
        (NUMBER, math.nan, "v must be a finite number, got nan"),
        (NUMBER, 10**400, "v must be a finite number, got a number of many digits"),
        (ANY, 10**400, "v must be a finite number, got a number of many digits"),
        (NUMBER, False, "v must be a number, got False"),
        (NUMBER, None, "v must be a number, got null"),
        (CHOICE, "c", "v must be one of a, b, got 'c'"),
        (CHOICE, 1, "v must be a text, got 1"),
        (TEXT, "123456", "v must be at most 5 characters long, got '123456'"),
        (TEXT, "", "v must be at least 1 characters long, got ''"),
        (MATRIX, [], "v must be a list of at least 1 rows, got a list of 0"),
        (MATRIX, [[1]] * 4, "v must be a list of at most 3 rows, got a list of 4"),
        (MATRIX, [1, 2], "v must be a list of equally long lists of numbers, got a list of 2"),
        (MATRIX, [[1, 2], [3]], "v[1] must be a list of 2, got a list of 1"),
        (MATRIX, [[]], "v[0] must be a list of at least 1, got a list of 0"),
        (MATRIX, [[1, math.inf]], "v[0][1] must be a finite number, got inf"),
        (MATRIX, [[1, "2"]], "v[0][1] must be a finite number, got '2'"),
        (MATRIX, [[1, 10**400]], "v[0][1] must be a finite number, got a number of many digits"),
    ],
)
def test_a_value_beyond_them_is_refused(option: Option, value: Any, reason: str) -> None:
    with pytest.raises(DataError) as caught:
        option.checked("v", value)
    assert str(caught.value) == reason


@pytest.mark.parametrize("option", [WHOLE, CHOICE, MATRIX, seed_option()])
def test_an_option_can_be_sent_to_another_process(option: Option) -> None:
    assert pickle.loads(pickle.dumps(option)) == option  # noqa: S301 (our own)
