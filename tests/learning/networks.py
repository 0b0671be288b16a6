"""What the tests of networks share: the pairs of cost and output, and networks and examples of any shape."""

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import NETWORK_COSTS, Cost, is_pair
from app.learning.elementwise import Array
from app.learning.inits import INITS
from app.learning.network import Network
from app.learning.outputs import OUTPUTS

OUTPUT_PAIRS = [(c, o) for c in NETWORK_COSTS.values() for o in OUTPUTS.values() if is_pair(c, o)]
GRADIENT_PAIRS = [(cost, output) for cost, output in OUTPUT_PAIRS if cost.follows_gradient]
HIDDEN = [(), (4,), (4, 3), (3, 4, 3)]
"""Sizes of hidden layers."""
INPUTS, OUTPUTS_COUNT = 3, 3


def each_of(pairs: list[tuple[Cost, Activation]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("cost", "output"), pairs, ids=[f"{c.name}-{o.name}" for c, o in pairs])


each_output = pytest.mark.parametrize("output", OUTPUTS.values(), ids=list(OUTPUTS))
each_output_pair = each_of(OUTPUT_PAIRS)
each_gradient_pair = each_of(GRADIENT_PAIRS)
each_hidden_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
each_depth = pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: f"{len(hidden)} hidden")


def network(
    cost: str | Cost = "cross-entropy",
    output: str | Activation = "sigmoid",
    activation: str | Activation = "sigmoid",
    hidden: tuple[int, ...] = (4,),
    *,
    inputs: int = INPUTS,
    outputs: int = OUTPUTS_COUNT,
    seed: int = 0,
) -> Network:
    """A network with a large start; what is named is taken from its registry."""
    weights, biases = INITS["large"].start((inputs, *hidden, outputs), np.random.default_rng(seed))
    return Network(
        weights,
        biases,
        ACTIVATIONS[activation] if isinstance(activation, str) else activation,
        OUTPUTS[output] if isinstance(output, str) else output,
        NETWORK_COSTS[cost] if isinstance(cost, str) else cost,
    )


def examples(network: Network, count: int, seed: int = 1) -> tuple[Array, Array]:
    """Inputs, and targets that are one-hot in all but every fourth row, where they are shares of 1."""
    rng = np.random.default_rng(seed)
    classes = network.sizes[-1]
    x = rng.standard_normal((count, network.sizes[0]))
    y = np.eye(max(classes, 2))[rng.integers(0, max(classes, 2), count)][:, :classes]
    y[::4] = rng.dirichlet(np.ones(max(classes, 2)), len(y[::4]))[:, :classes]
    return x, y
