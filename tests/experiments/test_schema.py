"""The one definition of an experiment: defaults, bounds, shapes, rules across fields, and its JSON Schema."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from app.experiments import schema
from app.experiments.run import simulate
from app.experiments.schema import MAX_EPOCHS, MAX_EXAMPLES, MAX_FIELDS, MAX_INPUTS, MAX_VALUES, Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from tests.experiments.examples import ONE_OF_EACH_SHAPE, PAIRS, experiments

JSON_SCHEMA = TypeAdapter(Experiment).json_schema()

DEFAULTS = {
    "kind": "neuron",
    "cost": "quadratic",
    "activation": "sigmoid",
    "w": 0.6,
    "b": 0.9,
    "x": 1.0,
    "y": 0.0,
    "eta": 0.15,
    "epochs": 300,
}


def wrong_fields(fields: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Experiment.model_validate(fields)
    return [".".join(map(str, error["loc"])) for error in caught.value.errors()]


def test_an_empty_experiment_is_the_chapters_first_run() -> None:
    assert Experiment().model_dump() == DEFAULTS


@pytest.mark.parametrize(
    ("field", "edge"),
    [
        *((name, edge) for name in ("w", "b", "x") for edge in (-1000.0, 1000.0, 0.0)),
        ("y", 0.0),
        ("y", 1.0),
        ("eta", 5e-324),
        ("eta", 1000.0),
        ("epochs", 1),
        ("epochs", MAX_EPOCHS),
    ],
)
def test_the_edges_of_a_range_belong_to_it(field: str, edge: float) -> None:
    assert getattr(Experiment.model_validate({field: edge}), field) == edge


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((name, value) for name in ("w", "b", "x") for value in (-1000.0000001, 1000.0000001)),
        ("y", -1e-300),
        ("y", 1.0000001),
        ("eta", 0.0),
        ("eta", -0.0),
        ("eta", 1000.0000001),
        ("epochs", 0),
        ("epochs", MAX_EPOCHS + 1),
    ],
)
def test_just_beyond_the_edge_is_refused(field: str, value: float) -> None:
    [place] = wrong_fields({field: value})
    assert place.split(".")[0] == field


NOT_NUMBERS: list[object] = [None, True, "1.0", "", {}, float("nan"), float("inf"), float("-inf"), 10**400]


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=lambda value: str(value)[:10])
@pytest.mark.parametrize("field", ["w", "b", "x", "y", "eta", "epochs"])
def test_what_is_no_number_is_refused_and_never_converted(field: str, value: object) -> None:
    [place] = wrong_fields({field: value})
    assert place.split(".")[0] == field


@pytest.mark.parametrize(
    "value", [None, True, 5, [], {}, "", "Quadratic", "h" * 1000], ids=lambda value: str(value)[:10]
)
@pytest.mark.parametrize("field", ["kind", "cost", "activation"])
def test_what_is_no_known_name_is_refused(field: str, value: object) -> None:
    assert wrong_fields({field: value}) == [field]


def test_a_whole_number_is_taken_for_a_number() -> None:
    experiment = Experiment.model_validate({"w": 2, "b": 2, "x": [1, 2], "y": [0, 1], "eta": 1})
    assert isinstance(experiment.w, float)
    assert experiment.x == [1.0, 2.0]


def test_an_unknown_field_is_refused() -> None:
    assert wrong_fields({"learning_rate": 0.1}) == ["learning_rate"]


def test_an_object_of_many_fields_is_refused_as_a_whole() -> None:
    assert wrong_fields({f"field{number}": 1 for number in range(MAX_FIELDS)}) != [""]
    assert wrong_fields({f"field{number}": 1 for number in range(MAX_FIELDS + 1)}) == [""]


def test_only_the_first_wrong_number_of_a_list_is_named() -> None:
    assert wrong_fields({"x": ["a"] * 200, "y": [2.0] * 200}) == ["x.list.0", "y.list.0"]


@pytest.mark.parametrize("shape", ONE_OF_EACH_SHAPE)
def test_every_shape_survives_the_wire(shape: str) -> None:
    experiment = Experiment.model_validate(ONE_OF_EACH_SHAPE[shape])
    assert Experiment.model_validate(json.loads(experiment.model_dump_json())) == experiment


@given(experiments())
def test_any_experiment_survives_the_wire(experiment: Experiment) -> None:
    assert Experiment.model_validate(json.loads(experiment.model_dump_json())) == experiment


@pytest.mark.parametrize(
    ("w", "x", "y"),
    [
        (1.0, [1.0], 0.0),  # a list of inputs for one weight
        ([1.0], 1.0, 0.0),  # one input for a list of weights
        ([1.0, 2.0], [1.0], 0.0),
        (1.0, 1.0, [0.0]),  # one example for a list of targets
        (1.0, [1.0, 2.0], [0.0]),
        (1.0, [[1.0], [2.0]], [0.0, 1.0]),
        ([1.0], [1.0, 2.0], [0.0, 1.0]),
        ([1.0, 2.0], [[1.0, 2.0], [1.0]], [0.0, 1.0]),
    ],
)
def test_inputs_that_do_not_go_with_weights_and_targets_are_refused(w: Any, x: Any, y: Any) -> None:
    with pytest.raises(ValidationError, match="so x"):
        Experiment.model_validate({"w": w, "x": x, "y": y})


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_cost_goes_with_the_activations_whose_outputs_it_can_take(cost: str, activation: str) -> None:
    fields = {"cost": cost, "activation": activation}
    if (cost, activation) in PAIRS:
        assert Experiment.model_validate(fields).cost == cost
    else:
        assert wrong_fields(fields) == ["activation"]


def test_the_largest_lists_are_taken_and_longer_ones_refused() -> None:
    inputs, examples = [1.0] * MAX_INPUTS, [0.0] * MAX_EXAMPLES
    assert Experiment(w=inputs, x=[inputs] * MAX_EXAMPLES, y=examples, epochs=10)
    assert wrong_fields({"w": [*inputs, 1.0], "x": [*inputs, 1.0]}) == ["w.list"]
    assert wrong_fields({"x": [*examples, 1.0], "y": [*examples, 1.0]}) == ["x.list", "y.list"]


@pytest.mark.parametrize("shape", ONE_OF_EACH_SHAPE)
def test_the_size_of_a_trace_is_counted_right(shape: str) -> None:
    experiment = Experiment.model_validate({**ONE_OF_EACH_SHAPE[shape], "epochs": 20})
    columns, _ = simulate(experiment)
    assert experiment.values == sum(column.size for column in columns.values())


def test_a_trace_that_is_too_large_is_refused() -> None:
    examples = [0.0] * MAX_EXAMPLES
    per_row = Experiment(x=examples, y=examples, epochs=1).values // 2
    most = MAX_VALUES // per_row - 1
    assert Experiment(x=examples, y=examples, epochs=most).values <= MAX_VALUES
    assert wrong_fields({"x": examples, "y": examples, "epochs": most + 1}) == ["epochs"]


def test_an_experiment_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Experiment().eta = 1.0  # type: ignore[misc]


def test_the_json_schema_offers_what_the_registries_hold() -> None:
    registries: dict[str, Mapping[str, Any]] = {"cost": COSTS, "activation": ACTIVATIONS}
    for field, registry in registries.items():
        rules = JSON_SCHEMA["properties"][field]
        assert rules["enum"] == list(registry)
        assert [(option["const"], option["title"], option["description"]) for option in rules["oneOf"]] == [
            (name, entry.label, entry.summary) for name, entry in registry.items()
        ]


def test_the_json_schema_says_every_default_and_explains_every_field() -> None:
    properties = JSON_SCHEMA["properties"]
    assert {name: rules["default"] for name, rules in properties.items()} == DEFAULTS
    assert all(rules["title"] and rules["description"].endswith(".") for rules in properties.values())
    assert JSON_SCHEMA["additionalProperties"] is False


def test_the_json_schema_says_every_bound() -> None:
    properties = JSON_SCHEMA["properties"]
    assert (properties["b"]["minimum"], properties["b"]["maximum"]) == (-schema.LARGEST, schema.LARGEST)
    assert (properties["eta"]["exclusiveMinimum"], properties["eta"]["maximum"]) == (0.0, 1000.0)
    assert (properties["epochs"]["minimum"], properties["epochs"]["maximum"]) == (1, MAX_EPOCHS)
    assert [shape.get("type") for shape in properties["x"]["oneOf"]] == ["number", "array", "array"]
    assert properties["w"]["oneOf"][1]["maxItems"] == MAX_INPUTS
    assert properties["y"]["oneOf"][1]["maxItems"] == MAX_EXAMPLES
