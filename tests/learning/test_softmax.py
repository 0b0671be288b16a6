"""Softmax: numbers by hand, its definition in many digits, shifts, huge logits, the Jacobian, sharpness, inversion."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.learning.costs import NETWORK_COSTS, Cost, is_pair
from app.learning.coupled import Coupled
from app.learning.elementwise import Array
from app.learning.errors import OutOfRange
from app.learning.outputs import OUTPUTS
from app.learning.softmax import Softmax, inverse, softmax
from tests.learning.examples import EPS, array, assert_close
from tests.learning.oracles import Exact, mp

SOFTMAX = Softmax()
COSTS = [cost for cost in NETWORK_COSTS.values() if is_pair(cost, SOFTMAX) and cost.follows_gradient]
each_cost = pytest.mark.parametrize("cost", COSTS, ids=lambda cost: cost.name)

HAND_Z = np.log(array(1.0, 2.0, 5.0))
"""Outputs of 1/8, 2/8 and 5/8."""
SLIDERS = array(2.5, -1.0, 3.2, 0.5)
"""Where the chapter's four sliders start."""
HUGE = [
    array(1e4, -1e4, 0.0),
    array(-1e4, 1e4, 1e4),
    array(0.0, 0.0, 0.0, 1e4),
    array(-1e4, -1e4),
    array(1e300, -1e300, 0.0),
    array(750.0, 0.0, 1.0, 2.0),
]


# --- worked by hand ---------------------------------------------------------------------------------------------


def test_the_outputs_share_1_in_proportion_to_e_to_the_z() -> None:
    assert SOFTMAX.value(HAND_Z) == pytest.approx([1 / 8, 2 / 8, 5 / 8], rel=4 * EPS)
    assert SOFTMAX.complement(HAND_Z) == pytest.approx([7 / 8, 6 / 8, 3 / 8], rel=4 * EPS)
    assert SOFTMAX.slope(HAND_Z) == pytest.approx([7 / 64, 12 / 64, 15 / 64], rel=4 * EPS)
    assert SOFTMAX.residual(HAND_Z, array(0.0, 1.0, 0.5)) == pytest.approx([1 / 8, -6 / 8, 1 / 8], rel=8 * EPS)


def test_the_chapters_sliders() -> None:
    # e^2.5, e^−1, e^3.2 and e^0.5 are 12.182, 0.3679, 24.533 and 1.6487; their sum is 38.732.
    assert SOFTMAX.value(SLIDERS) == pytest.approx([0.3145, 0.0095, 0.6334, 0.0426], abs=5e-5)


def test_the_jacobian_of_two_outputs_is_the_slope_of_a_sigmoid() -> None:
    # a = (3/4, 1/4): what one gains, the other loses, and it is 3/16.
    expected = [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]]
    assert SOFTMAX.jacobian(array(math.log(3.0), 0.0)) == pytest.approx(np.array(expected), rel=4 * EPS)


# --- from the definition, in many digits ------------------------------------------------------------------------


def shares(z: Array) -> tuple[list[Exact], list[Exact]]:
    """a, and 1 − a as the sum of the others, so that nothing cancels."""
    e = [mp.exp(mp.mpf(v)) for v in z.tolist()]
    total = mp.fsum(e)
    return [v / total for v in e], [mp.fsum(e[:j] + e[j + 1 :]) / total for j in range(len(e))]


def allowed(z: Array) -> float:
    """Sixteen units, and the half unit in which a difference of two logits is rounded, which e^z multiplies."""
    return EPS * (16.0 + float(np.ptp(z)))


METHODS: dict[str, Callable[[Exact, Exact], Exact]] = {
    "value": lambda a, rest: a,  # noqa: ARG005 (of two names one is needed)
    "complement": lambda a, rest: rest,  # noqa: ARG005
    "log_value": lambda a, rest: mp.log(a),  # noqa: ARG005
    "log_complement": lambda a, rest: mp.log(rest),  # noqa: ARG005
    "slope": lambda a, rest: a * rest,
    "slope_over_value": lambda a, rest: rest,  # noqa: ARG005
    "slope_over_complement": lambda a, rest: a,  # noqa: ARG005
}

