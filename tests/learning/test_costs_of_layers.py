"""Costs of a layer of outputs: C and δ of every pair of cost and output by hand, log-likelihood, who may meet whom.

What a cost says of one output is in test_costs.py, the digits of softmax in test_softmax.py.
"""

import math

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, NETWORK_COSTS, Cost, check_pair, is_pair, network_cost_named
from app.learning.elementwise import Array, Number
from app.learning.errors import IncompatiblePair, UnknownName
from app.learning.outputs import OUTPUTS
from tests.learning.examples import EPS, array
from tests.learning.networks import each_gradient_pair, each_output_pair

LN2, LN3 = math.log(2.0), math.log(3.0)
PAIR = array(LN3, 0.0)
"""A sigmoid makes 3/4 and 1/2 of it, with slopes 3/16 and 1/4; a softmax 3/4 and 1/4."""
THREE = np.log(array(1.0, 2.0, 5.0))
"""A softmax makes 1/8, 2/8 and 5/8 of it."""

BY_HAND = [
    # cost, output, z, y, C, δ
    # a − y = −1/4 and 1/2, times the slopes
    ("quadratic", "sigmoid", PAIR, [1, 0], 1 / 32 + 1 / 8, [-3 / 64, 1 / 8]),
    ("cross-entropy", "sigmoid", PAIR, [1, 0], math.log(4 / 3) + LN2, [-1 / 4, 1 / 2]),
    # The same cost, with steps along −1/a and 1/(1 − a)
    ("cross-entropy-as-animated", "sigmoid", PAIR, [1, 0], math.log(4 / 3) + LN2, [-4 / 3, 2]),
    # a − y = 1 and −1, and nothing flattens it (eq. 68)
    ("quadratic", "linear", array(2.0, -1.0), [1, 0], 1.0, [1, -1]),
    # d = a − y = (−1/4, 1/4), Σ d a = −1/8; a (d − Σ d a) = (−3/32, 3/32)
    ("quadratic", "softmax", PAIR, [1, 0], 1 / 16, [-3 / 32, 3 / 32]),
    # d = (1/8, −6/8, 5/8), Σ d a = (1 − 12 + 25)/64 = 7/32
    ("quadratic", "softmax", THREE, [0, 1, 0], 31 / 64, [-3 / 256, -31 / 128, 65 / 256]),
    # With two outputs 1 − a_2 is a_1: both halves say the same, so C and δ are twice the log-likelihood's.
    ("cross-entropy", "softmax", PAIR, [1, 0], 2 * math.log(4 / 3), [-1 / 2, 1 / 2]),
    # d = (8/7, −4, 8/3), Σ d a = 1/7 − 1 + 5/3 = 17/21
    (
        "cross-entropy",
        "softmax",
        THREE,
        [0, 1, 0],
        math.log(4) + math.log(8 / 7) + math.log(8 / 3),
        [1 / 24, -101 / 84, 65 / 56],
    ),
    ("cross-entropy-as-animated", "softmax", PAIR, [1, 0], 2 * math.log(4 / 3), [-4 / 3, 4 / 3]),
    # eq. 80 to 82
    ("log-likelihood", "softmax", PAIR, [1, 0], math.log(4 / 3), [-1 / 4, 1 / 4]),
    ("log-likelihood", "softmax", PAIR, [0, 1], 2 * LN2, [3 / 4, -3 / 4]),
    ("log-likelihood", "softmax", THREE, [0, 1, 0], 2 * LN2, [1 / 8, -3 / 4, 5 / 8]),
    # Targets that are shares: C = (ln 4 + ln 8/5)/2 and δ is still a − y.
    ("log-likelihood", "softmax", THREE, [0, 0.5, 0.5], math.log(6.4) / 2, [1 / 8, -1 / 4, 1 / 8]),
    # Targets that do not sum to 1: δ_j = a_j Σ y − y_j
    ("log-likelihood", "softmax", THREE, [0, 1, 1], math.log(6.4), [2 / 8, -4 / 8, 2 / 8]),
]


@pytest.mark.parametrize(
    ("cost", "output", "z", "y", "value", "delta"), BY_HAND, ids=[f"{c}-{o}-{y}" for c, o, _, y, *_ in BY_HAND]
)
def test_cost_and_delta_meet_numbers_worked_by_hand(
    cost: str, output: str, z: Array, y: list[float], value: float, delta: list[float]
) -> None:
    chosen, activation, targets = NETWORK_COSTS[cost], OUTPUTS[output], np.array(y, dtype=float)
    assert chosen.value(activation, z, targets).sum() == pytest.approx(value, rel=16 * EPS)
    assert chosen.delta(activation, z, targets) == pytest.approx(delta, rel=32 * EPS, abs=EPS)


def test_every_pair_of_the_chapter_has_been_worked_by_hand() -> None:
    named = {(cost, output) for cost, output, *_ in BY_HAND}
    known = {"quadratic", "cross-entropy", "cross-entropy-as-animated", "log-likelihood"}
    possible = {(c, o) for c in known for o in OUTPUTS if is_pair(NETWORK_COSTS[c], OUTPUTS[o])}
    assert possible & {(c, o) for c in known for o in ("sigmoid", "linear", "softmax")} == named


