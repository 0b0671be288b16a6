"""What a diagram of a network colours its neurons and lines by, where the network is too large to be sent whole.

How strongly every neuron answers to the first few examples, and the weights of the last layer.
"""

from app.experiments.networks.examples import Examples
from app.experiments.networks.rounding import short
from app.learning.network import Network, feed_forward

MOST_NUMBERS = 1000
"""Of one snapshot: a few kilobytes."""
MOST_POINTS = 50
"""Examples of two inputs, which are chosen by pressing them on the plane."""
MOST_OTHERS = 12


def answers(network: Network, examples: Examples) -> list[list[list[float]]]:
    """For the first training examples, in their order: a list a layer of its neurons' activations, inputs left out.

    There are fewer of them the more neurons there are, and none where one example has more than `MOST_NUMBERS`.
    """
    neurons = sum(network.sizes[1:])
    most = MOST_POINTS if network.sizes[0] == 2 else MOST_OTHERS
    count = min(most, MOST_NUMBERS // neurons)
    if count == 0:
        return []
    layers = feed_forward(network, examples.x[:count]).activations
    return [[short(layer[row]) for layer in layers] for row in range(len(layers[0]))]


def last_weights(network: Network) -> list[list[float]] | None:
    """The weights of the outputs, a row an output; None where there are more than `MOST_NUMBERS`."""
    weights = network.weights[-1]
    return None if weights.size > MOST_NUMBERS else short(weights)