logits = st.lists(st.floats(min_value=-300.0, max_value=300.0), min_size=2, max_size=6).map(lambda zs: array(*zs))


@pytest.mark.parametrize("method", METHODS)
@given(z=logits)
@settings(deadline=None, max_examples=30)
def test_every_quantity_keeps_its_digits(method: str, z: Array) -> None:
    computed = getattr(SOFTMAX, method)(z).tolist()
    for number, a, rest in zip(computed, *shares(z), strict=True):
        exact = METHODS[method](a, rest)
        assert_close(number, exact, exact, allowed(z), (method, z))


def exact_derivative(cost: Cost, a: Exact, rest: Exact, y: Exact) -> Exact:
    """∂C/∂a."""
    return {
        "quadratic": lambda: a - y,
        "cross-entropy": lambda: (1 - y) / rest - y / a,
        "log-likelihood": lambda: -y / a,
    }[cost.name]()


KNOWN_COSTS = [cost for cost in COSTS if cost.name in ("quadratic", "cross-entropy", "log-likelihood")]


@pytest.mark.parametrize("cost", KNOWN_COSTS, ids=lambda cost: cost.name)
@given(z=logits, label=st.integers(min_value=0), share=st.sampled_from([1.0, 1.0, 0.7]))
@settings(deadline=None, max_examples=60)
def test_every_delta_keeps_its_digits(cost: Cost, z: Array, label: int, share: float) -> None:
    """δ_j = Σ_k a_j a_k (d_j − d_k), d being ∂C/∂a: right to a few units of the largest product in it.

    Both a_k and d_k may carry the rounding of a difference of logits, hence twice.
    """
    y = np.full_like(z, (1.0 - share) / (len(z) - 1))
    y[label % len(z)] = share
    a, rest = shares(z)
    targets = [mp.mpf(v) for v in y.tolist()]
    d = [exact_derivative(cost, *each) for each in zip(a, rest, targets, strict=True)]
    for j, number in enumerate(cost.delta(SOFTMAX, z, y).tolist()):
        others = [k for k in range(len(z)) if k != j]
        exact = mp.fsum(a[j] * a[k] * (d[j] - d[k]) for k in others)
        largest = max(a[j] * a[k] * max(abs(d[j]), abs(d[k])) for k in others)
        assert_close(number, exact, largest, 2.0 * allowed(z), (z, y, j))


# --- shifts, limits, huge logits --------------------------------------------------------------------------------


@given(z=logits, constant=st.floats(min_value=-1e4, max_value=1e4))
@settings(deadline=None)
def test_adding_one_number_to_all_logits_changes_nothing(z: Array, constant: float) -> None:
    # The sum is rounded at the size of the constant, and e^z multiplies that rounding.
    error = EPS * (32.0 + 4.0 * (np.abs(z).max() + abs(constant)))
    assert SOFTMAX.value(z + constant) == pytest.approx(SOFTMAX.value(z), rel=error, abs=0.0)


@each_cost
def test_a_shift_that_rounds_nothing_keeps_every_bit(cost: Cost) -> None:
    z, y = array(2.5, -1.0, 3.25, 0.5), array(0.0, 1.0, 0.0, 0.0)
    for method in (cost.value, cost.derivative, cost.delta):
        assert method(SOFTMAX, z + 1024.0, y).tolist() == method(SOFTMAX, z, y).tolist()


@pytest.mark.parametrize("z", HUGE, ids=str)
def test_huge_logits_neither_overflow_nor_lose_the_loser(z: Array) -> None:
    a, rest = SOFTMAX.value(z), SOFTMAX.complement(z)
    assert a.sum() == pytest.approx(1.0, rel=4 * EPS)
    assert (a + rest).tolist() == [1.0] * len(z)
    # ln a of a loser is how far it is behind, however small a is.
    behind = z - z.max() - math.log((z == z.max()).sum())
    assert SOFTMAX.log_value(z) == pytest.approx(behind, rel=4 * EPS, abs=1e-300)
    assert not np.isnan(SOFTMAX.log_complement(z)).any()


