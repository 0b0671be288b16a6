"""Batches: what they answer, that their numbers are those of runs, and that no input breaks them."""

import csv
import io
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.experiments.presets import PRESETS
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS
from app.web import messages
from app.web.wire import SMALL
from tests.conftest import StartServer
from tests.experiments.examples import DIVERGING, ONE_OF_EACH_SHAPE, experiments
from tests.experiments.exports.runs import expected_table
from tests.experiments.golden import DIGITS, PLATEAUS, PRESET_RUNS
from tests.servers import Server
from tests.web.talking import as_lists, in_thread, run, strict_json, trace_of

PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}
NOT_EXPLAINED = {"explain": False}
ALL_SHAPES = {**ONE_OF_EACH_SHAPE, **DIVERGING}


def post(client: httpx.Client, **body: Any) -> Any:
    answer = client.post("/api/v1/simulations", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return strict_json(answer.content)


def refused(client: httpx.Client, content: bytes | str, headers: dict[str, str] = JSON) -> dict[str, Any]:
    """The problem with a body. What a client sent is never repeated at length."""
    answer = client.post("/api/v1/simulations", content=content, headers=headers)
    assert answer.status_code in (400, 413, 422), answer.text[:200]
    assert answer.headers["content-type"] == PROBLEM
    assert len(answer.content) < 6000
    problem: dict[str, Any] = strict_json(answer.content)
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    return problem


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


# What is refused

ONE = '{"experiments":[{%s}]}'
MANY = '{"experiments":[%s]}'
THIRTEEN = ",".join("1" * 13)


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (ONE % '"w":NaN', "experiments.0.w", "w must be a finite number, got nan"),
        (ONE % '"w":-Infinity', "experiments.0.w", "w must be a finite number, got -inf"),
        (ONE % '"eta":1e999', "experiments.0.eta", "eta must be a finite number, got inf"),
        (ONE % f'"b":{"9" * 400}', "experiments.0.b", "a number of hundreds of digits"),
        (ONE % f'"epochs":{"9" * 400}', "experiments.0.epochs", "epochs must be at most 100000"),
        (ONE % '"w":"0.6"', "experiments.0.w", "w must be a number, got '0.6'"),
        (ONE % '"w":true', "experiments.0.w", "w must be a number, got true"),
        (ONE % '"w":null', "experiments.0.w", "w must be a number, got null"),
        (ONE % '"w":[]', "experiments.0.w", "w must be a list of at least 1"),
        (ONE % '"w":{}', "experiments.0.w", "w must be a number, got an object"),
        (ONE % '"w":[1,2]', "experiments.0.x", "so x must be a list of 2 numbers"),
        (ONE % '"y":[0,1]', "experiments.0.x", "so x must be a list of 2 examples"),
        (ONE % '"x":[1,[2]],"y":[0,1]', "experiments.0.x.1", "x[1] must be a number"),
        (ONE % '"eta":0', "experiments.0.eta", "eta must be greater than 0, got 0"),
        (ONE % '"y":-0.1', "experiments.0.y", "y must be at least 0, got -0.1"),
        (ONE % '"epochs":100001', "experiments.0.epochs", "epochs must be at most 100000, got 100001"),
        (ONE % '"epochs":1.5', "experiments.0.epochs", "epochs must be a whole number, got 1.5"),
        (ONE % '"cost":"hinge"', "experiments.0.cost", "cost must be one of quadratic, "),
        (ONE % '"cost":"\\ud800"', "experiments.0.cost", "got '\\ud800'"),
        (ONE % '"kind":"network"', "experiments.0.kind", "kind must be 'neuron', got 'network'"),
        (ONE % '"cost":"cross-entropy","activation":"tanh"', "experiments.0.activation", "between 0 and 1"),
        (ONE % '"rate":1', "experiments.0.rate", "rate is not a field here"),
        ('{"experiments":[{},{},{"eta":-1}]}', "experiments.2.eta", "eta must be greater than 0, got -1"),
        ('{"experiments":[5]}', "experiments.0", "experiments[0] must be an object, got 5"),
        ('{"experiments":{}}', "experiments", "experiments must be a list, got an object"),
        ('{"experiments":[]}', "experiments", "a list of at least 1, got a list of 0"),
        (MANY % ",".join(["{}"] * 10_001), "experiments", "a list of at most 10000"),
        ("{}", "experiments", "experiments is required"),
        ("[]", "", "the body must be an object, got a list of 0"),
        ("null", "", "the body must be an object, got null"),
        ('{"experiments":[{}],"every":0}', "every", "every must be at least 1, got 0"),
        ('{"experiments":[{}],"every":%s}' % ("9" * 30), "every", "every must be at most 100000"),
        ('{"experiments":[{}],"record":"all"}', "record", "record must be 'trace' or 'summary', got 'all'"),
        ('{"experiments":[{}],"format":"csv"}', "format", "format is not a field here"),
        (MANY % ",".join(['{"epochs":100000}'] * 41), "", "may hold at most 40000000 numbers"),
        (
            ONE % f'"epochs":100000,"x":[{THIRTEEN}],"y":[{THIRTEEN}]',
            "experiments.0.epochs",
            "may hold at most 5000000 numbers",
        ),
    ],
    ids=lambda value: value[:60],
)
def test_a_body_that_does_not_fit_is_answered_with_field_rule_and_value(
    body: str, field: str, words: str, client: httpx.Client
) -> None:
    problem = refused(client, body)
    assert problem["status"] == 422
    assert problem["errors"][0]["field"] == field
    assert words in problem["errors"][0]["message"]
    assert problem["detail"] == problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"x",
        b'{"experiments":[{}]}{}',
        b'{"experiments":[{"w":0.6,}]}',
        b"\xff\xfe{}",
        b'{"experiments":[{"cost":"\xff"}]}',
        b"[" * 100_000,
        b'{"experiments":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"experiments":[{"epochs":' + b"9" * 5000 + b"}]}",
    ],
    ids=lambda value: value[:40].decode("latin-1"),
)
def test_a_body_that_is_no_json_is_answered_400(body: bytes, client: httpx.Client) -> None:
    assert refused(client, body)["status"] == 400


