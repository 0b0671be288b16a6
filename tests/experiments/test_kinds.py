"""Every kind of experiment as one type: told apart by its kind, and complained of in the words of that kind."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from app.experiments.complaints import complaints
from app.experiments.kinds import ANY_EXPERIMENT, KINDS
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.schema import Experiment, NeuronExperiment


def test_an_experiment_without_a_kind_is_a_neuron() -> None:
    assert ANY_EXPERIMENT.validate_python({}) == NeuronExperiment()
    assert ANY_EXPERIMENT.validate_python({"kind": "neuron", "w": 2.0}) == NeuronExperiment(w=2.0)
    assert ANY_EXPERIMENT.validate_python({"kind": "network"}) == NetworkExperiment()


def test_an_experiment_that_has_been_read_is_left_alone() -> None:
    for experiment in (NeuronExperiment(), NetworkExperiment()):
        assert ANY_EXPERIMENT.validate_python(experiment) is experiment


@pytest.mark.parametrize("kind", KINDS)
def test_both_kinds_survive_json(kind: str) -> None:
    experiment = ANY_EXPERIMENT.validate_python({"kind": kind})
    assert ANY_EXPERIMENT.validate_json(ANY_EXPERIMENT.dump_json(experiment)) == experiment


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"kind": "perceptron"}, "kind", "kind must be 'neuron' or 'network', got 'perceptron'"),
        ({"kind": None}, "kind", "kind must be 'neuron' or 'network', got null"),
        ({"kind": ["network"]}, "kind", "kind must be 'neuron' or 'network', got a list of 1"),
        ({"kind": "network", "w": 1}, "w", "w is not a field here"),
        ({"hidden": [2]}, "hidden", "hidden is not a field here"),
        ({"kind": "network", "eta": -1}, "eta", "eta must be greater than 0, got -1"),
        (5, "", "the value must be an object, got 5"),
    ],
)
def test_a_complaint_is_about_the_kind_that_was_meant(given: Any, field: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ANY_EXPERIMENT.validate_python(given)
    [complaint] = complaints(caught.value.errors())
    assert complaint == (field, message)


@pytest.mark.parametrize("given", [5, None, [], "x", {"w": "1"}, {"eta": 0}, {"x": [1.0]}, {"frequency": 1}])
def test_what_is_wrong_with_a_neuron_is_said_as_before(given: Any) -> None:
    found = []
    for read in (ANY_EXPERIMENT.validate_python, Experiment.model_validate):
        with pytest.raises(ValidationError) as caught:
            read(given)
        found.append(complaints(caught.value.errors()))
    assert found[0] == found[1]


def test_the_json_schema_has_both() -> None:
    schema = ANY_EXPERIMENT.json_schema()
    assert {shape["$ref"].rpartition("/")[2] for shape in schema["anyOf"]} == {"NeuronExperiment", "NetworkExperiment"}
    assert json.dumps(schema)
