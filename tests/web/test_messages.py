"""What goes over the wire is described by the same registries that make it."""

import pytest
from pydantic import ValidationError

from app.experiments.run import simulate
from app.experiments.schema import MAX_EPOCHS, MAX_VALUES, Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.learning.measures import MEASURES
from app.web.messages import (
    CLIENT_MESSAGES,
    MAX_BATCH_VALUES,
    MAX_EXPERIMENTS,
    RunMessage,
    SimulationRequest,
    SimulationResponse,
    Summary,
    Trace,
)
from app.web.wire import to_json


def test_the_columns_of_a_trace_and_the_measures_of_a_summary_are_described() -> None:
    described = {name: (field.title, field.description) for name, field in Trace.model_fields.items()}
    assert described == {name: (column.label, column.summary) for name, column in (COLUMNS | EXPLANATIONS).items()}
    assert [name for name, field in Trace.model_fields.items() if field.is_required()] == list(COLUMNS)
    described = {name: (field.title, field.description) for name, field in Summary.model_fields.items()}
    assert described == {name: (measure.label, measure.summary) for name, measure in MEASURES.items()}


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("experiment", [Experiment(), Experiment(x=[1.0, 2.0], y=[0.0, 1.0])])
def test_a_run_is_as_it_is_described(experiment: Experiment, explain: bool) -> None:
    columns, summary = simulate(experiment, explain=explain)
    result = {"experiment": experiment.model_dump(), "trace": columns, "summary": summary}
    SimulationResponse.model_validate_json(to_json({"results": [result]}))


def test_client_messages_are_known_by_their_type() -> None:
    for name, message in CLIENT_MESSAGES.items():
        assert message.model_fields["type"].annotation.__args__ == (name,)  # type: ignore[union-attr]


def test_a_request_asks_for_whole_traces_unless_it_says_otherwise() -> None:
    request = SimulationRequest(experiments=[Experiment()])
    assert (request.record, request.every, request.explain) == ("trace", 1, False)


@pytest.mark.parametrize("explain", [0, 1, "true", None])
def test_whether_to_explain_is_true_or_false(explain: object) -> None:
    with pytest.raises(ValidationError):
        SimulationRequest.model_validate({"experiments": [{}], "explain": explain})
    with pytest.raises(ValidationError):
        RunMessage.model_validate({"type": "run", "id": "a", "experiments": [{}], "explain": explain})


@pytest.mark.parametrize("every", [0, -1, MAX_EPOCHS + 1, 10**30, 1.5, "1", True, None])
def test_rows_are_kept_by_a_whole_number_within_reason(every: object) -> None:
    with pytest.raises(ValidationError):
        SimulationRequest.model_validate({"experiments": [{}], "every": every})
    assert SimulationRequest.model_validate({"experiments": [{}], "every": MAX_EPOCHS}).every == MAX_EPOCHS


def test_the_traces_of_one_request_are_counted_together() -> None:
    experiment = Experiment(epochs=1000)
    fitting = MAX_BATCH_VALUES // experiment.values
    assert fitting < MAX_EXPERIMENTS
    assert SimulationRequest(experiments=[experiment] * fitting).values <= MAX_BATCH_VALUES
    with pytest.raises(ValidationError, match="may hold at most 40000000 numbers"):
        SimulationRequest(experiments=[experiment] * (fitting + 1))


def test_a_stream_may_hold_less_than_a_batch() -> None:
    lanes = [Experiment(epochs=MAX_EPOCHS, x=[0.0] * 8, y=[0.0] * 8)] * 2
    assert SimulationRequest(experiments=lanes).values > MAX_VALUES
    with pytest.raises(ValidationError, match="may hold at most 5000000 numbers"):
        RunMessage(type="run", id="a", experiments=lanes)


def test_lanes_are_one_to_four() -> None:
    for count in (1, 4):
        assert RunMessage(type="run", id="a", experiments=[Experiment()] * count)
    for count in (0, 5):
        with pytest.raises(ValidationError):
            RunMessage(type="run", id="a", experiments=[Experiment()] * count)
