"""The one definition of a network experiment: defaults, bounds, rules across fields, and its JSON Schema."""

import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.experiments.complaints import complaints
from app.experiments.networks import schema
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.work import MAX_PARAMETERS
from app.experiments.schema import MAX_EPOCHS
from app.learning.activations import ACTIVATIONS
from app.learning.costs import NETWORK_COSTS
from app.learning.datasets import DATA_SETS
from app.learning.inits import INITS
from app.learning.outputs import OUTPUTS
from tests.experiments.networks.examples import TABLE, each_experiment, refusals, short

JSON_SCHEMA = TypeAdapter(NetworkExperiment).json_schema()
PROPERTIES = JSON_SCHEMA["properties"]


def test_the_fields_and_their_defaults() -> None:
    assert NetworkExperiment().model_dump() == {
        "kind": "network",
        "problem": {"name": "xor", "n": 4, "noise": 0.0, "seed": 0},
        "hidden": [2],
        "activation": "sigmoid",
        "output": "sigmoid",
        "cost": "cross-entropy",
        "eta": 0.5,
        "epochs": 100,
        "batch_size": 4,
        "init": "large",
        "init_z": 4.0,
        "init_outputs": None,
        "seed": 1,
        "shuffle": True,
        "precision": "double",
        "weights": None,
        "biases": None,
    }


@each_experiment
def test_an_experiment_survives_being_written_down(fields: Mapping[str, Any]) -> None:
    experiment = short(fields)
    assert NetworkExperiment.model_validate(experiment.model_dump()) == experiment
    assert NetworkExperiment.model_validate_json(experiment.model_dump_json()) == experiment
    assert pickle.loads(pickle.dumps(experiment)) == experiment  # noqa: S301 (our own)


@pytest.mark.parametrize(
    ("problem", "output", "sizes"),
    [
        ("xor", "sigmoid", (2, 3, 1)),
        ("xor", "softmax", (2, 3, 2)),
        ({"name": "blobs", "classes": 5}, "sigmoid", (2, 3, 5)),
        ("digits", "linear", (64, 3, 10)),
        ("mnist", "softmax", (784, 3, 10)),
        (TABLE, "sigmoid", (3, 3, 2)),
    ],
)
def test_inputs_and_outputs_follow_from_the_problem(problem: Any, output: str, sizes: tuple[int, ...]) -> None:
    experiment = NetworkExperiment.model_validate(
        {"problem": problem, "output": output, "cost": "quadratic", "hidden": [3]}
    )
    assert experiment.sizes == sizes


@pytest.mark.parametrize(
    ("field", "edges"),
    [
        ("hidden", [[], [1], [1000], [1] * 6]),
        ("eta", [5e-324, 1000.0]),
        ("epochs", [1, MAX_EPOCHS]),
        ("batch_size", [1, 10_000]),
        ("init_z", [-30.0, 30.0]),
        ("seed", [0, 2**32 - 1]),
    ],
)
def test_the_edges_of_a_range_belong_to_it(field: str, edges: list[Any]) -> None:
    for edge in edges:
        assert getattr(NetworkExperiment.model_validate({field: edge}), field) == edge


