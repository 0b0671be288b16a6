"""Measures of networks: by hand on made-up outputs, against the reference, in pieces, at the limits."""

from dataclasses import replace

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import NETWORK_COSTS, Cost
from app.learning.elementwise import Array
from app.learning.errors import ShapeMismatch
from app.learning.network import Network, backpropagate, cost_of, feed_forward
from app.learning.network_measures import CHUNK, SATURATION_EDGES, measure, worst
from app.learning.outputs import OUTPUTS
from tests.learning.examples import EPS, array
from tests.learning.networks import each_depth, each_output, each_output_pair, examples, network


def passing(outputs: int, cost: str = "cross-entropy", output: str = "sigmoid") -> Network:
    """Inputs are handed to the outputs as their z."""
    weights, biases = (np.eye(outputs),), (np.zeros(outputs),)
    return Network(weights, biases, ACTIVATIONS["sigmoid"], OUTPUTS[output], NETWORK_COSTS[cost])


def logit(a: float) -> float:
    return float(np.log(a / (1.0 - a)))


# --- worked by hand ---------------------------------------------------------------------------------------------

# Three examples with two outputs each; the first and the last output are wrong, and the last example too.
A = [[0.95, 0.02], [0.8, 0.3], [0.6, 0.4]]
Z = np.array([[logit(a) for a in row] for row in A])
Y = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


def test_measures_meet_numbers_worked_by_hand() -> None:
    seen = measure(passing(2), Z, Y, np.array([0, 0, 1]))
    # a − y: 0.95, 0.02; −0.2, 0.3; 0.6, −0.6. Three are at least 0.5, with min(a, 1 − a) of 0.05, 0.4, 0.4.
    assert seen.wrong == 3
    assert seen.saturation == pytest.approx((0.05 + 0.4 + 0.4) / 3, rel=1e-14)
    assert seen.histogram == (0, 0, 0, 0, 0, 1, 2)
    # The largest outputs are the first of each example, and the third example is of the second class.
    assert seen.accuracy == pytest.approx(2 / 3)
    slopes = [0.95 * 0.05, 0.02 * 0.98, 0.16, 0.21, 0.24, 0.24]
    assert seen.slope == pytest.approx(sum(slopes) / 6, rel=1e-14)
    cost = -np.log([0.05, 0.98, 0.8, 0.7, 0.4, 0.4]).sum() / 3
    assert seen.cost == pytest.approx(cost, rel=1e-14)
    # δ = a − y under the cross-entropy: squares 0.9025 + 0.0004, 0.04 + 0.09, 0.36 + 0.36
    assert seen.delta_norms == pytest.approx([np.sqrt((0.9029 + 0.13 + 0.72) / 3)], rel=1e-13)


def test_one_output_is_right_when_it_is_less_than_a_half_away() -> None:
    z, y = np.array([[logit(0.4)], [logit(0.6)], [0.0], [3.0]]), np.array([[0.0], [0.0], [0.0], [1.0]])
    seen = measure(passing(1), z, y)
    assert seen.accuracy == 0.5  # 0.4 and σ(3); an output of 0.5 is exactly a half away
    assert seen.wrong == 2


def test_without_labels_the_largest_target_is_the_class() -> None:
    assert measure(passing(2), Z, Y) == measure(passing(2), Z, Y, Y.argmax(axis=1))


def test_where_no_output_is_wrong_there_is_no_saturation() -> None:
    seen = measure(passing(2), 10.0 * (2.0 * Y - 1.0), Y)
    assert (seen.wrong, seen.saturation, seen.histogram) == (0, None, (0,) * 7)


def test_linear_outputs_saturate_nowhere() -> None:
    seen = measure(passing(2, "quadratic", "linear"), Z, Y)
    assert seen.saturation is None
    assert seen.histogram is None
    assert seen.slope == 1.0
    assert seen.wrong > 0


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_saturation_is_known_where_an_output_rounds_to_1(output: str) -> None:
    # One output is wrong by all but e^−50: 1 − a, not 1 minus a rounded a.
    z, y = array(50.0, -50.0).reshape(1, 2), array(0.0, 1.0).reshape(1, 2)
    seen = measure(passing(2, "quadratic", output), z, y)
    assert seen.wrong == 2
    distance = np.exp(-50.0) if output == "sigmoid" else np.exp(-100.0)
    assert seen.saturation == pytest.approx(distance, rel=1e-14)
    assert seen.histogram == (2, 0, 0, 0, 0, 0, 0)


def test_the_histogram_counts_decades_and_its_last_edge_belongs_to_it() -> None:
    inside = [3e-7, 3e-6, 3e-5, 3e-4, 3e-3, 3e-2, 0.3, 0.5]
    z = np.array([[logit(a) for a in inside]])
    seen = measure(passing(8), z, np.ones((1, 8)))
    assert seen.wrong == 8
    assert seen.histogram == (1, 1, 1, 1, 1, 1, 2)
    assert len(SATURATION_EDGES) == 8