def test_the_winners_distance_from_1_is_known_where_it_is_too_small_for_a_double() -> None:
    # 1 − a = e^−1000 (1 + e^−1)/(1 + …): its logarithm is −1000 + ln(1 + e^−1).
    expected = [-1000.0 + math.log1p(math.exp(-1.0)), 0.0, 0.0]
    assert SOFTMAX.log_complement(array(1000.0, 0.0, -1.0)) == pytest.approx(expected, rel=4 * EPS, abs=1e-300)


@each_cost
@pytest.mark.parametrize("z", HUGE, ids=str)
def test_no_delta_is_infinite_or_nan_however_wrong(cost: Cost, z: Array) -> None:
    for y in np.eye(len(z)):
        delta = cost.delta(SOFTMAX, z, y)
        assert np.isfinite(delta).all()
        assert abs(delta.sum()) <= 8 * EPS  # a shift of all logits changes no cost


@pytest.mark.parametrize("z", HUGE, ids=str)
def test_the_delta_of_the_log_likelihood_is_a_minus_y_to_the_last_bit_however_wrong(z: Array) -> None:
    for y in np.eye(len(z)):
        delta = NETWORK_COSTS["log-likelihood"].delta(SOFTMAX, z, y)
        assert delta.tolist() == SOFTMAX.residual(z, y).tolist()


def test_deltas_far_out_are_at_their_limits() -> None:
    # The first takes all, the second is right. Cross-entropy: of −ln a_2 remains a − y; of −ln(1 − a_1), which is
    # the logarithm of what the others share, a_1 (1, −b_2, −b_3) with b = softmax(z_2, z_3) = (0, 1).
    z, y = array(1e4, -1e4, 0.0), array(0.0, 1.0, 0.0)
    limits = {"quadratic": [0.0, 0.0, 0.0], "cross-entropy": [2.0, -1.0, -1.0], "log-likelihood": [1.0, -1.0, 0.0]}
    for name, limit in limits.items():
        assert NETWORK_COSTS[name].delta(SOFTMAX, z, y).tolist() == limit


def test_two_outputs_are_a_sigmoid_of_their_difference() -> None:
    z = np.linspace(-800.0, 800.0, 81)
    pairs = np.stack([z, np.zeros_like(z)], axis=-1)
    sigmoid = OUTPUTS["sigmoid"]
    for method in ("value", "complement", "log_value", "log_complement", "slope"):
        of_pairs = getattr(SOFTMAX, method)(pairs)[:, 0]
        assert of_pairs == pytest.approx(getattr(sigmoid, method)(z), rel=8 * EPS, abs=1e-300), method


def test_digits_of_float32_stay_float32() -> None:
    z, y = HAND_Z.astype(np.float32), np.eye(3, dtype=np.float32)[0]
    for method in METHODS:
        assert getattr(SOFTMAX, method)(z).dtype == np.float32, method
    for cost in COSTS:
        assert cost.delta(SOFTMAX, z, y).dtype == np.float32


def test_every_method_takes_any_leading_axes() -> None:
    z = np.random.default_rng(0).standard_normal((2, 5, 4)) * 10.0
    for method in [*METHODS, "jacobian"]:
        whole = getattr(SOFTMAX, method)(z)
        assert whole[1, 3].tolist() == getattr(SOFTMAX, method)(z[1, 3]).tolist(), method


# --- the Jacobian -----------------------------------------------------------------------------------------------


def test_the_jacobian_is_the_central_difference() -> None:
    # With h = 1e-6: h²/6 is 2e-13, and a rounding of 1e-16 over h 1e-10.
    h = 1e-6
    jacobian = SOFTMAX.jacobian(SLIDERS)
    for k, step in enumerate(h * np.eye(len(SLIDERS))):
        difference = (SOFTMAX.value(SLIDERS + step) - SOFTMAX.value(SLIDERS - step)) / (2.0 * h)
        assert jacobian[:, k] == pytest.approx(difference, abs=1e-9)


