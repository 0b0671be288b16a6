"""Activations: values by hand, central differences, 700 digits, limits; for whatever the registry holds.

It is long because every activation meets the same judges, one after the other, and their tolerances are explained.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.learning.activations import ACTIVATIONS, Activation, activation_named
from app.learning.elementwise import Array, Number, exp
from app.learning.errors import UnknownName
from tests.learning.examples import (
    EPS,
    ORDINARY_Z,
    SMALLEST_NORMAL,
    TARGETS,
    WIDE_Z,
    array,
    assert_close,
    both_paths,
    each_activation,
    each_target,
)
from tests.learning.oracles import ACTIVATION_ORACLES, Exact, cancellation, mp, output, slope, slopes

SIGMOID, TANH, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "linear", "relu"))

# One exponential, one division and a few products, each right to a unit or two in the last place: 1e-14 is 45 of
# them, and stricter than the 1e-12 that is promised.
RELATIVE = 1e-14

PROBABILITIES = [activation for activation in ACTIVATIONS.values() if activation.is_probability]
each_probability = pytest.mark.parametrize("activation", PROBABILITIES, ids=lambda a: a.name)
each_oracle = pytest.mark.parametrize(
    "activation", [a for a in ACTIVATIONS.values() if a.name in ACTIVATION_ORACLES], ids=lambda a: a.name
)

SELF_CONTAINED: list[Callable[[Activation, Any], Any]] = [
    Activation.value,
    Activation.slope,
    Activation.complement,
    Activation.log_value,
    Activation.log_complement,
    Activation.slope_over_value,
    Activation.slope_over_complement,
]
"""Every method of z alone, to be called by its name on whichever activation."""


def methods_of(activation: Activation) -> dict[str, Callable[[Any], Any]]:
    """The methods of z that mean something for this activation; `residual` once for every target."""
    names = [method.__name__ for method in SELF_CONTAINED]
    if not activation.is_probability:
        names = ["value", "slope", "complement"]
    methods = {name: getattr(activation, name) for name in names}

    def residual_at(y: float) -> Callable[[Any], Any]:
        return lambda z: activation.residual(z, y)

    return methods | {f"residual at y = {y}": residual_at(y) for y in TARGETS}


# --- worked by hand ---------------------------------------------------------------------------------------------

# e^−z = 1/3 at z = ln 3: σ = 1/(1 + 1/3) = 3/4 and σ′ = 3/4 · 1/4; tanh = (3 − 1/3)/(3 + 1/3) = 4/5 and
# tanh′ = 1 − 16/25 = 9/25.
LN3 = math.log(3.0)
BY_HAND = [
    (SIGMOID, 0.0, 0.5, 0.25),
    (SIGMOID, LN3, 0.75, 0.1875),
    (SIGMOID, -LN3, 0.25, 0.1875),
    (TANH, 0.0, 0.0, 1.0),
    (TANH, LN3, 0.8, 0.36),
    (TANH, -LN3, -0.8, 0.36),
    (LINEAR, -2.5, -2.5, 1.0),
    (LINEAR, 0.0, 0.0, 1.0),
    (RELU, 3.0, 3.0, 1.0),
    (RELU, -3.0, 0.0, 0.0),
    (RELU, 0.0, 0.0, 0.0),
]


@pytest.mark.parametrize(
    ("activation", "z", "value", "slope_there"), BY_HAND, ids=[f"{a.name}({z:.3g})" for a, z, _, _ in BY_HAND]
)
def test_value_and_slope_meet_numbers_worked_by_hand(
    activation: Activation, z: float, value: float, slope_there: float
) -> None:
    for _, computed in both_paths(activation.value, [z]):
        assert computed == pytest.approx(value, rel=4 * EPS, abs=0.0)
    for _, computed in both_paths(activation.slope, [z]):
        assert computed == pytest.approx(slope_there, rel=4 * EPS, abs=0.0)


def test_the_slope_of_the_sigmoid_is_a_times_one_minus_a() -> None:
    for z in ORDINARY_Z:
        a = SIGMOID.value(z)
        assert SIGMOID.slope(z) == pytest.approx(a * (1.0 - a), rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_the_slope_of_the_sigmoid_is_at_most_a_quarter(z: float) -> None:
    # Four roundings may lift the value next to z = 0 above a quarter by a unit in the last place.
    assert 0.0 <= SIGMOID.slope(z) <= 0.25 * (1.0 + EPS)


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_the_sigmoid_is_its_own_mirror_image(z: float) -> None:
    # σ(−z) = 1 − σ(z), to the bit where the complement is computed as such.
    assert SIGMOID.value(-z) == SIGMOID.complement(z)
    assert SIGMOID.slope(-z) == SIGMOID.slope(z)
    assert SIGMOID.log_value(-z) == SIGMOID.log_complement(z)


@given(st.floats(min_value=-300.0, max_value=300.0))
@settings(deadline=None)
def test_tanh_is_a_sigmoid_stretched_to_twice_the_height(z: float) -> None:
    # tanh z = 2 σ(2z) − 1; the subtraction rounds to a unit of 1.
    assert TANH.value(z) == pytest.approx(2.0 * SIGMOID.value(2.0 * z) - 1.0, abs=4 * EPS)
    assert TANH.slope(z) == pytest.approx(4.0 * SIGMOID.slope(2.0 * z), rel=8 * EPS)


# --- central differences ----------------------------------------------------------------------------------------


@each_activation
def test_the_slope_is_the_central_difference_of_the_value(activation: Activation) -> None:
    # With h = 1e-5 the difference is off by f‴ h²/6 ≈ 1e-11 and by 1e-16 |f|/h ≈ 1e-11 of rounding.
    h = 1e-5
    for z, computed in both_paths(activation.slope, ORDINARY_Z):
        difference = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h)
        assert computed == pytest.approx(difference, rel=1e-8, abs=1e-9), z


@each_probability
def test_the_logarithmic_slopes_are_central_differences_of_the_logarithms(activation: Activation) -> None:
    h = 1e-5
    for z in ORDINARY_Z:
        of_value = (activation.log_value(z + h) - activation.log_value(z - h)) / (2.0 * h)
        of_complement = (activation.log_complement(z + h) - activation.log_complement(z - h)) / (2.0 * h)
        assert activation.slope_over_value(z) == pytest.approx(of_value, rel=1e-8, abs=1e-9), z
        assert activation.slope_over_complement(z) == pytest.approx(-of_complement, rel=1e-8, abs=1e-9), z


@each_activation
def test_every_form_agrees_with_the_value_where_nothing_saturates(activation: Activation) -> None:
    for z in ORDINARY_Z:
        a = activation.value(z)
        for y in TARGETS:
            assert activation.residual(z, y) == pytest.approx(a - y, rel=1e-12, abs=1e-15)
        assert activation.complement(z) == pytest.approx(1.0 - a, rel=1e-12, abs=1e-15)
        if activation.is_probability:
            assert activation.log_value(z) == pytest.approx(math.log(a), rel=1e-12)
            assert activation.log_complement(z) == pytest.approx(math.log(1.0 - a), rel=1e-12)


# --- pulled back ------------------------------------------------------------------------------------------------


@each_activation
def test_pulling_back_multiplies_by_the_slope(activation: Activation) -> None:
    for z, computed in both_paths(lambda z: activation.pull_back(z, -2.5 * z), ORDINARY_Z):
        assert computed == pytest.approx(-2.5 * z * activation.slope(z), rel=4 * EPS)


@each_probability
def test_a_log_loss_is_pulled_back_as_its_central_difference(activation: Activation) -> None:
    # With h = 1e-5, as for the logarithms above, for weights of any sign.
    h, p, q = 1e-5, 0.7, -1.3

    def loss(z: float) -> float:
        return -(p * activation.log_value(z) + q * activation.log_complement(z))

    for z, computed in both_paths(lambda z: activation.pull_back_log_loss(z, p + 0.0 * z, q + 0.0 * z), ORDINARY_Z):
        assert computed == pytest.approx((loss(z + h) - loss(z - h)) / (2.0 * h), rel=1e-8, abs=1e-9), z


@pytest.mark.parametrize(("z", "p", "q", "expected"), [(-1e4, 0.5, 0.0, -0.5), (1e4, 0.0, 0.5, 0.5)])
def test_a_log_loss_of_a_saturated_sigmoid_is_pulled_back_whole(z: float, p: float, q: float, expected: float) -> None:
    # −p ln a gives −p (1 − a) and −q ln(1 − a) gives q a, though ∂C/∂a is infinite at either.
    assert SIGMOID.pull_back_log_loss(z, p, q) == expected
    assert SIGMOID.pull_back_log_loss(array(z), array(p), array(q)).tolist() == [expected]


# --- 700 digits -------------------------------------------------------------------------------------------------


@each_oracle
def test_the_value_keeps_its_digits_up_to_700(activation: Activation) -> None:
    for z, computed in both_paths(activation.value, WIDE_Z):
        exact = output(activation.name, mp.mpf(z))
        assert_close(computed, exact, exact, RELATIVE, z)


@each_oracle
def test_the_slope_keeps_its_digits_up_to_700(activation: Activation) -> None:
    for z, computed in both_paths(activation.slope, WIDE_Z):
        # At a kink the slope may be that of either side, or between: the two sides differ and both are allowed.
        left, right = slopes(activation.name, mp.mpf(z))
        exact = min(max(mp.mpf(computed), min(left, right)), max(left, right))
        assert_close(computed, exact, exact, RELATIVE, z)


@each_oracle
@each_target
def test_the_residual_keeps_its_digits_up_to_700(activation: Activation, y: float) -> None:
    """At y = 0 and y = 1 it is right to 1e-14 of itself, however small; see `cancellation` for targets between."""
    for z, computed in both_paths(lambda v: activation.residual(v, y), WIDE_Z):
        exact_z, exact_y = mp.mpf(z), mp.mpf(y)
        exact = output(activation.name, exact_z) - exact_y
        assert_close(computed, exact, exact * cancellation(activation.name, exact_z, exact_y), RELATIVE, z)


EXACT_FORMS: dict[str, Callable[[str, Exact], Exact]] = {
    "complement": lambda name, z: 1 - output(name, z),
    "log_value": lambda name, z: mp.log(output(name, z)),
    "log_complement": lambda name, z: mp.log(1 - output(name, z)),
    "slope_over_value": lambda name, z: slope(name, z) / output(name, z),
    "slope_over_complement": lambda name, z: slope(name, z) / (1 - output(name, z)),
}


@pytest.mark.parametrize("form", EXACT_FORMS)
@pytest.mark.parametrize("activation", [a for a in PROBABILITIES if a.name in ACTIVATION_ORACLES], ids=lambda a: a.name)
def test_the_forms_for_probabilities_keep_their_digits_up_to_700(activation: Activation, form: str) -> None:
    for z, computed in both_paths(getattr(activation, form), WIDE_Z):
        exact = EXACT_FORMS[form](activation.name, mp.mpf(z))
        assert_close(computed, exact, exact, RELATIVE, z)


@given(
    activation=st.sampled_from([a for a in ACTIVATIONS.values() if a.name in ACTIVATION_ORACLES]),
    z=st.floats(min_value=-700.0, max_value=700.0),
    y=st.floats(min_value=0.0, max_value=1.0),
)
@settings(deadline=None, max_examples=150)
def test_the_residual_keeps_its_digits_for_any_input_and_target(activation: Activation, z: float, y: float) -> None:
    exact_z, exact_y = mp.mpf(z), mp.mpf(y)
    exact = output(activation.name, exact_z) - exact_y
    allowed = exact * cancellation(activation.name, exact_z, exact_y)
    assert_close(activation.residual(z, y), exact, allowed, RELATIVE, (z, y))


# --- two forms of one formula -----------------------------------------------------------------------------------


@each_activation
@given(z=st.floats(min_value=-1e6, max_value=1e6))
@settings(deadline=None, max_examples=60)
def test_a_float_and_an_array_give_the_same_to_a_few_units_in_the_last_place(activation: Activation, z: float) -> None:
    for name, method in methods_of(activation).items():
        (_, of_float), (_, of_array) = both_paths(method, [z])
        # Eight units of the result, or of 1 where a − y cancels (both a and y are at most about 1 there), or of the
        # smallest normal double where the result is below it.
        cancels = "residual" in name or name == "complement"
        allowed = 8 * EPS * max(abs(of_float), 1.0 if cancels else SMALLEST_NORMAL)
        assert abs(of_array - of_float) <= allowed, (name, z)


@each_activation
def test_arrays_of_any_shape_are_answered_in_that_shape_and_left_alone(activation: Activation) -> None:
    z: Array = np.array(ORDINARY_Z[:6]).reshape(2, 3, 1)
    before = z.copy()
    for name, method in methods_of(activation).items():
        assert method(z).shape == z.shape, name
        assert z.tobytes() == before.tobytes(), name


# --- limits -----------------------------------------------------------------------------------------------------

HUGE = [-1e300, -1e6, -750.0, -0.0, 0.0, 750.0, 1e6, 1e300]


@each_activation
def test_outputs_stay_between_low_and_high(activation: Activation) -> None:
    for z, a in both_paths(activation.value, HUGE + WIDE_Z):
        assert activation.low <= a <= activation.high, z


@each_activation
def test_no_form_is_ever_nan(activation: Activation) -> None:
    # What fails here are the defaults of a probability that rounds to 0 or 1: slope and 1 − a are both 0 then, and
    # their quotient needs a formula of its own, as the sigmoid has.
    for name, method in methods_of(activation).items():
        assert [z for z, computed in both_paths(method, HUGE) if math.isnan(computed)] == [], name


@pytest.mark.parametrize(
    ("activation", "at_minus", "at_plus"),
    [(SIGMOID, 0.0, 1.0), (TANH, -1.0, 1.0), (LINEAR, -1e300, 1e300), (RELU, 0.0, 1e300)],
    ids=lambda value: value.name if isinstance(value, Activation) else "",
)
def test_far_out_an_activation_is_at_its_limit(activation: Activation, at_minus: float, at_plus: float) -> None:
    assert [a for _, a in both_paths(activation.value, [-1e300, 1e300])] == [at_minus, at_plus] * 2


@pytest.mark.parametrize("activation", [SIGMOID, TANH], ids=lambda a: a.name)
def test_far_out_a_saturating_activation_is_flat(activation: Activation) -> None:
    assert [slope for _, slope in both_paths(activation.slope, [-1e300, 1e300])] == [0.0] * 4


def test_a_saturated_sigmoid_still_tells_how_far_it_is_from_its_limit() -> None:
    # At z = 40 the output rounds to 1, yet 1 − a = e^−40 to 17 digits, and so is the residual at y = 1.
    assert SIGMOID.value(40.0) == 1.0
    assert SIGMOID.complement(40.0) == pytest.approx(math.exp(-40.0), rel=1e-15)
    assert SIGMOID.residual(40.0, 1.0) == pytest.approx(-math.exp(-40.0), rel=1e-15)
    assert SIGMOID.log_value(40.0) == pytest.approx(-math.exp(-40.0), rel=1e-15)
    assert SIGMOID.log_complement(1e300) == -1e300
    assert SIGMOID.log_value(-1e300) == -1e300


# --- what an addition may rely on -------------------------------------------------------------------------------


class PlainSigmoid(Activation):
    """The least that an activation has to say: a value and a slope, in the textbook's forms."""

    low, high = 0.0, 1.0

    def value(self, z: Number) -> Number:
        return 1.0 / (1.0 + exp(-z))

    def slope(self, z: Number) -> Number:
        a = self.value(z)
        return a * (1.0 - a)


