"""The values along an axis: NumPy's own, whichever piece is asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiments.schema import Experiment
from app.experiments.sweeps.axes import AXES, Listed, Spaced

NUMBER = st.floats(-1000.0, 1000.0)


@settings(deadline=None)
@given(NUMBER, NUMBER, st.integers(1, 400), st.data())
def test_a_linear_axis_is_linspace_to_the_last_bit_in_every_piece(
    start: float, stop: float, num: int, data: st.DataObject
) -> None:
    expected = np.linspace(start, stop, num)
    first = data.draw(st.integers(0, num - 1))
    last = data.draw(st.integers(first + 1, num))
    axis = Spaced(start=start, stop=stop, num=num)
    np.testing.assert_array_equal(axis.piece(0, num), expected)
    np.testing.assert_array_equal(axis.piece(first, last), expected[first:last])


@settings(deadline=None)
@given(st.floats(1e-12, 1000.0), st.floats(1e-12, 1000.0), st.integers(1, 400), st.booleans(), st.data())
def test_a_logarithmic_axis_is_geomspace_in_every_piece(
    start: float, stop: float, num: int, is_negative: bool, data: st.DataObject
) -> None:
    if is_negative:
        start, stop = -start, -stop
    expected = np.geomspace(start, stop, num)
    low, high = (min(start, stop), max(start, stop)) if num > 1 else (start, start)
    first = data.draw(st.integers(0, num - 1))
    last = data.draw(st.integers(first + 1, num))
    axis = Spaced(start=start, stop=stop, num=num, scale="log")
    # NumPy's may lie a rounding outside its own ends, where the field's bound may be.
    np.testing.assert_array_equal(axis.piece(0, num), np.clip(expected, low, high))
    np.testing.assert_array_equal(axis.piece(first, last), axis.piece(0, num)[first:last])


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_one_value_is_the_start_as_in_numpy(scale: str) -> None:
    axis = Spaced.model_validate({"start": 2.0, "stop": 5.0, "num": 1, "scale": scale})
    assert axis.piece(0, 1).tolist() == [2.0]
    assert axis.extremes == (2.0, 2.0)


def test_an_axis_may_go_down() -> None:
    assert Spaced(start=3.0, stop=-3.0, num=3).piece(0, 3).tolist() == [3.0, 0.0, -3.0]
    assert Spaced(start=3.0, stop=-3.0, num=3).extremes == (-3.0, 3.0)


def test_a_piece_of_a_huge_axis_costs_nothing() -> None:
    axis = Spaced(start=0.0, stop=1.0, num=1_000_000_000)
    assert len(axis) == 1_000_000_000
    assert axis.piece(999_999_998, 1_000_000_000).tolist() == [999_999_998 / 999_999_999, 1.0]


def test_a_listed_axis_keeps_its_order_and_what_stands_there_twice() -> None:
    axis = Listed(values=[3.0, -1.0, 3.0, 0.0])
    assert axis.piece(0, 4).tolist() == [3.0, -1.0, 3.0, 0.0]
    assert axis.piece(1, 3).tolist() == [-1.0, 3.0]
    assert axis.extremes == (-1.0, 3.0)


def test_every_number_of_an_experiment_is_an_axis_with_the_words_that_the_schema_has_for_it() -> None:
    numbers = {name for name, info in Experiment.model_fields.items() if isinstance(info.default, (int, float))}
    assert set(AXES) == numbers | {"z0"}
    for name in numbers:
        assert AXES[name].title == Experiment.model_fields[name].title
        assert AXES[name].description == Experiment.model_fields[name].description
    assert [name for name, field in AXES.items() if field.is_whole] == ["epochs"]