def test_an_empty_body_is_answered_as_missing(client: httpx.Client) -> None:
    assert refused(client, b"")["detail"] == "the body is required"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
def test_a_body_of_another_type_is_answered_with_the_right_one(content_type: str | None, client: httpx.Client) -> None:
    problem = refused(client, b'{"experiments":[{}]}', {"Content-Type": content_type} if content_type else {})
    assert problem["status"] == 422
    assert problem["detail"] == "the body must be an object, got bytes that are not declared as application/json"


@pytest.mark.parametrize(
    "body",
    [
        b'{"experiments":[{"cost":"' + b"h" * 900_000 + b'"}]}',
        b'{"experiments":[{"' + b"h" * 900_000 + b'":1}]}',
        b'{"experiments":[{"w":[' + b"7," * 400_000 + b"7]}]}",
        b'{"experiments":[{}],' + b",".join(b'"k%d":1' % number for number in range(80_000)) + b"}",
        b'{"experiments":[' + b'{"x":["a","a","a","a"],"y":["a","a"],"k":1},' * 999 + b"{}]}",
        b'{"experiments":[' + b"5," * 500_000 + b"5]}",
    ],
    ids=["long value", "long name", "long list", "many names", "many mistakes", "many experiments"],
)
def test_a_large_wrong_body_is_answered_shortly_and_soon(body: bytes, client: httpx.Client) -> None:
    assert len(body) < messages.MAX_BODY_BYTES
    start = time.perf_counter()
    problem = refused(client, body)
    assert problem["status"] == 422
    # Some 30 ms here; the same bodies took up to 2.4 s when every mistake was worded.
    assert time.perf_counter() - start < 1.0


def test_only_the_first_of_many_mistakes_are_listed_and_the_rest_counted(client: httpx.Client) -> None:
    problem = refused(client, MANY % ",".join(['{"eta":0}'] * 30))
    assert len(problem["errors"]) == 20
    assert "(the first 20 of 30 errors are listed)" in problem["detail"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(list(Experiment.model_fields))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.dictionaries(FIELDS, JSON_VALUES, max_size=3))
