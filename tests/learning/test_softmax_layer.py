"""A softmax layer taken apart: golden numbers, central differences, and the limit of ever larger sharpness."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.learning.errors import OutOfRange
from app.learning.softmax_layer import SoftmaxLayer, recovered

CHAPTER = np.array([2.5, -1.0, 3.2, 0.5])
Z = arrays(float, 4, elements=st.floats(-5.0, 5.0))
SHARPNESS = st.floats(0.1, 10.0)
STEP = 1e-5


def test_the_chapters_sliders() -> None:
    """e^2.5 = 12.182494, e^−1 = 0.367879, e^3.2 = 24.532530, e^0.5 = 1.648721; together 38.731625."""
    layer = SoftmaxLayer(CHAPTER)
    e = np.array([12.182493960703473, 0.36787944117144233, 24.532530197109352, 1.6487212707001282])
    assert layer.a == pytest.approx(e / 38.73162486968440, rel=1e-14)
    assert layer.sigmoids == pytest.approx([1 / (1 + math.exp(-z)) for z in CHAPTER], rel=1e-15)
    assert layer.sigmoids.sum() > 2.7


def test_the_error_signal_is_the_error_alone() -> None:
    wanted = SoftmaxLayer(CHAPTER).wanting(1)
    assert wanted.delta == pytest.approx(SoftmaxLayer(CHAPTER).a - [0, 1, 0, 0], rel=1e-14)
    assert wanted.log_likelihood == pytest.approx(4.656656446421074, rel=1e-15)


@given(z=Z, c=SHARPNESS, label=st.integers(0, 3))
def test_error_signals_are_slopes_of_their_costs(z: np.ndarray, c: float, label: int) -> None:
    """Central differences with steps of 1e-5 are right to about 1e-10 of values of this size, times c³."""
    wanted = SoftmaxLayer(z, c).wanting(label)
    for index in range(4):
        after, before = (SoftmaxLayer(z, c).with_raised(index, by).wanting(label) for by in (STEP, -STEP))
        slope = (after.log_likelihood - before.log_likelihood) / (2 * STEP)
        quadratic = (after.quadratic - before.quadratic) / (2 * STEP)
        assert wanted.delta[index] == pytest.approx(slope, abs=1e-7 * (1 + c))
        assert wanted.quadratic_delta[index] == pytest.approx(quadratic, abs=1e-7 * (1 + c))


@given(z=Z, c=SHARPNESS)
def test_a_jacobian_says_how_every_output_answers(z: np.ndarray, c: float) -> None:
    layer = SoftmaxLayer(z, c)
    for k in range(4):
        slopes = (layer.with_raised(k, STEP).a - layer.with_raised(k, -STEP).a) / (2 * STEP)
        assert layer.jacobian[:, k] == pytest.approx(slopes, abs=1e-7 * (1 + c))


@given(z=Z, c=SHARPNESS, index=st.integers(0, 3), by=st.floats(0.001, 5.0), sign=st.sampled_from([1, -1]))
def test_a_softmax_is_monotonic_and_not_local(z: np.ndarray, c: float, index: int, by: float, sign: int) -> None:
    layer = SoftmaxLayer(z, c)
    change = layer.change(index, sign * by) * sign
    assert change[index] > 0
    assert (np.delete(change, index) < 0).all()
    assert abs(change.sum()) <= 1e-14 * change[index]
    assert change * sign == pytest.approx(layer.with_raised(index, sign * by).a - layer.a, abs=1e-14)
    assert (np.sign(layer.jacobian) == 2 * np.eye(4) - 1).all()


def test_a_change_too_small_for_a_difference_is_known() -> None:
    """From 0 and −50, a₂ = e^−50/(1 + e^−50): one more makes it e times as large, and a₁ = 1 falls by as much."""
    layer = SoftmaxLayer(np.array([0.0, -50.0]))
    assert layer.change(1, 1.0) == pytest.approx(np.array([-1, 1]) * math.exp(-50) * math.expm1(1.0), rel=1e-13)


@pytest.mark.parametrize("c", [1.0, 1000.0, math.inf])
def test_an_input_may_be_raised_from_nothing_to_everything(c: float) -> None:
    layer = SoftmaxLayer(np.array([0.0, -2000.0]), c)
    assert layer.change(1, 4000.0).tolist() == [-1.0, 1.0]
    assert layer.change(0, -4000.0).tolist() == [-1.0, 1.0]
    assert layer.change(0, 0.0).tolist() == [0.0, 0.0]


def test_sharpness_reaches_from_equal_shares_to_the_winner() -> None:
    assert SoftmaxLayer(CHAPTER, 1e-9).a == pytest.approx([0.25] * 4, abs=1e-8)
    assert SoftmaxLayer(CHAPTER, 1000.0).a == pytest.approx([0, 0, 1, 0], abs=1e-300)
    assert SoftmaxLayer(CHAPTER, math.inf).a.tolist() == [0.0, 0.0, 1.0, 0.0]
    assert SoftmaxLayer(np.array([1.0, 1.0, 0.0]), math.inf).a.tolist() == [0.5, 0.5, 0.0]


def test_at_the_limit_everything_is_flat_or_endless() -> None:
    layer = SoftmaxLayer(CHAPTER, math.inf)
    assert (layer.jacobian == 0.0).all()
    wrong, right = layer.wanting(1), layer.wanting(2)
    assert wrong.log_likelihood == math.inf
    assert wrong.delta.tolist() == [0.0, -math.inf, math.inf, 0.0]
    assert (wrong.quadratic, wrong.quadratic_delta.tolist()) == (1.0, [0.0] * 4)
    assert (right.log_likelihood, right.quadratic) == (0.0, 0.0)
    assert right.delta.tolist() == [0.0] * 4


def test_equals_at_the_limit_share_and_pull_apart() -> None:
    tied = SoftmaxLayer(np.array([1.0, 1.0, 1.0, 0.0]), math.inf)
    among, beside = tied.wanting(0), tied.wanting(3)
    assert among.log_likelihood == pytest.approx(math.log(3), rel=1e-15)
    assert among.quadratic_delta.tolist() == [-math.inf, math.inf, math.inf, 0.0]
    assert beside.quadratic_delta.tolist() == [0.0] * 4


@pytest.mark.parametrize("size", [1e4, 1e6])
def test_huge_inputs_keep_all_their_digits(size: float) -> None:
    layer = SoftmaxLayer(np.array([size, -size, 0.0]))
    assert layer.a.tolist() == [1.0, 0.0, 0.0]
    assert layer.wanting(1).log_likelihood == 2 * size
    assert layer.wanting(1).delta.tolist() == [1.0, -1.0, 0.0]


@pytest.mark.parametrize("c", [0.0, -1.0, math.nan])
def test_no_sharpness_is_refused(c: float) -> None:
    with pytest.raises(OutOfRange, match=r"^c must be greater than 0, got "):
        SoftmaxLayer(CHAPTER, c)


@given(z=Z, constant=st.floats(-100.0, 100.0))
def test_outputs_lead_back_to_inputs_but_for_a_constant(z: np.ndarray, constant: float) -> None:
    a = SoftmaxLayer(z).a
    back = recovered(a, constant)
    assert SoftmaxLayer(back).a == pytest.approx(a, rel=1e-12)
    assert back - z == pytest.approx(np.full(4, (back - z)[0]), abs=1e-12)


def test_an_output_of_nothing_needs_an_input_below_all_numbers() -> None:
    back = recovered(np.array([0.5, 0.5, 0.0]), 1.0)
    assert back.tolist() == [math.log(0.5) + 1.0, math.log(0.5) + 1.0, -math.inf]
    assert SoftmaxLayer(back).a.tolist() == [0.5, 0.5, 0.0]
