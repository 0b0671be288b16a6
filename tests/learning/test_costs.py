"""Costs: values by hand, central differences, 700 digits, limits; for every pair that the registries permit.

It is long because every pair of cost and activation meets the same judges, and their tolerances are explained.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost, check_pair, cost_named
from app.learning.elementwise import Number, constant
from app.learning.errors import IncompatiblePair, UnknownName
from tests.learning.examples import (
    EPS,
    ORDINARY_Z,
    PAIRS,
    SMALLEST_NORMAL,
    TARGETS,
    WIDE_Z,
    array,
    assert_close,
    both_paths,
    each_activation,
    each_cost,
    each_pair,
    each_target,
    is_permitted,
)
from tests.learning.oracles import (
    ACTIVATION_ORACLES,
    COST_ORACLES,
    Exact,
    cancellation,
    cost_delta,
    cost_derivative,
    cost_value,
    has_kink,
    mp,
    output,
)

QUADRATIC, CROSS_ENTROPY, AS_ANIMATED = (
    COSTS[name] for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")
)
SIGMOID, TANH, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "linear", "relu"))

# As for the activations: some 45 units in the last place, for a handful of roundings.
RELATIVE = 1e-14

GRADIENT_PAIRS = [(cost, activation) for cost, activation in PAIRS if cost.follows_gradient]
RULE_PAIRS = [(cost, activation) for cost, activation in PAIRS if not cost.follows_gradient]
ORACLE_PAIRS = [(c, a) for c, a in PAIRS if c.name in COST_ORACLES and a.name in ACTIVATION_ORACLES]


def each_of(pairs: list[tuple[Cost, Activation]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("cost", "activation"), pairs, ids=[f"{c.name}-{a.name}" for c, a in pairs])


class Output(Activation):
    """a = z, and z is kept between 0 and 1: it shows a cost as a function of a itself."""

    low, high = 0.0, 1.0

    def value(self, z: Number) -> Number:
        return z

    def slope(self, z: Number) -> Number:
        return constant(1.0, like=z)


OUTPUT = Output()


def of_z(method: Callable[..., Any], activation: Activation, y: float) -> Callable[[Any], Any]:
    """A method of a cost as a function of z alone."""
    return lambda z: method(activation, z, y)


# --- worked by hand ---------------------------------------------------------------------------------------------

# z = ln 3 gives σ = 3/4, σ′ = 3/16 and tanh = 4/5, tanh′ = 9/25.
LN3 = math.log(3.0)
LN4 = math.log(4.0)
BY_HAND = [
    # cost, activation, z, y, C, ∂C/∂a, δ
    (QUADRATIC, SIGMOID, 0.0, 0.0, 0.125, 0.5, 0.125),
    (QUADRATIC, SIGMOID, LN3, 0.0, 9 / 32, 0.75, 9 / 64),
    (QUADRATIC, SIGMOID, LN3, 1.0, 1 / 32, -0.25, -3 / 64),
    # a − y = 0.45, squared and halved 0.10125, times 3/16 0.084375
    (QUADRATIC, SIGMOID, LN3, 0.3, 0.10125, 0.45, 0.084375),
    (QUADRATIC, TANH, LN3, 1.0, 0.02, -0.2, -0.072),
    (QUADRATIC, TANH, -LN3, 0.0, 0.32, -0.8, -0.288),
    (QUADRATIC, LINEAR, -2.5, 0.5, 4.5, -3.0, -3.0),
    (QUADRATIC, RELU, 3.0, 1.0, 2.0, 2.0, 2.0),
    (QUADRATIC, RELU, -3.0, 1.0, 0.5, -1.0, 0.0),
    (CROSS_ENTROPY, SIGMOID, 0.0, 0.0, math.log(2.0), 2.0, 0.5),
    (CROSS_ENTROPY, SIGMOID, LN3, 0.0, LN4, 4.0, 0.75),
    (CROSS_ENTROPY, SIGMOID, LN3, 1.0, LN4 - LN3, -4 / 3, -0.25),
    # (a − y)/(a (1 − a)) = 0.45/(3/16) = 2.4
    (CROSS_ENTROPY, SIGMOID, LN3, 0.3, 0.3 * (LN4 - LN3) + 0.7 * LN4, 2.4, 0.45),
    # The same cost and the same ∂C/∂a, but a step along ∂C/∂a.
    (AS_ANIMATED, SIGMOID, LN3, 0.0, LN4, 4.0, 4.0),
    (AS_ANIMATED, SIGMOID, LN3, 0.3, 0.3 * (LN4 - LN3) + 0.7 * LN4, 2.4, 2.4),
]


@pytest.mark.parametrize(
    ("cost", "activation", "z", "y", "value", "derivative", "delta"),
    BY_HAND,
    ids=[f"{c.name}-{a.name}({z:.3g},y={y})" for c, a, z, y, *_ in BY_HAND],
)
def test_value_derivative_and_delta_meet_numbers_worked_by_hand(
    cost: Cost, activation: Activation, z: float, y: float, value: float, derivative: float, delta: float
) -> None:
    for method, expected in ((cost.value, value), (cost.derivative, derivative), (cost.delta, delta)):
        for _, computed in both_paths(of_z(method, activation, y), [z]):
            assert computed == pytest.approx(expected, rel=16 * EPS, abs=0.0), method.__name__


def test_the_cross_entropy_of_a_right_answer_is_the_binary_entropy_and_its_minimum() -> None:
    # Eq. 64: at a = y the cost is −[y ln y + (1 − y) ln(1 − y)], for y = 0.3 about 0.6109, and no output costs less.
    y, z = 0.3, math.log(0.3 / 0.7)
    entropy = -(y * math.log(y) + (1.0 - y) * math.log(1.0 - y))
    assert CROSS_ENTROPY.value(SIGMOID, z, y) == pytest.approx(entropy, rel=1e-15)
    assert abs(CROSS_ENTROPY.delta(SIGMOID, z, y)) < 1e-16
    assert all(CROSS_ENTROPY.value(SIGMOID, other, y) > entropy for other in (z - 1e-3, z + 1e-3, *ORDINARY_Z))


# --- the chapter's point ----------------------------------------------------------------------------------------


def test_cross_entropy_delta_has_no_slope_factor() -> None:
    # At z = 40 and y = 0 the neuron is as wrong as can be, δ = a − y = 1, while σ′ is 4e-18.
    assert SIGMOID.slope(40.0) < 1e-17
    assert CROSS_ENTROPY.delta(SIGMOID, 40.0, 0.0) == 1.0
    for y in TARGETS:
        for z, delta in both_paths(of_z(CROSS_ENTROPY.delta, SIGMOID, y), WIDE_Z):
            # Two terms of at most 1, each rounded a few times; at y = 0 and 1 only one, so the bits are those of a − y.
            allowed = 4 * EPS if 0.0 < y < 1.0 else 2 * EPS * abs(delta)
            assert abs(delta - SIGMOID.residual(z, y)) <= allowed, (z, y)


def test_quadratic_delta_has_the_slope_as_a_factor() -> None:
    for y in TARGETS:
        for z, delta in both_paths(of_z(QUADRATIC.delta, SIGMOID, y), WIDE_Z):
            expected = SIGMOID.residual(z, y) * SIGMOID.slope(z)
            assert delta == pytest.approx(expected, rel=1e-9, abs=1e-16), (z, y)
    # So a neuron that is badly wrong hardly learns: 4e-18 where the cross-entropy has 1.
    assert QUADRATIC.delta(SIGMOID, 40.0, 0.0) == pytest.approx(math.exp(-40.0), rel=1e-15)


def test_a_linear_output_cures_the_slowdown_too() -> None:
    # Eq. 68–70: δ = a − y, however wrong.
    assert [QUADRATIC.delta(LINEAR, z, 1.0) for z in (-1000.0, 0.0, 1000.0)] == [-1001.0, -1.0, 999.0]


@each_of(GRADIENT_PAIRS)
@each_target
def test_the_product_of_derivative_and_slope_is_the_cancelled_form(
    cost: Cost, activation: Activation, y: float
) -> None:
    # Up to |z| = 345 neither factor of the product leaves the range of normal doubles, though one may be 1e150.
    for z, delta in both_paths(of_z(cost.delta, activation, y), [z for z in WIDE_Z if abs(z) <= 345.0]):
        product = cost.derivative(activation, z, y) * activation.slope(z)
        # Near a = y both are differences of terms of at most 1, rounded differently.
        allowed = 1e-13 * abs(delta) + (4 * EPS if 0.0 < y < 1.0 else 0.0) + SMALLEST_NORMAL
        assert abs(product - delta) <= allowed, z


@each_of(RULE_PAIRS)
@each_target
def test_a_rule_that_follows_no_gradient_steps_along_the_derivative(
    cost: Cost, activation: Activation, y: float
) -> None:
    for z in ORDINARY_Z:
        derivative = cost.derivative(activation, z, y)
        assert cost.delta(activation, z, y) == derivative
        assert cost.delta(activation, z, y) != pytest.approx(derivative * activation.slope(z), rel=0.1)


def test_the_animated_rule_takes_a_first_step_56_times_too_large_at_z_4() -> None:
    # 1/σ′(4) = (1 + e^4)(1 + e^−4) = e^4 + 2 + e^−4 = 56.616
    ratio = AS_ANIMATED.delta(SIGMOID, 4.0, 0.0) / CROSS_ENTROPY.delta(SIGMOID, 4.0, 0.0)
    assert ratio == pytest.approx(math.exp(4.0) + 2.0 + math.exp(-4.0), rel=1e-14)
    assert ratio == pytest.approx(56.6, abs=0.05)


def test_the_animated_rule_has_the_same_cost_as_the_cross_entropy() -> None:
    for y in TARGETS:
        assert [AS_ANIMATED.value(SIGMOID, z, y) for z in WIDE_Z] == [
            CROSS_ENTROPY.value(SIGMOID, z, y) for z in WIDE_Z
        ]


# --- the gain: what multiplies the error ------------------------------------------------------------------------


@each_pair
@each_target
def test_error_times_gain_is_delta(cost: Cost, activation: Activation, y: float) -> None:
    gains = both_paths(of_z(cost.gain, activation, y), ORDINARY_Z)
    for z, gain in gains:
        if math.isnan(gain) and activation.residual(z, y) == 0.0:
            continue  # the default at the target: 0/0
        assert activation.residual(z, y) * gain == pytest.approx(cost.delta(activation, z, y), rel=1e-12, abs=1e-15)


@each_of(ORACLE_PAIRS)
def test_every_gain_keeps_its_digits(cost: Cost, activation: Activation) -> None:
    # From the definition, δ/(a − y) in 700 digits. The target is far from every output that is looked at.
    for z, gain in both_paths(of_z(cost.gain, activation, 0.0), [z for z in WIDE_Z if z != 0.0]):
        exact_z, zero = mp.mpf(z), mp.mpf(0)
        judge = cost_delta if cost.follows_gradient else cost_derivative
        error = output(activation.name, exact_z)
        if error == 0 or has_kink(activation.name, exact_z):
            continue  # a ReLU that is silent: 0/0
        exact = judge(cost.name, activation.name, exact_z, zero) / error
        assert_close(gain, exact, exact, RELATIVE, z)


def test_the_gain_of_the_quadratic_cost_is_the_slope_to_the_last_bit() -> None:
    for activation in ACTIVATIONS.values():
        for z, gain in both_paths(of_z(QUADRATIC.gain, activation, 0.3), WIDE_Z):
            assert gain == pytest.approx(activation.slope(z), rel=4 * EPS)
        assert [QUADRATIC.gain(activation, z, 0.3) for z in WIDE_Z] == [activation.slope(z) for z in WIDE_Z]


def test_the_gain_of_the_cross_entropy_of_a_sigmoid_is_1_however_far_out() -> None:
    for y in TARGETS:
        gains = both_paths(of_z(CROSS_ENTROPY.gain, SIGMOID, y), [*WIDE_Z, -1e300, -750.0, 750.0, 1e300])
        assert {gain for _, gain in gains} == {1.0}


def test_the_gain_of_the_animated_rule_is_one_over_the_slope() -> None:
    # a (1 − a) = σ′, so at z = ln 3 it is 16/3.
    for _, gain in both_paths(of_z(AS_ANIMATED.gain, SIGMOID, 0.0), [LN3]):
        assert gain == pytest.approx(16 / 3, rel=4 * EPS)


@each_cost
def test_a_cost_says_how_it_is_written_with_the_numbers_of_a_and_y(cost: Cost) -> None:
    written = cost.formula.format(a="0.82", y="0")
    assert "0.82" in written
    assert not set("{}") & set(written)


GAINS_AT = np.random.default_rng(7).uniform([-8.0, 0.0], [8.0, 1.0], (200, 2)).T


@each_pair
def test_a_gain_without_a_symbol_is_1_and_no_other_cost_says_so(cost: Cost, activation: Activation) -> None:
    z, y = GAINS_AT
    is_one = bool(np.allclose(cost.gain(activation, z, y), 1.0, rtol=1e-12, atol=0.0))
    if cost.gain_is_slope:  # the slope itself stays written, even that of the linear neuron, which is 1
        assert cost.gain_symbol(activation) == f"{activation.letter}′(z)"
    else:
        assert (cost.gain_symbol(activation) == "") == is_one


@each_cost
def test_a_gain_is_said_to_be_the_slope_where_it_is(cost: Cost) -> None:
    z, y = GAINS_AT
    met = [activation for other, activation in PAIRS if other is cost]
    gains = [np.allclose(cost.gain(one, z, y), one.slope(z), rtol=1e-12, atol=0.0, equal_nan=True) for one in met]
    assert cost.gain_is_slope == all(gains)


@each_activation
def test_an_activation_is_said_to_be_logistic_where_it_is(activation: Activation) -> None:
    z, _ = GAINS_AT
    a = activation.value(z)
    assert activation.is_logistic == bool(np.allclose(activation.slope(z), a * (1.0 - a), rtol=1e-9, atol=0.0))


def test_the_gains_of_the_costs_are_written_as_on_a_blackboard() -> None:
    assert [cost.gain_symbol(SIGMOID) for cost in (QUADRATIC, CROSS_ENTROPY, AS_ANIMATED)] == [
        "σ′(z)",
        "",
        "1/(a(1 − a))",
    ]
    assert QUADRATIC.gain_symbol(TANH) == "f′(z)"
    assert CROSS_ENTROPY.gain_symbol(LINEAR) == "f′(z)/(a(1 − a))"
    assert Quartic().gain_symbol(SIGMOID) == "δ/(a − y)"


# --- central differences ----------------------------------------------------------------------------------------


@each_cost
@each_target
def test_the_derivative_is_the_central_difference_over_the_output(cost: Cost, y: float) -> None:
    # With h = 1e-6 the difference is off by C‴ h²/6, at a = 0.05 a 1e-10th of C′, and by 1e-16 C/h ≈ 1e-10.
    h = 1e-6
    for a, derivative in both_paths(of_z(cost.derivative, OUTPUT, y), [0.05, 0.2, 0.45, 0.6, 0.85, 0.95]):
        difference = (cost.value(OUTPUT, a + h, y) - cost.value(OUTPUT, a - h, y)) / (2.0 * h)
        assert derivative == pytest.approx(difference, rel=1e-8, abs=1e-8), a


@each_of(GRADIENT_PAIRS)
@each_target
def test_delta_is_the_central_difference_over_the_weighted_input(cost: Cost, activation: Activation, y: float) -> None:
    # With h = 1e-5: h²/6 and 1e-16 C/h are both about 1e-11, and C is at most 25 here.
    h = 1e-5
    for z, delta in both_paths(of_z(cost.delta, activation, y), ORDINARY_Z):
        difference = (cost.value(activation, z + h, y) - cost.value(activation, z - h, y)) / (2.0 * h)
        assert delta == pytest.approx(difference, rel=1e-8, abs=1e-9), z


@each_pair
@each_target
def test_a_cost_sees_nothing_of_an_activation_but_its_output(cost: Cost, activation: Activation, y: float) -> None:
    for z in ORDINARY_Z:
        a = activation.value(z)
        # 1 − a from a rounded a loses up to e^6 = 400 units in the last place here.
        assert cost.value(activation, z, y) == pytest.approx(cost.value(OUTPUT, a, y), rel=1e-12, abs=1e-15)
        derivative = cost.derivative(activation, z, y)
        assert derivative == pytest.approx(cost.derivative(OUTPUT, a, y), rel=1e-12, abs=1e-13)


# --- 700 digits -------------------------------------------------------------------------------------------------


def assert_exact(
    cost: Cost, activation: Activation, quantity: str, z: float, y: float, computed: float, relative: float = RELATIVE
) -> None:
    """Judges one number. What is asked for is relative to the larger of the two terms whose difference is a − y.

    At y = 0 and y = 1 that is the number itself. For a target between, `cancellation` says how much larger the terms
    are; the quadratic cost, (a − y)²/2, suffers from it twice.
    """
    exact_z, exact_y = mp.mpf(z), mp.mpf(y)
    formulas: dict[str, Callable[[str, str, Exact, Exact], Exact]] = {
        "value": cost_value,
        "derivative": cost_derivative,
        "delta": cost_delta if cost.follows_gradient else cost_derivative,
    }
    exact = formulas[quantity](cost.name, activation.name, exact_z, exact_y)
    order = COST_ORACLES[cost.name].order_at_target if quantity == "value" else 1
    magnitude = exact * cancellation(activation.name, exact_z, exact_y) ** order
    assert_close(computed, exact, magnitude, relative, (quantity, z, y))


@pytest.mark.parametrize("quantity", ["value", "derivative", "delta"])
@each_of(ORACLE_PAIRS)
@each_target
def test_every_quantity_keeps_its_digits_up_to_700(cost: Cost, activation: Activation, quantity: str, y: float) -> None:
    method = getattr(cost, quantity)
    for z, computed in both_paths(of_z(method, activation, y), WIDE_Z):
        if quantity == "delta" and has_kink(activation.name, mp.mpf(z)):
            continue  # ∂C/∂z has two values there; what ours is at a kink, the numbers worked by hand say.
        assert_exact(cost, activation, quantity, z, y, computed)


@given(
    pair=st.sampled_from(ORACLE_PAIRS),
    z=st.floats(min_value=-700.0, max_value=700.0).filter(lambda z: abs(z) > 1e-9),
    y=st.floats(min_value=0.0, max_value=1.0),
)
@settings(deadline=None, max_examples=150)
def test_every_quantity_keeps_its_digits_for_any_input_and_target(
    pair: tuple[Cost, Activation], z: float, y: float
) -> None:
    # Close to 0 the step of the oracle would reach across the kink of ReLU, hence the filter.
    cost, activation = pair
    for quantity in ("value", "derivative", "delta"):
        assert_exact(cost, activation, quantity, z, y, getattr(cost, quantity)(activation, z, y))


# --- two forms of one formula -----------------------------------------------------------------------------------


@each_pair
@given(z=st.floats(min_value=-1e6, max_value=1e6), y=st.floats(min_value=0.0, max_value=1.0))
@settings(deadline=None, max_examples=60)
def test_a_float_and_an_array_give_the_same_to_a_few_units_in_the_last_place(
    cost: Cost, activation: Activation, z: float, y: float
) -> None:
    # As with the digits, sixteen units of the larger of the two terms whose difference is a − y (twice, in a square).
    # So close to the target that a millionth of the terms is left, there is nothing to compare.
    larger = max(abs((1.0 - y) * activation.value(z)), abs(y * activation.complement(z)))
    residual = abs(activation.residual(z, y))
    assume(residual > 1e-6 * larger or larger == 0.0)
    times_larger = larger / residual if residual > 0.0 else 1.0
    for method in (cost.value, cost.derivative, cost.delta):
        (_, of_float), (_, of_array) = both_paths(of_z(method, activation, y), [z])
        allowed = 16 * EPS * max(abs(of_float), SMALLEST_NORMAL) * times_larger**2
        assert of_float == of_array or abs(of_array - of_float) <= allowed, method.__name__


@each_pair
def test_targets_may_be_an_array_too(cost: Cost, activation: Activation) -> None:
    z = array(*(z for z in ORDINARY_Z for _ in TARGETS))
    y = array(*(TARGETS * len(ORDINARY_Z)))
    for method in (cost.value, cost.derivative, cost.delta):
        result = method(activation, z, y)
        one_by_one = [method(activation, one, target) for one, target in zip(z.tolist(), y.tolist(), strict=True)]
        assert result.tolist() == pytest.approx(one_by_one, rel=1e-13, abs=1e-15)


# --- limits -----------------------------------------------------------------------------------------------------

INF = math.inf
LIMITS = [
    # cost, activation, z, y, C, ∂C/∂a, δ
    (QUADRATIC, SIGMOID, 1e300, 0.0, 0.5, 1.0, 0.0),
    (QUADRATIC, SIGMOID, 1e300, 1.0, 0.0, 0.0, 0.0),
    (QUADRATIC, SIGMOID, -1e300, 1.0, 0.5, -1.0, 0.0),
    (QUADRATIC, TANH, -1e300, 1.0, 2.0, -2.0, 0.0),
    (QUADRATIC, LINEAR, 1e300, 0.0, INF, 1e300, 1e300),
    (QUADRATIC, RELU, 1e300, 0.0, INF, 1e300, 1e300),
    (QUADRATIC, RELU, -1e300, 0.0, 0.0, 0.0, 0.0),
    (CROSS_ENTROPY, SIGMOID, 1e300, 0.0, 1e300, INF, 1.0),
    (CROSS_ENTROPY, SIGMOID, 1e300, 1.0, 0.0, -1.0, 0.0),
    (CROSS_ENTROPY, SIGMOID, -1e300, 1.0, 1e300, -INF, -1.0),
    (CROSS_ENTROPY, SIGMOID, -1e300, 0.0, 0.0, 1.0, 0.0),
    (CROSS_ENTROPY, SIGMOID, 1e300, 0.5, 0.5e300, INF, 0.5),
    (AS_ANIMATED, SIGMOID, 1e300, 0.0, 1e300, INF, INF),
    (AS_ANIMATED, SIGMOID, -1e300, 1.0, 1e300, -INF, -INF),
    (AS_ANIMATED, SIGMOID, -1e300, 0.0, 0.0, 1.0, 1.0),
]


@pytest.mark.parametrize(
    ("cost", "activation", "z", "y", "value", "derivative", "delta"),
    LIMITS,
    ids=[f"{c.name}-{a.name}({z:g},y={y})" for c, a, z, y, *_ in LIMITS],
)
def test_far_out_every_quantity_is_at_its_limit(
    cost: Cost, activation: Activation, z: float, y: float, value: float, derivative: float, delta: float
) -> None:
    for method, expected in ((cost.value, value), (cost.derivative, derivative), (cost.delta, delta)):
        computed = both_paths(of_z(method, activation, y), [z])
        assert [number for _, number in computed] == [expected, expected], method.__name__


@each_pair
@each_target
def test_no_quantity_is_ever_nan_and_no_cost_negative(cost: Cost, activation: Activation, y: float) -> None:
    zs = [-1e300, -1e6, -750.0, -0.0, 0.0, 750.0, 1e6, 1e300]
    for method in (cost.value, cost.derivative, cost.delta):
        numbers = both_paths(of_z(method, activation, y), zs)
        assert [z for z, computed in numbers if math.isnan(computed)] == [], method.__name__
    assert min(value for _, value in both_paths(of_z(cost.value, activation, y), zs)) >= 0.0


# --- what an addition may rely on -------------------------------------------------------------------------------


class Quartic(Cost):
    """The least that a cost has to say: a value and a derivative."""

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return activation.residual(z, y) ** 4

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return 4.0 * activation.residual(z, y) ** 3


def test_the_default_delta_is_the_chain_rule() -> None:
    # z = ln 3, y = 1: 4 (−1/4)³ · 3/16 = −3/256
    computed = both_paths(of_z(Quartic().delta, SIGMOID, 1.0), [LN3])
    assert [delta for _, delta in computed] == pytest.approx([-3 / 256] * 2, rel=1e-14)


def test_the_default_gain_is_delta_over_the_error_and_undefined_where_there_is_none() -> None:
    # z = ln 3, y = 1: −3/256 over −1/4
    computed = both_paths(of_z(Quartic().gain, SIGMOID, 1.0), [LN3])
    assert [gain for _, gain in computed] == pytest.approx([3 / 64] * 2, rel=1e-14)
    assert all(math.isnan(gain) for _, gain in both_paths(of_z(Quartic().gain, LINEAR, 1.0), [1.0]))
    assert Quartic().formula.format(a="a", y="y") == "C(a, y)"


def test_a_cost_without_value_and_derivative_says_so() -> None:
    with pytest.raises(NotImplementedError):
        Cost().value(SIGMOID, 0.0, 0.0)
    with pytest.raises(NotImplementedError):
        Cost().delta(SIGMOID, 0.0, 0.0)


# --- the registry and the permitted pairs -----------------------------------------------------------------------


@each_cost
def test_a_cost_is_found_by_its_name_and_explains_itself(cost: Cost) -> None:
    assert cost_named(cost.name) is cost
    assert cost.label
    assert cost.summary


def test_an_unknown_cost_is_refused_with_the_known_names() -> None:
    message = r"^cost must be one of quadratic, cross-entropy, cross-entropy-as-animated.*, got 'unheard-of'$"
    with pytest.raises(UnknownName, match=message):
        cost_named("unheard-of")


def test_the_known_costs_say_whether_they_follow_their_gradient() -> None:
    assert QUADRATIC.follows_gradient
    assert CROSS_ENTROPY.follows_gradient
    assert not AS_ANIMATED.follows_gradient


@pytest.mark.parametrize("activation", [TANH, LINEAR, RELU], ids=lambda a: a.name)
@pytest.mark.parametrize("cost", [CROSS_ENTROPY, AS_ANIMATED], ids=lambda c: c.name)
def test_the_cross_entropy_of_an_output_that_is_no_probability_is_refused_with_the_reason(
    cost: Cost, activation: Activation
) -> None:
    with pytest.raises(IncompatiblePair) as refusal:
        check_pair(cost, activation)
    for part in (repr(cost.name), repr(activation.name), "logarithm", f"{activation.low:g}", f"{activation.high:g}"):
        assert part in str(refusal.value)


@each_cost
def test_every_cost_may_be_paired_with_the_sigmoid(cost: Cost) -> None:
    assert is_permitted(cost, SIGMOID)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
def test_the_quadratic_cost_may_be_paired_with_every_activation(activation: Activation) -> None:
    assert is_permitted(QUADRATIC, activation)