def test_no_json_is_answered_500(body: dict[str, Any], client: httpx.Client) -> None:
    content = json.dumps({"experiments": [{"epochs": 2, **body}]})
    answer = client.post("/api/v1/simulations", content=content, headers=JSON)
    assert answer.status_code in (200, 422)
    strict_json(answer.content)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_are_answered_500(content: bytes, client: httpx.Client) -> None:
    refused(client, content)


# Many large simulations at once

LARGE = {"experiments": [{"epochs": 100_000}] * 2, "record": "summary"}
JUST_LARGE = {"experiments": [{"epochs": SMALL // 10}], "record": "summary"}


def test_a_simulation_that_would_wait_too_long_is_answered_503(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    statuses: list[int] = []
    retry_after: set[str | None] = set()

    def ask() -> None:
        with server.client() as asking:
            answer = asking.post("/api/v1/simulations", json=LARGE)
            statuses.append(answer.status_code)
            retry_after.add(answer.headers.get("retry-after"))

    askers = [in_thread(ask) for _ in range(6)]
    with server.client() as other:
        small = other.post("/api/v1/simulations", json={"experiments": [{}], "record": "summary"})
    for asker in askers:
        asker.join()
    assert small.status_code == 200, "a small simulation never waits"
    assert sorted(statuses) == [200, 200, 200, 503, 503, 503]
    assert retry_after == {None, "5"}


def test_a_client_that_goes_away_leaves_its_place_to_others(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    for _ in range(4):
        with server.client() as impatient, pytest.raises(httpx.ReadTimeout):
            impatient.post("/api/v1/simulations", json=LARGE, timeout=0.1)
    with server.client() as patient:
        assert patient.post("/api/v1/simulations", json=JUST_LARGE).status_code == 200


# Other formats

FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
MIXED = [
    {"w": 2, "b": 2},
    {"w": [2, 1], "x": [0.5, 1], "cost": "cross-entropy", "epochs": 7},
    DIVERGING["at once"],
    {"x": [0.5, 1], "y": [0, 1], "epochs": 30},
    DIVERGING["after a while"],
    {"w": [1.0], "x": [[0.5], [1]], "y": [0.25, 1], "activation": "tanh", "epochs": 12},
    {"w": -744.0, "b": 0.0, "cost": "cross-entropy-as-animated", "epochs": 2},
]


def table_of(client: httpx.Client, form: str, **body: Any) -> list[dict[str, Any]]:
    """The rows of an answer as CSV or Parquet, None for an empty cell."""
    answer = client.post("/api/v1/simulations", params={"format": form}, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="simulations.{form}"'
    if form == "parquet":
        rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
        return rows
    return [{name: value(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(answer.text))]


def value(cell: str) -> Any:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def flat(name: str, given: Any) -> dict[str, Any]:
    """The cells of a value: a list has one for each of its numbers, named by their places."""
    if not isinstance(given, list):
        return {name: given}
    parts = [flat(f"{name}_{place}", inner) for place, inner in enumerate(given, 1)]
    return {cell: number for part in parts for cell, number in part.items()}


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_traces_has_the_numbers_of_the_json(
    form: str, every: int, explain: bool, client: httpx.Client
) -> None:
    body = {"experiments": MIXED, "every": every, "explain": explain}
    rows = table_of(client, form, **body)
    expected = []
    for run_number, result in enumerate(post(client, **body)["results"]):
        for row in range(len(result["trace"]["epoch"])):
            cells: dict[str, Any] = {"run": run_number}
            for name, column in result["trace"].items():
                cells |= flat(name, column[row])
            expected.append(cells)
    assert list(rows[0])[:2] == ["run", "epoch"]
    assert [{name: cell for name, cell in row.items() if cell is not None} for row in rows] == [
        {name: cell for name, cell in row.items() if cell is not None} for row in expected
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_summaries_has_every_field_and_every_measure_of_each_run(form: str, client: httpx.Client) -> None:
    rows = table_of(client, form, experiments=MIXED, record="summary")
    results = post(client, experiments=MIXED, record="summary")["results"]
    assert len(rows) == len(results)
    for number, (row, result) in enumerate(zip(rows, results, strict=True)):
        expected: dict[str, Any] = {"run": number}
        for name, held in (result["experiment"] | result["summary"]).items():
            expected |= flat(name, held)
        assert {name: cell for name, cell in row.items() if cell is not None} == {
            name: cell for name, cell in expected.items() if cell is not None
        }


def test_a_csv_is_the_table_of_an_export_without_its_comments(client: httpx.Client) -> None:
    batch = [Experiment.model_validate(body) for body in MIXED]
    answer = client.post("/api/v1/simulations", json={"experiments": MIXED}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text == expected_table(batch)


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        (None, "", "application/json"),
        ("*/*", "", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", "application/json"),
        ("text/csv", "", "text/csv; charset=utf-8"),
        ("text/csv", "?format=json", "application/json"),
        ("image/png", "?format=csv", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet, text/csv;q=0.5", "", "application/vnd.apache.parquet"),
    ],
)
def test_the_format_is_what_is_asked_for(accept: str | None, query: str, media_type: str, client: httpx.Client) -> None:
    body = {"experiments": [{"epochs": 2}]}
    answer = client.post(f"/api/v1/simulations{query}", json=body, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"


def test_a_format_that_nobody_has_heard_of_is_answered_with_field_rule_and_value(client: httpx.Client) -> None:
    answer = client.post("/api/v1/simulations?format=xlsx", json={"experiments": [{}]})
    assert answer.status_code == 422
    message = "format must be 'json', 'csv' or 'parquet', got 'xlsx'"
    assert strict_json(answer.content)["errors"] == [{"field": "format", "message": message}]


def test_an_accept_header_that_cannot_be_met_is_told_what_there_is(client: httpx.Client) -> None:
    answer = client.post("/api/v1/simulations", json={"experiments": [{}]}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == PROBLEM
    assert "application/json (?format=json), text/csv (?format=csv)" in strict_json(answer.content)["detail"]


def test_a_large_batch_names_the_experiment_that_does_not_fit(client: httpx.Client) -> None:
    batch: list[dict[str, Any]] = [{"w": 0.1, "b": 0.2, "epochs": 1}] * messages.MAX_EXPERIMENTS
    batch[7_654] = {"eta": -1.0}
    problem = refused(client, json.dumps({"experiments": batch, "every": 0}))
    assert [error["field"] for error in problem["errors"]] == ["experiments.7654.eta", "every"]


def test_a_large_wrong_batch_is_answered_shortly(client: httpx.Client) -> None:
    problem = refused(client, MANY % ",".join(['{"eta":NaN}'] * messages.MAX_EXPERIMENTS))
    assert problem["errors"][0] == {"field": "experiments.0.eta", "message": "eta must be a finite number, got nan"}
    assert "(the first 20 of 10000 errors are listed)" in problem["detail"]


def test_ten_thousand_full_traces_are_allowed() -> None:
    batch = messages.SimulationRequest(experiments=[Experiment()] * messages.MAX_EXPERIMENTS)
    assert 30_000_000 < batch.values <= messages.MAX_BATCH_VALUES


def test_a_client_that_leaves_in_the_middle_of_a_csv_ends_its_work(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    body = {"experiments": [{"epochs": 3000}] * 1000}  # half a minute of work
    for _ in range(4):
        with (
            server.client() as leaving,
            leaving.stream("POST", "/api/v1/simulations", params={"format": "csv"}, json=body) as answer,
        ):
            next(answer.iter_raw())
    with server.client() as staying:
        assert until(lambda: staying.post("/api/v1/simulations", json=JUST_LARGE).status_code == 200)
        assert until(lambda: is_idle(server)), "nothing is computed for those who left"
    assert server.log == ""


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so before long."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def is_idle(server: Server) -> bool:
    """Whether the server has used next to no processor time in a tenth of a second."""

    def used() -> int:
        fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = used()
    time.sleep(0.1)
    return used() - before <= 1
