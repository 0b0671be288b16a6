"""The descent of one neuron: the chapter's numbers, its own bookkeeping, two forms of it, and how it diverges.

Longer than the other files, because the module is one idea that is looked at from many sides.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost
from app.learning.elementwise import Array
from app.learning.errors import IncompatiblePair, OutOfRange, ShapeMismatch
from app.learning.neuron import Descent, Neuron, Rows, train_many
from tests.learning.examples import (
    EPS,
    PAIRS,
    array,
    array_neurons,
    assert_same_bits,
    coordinates,
    each_cost,
    each_pair,
    rates,
    scalar_neurons,
)

QUADRATIC, CROSS_ENTROPY, AS_ANIMATED = (
    COSTS[name] for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")
)
SIGMOID, TANH, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "linear", "relu"))


def rows_of(neuron: Neuron, epochs: int) -> Rows:
    return Descent(neuron).advance(epochs + 1)


# --- the chapter ------------------------------------------------------------------------------------------------


class Golden(NamedTuple):
    """A run of 300 epochs with x = 1 and y = 0: the outputs in rows 0, 150, 300, the costs in rows 0 and 300."""

    cost: Cost
    w: float
    b: float
    eta: float
    outputs: tuple[float, float, float]
    costs: tuple[float, float]
    first_below_half: int | None


GOLDEN = [
    Golden(QUADRATIC, 0.6, 0.9, 0.15, (0.817574, 0.152740, 0.093956), (0.334214, 0.004414), 36),
    Golden(QUADRATIC, 2.0, 2.0, 0.15, (0.982014, 0.933417, 0.202848), (0.482176, 0.020574), 232),
    Golden(CROSS_ENTROPY, 0.6, 0.9, 0.005, (0.817574, 0.605277, 0.417679), (1.701413, 0.540734), 228),
    Golden(CROSS_ENTROPY, 2.0, 2.0, 0.005, (0.982014, 0.928163, 0.779587), (4.018150, 1.512253), None),
    Golden(AS_ANIMATED, 0.6, 0.9, 0.005, (0.817574, 0.181050, 0.040366), (1.701413, 0.041203), 49),
    Golden(AS_ANIMATED, 2.0, 2.0, 0.005, (0.982014, 0.214774, 0.047876), (4.018150, 0.049060), 66),
    Golden(CROSS_ENTROPY, 2.0, 2.0, 0.15, (0.982014, 0.025685, 0.012009), (4.018150, 0.012081), 17),
]
SIX_DECIMALS = 5.1e-7  # Half a unit of the sixth.


@pytest.mark.parametrize("as_list", [False, True], ids=["scalar", "list"])
@pytest.mark.parametrize("golden", GOLDEN, ids=[f"{g.cost.name}-{g.w}-{g.b}-{g.eta}" for g in GOLDEN])
def test_the_chapters_runs_give_the_known_numbers(golden: Golden, as_list: bool) -> None:
    neuron = Neuron(golden.cost, SIGMOID, golden.w, golden.b, 1.0, 0.0, golden.eta)
    rows = rows_of(in_lists(neuron) if as_list else neuron, 300)
    a = rows.a.reshape(301)
    assert a[[0, 150, 300]].tolist() == pytest.approx(golden.outputs, abs=SIX_DECIMALS, rel=0.0)
    assert rows.cost[[0, 300]].tolist() == pytest.approx(golden.costs, abs=SIX_DECIMALS, rel=0.0)
    below = np.flatnonzero(a < 0.5)
    assert (int(below[0]) if below.size else None) == golden.first_below_half


# --- worked by hand ---------------------------------------------------------------------------------------------


def test_two_epochs_of_a_linear_neuron_meet_numbers_worked_by_hand() -> None:
    # Two inputs, two examples, w = (1, −1), b = 0, η = 1/2.
    # Row 0: z = (1·1 − 1·2, 1·0 − 1·1) = (−1, −1); δ = z − y = (−1, −2); C = mean(1/2, 2) = 5/4.
    #   ∂C/∂w = mean of δ x = ((−1·1 − 2·0)/2, (−1·2 − 2·1)/2) = (−1/2, −2); ∂C/∂b = −3/2.
    # Row 1: w = (1 + 1/4, −1 + 1) = (5/4, 0), b = 3/4; z = (2, 3/4); δ = (2, −1/4); C = mean(2, 1/32) = 65/64.
    #   ∂C/∂w = (1, (4 − 1/4)/2) = (1, 15/8); ∂C/∂b = 7/8.
    x = np.array([[1.0, 2.0], [0.0, 1.0]])
    rows = rows_of(Neuron(QUADRATIC, LINEAR, array(1.0, -1.0), 0.0, x, array(0.0, 1.0), 0.5), 1)
    assert rows.epoch.tolist() == [0, 1]
    assert rows.w.tolist() == [[1.0, -1.0], [1.25, 0.0]]
    assert rows.b.tolist() == [0.0, 0.75]
    assert rows.z.tolist() == rows.a.tolist() == [[-1.0, -1.0], [2.0, 0.75]]
    assert rows.cost.tolist() == [1.25, 65 / 64]
    assert rows.slope.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert rows.delta.tolist() == [[-1.0, -2.0], [2.0, -0.25]]
    assert rows.grad_w.tolist() == [[-0.5, -2.0], [1.0, 1.875]]
    assert rows.grad_b.tolist() == [-1.5, 0.875]


def test_an_epoch_of_a_scalar_neuron_meets_numbers_worked_by_hand() -> None:
    # Linear, w = 2, b = 1, x = 3, y = 1, η = 1/8. Row 0: z = 7, δ = 6, C = 18, ∂C/∂w = 18, ∂C/∂b = 6.
    # Row 1: w = 2 − 18/8 = −1/4, b = 1 − 6/8 = 1/4, z = −1/2, δ = −3/2, C = 9/8, ∂C/∂w = −9/2, ∂C/∂b = −3/2.
    rows = rows_of(Neuron(QUADRATIC, LINEAR, 2.0, 1.0, 3.0, 1.0, 0.125), 1)
    columns = {field.name: getattr(rows, field.name).tolist() for field in fields(Rows)}
    assert columns == {
        "epoch": [0, 1],
        "w": [2.0, -0.25],
        "b": [1.0, 0.25],
        "z": [7.0, -0.5],
        "a": [7.0, -0.5],
        "cost": [18.0, 1.125],
        "slope": [1.0, 1.0],
        "delta": [6.0, -1.5],
        "grad_w": [18.0, -4.5],
        "grad_b": [6.0, -1.5],
    }


def test_a_linear_neuron_approaches_its_target_geometrically() -> None:
    # δ = z − y and Δz = −κ δ with κ = η (x² + 1) = 0.1 · 5: the distance halves in every epoch.
    rows = rows_of(Neuron(QUADRATIC, LINEAR, 3.0, 1.0, 2.0, 1.0, 0.1), 40)
    distance = 6.0 * 0.5 ** np.arange(41)
    np.testing.assert_allclose(rows.a - 1.0, distance, rtol=0.0, atol=1e-14)


# --- rows -------------------------------------------------------------------------------------------------------


def test_row_k_is_the_state_before_update_k() -> None:
    neuron = Neuron(QUADRATIC, SIGMOID, 0.6, 0.9, 1.0, 0.0, 0.15)
    rows = rows_of(neuron, 300)
    assert len(rows) == 301
    assert rows.epoch.tolist() == list(range(301))
    assert (rows.w[0], rows.b[0]) == (0.6, 0.9)
    # Row 300 comes after 300 updates: it starts the descent of the neuron that stands there.
    later = rows_of(replace(neuron, w=float(rows.w[300]), b=float(rows.b[300])), 0)
    assert_same_bits(replace(later, epoch=np.array([300])), rows[300:])


def assert_rows_are_consistent(neuron: Neuron, rows: Rows) -> None:
    """Every column follows from w and b, and every w and b from the row before, exactly."""
    assert rows.epoch.tolist() == list(range(len(rows)))
    np.testing.assert_array_equal(rows.w[1:], rows.w[:-1] - neuron.eta * rows.grad_w[:-1])
    np.testing.assert_array_equal(rows.b[1:], rows.b[:-1] - neuron.eta * rows.grad_b[:-1])
    assert all(np.isfinite(getattr(rows, field.name)).all() for field in fields(Rows))
    assert ((neuron.activation.low <= rows.a) & (rows.a <= neuron.activation.high)).all()
    assert (rows.cost >= 0.0).all()


@given(neuron=scalar_neurons())
@settings(deadline=None, max_examples=200)
def test_every_recorded_row_is_finite_and_follows_from_the_one_before(neuron: Neuron) -> None:
    descent = Descent(neuron)
    rows = descent.advance(12)
    assert_rows_are_consistent(neuron, rows)
    assert len(rows) == (12 if descent.diverged is None else descent.diverged)
    np.testing.assert_array_equal(rows.z, rows.w * neuron.x + rows.b)
    np.testing.assert_array_equal(rows.grad_w, rows.delta * neuron.x)
    np.testing.assert_array_equal(rows.grad_b, rows.delta)
    for k, z in enumerate(rows.z.tolist()):
        assert rows.a[k] == neuron.activation.value(z)
        assert rows.slope[k] == neuron.activation.slope(z)
        assert rows.cost[k] == neuron.cost.value(neuron.activation, z, float(neuron.y))
        assert rows.delta[k] == neuron.cost.delta(neuron.activation, z, float(neuron.y))


@given(neuron=array_neurons())
@settings(deadline=None, max_examples=200)
def test_every_recorded_row_of_lists_is_finite_and_follows_from_the_one_before(neuron: Neuron) -> None:
    descent = Descent(neuron)
    rows = descent.advance(12)
    assert_rows_are_consistent(neuron, rows)
    assert len(rows) == (12 if descent.diverged is None else descent.diverged)
    inputs, examples = np.shape(neuron.w), np.shape(neuron.y)
    assert rows.w.shape == rows.grad_w.shape == (len(rows), *inputs)
    assert rows.z.shape == rows.a.shape == rows.slope.shape == rows.delta.shape == (len(rows), *examples)
    assert rows.b.shape == rows.cost.shape == rows.grad_b.shape == (len(rows),)


@given(
    neuron=scalar_neurons() | array_neurons(),
    cuts=st.lists(st.integers(min_value=0, max_value=9), min_size=2, max_size=6),
)
@settings(deadline=None, max_examples=200)
def test_blocks_of_any_cut_join_to_the_same_bits(neuron: Neuron, cuts: list[int]) -> None:
    whole, pieces = Descent(neuron), Descent(neuron)
    expected = whole.advance(sum(cuts))
    assert_same_bits(Rows.join([pieces.advance(count) for count in cuts]), expected)
    assert pieces.diverged == whole.diverged


def test_blocks_of_many_examples_join_to_the_same_bits() -> None:
    # More examples than a vector register or one of NumPy's summation blocks of 128 holds.
    generator = np.random.default_rng(1)
    w, x, y = generator.normal(size=16), generator.normal(size=(200, 16)), generator.random(200)
    neuron = Neuron(CROSS_ENTROPY, SIGMOID, w, 0.1, x, y, 0.5)
    descent = Descent(neuron)
    assert_same_bits(Rows.join([descent.advance(count) for count in (1, 2, 30, 17)]), rows_of(neuron, 49))


@pytest.mark.parametrize("x", [-2.5, 0.3, 1.0, 7.0])
def test_weight_and_bias_move_in_the_ratio_of_the_input(x: float) -> None:
    # Δw/Δb = x in every update, so the path is a line; 300 updates each round w and b by half a unit in the last place.
    rows = rows_of(Neuron(QUADRATIC, SIGMOID, 0.6, 0.9, x, 0.0, 0.15), 300)
    moved_w, moved_b = rows.w[1:] - rows.w[0], rows.b[1:] - rows.b[0]
    assert np.abs(moved_b).min() > 0.0
    assert np.abs(moved_w - x * moved_b).max() <= 300 * EPS * max(1.0, abs(x)) * np.abs(rows.b).max()


def test_a_block_is_cut_and_picked_like_a_table() -> None:
    rows = rows_of(Neuron(QUADRATIC, SIGMOID, array(0.6, 0.1), 0.9, array(1.0, 2.0), 0.0, 0.15), 9)
    assert rows[2:5].epoch.tolist() == [2, 3, 4]
    assert rows[2:5].w.tolist() == rows.w.tolist()[2:5]
    assert rows[rows.epoch % 4 == 0].epoch.tolist() == [0, 4, 8]
    assert_same_bits(Rows.join([rows[:3], rows[3:]]), rows)


@pytest.mark.parametrize("column", [field.name for field in fields(Rows) if field.name != "epoch"])
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_row_counts_as_finite_only_if_every_column_is(column: str, bad: float) -> None:
    neuron = Neuron(QUADRATIC, SIGMOID, array(0.6, 0.1), 0.9, np.ones((3, 2)), array(0.0, 0.5, 1.0), 0.15)
    rows = rows_of(neuron, 4)
    assert rows.count_finite() == 5
    broken = getattr(rows, column).copy()
    broken.reshape(5, -1)[3, -1] = bad  # The last input or example of row 3, where there are several.
    assert replace(rows, **{column: broken}).count_finite() == 3
    assert rows[:0].count_finite() == 0


# --- symmetry ---------------------------------------------------------------------------------------------------


@each_cost
@given(w=coordinates, b=coordinates, x=coordinates, y=st.sampled_from([0.0, 0.25, 0.5, 1.0]), eta=rates)
@settings(deadline=None, max_examples=40)
def test_the_mirrored_sigmoid_neuron_takes_the_mirrored_way(
    cost: Cost, w: float, b: float, x: float, y: float, eta: float
) -> None:
    # y → 1 − y and z → −z gives a → 1 − a. The targets are such that 1 − y is exact, and then so is the rest.
    descent, mirrored = (
        Descent(Neuron(cost, SIGMOID, w, b, x, y, eta)),
        Descent(Neuron(cost, SIGMOID, -w, -b, x, 1.0 - y, eta)),
    )
    rows, image = descent.advance(20), mirrored.advance(20)
    assert descent.diverged == mirrored.diverged
    for name in ("w", "b", "z", "delta", "grad_w", "grad_b"):
        np.testing.assert_array_equal(getattr(image, name), -getattr(rows, name), name)
    for name in ("cost", "slope"):
        np.testing.assert_array_equal(getattr(image, name), getattr(rows, name), name)
    np.testing.assert_allclose(image.a, 1.0 - rows.a, rtol=0.0, atol=EPS)


# --- several inputs and examples --------------------------------------------------------------------------------


def descend_example_by_example(neuron: Neuron, epochs: int) -> list[dict[str, Any]]:
    """The same descent on plain numbers, one example after the other, as eq. 54–57 are written."""
    activation, cost = neuron.activation, neuron.cost
    w, b = np.atleast_1d(neuron.w).tolist(), neuron.b
    ys = np.atleast_1d(neuron.y).tolist()
    xs = np.reshape(neuron.x, (len(ys), len(w))).tolist()
    rows: list[dict[str, Any]] = []
    for _ in range(epochs + 1):
        zs = [sum(w_j * x_j for w_j, x_j in zip(w, x, strict=True)) + b for x in xs]
        deltas = [cost.delta(activation, z, y) for z, y in zip(zs, ys, strict=True)]
        grad_w = [sum(delta * x[j] for delta, x in zip(deltas, xs, strict=True)) / len(ys) for j in range(len(w))]
        grad_b = sum(deltas) / len(ys)
        rows.append(
            {
                "w": w,
                "b": b,
                "z": zs,
                "a": [activation.value(z) for z in zs],
                "cost": sum(cost.value(activation, z, y) for z, y in zip(zs, ys, strict=True)) / len(ys),
                "slope": [activation.slope(z) for z in zs],
                "delta": deltas,
                "grad_w": grad_w,
                "grad_b": grad_b,
            }
        )
        w = [w_j - neuron.eta * g for w_j, g in zip(w, grad_w, strict=True)]
        b = b - neuron.eta * grad_b
    return rows


SHAPES: dict[str, tuple[Any, Any, Any]] = {
    # w, x, y
    "several inputs": (array(0.7, -0.4, 1.1), array(1.0, 0.5, 2.0), 0.2),
    "several examples": (1.3, array(0.5, 1.0, 2.5, 0.8), array(0.0, 1.0, 0.3, 1.0)),
    "both": (array(0.9, 0.4), np.array([[1.0, 2.0], [0.5, 0.1], [3.0, -1.0]]), array(0.0, 0.6, 1.0)),
    "one of each in lists": (array(2.0), np.array([[1.0]]), array(0.0)),
    "one input in a list": (array(2.0), array(1.5), 0.0),
    "one example in a list": (2.0, array(1.5), array(1.0)),
}


@pytest.mark.parametrize("shape", SHAPES)
@each_pair
def test_lists_descend_like_a_loop_over_the_examples(cost: Cost, activation: Activation, shape: str) -> None:
    w, x, y = SHAPES[shape]
    neuron = Neuron(cost, activation, w, 0.6, x, y, 0.005)
    rows = rows_of(neuron, 40)
    expected = descend_example_by_example(neuron, 40)
    assert len(rows) == 41
    for name in expected[0]:
        column = getattr(rows, name)
        looped = np.array([row[name] for row in expected]).reshape(column.shape)
        # Both round each of 40 updates once or twice; numbers here are of size 1, hence the absolute tolerance.
        np.testing.assert_allclose(column, looped, rtol=1e-12, atol=1e-13, err_msg=name)


def in_lists(neuron: Neuron) -> Neuron:
    """The same neuron with its one weight, input and target in lists of one."""
    return replace(neuron, w=array(float(neuron.w)), x=np.array([[float(neuron.x)]]), y=array(float(neuron.y)))


@st.composite
def calm_neurons(draw: st.DrawFn) -> Neuron:
    """Starts and rates from which a descent goes straight down, so that no rounding is blown up on the way."""
    cost, activation = draw(st.sampled_from(PAIRS))
    near = st.floats(min_value=-5.0, max_value=5.0)
    # A rule that is no gradient has no reason to settle between 0 and 1.
    target = st.floats(min_value=0.0, max_value=1.0) if cost.follows_gradient else st.sampled_from([0.0, 1.0])
    x = draw(st.floats(min_value=-2.0, max_value=2.0))
    eta = draw(st.floats(min_value=1e-3, max_value=0.15))
    neuron = Neuron(cost, activation, draw(near), draw(near), x, draw(target), eta)
    rows = rows_of(neuron, 100)
    # Steps that overshoot may raise the cost; from there on a descent may be chaotic.
    assume(len(rows) == 101 and (np.diff(rows.cost) <= 1e-12 * rows.cost[0]).all())
    return neuron


# 100 epochs round w and b 100 times in either form: some 1e-14, which the flat part of a quadratic cost may raise
# a hundredfold as z leaves it.
SAME_TO = 1e-12


def assert_ends_together(neuron: Neuron, rows: Rows, w: float, b: float) -> None:
    scale = max(1.0, float(np.abs(rows.w).max()), float(np.abs(rows.b).max()))
    assert abs(w - float(rows.w[-1])) <= SAME_TO * scale, neuron
    assert abs(b - float(rows.b[-1])) <= SAME_TO * scale, neuron


@given(neuron=calm_neurons())
@settings(deadline=None, max_examples=150)
def test_lists_of_one_descend_like_plain_numbers(neuron: Neuron) -> None:
    rows, listed = rows_of(neuron, 100), rows_of(in_lists(neuron), 100)
    assert len(rows) == len(listed) == 101
    assert_ends_together(neuron, rows, float(listed.w[-1, 0]), float(listed.b[-1]))
    assert listed.cost[-1] == pytest.approx(rows.cost[-1], rel=1e-9, abs=1e-12)


def test_a_descent_leaves_the_neuron_as_it_was() -> None:
    w, x, y = array(0.7, -0.4), np.array([[1.0, 0.5], [2.0, 1.0]]), array(0.0, 1.0)
    neuron = Neuron(QUADRATIC, SIGMOID, w, 0.3, x, y, 0.5)
    first = rows_of(neuron, 10)
    assert (w.tolist(), x.tolist(), y.tolist()) == ([0.7, -0.4], [[1.0, 0.5], [2.0, 1.0]], [0.0, 1.0])
    assert neuron.b == 0.3
    assert_same_bits(rows_of(neuron, 10), first)


# --- many neurons at once ---------------------------------------------------------------------------------------


@given(neuron=calm_neurons())
@settings(deadline=None, max_examples=150)
def test_many_neurons_end_where_each_descends_to_alone(neuron: Neuron) -> None:
    rows = rows_of(neuron, 100)
    w, b, x, y, eta = (array(float(v), 0.1) for v in (neuron.w, neuron.b, neuron.x, neuron.y, neuron.eta))
    w, b = train_many(neuron.cost, neuron.activation, w, b, x, y, eta, epochs=100)
    assert_ends_together(neuron, rows, float(w[0]), float(b[0]))


def test_many_neurons_are_broadcast_and_their_arrays_left_alone() -> None:
    w, b, x = np.linspace(-2.0, 2.0, 5)[:, None], array(0.5, 1.0, 1.5), array(2.0)
    before = [v.copy() for v in (w, b, x)]
    ends = train_many(CROSS_ENTROPY, SIGMOID, w, b, x, array(0.0), array(0.15), epochs=30)
    assert [v.tolist() for v in (w, b, x)] == [v.tolist() for v in before]
    for column, end in zip(("w", "b"), ends, strict=True):
        assert end.shape == (5, 3)
        for i, j in np.ndindex(5, 3):
            rows = rows_of(Neuron(CROSS_ENTROPY, SIGMOID, float(w[i, 0]), float(b[j]), 2.0, 0.0, 0.15), 30)
            assert end[i, j] == pytest.approx(getattr(rows, column)[-1], rel=1e-12, abs=1e-13)


def test_no_epochs_leave_many_neurons_where_they_start() -> None:
    w, b = train_many(QUADRATIC, SIGMOID, array(1.0, 2.0), array(3.0), array(1.0), array(0.0), array(0.1), epochs=0)
    assert (w.tolist(), b.tolist()) == ([1.0, 2.0], [3.0, 3.0])


@pytest.mark.parametrize(
    ("cost", "activation", "w", "eta"), [(AS_ANIMATED, SIGMOID, 720.0, 0.005), (QUADRATIC, LINEAR, 1.0, 1000.0)]
)
def test_one_of_many_neurons_that_diverges_is_not_finite_and_leaves_the_others_alone(
    cost: Cost, activation: Activation, w: float, eta: float
) -> None:
    def train(ws: Array, etas: Array) -> tuple[Array, Array]:
        return train_many(cost, activation, ws, array(0.0), array(1.0), array(0.0), etas, epochs=200)

    ends = train(array(w, 0.5), array(eta, 0.1))
    alone = train(array(0.5), array(0.1))
    for end, calm in zip(ends, alone, strict=True):
        assert not np.isfinite(end[0])
        assert end[1] == calm[0]


def test_many_neurons_of_an_impossible_pair_are_refused() -> None:
    one = array(1.0)
    with pytest.raises(IncompatiblePair):
        train_many(CROSS_ENTROPY, TANH, one, one, one, one, one, epochs=1)


# --- divergence -------------------------------------------------------------------------------------------------


class Diverging(NamedTuple):
    neuron: Neuron
    row: int


DIVERGING = {
    # ∂C/∂a = 1 + e^z is past the largest double, e^709.8, in row 0.
    "as animated, z = 720": Diverging(Neuron(AS_ANIMATED, SIGMOID, 710.0, 10.0, 1.0, 0.0, 0.005), 0),
    "as animated, z = -720, y = 1": Diverging(Neuron(AS_ANIMATED, SIGMOID, -710.0, -10.0, 1.0, 1.0, 0.005), 0),
    # Δz = −2 · 0.15 · 0.7 e^30 ≈ −2e12 in row 0; there a is 0 and the half with 0.3/a infinite.
    "as animated, y = 0.3": Diverging(Neuron(AS_ANIMATED, SIGMOID, 30.0, 0.0, 1.0, 0.3, 0.15), 1),
    # κ = 4, so z_k = (−3)^k and C = 9^k/2, past 1.8e308 from k = log(3.6e308)/log 9 = 323.4 on.
    "linear, eta = 2": Diverging(Neuron(QUADRATIC, LINEAR, 1.0, 0.0, 1.0, 0.0, 2.0), 324),
    # κ = 1e9 (1 + 1e-6), so C ≈ (1e9)^2k · 1e6/2, past the limit from (308.3 − 5.7)/18 = 16.8 on.
    "linear, huge eta": Diverging(Neuron(QUADRATIC, LINEAR, 1.0, 0.0, 1000.0, 0.0, 1000.0), 17),
    # C itself is infinite at the start, though w, z and a are not.
    "linear, huge start": Diverging(Neuron(QUADRATIC, LINEAR, 1e200, 0.0, 1.0, 0.0, 0.1), 0),
    # Two opposite inputs: whichever example is alive throws z across, times x²/2 = 5e5 an epoch from z = 1e3 on;
    # δ² overflows at 1.3e154, from (154.1 − 3)/5.7 = 26.5 on.
    "relu, opposite inputs": Diverging(
        Neuron(QUADRATIC, RELU, 1.0, 0.0, array(1000.0, -1000.0), array(0.0, 0.0), 1.0), 27
    ),
}
DIVERGING |= {
    f"{name}, in lists": Diverging(in_lists(case.neuron), case.row)
    for name, case in DIVERGING.items()
    if case.neuron.is_scalar
}


@pytest.mark.parametrize("name", DIVERGING)
def test_a_descent_that_overflows_names_the_first_row_that_is_not_finite(name: str) -> None:
    neuron, row = DIVERGING[name]
    descent = Descent(neuron)
    rows = descent.advance(400)
    assert descent.diverged == row
    assert len(rows) == row
    assert_rows_are_consistent(neuron, rows)


@pytest.mark.parametrize("name", DIVERGING)
def test_a_descent_that_has_diverged_gives_no_more_rows(name: str) -> None:
    neuron, row = DIVERGING[name]
    descent = Descent(neuron)
    blocks = [descent.advance(5) for _ in range(80)]
    assert descent.diverged == row
    assert [len(block) for block in blocks] == [5] * (row // 5) + [row % 5] + [0] * (79 - row // 5)
    assert_same_bits(Rows.join(blocks), Descent(neuron).advance(400))


@pytest.mark.parametrize("count", [0, 1])
def test_a_descent_that_has_not_come_to_its_divergence_has_not_diverged(count: int) -> None:
    descent = Descent(DIVERGING["as animated, y = 0.3"].neuron)
    assert len(descent.advance(count)) == count
    assert descent.diverged is None


def test_a_relu_neuron_that_overshoots_dies_without_diverging() -> None:
    # y = 1, z₀ = 1/2, η = 1000: δ = −1/2, so z₁ = 1/2 + 2 · 500 = 1000.5; δ = 999.5, so z₂ = 1000.5 − 2 · 999500,
    # which is below zero, where the slope is 0 and nothing moves any more.
    descent = Descent(Neuron(QUADRATIC, RELU, 0.5, 0.0, 1.0, 1.0, 1000.0))
    rows = descent.advance(50)
    assert descent.diverged is None
    assert rows.z[:3].tolist() == [0.5, 1000.5, -1997999.5]
    assert set(rows.z[2:].tolist()) == {-1997999.5}
    assert not rows.delta[2:].any()
    assert not rows.a[2:].any()


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("eta", [0.0, -1.0, -1e-300, math.nan, -math.inf])
def test_a_rate_that_is_not_above_0_is_refused_by_name_rule_and_value(eta: float) -> None:
    with pytest.raises(OutOfRange, match=rf"^eta must be greater than 0, got {re.escape(repr(eta))}$"):
        Neuron(QUADRATIC, SIGMOID, 0.6, 0.9, 1.0, 0.0, eta)


MISSHAPEN: list[tuple[Any, Any, Any, Sequence[str]]] = [
    # w, x, y, what the message names
    (array(1.0, 2.0), 1.0, 0.0, ["(2,)", "()"]),
    (array(1.0, 2.0), array(1.0, 2.0, 3.0), 0.0, ["(2,)", "(3,)"]),
    (1.0, array(1.0, 2.0), 0.0, ["()", "(2,)"]),
    (1.0, 1.0, array(0.0, 1.0), ["(2,)", "()"]),
    (1.0, array(1.0, 2.0, 3.0), array(0.0, 1.0), ["(2,)", "(3,)"]),
    (array(1.0, 2.0), np.ones((2, 3)), array(0.0, 1.0, 1.0), ["(3, 2)", "(2, 3)"]),
]


@pytest.mark.parametrize(("w", "x", "y", "named"), MISSHAPEN)
def test_an_input_of_the_wrong_shape_is_refused_with_both_shapes(
    w: float | Array, x: float | Array, y: float | Array, named: Sequence[str]
) -> None:
    with pytest.raises(ShapeMismatch) as refusal:
        Neuron(QUADRATIC, SIGMOID, w, 0.9, x, y, 0.15)
    expected, got = named
    assert f"x must have the shape {expected} " in str(refusal.value)
    assert str(refusal.value).endswith(f"got {got}")


@pytest.mark.parametrize(
    ("w", "y"), [(np.ones((2, 2)), 0.0), (1.0, np.ones((2, 2)))], ids=["w is a table", "y is a table"]
)
def test_weights_and_targets_in_a_table_are_refused(w: float | Array, y: float | Array) -> None:
    with pytest.raises(ShapeMismatch, match=r"^w and y are numbers or flat lists, got shapes .*\(2, 2\)"):
        Neuron(QUADRATIC, SIGMOID, w, 0.9, np.ones((2, 2)), y, 0.15)


def test_a_neuron_of_an_impossible_pair_is_refused() -> None:
    with pytest.raises(IncompatiblePair, match=r"'cross-entropy'.*'relu'"):
        Neuron(CROSS_ENTROPY, RELU, 0.6, 0.9, 1.0, 0.0, 0.15)
