"""Batches: what they answer, and that their numbers are those of runs.

Their formats, their refusals and their places have files of their own (test_simulations_*.py).
"""

import math
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.experiments.presets import PRESETS
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.web import messages
from tests.experiments.examples import DIVERGING, ONE_OF_EACH_SHAPE, experiments
from tests.experiments.golden import DIGITS, PLATEAUS, PRESET_RUNS
from tests.servers import Server
from tests.web.talking import as_lists, run, strict_json, trace_of

NOT_EXPLAINED = {"explain": False}
ALL_SHAPES = {**ONE_OF_EACH_SHAPE, **DIVERGING}


def post(client: httpx.Client, **body: Any) -> Any:
    answer = client.post("/api/v1/simulations", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return strict_json(answer.content)


# The same numbers everywhere


@pytest.mark.parametrize("name", PRESET_RUNS)
def test_the_chapters_runs_give_the_known_numbers_by_rest_and_by_stream(
    name: str, server: Server, client: httpx.Client
) -> None:
    experiment = PRESETS[name].experiment.model_dump()
    [result] = post(client, experiments=[experiment])["results"]
    streamed = run(server, [experiment])
    for trace, summary in (
        (result["trace"], result["summary"]),
        (trace_of(streamed, 0), streamed[-1]["summaries"][0]),
    ):
        a, cost = trace["a"], trace["cost"]
        assert [a[0], a[150], a[300], cost[0], cost[300]] == pytest.approx(PRESET_RUNS[name][:5], abs=DIGITS)
        assert summary["epochs_to_half"] == PRESET_RUNS[name].epochs_to_half


def test_the_known_plateaus_come_out_of_one_batch(client: httpx.Client) -> None:
    batch = [{"cost": cost, "w": z / 2, "b": z / 2, "epochs": epochs + 1} for cost, z, epochs, _ in PLATEAUS]
    results = post(client, experiments=batch, record="summary")["results"]
    assert [result["summary"]["epochs_to_half"] for result in results] == [plateau[2] for plateau in PLATEAUS]


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("name", ALL_SHAPES)
def test_rest_stream_and_simulate_agree_to_the_last_bit(
    name: str, every: int, server: Server, client: httpx.Client
) -> None:
    columns, summary = simulate(Experiment.model_validate(ALL_SHAPES[name]), every)
    [result] = post(client, experiments=[ALL_SHAPES[name]], every=every)["results"]
    streamed = run(server, [ALL_SHAPES[name]], every=every)
    assert result["trace"] == as_lists(columns)
    # of a run without a single row, the stream has no message to carry empty columns
    assert (trace_of(streamed, 0) or {column: [] for column in columns}) == as_lists(columns)
    assert result["summary"] == streamed[-1]["summaries"][0] == summary
    assert result["experiment"] == streamed[0]["lanes"][0] == Experiment.model_validate(ALL_SHAPES[name]).model_dump()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(batch=st.lists(experiments(), min_size=1, max_size=4), every=st.integers(1, 70))
def test_any_batch_agrees_with_its_runs_to_the_last_bit(
    batch: list[Experiment], every: int, client: httpx.Client
) -> None:
    answered = post(client, experiments=[experiment.model_dump() for experiment in batch], every=every)
    for experiment, result in zip(batch, answered["results"], strict=True):
        columns, summary = simulate(experiment, every)
        assert result["experiment"] == experiment.model_dump()
        assert result["trace"] == as_lists(columns)
        # a number past the largest float is no JSON; it goes over the wire as null
        assert result["summary"] == {name: None if value == float("inf") else value for name, value in summary.items()}


def test_a_long_trace_is_written_in_pieces_that_fit_together(client: httpx.Client) -> None:
    experiment = {"epochs": 12_345, "x": [0.5, 1.0, 2.0], "y": [0.0, 1.0, 0.5]}
    [result] = post(client, experiments=[experiment])["results"]
    assert result["trace"] == as_lists(simulate(Experiment.model_validate(experiment))[0])


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("name", ALL_SHAPES)
def test_rest_and_stream_explain_as_simulate_does_to_the_last_bit(
    name: str, every: int, server: Server, client: httpx.Client
) -> None:
    columns, _ = simulate(Experiment.model_validate(ALL_SHAPES[name]), every, explain=True)
    expected = {column: nulls(values) for column, values in as_lists(columns).items()}
    [result] = post(client, experiments=[ALL_SHAPES[name]], every=every, explain=True)["results"]
    streamed = run(server, [ALL_SHAPES[name]], every=every, explain=True)
    assert list(result["trace"]) == [*COLUMNS, *EXPLANATIONS]
    assert result["trace"] == expected
    assert (trace_of(streamed, 0) or {column: [] for column in columns}) == expected


def nulls(values: Any) -> Any:
    """What JSON makes of numbers that are not finite."""
    if isinstance(values, list):
        return [nulls(value) for value in values]
    return values if math.isfinite(values) else None


def test_a_gain_that_is_not_finite_is_null_and_the_run_goes_on(client: httpx.Client) -> None:
    # As animated and at z = −744 the output is 1e-323: 1/(a (1 − a)) is past the largest double, ∂C/∂a at y = 0 is 1.
    experiment = {"cost": "cross-entropy-as-animated", "w": -744.0, "b": 0.0, "epochs": 2}
    [result] = post(client, experiments=[experiment], explain=True)["results"]
    assert result["trace"]["gain"] == [None, None, None]
    assert result["summary"]["diverged"] is None


def test_without_being_asked_nothing_is_explained(client: httpx.Client) -> None:
    answers = [
        client.post("/api/v1/simulations", json={"experiments": [{}], **asked}).content for asked in ({}, NOT_EXPLAINED)
    ]
    assert answers[0] == answers[1]
    assert list(strict_json(answers[0])["results"][0]["trace"]) == list(COLUMNS)


# What a batch looks like


def test_results_come_in_the_order_of_the_experiments(client: httpx.Client) -> None:
    starts = [(7 * number) % 100 / 10 for number in range(100)]
    answered = post(client, experiments=[{"w": w, "epochs": 3} for w in starts])
    assert [result["trace"]["w"][0] for result in answered["results"]] == starts


def test_a_summary_batch_has_no_traces(client: httpx.Client) -> None:
    [result] = post(client, experiments=[{}], record="summary")["results"]
    assert result["trace"] is None
    assert result["summary"] == simulate(Experiment())[1]


def test_thinning_never_thins_what_is_measured(client: httpx.Client) -> None:
    [result] = post(client, experiments=[{}], every=100)["results"]
    assert result["trace"]["epoch"] == [0, 100, 200, 300]
    assert result["summary"]["epochs_to_half"] == 36


def test_a_diverged_run_has_its_finite_rows_and_says_where_it_ended(client: httpx.Client) -> None:
    [result] = post(client, experiments=[DIVERGING["after a while"]])["results"]
    assert result["summary"]["diverged"] == len(result["trace"]["epoch"]) < 300


def test_the_largest_batch_is_answered(client: httpx.Client) -> None:
    answered = post(client, experiments=[{"epochs": 1}] * messages.MAX_EXPERIMENTS, record="summary")
    assert len(answered["results"]) == messages.MAX_EXPERIMENTS


def test_ten_thousand_full_traces_are_allowed() -> None:
    batch = messages.SimulationRequest(experiments=[Experiment()] * messages.MAX_EXPERIMENTS)
    assert 30_000_000 < batch.values <= messages.MAX_BATCH_VALUES
