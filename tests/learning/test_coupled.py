"""Coupled activations: a value and a Jacobian are enough for every cost, in networks of any depth."""

from typing import Any

import numpy as np
import pytest

from app.learning.costs import NETWORK_COSTS, Cost, is_pair
from app.learning.coupled import Coupled
from app.learning.network import backpropagate
from app.learning.softmax import Softmax
from tests.learning.gradients import assert_gradient
from tests.learning.networks import HIDDEN, examples, network


class Proportions(Coupled):
    """a_j = s_j/Σ s_k with s = z² + 1, the least that has to be said of it."""

    name = "proportions"
    label = "Proportions"
    summary = "Shares of 1 in proportion to z² + 1."
    low, high = 0.0, 1.0
    sums_to_one = True

    def value(self, z: Any) -> Any:
        s = z * z + 1.0
        return s / s.sum(axis=-1, keepdims=True)

    def jacobian(self, z: Any) -> Any:
        """∂a_j/∂z_k = (1[j = k] − a_j) · 2 z_k/Σ s."""
        total = (z * z + 1.0).sum(axis=-1)[..., None, None]
        return (np.eye(z.shape[-1]) - self.value(z)[..., :, None]) * 2.0 * z[..., None, :] / total


class PlainSoftmax(Coupled):
    """The softmax with the methods that `Coupled` gives."""

    name = "plain"
    low, high = 0.0, 1.0
    sums_to_one = True

    def value(self, z: Any) -> Any:
        return Softmax().value(z)

    def jacobian(self, z: Any) -> Any:
        return Softmax().jacobian(z)


COSTS = [cost for cost in NETWORK_COSTS.values() if is_pair(cost, Proportions())]
each_cost = pytest.mark.parametrize("cost", COSTS, ids=lambda cost: cost.name)


@each_cost
@pytest.mark.parametrize("hidden", HIDDEN, ids=len)
def test_an_output_that_says_its_value_and_jacobian_learns_under_every_cost(
    cost: Cost, hidden: tuple[int, ...]
) -> None:
    made = network(cost, Proportions(), "tanh", hidden)
    x, y = examples(made, 5)
    if cost.follows_gradient:
        assert_gradient(made, x, y)
    else:
        assert np.isfinite(backpropagate(made, x, y).deltas[0]).all()


@each_cost
def test_what_follows_from_the_jacobian_is_what_the_softmax_says_itself(cost: Cost) -> None:
    z = np.random.default_rng(3).standard_normal((20, 4)) * 3.0
    y = np.eye(4)[np.arange(20) % 4]
    for method in (cost.value, cost.derivative, cost.delta):
        plain = method(PlainSoftmax(), z, y)
        assert plain == pytest.approx(method(Softmax(), z, y), rel=1e-11, abs=1e-13)
    assert PlainSoftmax().slope(z) == pytest.approx(Softmax().slope(z), rel=1e-14)


def test_one_without_a_jacobian_says_so() -> None:
    with pytest.raises(NotImplementedError):
        Coupled().slope(np.zeros(2))