# --- against the reference --------------------------------------------------------------------------------------


@each_output_pair
@each_depth
def test_costs_and_norms_are_those_of_the_reference(cost: Cost, output: Activation, hidden: tuple[int, ...]) -> None:
    made = network(cost, output, "tanh", hidden)
    x, y = examples(made, CHUNK + 57)  # in two pieces
    seen, gradient = measure(made, x, y), backpropagate(made, x, y)
    assert seen.cost == pytest.approx(cost_of(made, x, y), rel=1e-12)
    assert seen.delta_norms == pytest.approx([np.sqrt(np.square(d).sum(axis=1).mean()) for d in gradient.deltas])
    layers = zip(gradient.weights, gradient.biases, strict=True)
    norms = [np.linalg.norm(np.concatenate([w.ravel(), b])) for w, b in layers]
    assert seen.gradient_norms == pytest.approx(norms, rel=1e-10)
    assert seen.slope == pytest.approx(output.slope(feed_forward(made, x).zs[-1]).mean(), rel=1e-12)


@each_output
def test_without_gradients_everything_else_is_the_same(output: Activation) -> None:
    made = network("quadratic", output)
    x, y = examples(made, 30)
    whole, less = measure(made, x, y), measure(made, x, y, with_gradient=False)
    assert less == replace(whole, delta_norms=None, gradient_norms=None)


@each_output
def test_single_precision_is_kept_and_is_close(output: Activation) -> None:
    made = network("quadratic", output)
    x, y = examples(made, 200)
    double, single = measure(made, x, y), measure(made, x.astype(np.float32), y)
    assert single != double
    assert single.cost == pytest.approx(double.cost, rel=1e-5)
    assert single.gradient_norms == pytest.approx(double.gradient_norms, rel=1e-4)


def test_whole_numbers_are_inputs_too() -> None:
    made = network("log-likelihood", "softmax")
    x = np.random.default_rng(4).integers(-3, 4, (20, 3))
    y = np.eye(3)[np.arange(20) % 3]
    assert measure(made, x, y) == measure(made, x.astype(float), y)  # type: ignore[arg-type]


def test_a_network_that_has_diverged_is_measured_without_a_warning() -> None:
    made = network("quadratic", "linear", "linear")
    made = replace(made, weights=tuple(1e200 * w for w in made.weights))
    for digits in (np.float64, np.float32):
        x, y = examples(made, 3)
        assert not np.isfinite(measure(made, x.astype(digits), y).cost)


def test_no_examples_are_refused() -> None:
    with pytest.raises(ShapeMismatch, match=r"^x must have at least one row"):
        measure(network(), np.zeros((0, 3)), np.zeros((0, 3)))


def test_targets_of_another_shape_are_refused() -> None:
    made = network()
    x, y = examples(made, 4)
    message = r"^y must have the shape \(4, 3\)"
    with pytest.raises(ShapeMismatch, match=message):
        measure(made, x, y[:, :2])
    with pytest.raises(ShapeMismatch, match=message):
        worst(made, x, y[:, :2], 3)


# --- the worst examples -----------------------------------------------------------------------------------------


def test_the_worst_are_the_dearest_mistakes_and_then_the_dearest_of_the_others() -> None:
    # a_1 under a softmax of (z, 0), and the class. Mistakes: 1 (ln 1/0.3), 3 (ln 1/0.1). Right: 0 (ln 1/0.8), 2.
    right_share = [0.8, 0.3, 0.9, 0.1]
    z = np.array([[logit(a), 0.0] for a in right_share])
    y = np.eye(2)[[0, 0, 0, 0]]
    found = worst(passing(2, "log-likelihood", "softmax"), z, y, 3)
    assert found.indices.tolist() == [3, 1, 0]
    assert found.costs == pytest.approx(-np.log([0.1, 0.3, 0.8]), rel=1e-14)
    assert found.outputs[:, 0] == pytest.approx([0.1, 0.3, 0.8], rel=4 * EPS)
    assert found.is_right.tolist() == [False, False, True]


@pytest.mark.parametrize("count", [0, 2, 9])
def test_no_more_are_given_than_are_asked_for_and_there(count: int) -> None:
    made = network()
    x, y = examples(made, 4)
    found = worst(made, x, y, count)
    assert len(found.indices) == len(found.costs) == len(found.outputs) == min(count, 4)


def test_every_example_is_among_the_worst_once_in_pieces_too() -> None:
    made = network("log-likelihood", "softmax")
    x, y = examples(made, CHUNK + 10)
    found = worst(made, x, y, len(x))
    assert sorted(found.indices.tolist()) == list(range(len(x)))
    costs: Array = NETWORK_COSTS["log-likelihood"].value(OUTPUTS["softmax"], feed_forward(made, x).zs[-1], y)
    assert found.costs == pytest.approx(costs.sum(axis=1)[found.indices], rel=1e-12)
