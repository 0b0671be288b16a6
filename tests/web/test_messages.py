"""What goes over the wire is described by the same registries that make it."""

import pytest
from pydantic import ValidationError

from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.experiments.run import simulate
from app.experiments.schema import MAX_EPOCHS, Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.learning.measures import MEASURES
from app.web.messages import (
    MAX_BATCH_VALUES,
    MAX_BATCH_WORK,
    MAX_EXPERIMENTS,
    NetworkSummary,
    NetworkTrace,
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


def test_a_request_asks_for_whole_traces_unless_it_says_otherwise() -> None:
    request = SimulationRequest(experiments=[Experiment()])
    assert (request.record, request.every, request.explain) == ("trace", 1, False)


@pytest.mark.parametrize("explain", [0, 1, "true", None])
def test_whether_to_explain_is_true_or_false(explain: object) -> None:
    with pytest.raises(ValidationError):
        SimulationRequest.model_validate({"experiments": [{}], "explain": explain})


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


def test_the_columns_and_measures_of_a_training_are_described() -> None:
    described = {name: (field.title, field.description) for name, field in NetworkTrace.model_fields.items()}
    assert described == {name: (column.label, column.summary) for name, column in NETWORK_COLUMNS.items()}
    described = {name: (field.title, field.description) for name, field in NetworkSummary.model_fields.items()}
    assert described == {name: (measure.label, measure.summary) for name, measure in NETWORK_SUMMARY.items()}


def test_a_training_is_as_it_is_described() -> None:
    for experiment in (NetworkExperiment(epochs=2), NetworkExperiment(epochs=2, output="linear", cost="quadratic")):
        columns, summary = train(experiment)
        result = {"experiment": experiment.model_dump(), "trace": columns, "summary": summary}
        SimulationResponse.model_validate_json(to_json({"results": [result]}))


def test_a_batch_knows_its_neurons_and_its_networks() -> None:
    request = SimulationRequest(experiments=[Experiment(), NetworkExperiment(), Experiment(w=1.0)])
    assert request.neurons == [Experiment(), Experiment(w=1.0)]
    assert request.networks == [NetworkExperiment()]


def test_the_work_of_all_networks_is_counted_together() -> None:
    experiment = NetworkExperiment.model_validate({"problem": "digits", "hidden": [1000, 1000], "epochs": 100})
    fitting = MAX_BATCH_WORK // experiment.work
    assert SimulationRequest(experiments=[experiment] * fitting)
    with pytest.raises(ValidationError, match=f"experiments may take at most {MAX_BATCH_WORK} multiply-adds in all"):
        SimulationRequest(experiments=[experiment] * (fitting + 1))


def test_the_chapters_runs_fit_into_a_batch() -> None:
    mnist = {"problem": "mnist", "hidden": [100], "epochs": 30, "batch_size": 10}
    assert SimulationRequest(experiments=[NetworkExperiment.model_validate(mnist)])