@each_gradient_pair
def test_delta_is_the_central_difference_of_the_summed_cost(cost: Cost, output: Activation) -> None:
    h = 1e-5
    rng = np.random.default_rng(5)
    for _ in range(20):
        z, y = rng.standard_normal(4) * 2.0, rng.dirichlet(np.ones(4))
        for j, step in enumerate(h * np.eye(4)):
            up, down = (cost.value(output, v, y).sum() for v in (z + step, z - step))
            assert cost.delta(output, z, y)[j] == pytest.approx((up - down) / (2.0 * h), rel=1e-7, abs=1e-9)


@each_output_pair
def test_a_batch_is_its_examples_one_by_one(cost: Cost, output: Activation) -> None:
    rng = np.random.default_rng(6)
    z, y = rng.standard_normal((9, 3)) * 4.0, np.eye(3)[np.arange(9) % 3]
    for method in (cost.value, cost.derivative, cost.delta):
        one_by_one = [method(output, *each).tolist() for each in zip(z, y, strict=True)]
        assert method(output, z, y) == pytest.approx(np.array(one_by_one), rel=1e-13, abs=1e-15)


@each_output_pair
def test_no_cost_or_delta_is_nan_where_outputs_are_saturated(cost: Cost, output: Activation) -> None:
    for z in (array(800.0, -800.0, 0.0), array(-1e4, 1e4, 1e4), array(1e6, 0.0, -1e6)):
        for y in np.eye(3):
            assert not np.isnan(cost.value(output, z, y)).any()
            assert not np.isnan(cost.delta(output, z, y)).any()
            if output.is_probability and cost.follows_gradient:
                assert np.isfinite(cost.delta(output, z, y)).all()


@pytest.mark.parametrize(("cost", "output"), sorted({(c, o) for c, o, *_ in BY_HAND if "animated" not in c}))
def test_a_right_answer_costs_nothing_and_teaches_nothing(cost: str, output: str) -> None:
    y = array(0.0, 1.0, 0.0)
    z = y if output == "linear" else array(-1e4, 1e4, -1e4)
    for method in (NETWORK_COSTS[cost].value, NETWORK_COSTS[cost].delta):
        assert method(OUTPUTS[output], z, y).tolist() == [0.0, 0.0, 0.0]


def test_the_slowdown_of_a_softmax_under_each_cost() -> None:
    # The first output has all but e^−20, the second is right.
    z, y = array(20.0, 0.0), array(0.0, 1.0)
    deltas = {name: NETWORK_COSTS[name].delta(OUTPUTS["softmax"], z, y)[0] for name in ("quadratic", "log-likelihood")}
    assert deltas["quadratic"] == pytest.approx(2.0 * math.exp(-20.0), rel=1e-8)
    assert deltas["log-likelihood"] == pytest.approx(1.0, rel=1e-8)


# --- what an addition may rely on -------------------------------------------------------------------------------


class Cubic(Cost):
    """The least that a cost has to say: a value and a derivative."""

    name = "cubic"

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return abs(activation.residual(z, y)) ** 3

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return 3.0 * activation.residual(z, y) * abs(activation.residual(z, y))


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=list(OUTPUTS))
def test_a_value_and_a_derivative_are_enough_for_every_output(output: Activation) -> None:
    test_delta_is_the_central_difference_of_the_summed_cost(Cubic(), output)


# --- the registry and the permitted pairs -----------------------------------------------------------------------


@pytest.mark.parametrize("cost", NETWORK_COSTS.values(), ids=list(NETWORK_COSTS))
def test_a_cost_is_found_by_its_name_and_explains_itself(cost: Cost) -> None:
    assert network_cost_named(cost.name) is cost
    assert cost.label
    assert cost.summary
    assert not set("{}") & set(cost.formula.format(a="0.82", y="1"))


def test_a_network_knows_the_costs_of_a_neuron_and_the_log_likelihood() -> None:
    assert list(NETWORK_COSTS)[: len(COSTS)] == list(COSTS)
    assert "log-likelihood" in NETWORK_COSTS
    assert "log-likelihood" not in COSTS
    with pytest.raises(UnknownName, match=r"^cost must be one of quadratic, .*log-likelihood.*, got 'unheard-of'$"):
        network_cost_named("unheard-of")


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
def test_the_log_likelihood_of_outputs_that_share_nothing_is_refused_with_the_reason(activation: Activation) -> None:
    with pytest.raises(IncompatiblePair, match=f"'log-likelihood'.*sum to 1.*{activation.name!r}"):
        check_pair(NETWORK_COSTS["log-likelihood"], activation)


def test_the_cross_entropy_of_linear_outputs_is_refused() -> None:
    with pytest.raises(IncompatiblePair, match="logarithm"):
        check_pair(NETWORK_COSTS["cross-entropy"], OUTPUTS["linear"])


@pytest.mark.parametrize("cost", NETWORK_COSTS.values(), ids=list(NETWORK_COSTS))
def test_every_cost_may_meet_a_softmax(cost: Cost) -> None:
    check_pair(cost, OUTPUTS["softmax"])
