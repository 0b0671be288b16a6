"""The oracles themselves: complete for what we know, and right at points worked by hand."""

import pytest

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from tests.learning.oracles import (
    ACTIVATION_ORACLES,
    COST_ORACLES,
    cancellation,
    cost_delta,
    cost_derivative,
    cost_value,
    has_kink,
    mp,
    slope,
)


def test_every_known_activation_and_cost_has_an_oracle() -> None:
    assert {"sigmoid", "tanh", "linear", "relu"} <= set(ACTIVATION_ORACLES)
    assert {"quadratic", "cross-entropy", "cross-entropy-as-animated"} <= set(COST_ORACLES)


def test_no_oracle_stands_for_something_that_is_gone() -> None:
    assert set(ACTIVATION_ORACLES) <= set(ACTIVATIONS)
    assert set(COST_ORACLES) <= set(COSTS)


def test_the_oracles_agree_with_numbers_worked_by_hand() -> None:
    # z = ln 3 gives e^−z = 1/3, so a = 3/4 and f′ = 3/16. With y = 0: C = −ln(1/4), ∂C/∂a = 4, ∂C/∂z = 3/4.
    z, y = mp.log(3), mp.mpf(0)
    assert float(slope("sigmoid", z)) == 0.1875
    assert float(cost_value("cross-entropy", "sigmoid", z, y)) == float(mp.log(4))
    assert float(cost_derivative("cross-entropy", "sigmoid", z, y)) == 4.0
    assert float(cost_delta("cross-entropy", "sigmoid", z, y)) == 0.75
    # y = 1/2: the terms are 3/8 and 1/8, and a − y = 1/4 is 1.5 times smaller than the larger one.
    assert float(cancellation("sigmoid", z, mp.mpf("0.5"))) == 1.5


@pytest.mark.parametrize(("z", "expected"), [(0.0, True), (1e-12, False), (-3.0, False)])
def test_a_kink_is_recognised(z: float, expected: bool) -> None:
    assert has_kink("relu", mp.mpf(z)) is expected
