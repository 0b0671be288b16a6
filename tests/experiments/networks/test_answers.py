"""What is sent of a network for its diagram: answers to the first examples, and the weights of the outputs."""

import numpy as np
import pytest

from app.experiments.networks.answers import MOST_NUMBERS, answers, last_weights
from app.experiments.networks.examples import examples_of
from app.experiments.networks.run import NetworkRun
from app.experiments.networks.schema import NetworkExperiment
from app.learning.network import feed_forward


def experiment(problem: str, hidden: list[int]) -> NetworkExperiment:
    return NetworkExperiment.model_validate({"problem": problem, "hidden": hidden, "epochs": 1})


def test_answers_are_the_activations_of_every_layer() -> None:
    chosen = experiment("xor", [3])
    network, examples = NetworkRun(chosen).network, examples_of(chosen)
    found = answers(network, examples)
    hidden, outputs = feed_forward(network, examples.x).activations
    assert len(found) == 4
    for row, (first, second) in enumerate(found):
        np.testing.assert_allclose(first, hidden[row], rtol=1e-3)
        np.testing.assert_allclose(second, outputs[row], rtol=1e-3)


@pytest.mark.parametrize(
    ("problem", "hidden", "count"),
    [("moons", [3], 50), ("moons", [30, 20], 19), ("digits", [30], 12), ("digits", [500, 500], 0)],
)
def test_there_are_fewer_answers_the_more_neurons_there_are(problem: str, hidden: list[int], count: int) -> None:
    chosen = experiment(problem, hidden)
    found = answers(NetworkRun(chosen).network, examples_of(chosen))
    assert len(found) == count
    assert sum(len(layer) for example in found for layer in example) <= MOST_NUMBERS


def test_weights_of_the_outputs_are_sent_where_they_are_few() -> None:
    weights = last_weights(NetworkRun(experiment("digits", [100])).network)
    assert weights is not None
    assert (len(weights), len(weights[0])) == (10, 100)
    assert last_weights(NetworkRun(experiment("digits", [101])).network) is None