NAN, INFINITY = float("nan"), float("inf")
ROW = [1.0, 2.0]
START = {"weights": [[ROW, ROW], [ROW]], "biases": [ROW, [0.0]]}


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"hidden": [0]}, "hidden.0", "hidden[0] must be at least 1, got 0"),
        ({"hidden": [3, 1001]}, "hidden.1", "hidden[1] must be at most 1000, got 1001"),
        ({"hidden": [1] * 7}, "hidden", "hidden must be a list of at most 6, got a list of 7"),
        ({"hidden": 3}, "hidden", "hidden must be a list, got 3"),
        ({"hidden": [2.0]}, "hidden.0", "hidden[0] must be a whole number, got 2.0"),
        ({"hidden": [True]}, "hidden.0", "hidden[0] must be a whole number, got true"),
        ({"hidden": None}, "hidden", "hidden must be a list, got null"),
        ({"eta": 0}, "eta", "eta must be greater than 0, got 0"),
        ({"eta": NAN}, "eta", "eta must be a finite number, got nan"),
        ({"eta": INFINITY}, "eta", "eta must be a finite number, got inf"),
        ({"eta": 1001}, "eta", "eta must be at most 1000, got 1001"),
        ({"eta": "0.5"}, "eta", "eta must be a number, got '0.5'"),
        ({"epochs": 0}, "epochs", "epochs must be at least 1, got 0"),
        ({"epochs": 10**30}, "epochs", "epochs must be at most 100000, got 1000000000000000000000000000000"),
        ({"epochs": 1.5}, "epochs", "epochs must be a whole number, got 1.5"),
        ({"batch_size": 0}, "batch_size", "batch_size must be at least 1, got 0"),
        ({"batch_size": 10_001}, "batch_size", "batch_size must be at most 10000, got 10001"),
        (
            {"activation": "softmax"},
            "activation",
            f"activation must be one of {', '.join(ACTIVATIONS)}, got 'softmax'",
        ),
        ({"output": "nil"}, "output", f"output must be one of {', '.join(OUTPUTS)}, got 'nil'"),
        ({"init": "nil"}, "init", f"init must be one of {', '.join(INITS)}, got 'nil'"),
        ({"init_z": NAN}, "init_z", "init_z must be a finite number, got nan"),
        ({"init_z": 31}, "init_z", "init_z must be at most 30, got 31"),
        ({"init_outputs": [1]}, "init_outputs", "init_outputs[0] must be less than the number of outputs, 1, got 1"),
        ({"init_outputs": [-1]}, "init_outputs.0", "init_outputs[0] must be at least 0, got -1"),
        (
            {"problem": "blobs", "init_outputs": [2, 0, 2]},
            "init_outputs",
            "init_outputs must name each output once, got 2 again in place 2",
        ),
        ({"seed": -1}, "seed", "seed must be at least 0, got -1"),
        ({"seed": 2**32}, "seed", "seed must be at most 4294967295, got 4294967296"),
        ({"shuffle": 1}, "shuffle", "shuffle must be true or false, got 1"),
        ({"precision": "half"}, "precision", "precision must be one of double, single, got 'half'"),
        ({"precision": 64}, "precision", "precision must be a text, got 64"),
        ({"w": 1.0}, "w", "w is not a field here"),
        ({"weights": START["weights"]}, "biases", "biases must be given together with weights, got null"),
        ({"biases": START["biases"]}, "weights", "weights must be given together with biases, got null"),
        ({**START, "hidden": [3]}, "weights", "weights[0] must be 3 × 2 (outputs × inputs of layer 1), got 2 rows"),
        (
            {**START, "weights": [[ROW, [NAN, 1.0]], [ROW]]},
            "weights.0.1.0",
            "weights[0][1][0] must be a finite number, got nan",
        ),
        (
            {**START, "biases": [ROW, [1001.0]]},
            "biases.1.0",
            "biases[1][0] must be at most 1000, got 1001.0",
        ),
        (
            {"problem": {**TABLE, "y": [[1.0]] * 3}, "output": "softmax", "cost": "log-likelihood"},
            "output",
            "output 'softmax' must have at least 2 outputs, got a problem with 1",
        ),
    ],
)
def test_a_complaint_names_field_rule_and_value(fields: dict[str, Any], field: str, message: str) -> None:
    [complaint] = [each for each in refusals(fields) if each.field == field]
    assert complaint.message == message


def test_a_cost_that_does_not_fit_the_output_is_refused_with_the_reason() -> None:
    for fields in ({"output": "linear"}, {"cost": "log-likelihood"}):
        [complaint] = refusals(fields)
        assert complaint.field == "cost"
        assert "needs outputs" in complaint.message
        # The field of that name is of the hidden layers.
        assert f"output {fields.get('output', 'sigmoid')!r}" in complaint.message
        assert "activation" not in complaint.message