def test_the_defaults_are_right_for_an_activation_that_offers_only_value_and_slope() -> None:
    plain, careful = methods_of(PlainSigmoid()), methods_of(SIGMOID)
    assert plain.keys() == careful.keys()
    for name, method in plain.items():
        for z, computed in both_paths(method, ORDINARY_Z):
            # 1 − a loses up to e^6 = 400 units in the last place here, which the defaults do not mend.
            assert computed == pytest.approx(careful[name](z), rel=1e-12), (name, z)


def test_an_activation_without_value_and_slope_says_so() -> None:
    with pytest.raises(NotImplementedError):
        Activation().value(0.0)
    with pytest.raises(NotImplementedError):
        Activation().slope(array(0.0))


# --- the registry -----------------------------------------------------------------------------------------------


@each_activation
def test_an_activation_is_found_by_its_name_and_explains_itself(activation: Activation) -> None:
    assert activation_named(activation.name) is activation
    assert activation.label
    assert activation.summary
    assert activation.low < activation.high


def test_only_outputs_between_0_and_1_are_probabilities() -> None:
    assert SIGMOID.is_probability
    assert [activation.name for activation in (TANH, LINEAR, RELU) if activation.is_probability] == []


def test_an_unknown_activation_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownName, match=r"^activation must be one of sigmoid, tanh, linear, relu.*, got 'unknown'$"):
        activation_named("unknown")
