"""A cost and an output as somebody may add them, each in one file, learn in networks of every depth.

Outputs that depend on each other are added in test_coupled.py.
"""

from typing import Any

import pytest

from app.learning.activations import Activation
from app.learning.costs import NETWORK_COSTS, Cost
from app.learning.elementwise import Number
from app.learning.outputs import OUTPUTS
from tests.learning.gradients import assert_gradient
from tests.learning.networks import each_depth, examples, network


class PseudoHuber(Cost):
    """√(1 + (a − y)²) − 1: a cost as somebody may add it."""

    name = "pseudo-huber"

    def value(self, activation: Activation, z: Number, y: Number) -> Any:
        return (1.0 + activation.residual(z, y) ** 2) ** 0.5 - 1.0

    def derivative(self, activation: Activation, z: Number, y: Number) -> Any:
        error = activation.residual(z, y)
        return error / (1.0 + error**2) ** 0.5


class Softsign(Activation):
    """(1 + z/(1 + |z|))/2: a probability as somebody may add it."""

    name = "softsign"
    low, high = 0.0, 1.0

    def value(self, z: Number) -> Number:
        return 0.5 + 0.5 * z / (1.0 + abs(z))

    def slope(self, z: Number) -> Number:
        return 0.5 / (1.0 + abs(z)) ** 2


@each_depth
@pytest.mark.parametrize("output", [*OUTPUTS.values(), Softsign()], ids=lambda output: output.name)
@pytest.mark.parametrize("cost", [PseudoHuber(), NETWORK_COSTS["quadratic"]], ids=lambda cost: cost.name)
def test_a_new_cost_and_a_new_output_learn_in_networks_of_every_depth(
    cost: Cost, output: Activation, hidden: tuple[int, ...]
) -> None:
    made = network(cost, output, "tanh", hidden)
    assert_gradient(made, *examples(made, 5))


@each_depth
def test_a_new_probability_meets_the_cross_entropy(hidden: tuple[int, ...]) -> None:
    made = network("cross-entropy", Softsign(), Softsign(), hidden)
    assert_gradient(made, *examples(made, 5))