def test_a_network_that_is_too_large_is_refused() -> None:
    wide = {"hidden": [1000] * 6, "problem": "digits"}
    [complaint] = refusals({**wide, "problem": {"name": "moons", "n": 4}})
    assert complaint.field == "hidden"
    assert complaint.message.startswith(f"hidden must leave at most {MAX_PARAMETERS} weights and biases")
    assert NetworkExperiment.model_validate({"hidden": [1000] * 5}).sizes == (2, *[1000] * 5, 1)


def test_a_mini_batch_that_does_not_fit_into_memory_is_refused() -> None:
    fields = {"hidden": [1000], "problem": {"name": "moons", "n": 10_000}}
    [complaint] = refusals({**fields, "batch_size": 10_000})
    assert complaint.field == "batch_size"
    assert complaint.message.startswith("batch_size must leave at most 5000000 activations in a mini-batch, and 10000")
    assert NetworkExperiment.model_validate({**fields, "batch_size": 4000}).batch_size == 4000


def test_a_small_problem_may_have_a_large_mini_batch() -> None:
    assert NetworkExperiment(hidden=[1000], batch_size=10_000).batch_size == 10_000


def test_a_trace_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAX_VALUES", 1000)
    [complaint] = refusals({"epochs": 50})
    assert complaint.field == "epochs"
    assert complaint.message.startswith("the trace may hold at most 1000 numbers, and 50 epochs of this network make")


def test_more_fields_than_there_can_be_are_refused_at_once() -> None:
    [complaint] = refusals({f"field {n}": 1 for n in range(1000)})
    assert complaint.message == "an object may have at most 20 fields here, got 1000"


def test_a_wrong_problem_hides_no_other_mistake() -> None:
    assert {each.field for each in refusals({"problem": "none", "eta": -1, "hidden": [0]})} == {
        "problem",
        "eta",
        "hidden.0",
    }


def test_every_field_has_a_title_and_a_help_text() -> None:
    for name, rules in PROPERTIES.items():
        assert rules["title"], name
        assert rules["description"].endswith("."), name
        assert "default" in rules, name


@pytest.mark.parametrize(
    ("field", "registry"),
    [("activation", ACTIVATIONS), ("output", OUTPUTS), ("cost", NETWORK_COSTS), ("init", INITS)],
)
def test_choices_come_from_the_registries(field: str, registry: Mapping[str, Any]) -> None:
    assert PROPERTIES[field]["enum"] == list(registry)
    assert [option["title"] for option in PROPERTIES[field]["oneOf"]] == [each.label for each in registry.values()]


def test_sliders_lie_within_the_bounds() -> None:
    for name in ("eta", "epochs", "batch_size", "init_z"):
        rules = PROPERTIES[name]
        low = rules.get("minimum", rules.get("exclusiveMinimum"))
        assert low <= rules["slider"]["low"] < rules["slider"]["high"] <= rules["maximum"]


def test_the_json_schema_wants_the_kind_said() -> None:
    assert JSON_SCHEMA["required"] == ["kind"]
    assert PROPERTIES["kind"]["const"] == "network"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 1200) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "x", "y", "n"]), inner),
    max_leaves=8,
)
PROBLEMS = st.sampled_from(list(DATA_SETS)).flatmap(
    lambda name: st.fixed_dictionaries(
        {"name": st.just(name)}, optional=dict.fromkeys(DATA_SETS[name].options, ANYTHING)
    )
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(NetworkExperiment.model_fields, ANYTHING) | {"problem": PROBLEMS | ANYTHING}
    )
)
@settings(deadline=None)
def test_whatever_is_sent_is_an_experiment_or_is_complained_of_in_words(fields: dict[str, Any]) -> None:
    try:
        experiment = NetworkExperiment.model_validate(fields)
    except ValidationError as error:
        for complaint in complaints(error.errors()):
            assert 0 < len(complaint.message) < 400
            assert "valid (" not in complaint.message  # as complaints.py says of what it does not know
    else:
        assert NetworkExperiment.model_validate(experiment.model_dump()) == experiment
