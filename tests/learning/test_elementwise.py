"""Elementary functions: right in both forms, silent at the limits."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.learning.elementwise import constant, exp, log, log1p, quotient, share, softplus, square, tanh, where
from tests.learning.examples import EPS, array, assert_close, both_paths
from tests.learning.oracles import Exact, mp

INF, NAN = math.inf, math.nan

FUNCTIONS: dict[str, tuple[Callable[[Any], Any], Callable[[Exact], Exact], list[float]]] = {
    "exp": (exp, mp.exp, [-700.0, -1.0, -1e-12, 0.0, 0.5, 1.0, 700.0]),
    "log": (log, mp.log, [1e-300, 0.1, 0.5, 2.0, 1e300]),
    "log1p": (log1p, lambda v: mp.log(1 + v), [0.0, 1e-300, 1e-12, 0.5, 1.0, 1e300]),
    "tanh": (tanh, mp.tanh, [-30.0, -0.5, -1e-12, 0.0, 1e-12, 0.5, 30.0]),
    "square": (square, lambda v: v * v, [-1e100, -1.5, 0.0, 1e-12, 3.0]),
    "softplus": (softplus, lambda v: mp.log(1 + mp.exp(v)), [-700.0, -40.0, -1.0, 0.0, 1e-12, 1.0, 40.0, 700.0]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_right_to_a_few_units_in_the_last_place(name: str) -> None:
    function, oracle, points = FUNCTIONS[name]
    for v, computed in both_paths(function, points):
        exact = oracle(mp.mpf(v))
        assert_close(computed, exact, exact, relative=4 * EPS, hint=(name, v))


LIMITS: list[tuple[Callable[[Any], Any], float, float]] = [
    (exp, 1e300, INF),
    (exp, 710.0, INF),
    (exp, -1e300, 0.0),
    (exp, INF, INF),
    (exp, -INF, 0.0),
    (log, 0.0, -INF),
    (log, INF, INF),
    (log1p, INF, INF),
    (tanh, 1e300, 1.0),
    (tanh, -1e300, -1.0),
    (square, 1e300, INF),
    (square, -1e300, INF),
    (softplus, 1e300, 1e300),
    (softplus, -1e300, 0.0),
    (softplus, INF, INF),
]


@pytest.mark.parametrize(
    ("function", "v", "expected"), LIMITS, ids=[f"{function.__name__}({v:g})" for function, v, _ in LIMITS]
)
def test_limits_are_silent_and_the_same_in_both_forms(
    function: Callable[[Any], Any], v: float, expected: float
) -> None:
    assert [computed for _, computed in both_paths(function, [v])] == [expected, expected]


@given(st.floats(min_value=-800.0, max_value=800.0))
@settings(deadline=None)
def test_softplus_lies_above_both_of_its_asymptotes(v: float) -> None:
    # ln(1 + e^v) exceeds 0 and v, and by no more than ln 2, which it reaches at v = 0.
    assert max(v, 0.0) <= softplus(v) <= max(v, 0.0) + math.log(2.0)


def test_nan_passes_through_every_function() -> None:
    for name, (function, _, _) in FUNCTIONS.items():
        assert all(math.isnan(computed) for _, computed in both_paths(function, [NAN])), name


QUOTIENTS = [
    (6.0, 4.0, 1.5),
    (1.0, 0.0, INF),
    (-1.0, 0.0, -INF),
    (1.0, -0.0, -INF),
    (-1.0, -0.0, INF),
    (0.0, 0.0, NAN),
    (NAN, 0.0, NAN),
    (INF, 0.0, INF),
    (1.0, INF, 0.0),
    (1.0, 5e-324, INF),
    (1e300, 1e-300, INF),
]


@pytest.mark.parametrize(("numerator", "denominator", "expected"), QUOTIENTS)
def test_a_quotient_follows_ieee_754_in_every_mixture_of_forms(
    numerator: float, denominator: float, expected: float
) -> None:
    results = [
        quotient(numerator, denominator),
        quotient(numerator, array(denominator)).item(),
        quotient(array(numerator), array(denominator)).item(),
    ]
    np.testing.assert_array_equal(results, [expected] * 3)
    assert [math.copysign(1.0, r) for r in results if r == 0.0] == [1.0] * results.count(0.0)


SHARES = [
    (0.5, 3.0, 1.5),
    (0.0, 3.0, 0.0),
    (0.0, INF, 0.0),
    (0.0, -INF, 0.0),
    (0.3, INF, INF),
    (0.3, -INF, -INF),
    (1.0, 0.0, 0.0),
    (1e200, 1e200, INF),
]


@pytest.mark.parametrize(("weight", "v", "expected"), SHARES)
def test_a_share_of_nothing_is_nothing_even_of_infinity(weight: float, v: float, expected: float) -> None:
    assert share(weight, v) == expected
    assert share(weight, array(v)).tolist() == [expected]
    assert share(array(weight), array(v)).tolist() == [expected]


def test_where_chooses_element_by_element() -> None:
    assert where(True, 1.0, 2.0) == 1.0
    assert where(False, 1.0, 2.0) == 2.0
    v = array(-1.0, 0.0, 1.0)
    assert where(v > 0.0, v, 7.0).tolist() == [7.0, 7.0, 1.0]


def test_a_constant_takes_the_shape_of_its_model() -> None:
    assert constant(1.0, like=3.0) == 1.0
    assert constant(1.0, like=np.zeros((2, 3))).tolist() == [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_changes_the_array_it_is_given(name: str) -> None:
    function, _, points = FUNCTIONS[name]
    given_array = np.array(points).reshape(1, -1)
    result = function(given_array)
    assert given_array.tolist() == [points]
    assert result.shape == given_array.shape
    assert not np.shares_memory(result, given_array)