@given(z=logits)
@settings(deadline=None)
def test_raising_one_logit_raises_its_output_and_lowers_every_other(z: Array) -> None:
    jacobian = SOFTMAX.jacobian(z)
    is_own = np.eye(len(z), dtype=bool)
    assert (jacobian[is_own] >= 0.0).all()
    assert (jacobian[~is_own] <= 0.0).all()
    assert jacobian.tolist() == jacobian.T.tolist()
    assert np.abs(jacobian.sum(axis=0)).max() <= 8 * EPS  # what one gains, the others lose


@given(z=logits, seed=st.integers(min_value=0, max_value=2**32))
@settings(deadline=None)
def test_pulling_back_is_the_product_with_the_jacobian(z: Array, seed: int) -> None:
    rng = np.random.default_rng(seed)
    d = rng.standard_normal(len(z))
    assert SOFTMAX.pull_back(z, d) == pytest.approx(d @ SOFTMAX.jacobian(z), abs=1e-14)


@given(z=st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=6).map(lambda zs: array(*zs)), seed=st.integers(0, 2**32))
@settings(deadline=None)
def test_pulling_back_a_log_loss_is_what_the_jacobian_gives(z: Array, seed: int) -> None:
    """For any p and q, of any sign: nothing is assumed of targets. `Coupled` multiplies by 1/a and 1/(1 − a)."""
    p, q = np.random.default_rng(seed).standard_normal((2, len(z)))
    expected = Coupled.pull_back_log_loss(SOFTMAX, z, p, q)
    assert SOFTMAX.pull_back_log_loss(z, p, q) == pytest.approx(expected, rel=1e-9, abs=1e-9)


# --- sharpness and inversion ------------------------------------------------------------------------------------


def test_sharpness_multiplies_the_logits() -> None:
    assert softmax(HAND_Z) == pytest.approx(SOFTMAX.value(HAND_Z), rel=4 * EPS)
    # 1², 2² and 5², over 30
    assert softmax(HAND_Z, 2.0) == pytest.approx([1 / 30, 4 / 30, 25 / 30], rel=8 * EPS)
    assert softmax(SLIDERS, 1e-9) == pytest.approx([0.25] * 4, rel=1e-8)


def test_the_limit_of_sharpness_gives_all_to_the_largest() -> None:
    assert softmax(SLIDERS, math.inf).tolist() == [0.0, 0.0, 1.0, 0.0]
    assert softmax(SLIDERS, 1e308).tolist() == softmax(SLIDERS, math.inf).tolist()
    assert softmax(array(1.0, 3.0, 3.0), math.inf).tolist() == [0.0, 0.5, 0.5]


@pytest.mark.parametrize("c", [0.0, -1.0, math.nan])
def test_a_sharpness_that_is_not_above_0_is_refused(c: float) -> None:
    with pytest.raises(OutOfRange, match=rf"^c must be greater than 0, got {c!r}$"):
        softmax(SLIDERS, c)


@given(z=logits, constant=st.floats(min_value=-100.0, max_value=100.0))
@settings(deadline=None)
def test_the_outputs_give_the_logits_back_up_to_a_constant(z: Array, constant: float) -> None:
    a = SOFTMAX.value(z)
    assert SOFTMAX.value(inverse(a) + constant) == pytest.approx(a, rel=1e-12, abs=0.0)


def test_an_output_of_0_needs_a_logit_of_minus_infinity() -> None:
    assert inverse(array(0.0, 1.0)).tolist() == [-math.inf, 0.0]


def test_negative_outputs_have_no_logits() -> None:
    with pytest.raises(OutOfRange, match=r"^a must be 0 or greater, got -0.25$"):
        inverse(array(1.25, -0.25))


def test_it_says_what_it_is() -> None:
    assert SOFTMAX.is_coupled
    assert SOFTMAX.sums_to_one
    assert SOFTMAX.is_probability
    assert OUTPUTS["softmax"].label == "Softmax"
