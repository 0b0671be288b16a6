"""The rate that ends as far from the targets as another: met by the run itself, the smallest, or refused with words."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, Cost
from app.learning.matching import Tried, Unreachable, rate_that_ends_at, told_apart
from app.learning.neuron import Descent, Neuron
from app.learning.turns import result_of
from tests.learning.examples import array

SIGMOID, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "linear", "relu"))
QUADRATIC, CROSS_ENTROPY, AS_ANIMATED = (
    COSTS[name] for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")
)
BADLY_WRONG = Neuron(QUADRATIC, SIGMOID, 2.0, 2.0, 1.0, 0.0, 0.15)


def distance(neuron: Neuron, epochs: int) -> float:
    """The mean |a − y| in the last row of a real descent."""
    rows = Descent(neuron).advance(epochs + 1)
    return float(np.abs(rows.a[-1] - neuron.y).mean()) if len(rows) == epochs + 1 else math.inf


def found(neuron: Neuron, epochs: int, target: float, largest: float = 1000.0) -> Tried:
    return result_of(rate_that_ends_at(neuron, epochs, target, largest))


SHAPES: dict[str, tuple[Any, Any, Any]] = {
    "one input": (2.0, 1.0, 0.0),
    "a target between": (-3.0, 1.0, 0.3),
    "several inputs": (array(1.0, 0.5), array(1.5, 0.5), 0.1),
    "several examples": (1.5, array(1.0, 0.5, 2.0), array(0.0, 0.1, 0.0)),
    "both": (array(-1.0, -0.5), np.array([[1.0, 2.0], [0.5, 1.0]]), array(0.9, 1.0)),
}


@pytest.mark.parametrize("epochs", [1, 7, 300, 3000])
@pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_real_descent_at_the_rate_ends_as_close_as_was_asked(shape: str, cost: Cost, epochs: int) -> None:
    w, x, y = SHAPES[shape]
    start = Neuron(cost, SIGMOID, w, 0.5, x, y, 1.0)
    for target in (0.9 * distance(start, 0), 0.3 * distance(start, 0)):
        met = found(start, epochs, target)
        assert distance(replace(start, eta=met.eta), epochs) == pytest.approx(target, abs=1e-11)
        assert met.error == pytest.approx(target, rel=1e-11)


def test_the_rate_of_a_run_is_found_again() -> None:
    # E is steadily falling here, so there is but one rate.
    for eta, epochs in ((0.15, 300), (0.005, 300), (2.0, 50), (0.01, 20_000)):
        neuron = replace(BADLY_WRONG, eta=eta)
        assert found(neuron, epochs, distance(neuron, epochs)).eta == pytest.approx(eta, rel=1e-9)


@given(
    cost=st.sampled_from([QUADRATIC, CROSS_ENTROPY]),
    z=st.floats(-5.0, 5.0),
    x=st.floats(-2.0, 2.0),
    y=st.sampled_from([0.0, 0.3, 1.0]),
    eta=st.floats(1e-3, 0.3),
    epochs=st.integers(1, 600),
)
@settings(deadline=None, max_examples=60)
def test_the_rate_of_any_calm_run_is_found_again(
    cost: Cost, z: float, x: float, y: float, eta: float, epochs: int
) -> None:
    neuron = Neuron(cost, SIGMOID, 0.0, z, x, y, eta)
    target = distance(neuron, epochs)
    assume(1e-6 < target < 0.999 * distance(neuron, 0))
    assert found(neuron, epochs, target).eta == pytest.approx(eta, rel=1e-7)


def test_of_several_rates_the_smallest_is_found() -> None:
    # A linear neuron with κ = 2η: a(η) = a₀ (1 − 2η)^N, so |a| = |a₀|/4 at 2η = 1/2 and, overshooting, at 3/2 (N = 2).
    neuron = Neuron(QUADRATIC, LINEAR, 2.0, 2.0, 1.0, 0.0, 1.0)
    assert distance(replace(neuron, eta=0.75), 2) == distance(replace(neuron, eta=0.25), 2) == 1.0
    assert found(neuron, 2, 1.0).eta == pytest.approx(0.25, rel=1e-11)


def test_a_long_run_is_met_as_exactly_as_a_short_one() -> None:
    target = distance(replace(BADLY_WRONG, eta=0.05), 30_000)
    met = found(replace(BADLY_WRONG, cost=CROSS_ENTROPY), 30_000, target)
    rate = replace(BADLY_WRONG, cost=CROSS_ENTROPY, eta=met.eta)
    assert distance(rate, 30_000) == pytest.approx(target, rel=1e-11)


def test_a_rule_that_is_no_gradient_has_its_rate_too() -> None:
    met = found(replace(BADLY_WRONG, cost=AS_ANIMATED), 300, 0.2)
    assert distance(replace(BADLY_WRONG, cost=AS_ANIMATED, eta=met.eta), 300) == pytest.approx(0.2, rel=1e-11)


def test_a_neuron_that_has_settled_is_met_to_a_rounding() -> None:
    # y = 0.3 is reached to the last bit; whoever comes within 1e-12 is as good.
    settled = distance(Neuron(CROSS_ENTROPY, SIGMOID, 1.0, 1.0, 1.0, 0.3, 0.5), 3000)
    assert settled < 1e-15
    assert found(replace(BADLY_WRONG, y=0.3), 3000, settled).error == pytest.approx(0.0, abs=1.1e-12)


# Refusals


@pytest.mark.parametrize(
    ("neuron", "epochs", "target", "words"),
    [
        (
            replace(BADLY_WRONG, w=-3.0),
            300,
            0.5,
            r"starts with a mean error of 0\.268941, which is already smaller than the 0\.5 ",
        ),
        (replace(BADLY_WRONG, activation=RELU, w=-3.0, y=1.0), 300, 0.5, r"1 is about as close as it comes"),
        (replace(BADLY_WRONG, cost=AS_ANIMATED, w=800.0), 300, 0.5, r"it diverges"),
        (replace(BADLY_WRONG, w=60.0), 300, 0.5, r"1 is about as close as it comes"),
        # The two targets of one input pull apart: the mean of |a − 0| and |a − 0.2| is never below 0.1.
        (Neuron(QUADRATIC, SIGMOID, 1.0, 0.0, array(1.0, 1.0), array(0.0, 0.2), 1.0), 2000, 0.05, r"0\.1 is about"),
    ],
    ids=["closer already", "dead", "diverges", "saturated", "conflict"],
)
def test_what_cannot_be_is_refused_with_the_reason(neuron: Neuron, epochs: int, target: float, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        found(neuron, epochs, target)


@pytest.mark.parametrize(
    ("start", "target", "words"),
    [
        # w = 0 makes z = b, and |a − 0| = σ(b).
        (60.0, 1.0, "the other experiment starts with the very mean error with which the reference ends, 1"),
        (-40.0, 4.2e-18, r"of 4\.24835e-18, and the reference ends with 4\.2e-18: both .* all up to 1e-12 do"),
        (-20.0, 2.061153619e-9, r"of 2\.061153618e-09, which is already smaller than the 2\.061153619e-09 "),
        (-1.0, 0.26894142136999516, r"of 0\.268941421369995\d+, which is already smaller than the 0\.268941421369995"),
    ],
)
def test_two_numbers_that_differ_look_different(start: float, target: float, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        found(replace(BADLY_WRONG, w=0.0, b=start), 300, target)


@given(one=st.floats(1e-300, 1e300), ulps=st.integers(-5, 5))
def test_numbers_are_told_apart_by_as_many_digits_as_it_takes(one: float, ulps: int) -> None:
    other = one
    for _ in range(abs(ulps)):
        other = math.nextafter(other, math.copysign(math.inf, ulps))
    texts = told_apart(one, other)
    assert (texts[0] == texts[1]) == (ulps == 0)
    assert told_apart(1.0, 0.5) == ("1", "0.5")


def test_what_is_nearly_reached_is_not_shown_as_reached() -> None:
    # The mean of |a − 0| and |a − 0.2| is never below 0.1.
    neuron = Neuron(QUADRATIC, SIGMOID, 1.0, 0.0, array(1.0, 1.0), array(0.0, 0.2), 1.0)
    with pytest.raises(Unreachable, match=r"as small as the 0\.09999999 of the reference: 0\.1\d* is about"):
        found(neuron, 2000, 0.09999999)


def test_a_rate_above_the_largest_is_none() -> None:
    neuron = Neuron(QUADRATIC, LINEAR, 2.0, 2.0, 1.0, 0.0, 1.0)  # |a| = 4 |1 − 2η| after one epoch
    assert found(neuron, 1, 2.0, largest=0.26).eta == pytest.approx(0.25, rel=1e-11)
    with pytest.raises(Unreachable, match=r"at no learning rate up to 0\.24 .*2\.08 is about as close"):
        found(neuron, 1, 2.0, largest=0.24)
