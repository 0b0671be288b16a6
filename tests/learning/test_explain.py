"""Rows taken apart: to the last bit what the row itself holds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, Cost
from app.learning.explain import explain
from app.learning.neuron import Descent, Neuron
from tests.learning.examples import array, array_neurons, each_cost, scalar_neurons

SIGMOID = ACTIVATIONS["sigmoid"]
QUADRATIC, CROSS_ENTROPY = COSTS["quadratic"], COSTS["cross-entropy"]


@given(neuron=scalar_neurons())
@settings(deadline=None, max_examples=150)
def test_one_neuron_agrees_with_its_row_to_the_last_bit(neuron: Neuron) -> None:
    rows = Descent(neuron).advance(40)
    explained = explain(neuron, rows)
    assert explained.loss.tobytes() == rows.cost.tobytes()
    for k, z in enumerate(rows.z.tolist()):
        assert explained.error[k] == neuron.activation.residual(z, float(neuron.y))
    if neuron.cost.name == "quadratic":
        assert (explained.error * explained.gain == rows.delta).all()
        assert explained.gain.tobytes() == rows.slope.tobytes()


@given(neuron=array_neurons())
@settings(deadline=None, max_examples=150)
def test_several_inputs_and_examples_agree_with_their_row_to_the_last_bit(neuron: Neuron) -> None:
    rows = Descent(neuron).advance(20)
    explained = explain(neuron, rows)
    for column in (explained.error, explained.gain, explained.loss):
        assert column.shape == rows.z.shape
        assert column.dtype == np.float64
    examples = tuple(range(1, rows.z.ndim))
    assert explained.loss.mean(axis=examples).tobytes() == rows.cost.tobytes()
    if neuron.cost.name == "quadratic":
        assert (explained.error * explained.gain == rows.delta).all()


def test_rows_taken_out_of_a_descent_are_explained_as_they_were_in_it() -> None:
    neuron = Neuron(CROSS_ENTROPY, SIGMOID, array(0.5, -1.5), 0.9, np.eye(2), array(0.3, 1.0), 0.15)
    rows = Descent(neuron).advance(50)
    whole, thinned = explain(neuron, rows), explain(neuron, rows[rows.epoch % 7 == 0])
    for name in ("error", "gain", "loss"):
        assert getattr(thinned, name).tobytes() == getattr(whole, name)[::7].tobytes()


@each_cost
def test_no_rows_have_empty_columns(cost: Cost) -> None:
    for w, x, y in ((0.6, 1.0, 0.0), (array(0.6), np.array([[1.0]]), array(0.0))):
        neuron = Neuron(cost, SIGMOID, w, 0.9, x, y, 0.15)
        rows = Descent(neuron).advance(3)[:0]
        assert [len(column) for column in vars(explain(neuron, rows)).values()] == [0, 0, 0]


def test_the_error_is_exact_where_the_output_rounds_to_its_target() -> None:
    neuron = Neuron(QUADRATIC, SIGMOID, 0.0, 50.0, 1.0, 1.0, 0.15)
    rows = Descent(neuron).advance(1)
    assert rows.a[0] == 1.0
    # σ(50) − 1 = −1/(1 + e^50)
    assert explain(neuron, rows).error[0] == pytest.approx(-math.exp(-50.0), rel=1e-15)


def test_the_product_of_error_and_gain_is_delta_for_every_pair() -> None:
    for cost in COSTS.values():
        neuron = Neuron(cost, SIGMOID, 1.5, 0.5, array(1.0, -0.5, 2.0), array(0.0, 0.25, 1.0), 0.005)
        rows = Descent(neuron).advance(100)
        explained = explain(neuron, rows)
        np.testing.assert_allclose(explained.error * explained.gain, rows.delta, rtol=1e-13)
