"""The quick table: letter by letter that of the exports."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiments.exports.table import header
from app.experiments.exports.table import lines as slow_lines
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.web.quick_table import lines, texts
from tests.experiments.examples import experiments
from tests.experiments.exports.runs import OF_EVERY_PAIR, Experiments


@settings(max_examples=200)
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_a_number_has_pythons_shortest_text(numbers: list[float]) -> None:
    assert texts(np.array(numbers)) == [repr(number) for number in numbers]


@pytest.mark.parametrize("power", range(-8, 24))
def test_the_texts_agree_around_every_power_of_ten(power: int) -> None:
    one = 10.0**power
    numbers = [
        sign * number for sign in (1, -1) for number in (one, np.nextafter(one, 0), np.nextafter(one, 1e99), 3 * one)
    ]
    assert texts(np.array(numbers)) == [repr(float(number)) for number in numbers]


def test_what_is_not_finite_has_no_text() -> None:
    assert texts(np.array([np.nan, 1.0, np.inf, -np.inf, -0.0])) == ["", "1.0", "", "", "-0.0"]


@pytest.mark.parametrize("name", OF_EVERY_PAIR)
def test_the_lines_are_those_of_the_exports(name: str) -> None:
    check(OF_EVERY_PAIR[name])


@settings(max_examples=40, deadline=None)
@given(batch=st.lists(experiments(), min_size=1, max_size=3))
def test_the_lines_of_any_batch_are_those_of_the_exports(batch: list[Experiment]) -> None:
    check(batch)


def check(batch: Experiments) -> None:
    traces = [simulate(experiment, explain=True)[0] for experiment in batch]
    names = header(traces)
    for run, columns in enumerate(traces):
        assert lines(names, run, columns) == "".join(slow_lines(names, run, columns))
