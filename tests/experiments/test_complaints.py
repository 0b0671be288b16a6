"""What is wrong, as sentences that name the field, the rule and the value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.experiments.complaints import QUOTED, Complaint, complaints, quote
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS

EXPERIMENTS: TypeAdapter[Any] = TypeAdapter(dict[str, list[Experiment]])


def found_in(value: object) -> list[Complaint]:
    try:
        EXPERIMENTS.validate_python(value)
    except ValidationError as error:
        return complaints(error.errors())
    return []


def found_in_one(**fields: object) -> list[Complaint]:
    return found_in({"experiments": [{}, fields]})


@pytest.mark.parametrize(
    ("fields", "place", "sentence"),
    [
        ({"eta": -1.0}, "eta", "eta must be greater than 0, got -1.0"),
        ({"eta": float("nan")}, "eta", "eta must be a finite number, got nan"),
        ({"eta": float("inf")}, "eta", "eta must be a finite number, got inf"),
        ({"eta": 10**400}, "eta", "eta must be a number, got a number of hundreds of digits"),
        ({"eta": None}, "eta", "eta must be a number, got null"),
        ({"eta": True}, "eta", "eta must be a number, got true"),
        ({"eta": "0.1"}, "eta", "eta must be a number, got '0.1'"),
        ({"eta": [1.0]}, "eta", "eta must be a number, got a list of 1"),
        ({"eta": {}}, "eta", "eta must be a number, got an object"),
        ({"w": 1001.0}, "w", "w must be at most 1000, got 1001.0"),
        ({"w": -1001.0}, "w", "w must be at least -1000, got -1001.0"),
        ({"w": []}, "w", "w must be a list of at least 1, got a list of 0"),
        ({"w": [[1.0]]}, "w", "w must be a number or a flat list of numbers, got a list of 1"),
        ({"x": [0.0, "a"]}, "x.1", "x[1] must be a number, got 'a'"),
        ({"x": [[0.0], [0.0, None]]}, "x.1.1", "x[1][1] must be a number, got null"),
        ({"x": [1.0] * 201}, "x", "x must be a list of at most 200, got a list of 201"),
        ({"y": 1.5}, "y", "y must be at most 1, got 1.5"),
        ({"epochs": 0}, "epochs", "epochs must be at least 1, got 0"),
        ({"epochs": 1.5}, "epochs", "epochs must be a whole number, got 1.5"),
        ({"kind": "network"}, "kind", "kind must be 'neuron', got 'network'"),
        ({"cost": 5}, "cost", "cost must be a text, got 5"),
        ({"cost": "h" * 41}, "cost", "cost must be at most 40 characters long, got a text of 41 characters"),
        ({"rate": 0.1}, "rate", "rate is not a field here"),
        ({"w": [1.0, 2.0]}, "x", "w has 2 weights, so x must be a list of 2 numbers, got one number"),
        ({"y": [0.0, 1.0]}, "x", "y has 2 targets, so x must be a list of 2 examples, got one number"),
        ({"x": [1.0], "y": [0.0, 1.0]}, "x", "y has 2 targets, so x must be a list of 2 examples, got 1"),
        (
            {"w": [1.0, 2.0], "x": [[1.0, 2.0], [1.0]], "y": [0.0, 1.0]},
            "x",
            "w has 2 weights, so x[1] must be a list of 2 numbers, got a list of 1",
        ),
    ],
)
def test_a_mistake_is_one_sentence_with_field_rule_and_value(fields: Any, place: str, sentence: str) -> None:
    assert found_in_one(**fields) == [Complaint(f"experiments.1.{place}", sentence)]


def test_an_unknown_name_is_answered_with_those_that_are_known() -> None:
    [complaint] = found_in_one(activation="swish")
    assert complaint.field == "experiments.1.activation"
    assert complaint.message == f"activation must be one of {', '.join(ACTIVATIONS)}, got 'swish'"


def test_a_pair_that_makes_no_sense_is_refused_with_the_reason() -> None:
    [complaint] = found_in_one(cost="cross-entropy", activation="linear")
    assert complaint.field == "experiments.1.activation"
    assert "needs outputs between 0 and 1" in complaint.message


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"experiments": [{}, 5]}, Complaint("experiments.1", "experiments[1] must be an object, got 5")),
        ({"experiments": 5}, Complaint("experiments", "experiments must be a list, got 5")),
        (5, Complaint("", "the value must be an object, got 5")),
    ],
)
def test_a_wrong_whole_is_named_too(value: object, complaint: Complaint) -> None:
    assert found_in(value) == [complaint]


def test_every_mistake_of_a_batch_is_found() -> None:
    found = found_in({"experiments": [{"eta": 0.0, "b": "a"}, {}, {"epochs": -1}]})
    assert [complaint.field for complaint in found] == ["experiments.0.b", "experiments.0.eta", "experiments.2.epochs"]


def test_a_prefix_of_the_location_can_be_left_out_and_names_the_whole() -> None:
    missing = {"type": "missing", "loc": ("body",), "msg": "Field required", "input": None}
    deeper = {"type": "missing", "loc": ("body", "experiments"), "msg": "Field required", "input": None}
    assert complaints([missing, deeper], under=("body",)) == [
        Complaint("", "the body is required"),
        Complaint("experiments", "experiments is required"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=100), inner, max_size=5),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(list(Experiment.model_fields)) | st.text(max_size=300), JSON, max_size=5))
def test_whatever_is_sent_is_accepted_or_complained_about_in_short_sentences(fields: dict[str, Any]) -> None:
    for field, message in found_in({"experiments": [fields]}):
        assert field.startswith("experiments.0")
        assert 0 < len(message) <= 300
        assert "Input should" not in message, "this rule of pydantic's has no words of ours yet"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (-0.0, "-0.0"),
        (float("-inf"), "-inf"),
        (10**400, "a number of hundreds of digits"),
        ("a" * QUOTED, repr("a" * QUOTED)),
        ("a" * (QUOTED + 1), "a text of 41 characters"),
        ("\ud800\n", r"'\ud800\n'"),
        ([1, 2], "a list of 2"),
        ({"a": 1}, "an object"),
        (b"{}", "bytes that are not declared as application/json"),
    ],
)
def test_a_value_is_quoted_only_when_it_is_short(value: object, text: str) -> None:
    assert quote(value) == text


def test_a_long_field_name_is_cut() -> None:
    [complaint] = found_in_one(**{"z" * 10_000: 1})
    assert complaint == Complaint(f"experiments.1.{'z' * QUOTED}…", f"{'z' * QUOTED}… is not a field here")
