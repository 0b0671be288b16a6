"""What may be said on the stream, and how much may be asked for at once."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.experiments.complaints import complaints
from app.experiments.schema import MAX_EPOCHS, MAX_VALUES, NeuronExperiment
from app.web.messages import MAX_TRAINING_WORK, SimulationRequest
from app.web.stream_messages import CLIENT_MESSAGE, CLIENT_MESSAGES, SERVER_MESSAGE, RunMessage, check_work

NEURON: dict[str, Any] = {}
NETWORK = {"kind": "network"}


def asked(**fields: Any) -> RunMessage:
    return RunMessage.model_validate({"type": "run", "id": "a", **fields})


def test_client_messages_are_known_by_their_type() -> None:
    for name, message in CLIENT_MESSAGES.items():
        assert message.model_fields["type"].annotation.__args__ == (name,)  # type: ignore[union-attr]


def test_both_sides_have_a_schema_that_tells_messages_apart_by_their_type() -> None:
    for adapter in (CLIENT_MESSAGE, SERVER_MESSAGE):
        assert adapter.json_schema(mode="serialization")["discriminator"]["propertyName"] == "type"
    said = {message["$ref"].rpartition("/")[2] for message in SERVER_MESSAGE.json_schema()["oneOf"]}
    assert {"Queued", "Paused", "Resumed", "Changed", "Snapshot"} < said


@pytest.mark.parametrize("explain", [0, 1, "true", None])
def test_whether_to_explain_is_true_or_false(explain: object) -> None:
    with pytest.raises(ValidationError):
        asked(experiments=[NEURON], explain=explain)


def test_lanes_are_one_to_four() -> None:
    for count in (1, 4):
        assert len(asked(experiments=[NEURON] * count).experiments) == count
    for count in (0, 5):
        with pytest.raises(ValidationError):
            asked(experiments=[NEURON] * count)


def test_a_stream_may_hold_less_than_a_batch() -> None:
    long = NeuronExperiment(epochs=MAX_EPOCHS, x=[0.0] * 8, y=[0.0] * 8)
    assert SimulationRequest(experiments=[long, long]).values > MAX_VALUES
    with pytest.raises(ValidationError, match="may hold at most 5000000 numbers"):
        RunMessage(type="run", id="a", experiments=[long, long])


def test_a_run_of_networks_is_a_training() -> None:
    assert asked(experiments=[NETWORK, NETWORK]).is_training
    assert not asked(experiments=[NEURON]).is_training


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"experiments": [NETWORK, NEURON]}, "experiments must be of one kind in one run, got network and neuron"),
        ({"experiments": [NETWORK], "explain": True}, "explain must be false for networks, got true"),
        ({"experiments": [NEURON], "snapshots": True}, "snapshots must be false for neurons, got true"),
        ({"experiments": [{"kind": "brain"}]}, "kind"),
        (
            {"experiments": [{"kind": "network", "problem": "mnist", "hidden": [1000], "epochs": 1000}]},
            f"may take at most {MAX_TRAINING_WORK} multiply-adds",
        ),
    ],
)
def test_lanes_that_do_not_belong_together_or_are_too_much_are_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        asked(**fields)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"experiments": [NEURON, NETWORK]}, "experiments"),
        ({"experiments": [NETWORK], "explain": True}, "explain"),
        ({"experiments": [NEURON], "snapshots": True}, "snapshots"),
    ],
)
def test_what_is_refused_of_a_whole_run_has_a_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        asked(**fields)
    assert [complaint.field for complaint in complaints(refused.value.errors())] == [field]


def test_the_work_of_a_training_has_a_bound() -> None:
    check_work(MAX_TRAINING_WORK)
    with pytest.raises(ValueError, match="multiply-adds"):
        check_work(MAX_TRAINING_WORK + 1)


@pytest.mark.parametrize("name", list(CLIENT_MESSAGES))
def test_every_message_needs_an_id_and_knows_no_other_fields(name: str) -> None:
    for message in ({"type": name}, {"type": name, "id": "a", "volume": 11}):
        with pytest.raises(ValidationError):
            CLIENT_MESSAGES[name].model_validate(message)
