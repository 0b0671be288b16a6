"""Files to take away: that each is what a run gives, under its own name and type, and that nobody waits for another."""

import json
import threading
import time
from typing import Any

import httpx
import pytest

from app import __version__
from app.experiments.exports.notebook import notebook
from app.experiments.exports.script import script
from app.experiments.exports.table import PIECE, comments
from app.web import messages
from app.web.wire import SMALL
from tests.conftest import StartServer
from tests.experiments.exports.runs import SEVERAL, TOGETHER, expected_table, experiments_of
from tests.web.talking import in_thread, strict_json

BODIES = [experiment.model_dump() for experiment in TOGETHER]
LONG = {"epochs": 9_000, "x": [0.5, 1.0, 2.0], "y": [0.3, 1.0, 0.5]}
LARGE = {"experiments": [{"epochs": 50_000}] * 2, "format": "csv"}
"""Twenty megabytes: more than sockets hold for a client that does not read."""


def post(client: httpx.Client, experiments: list[Any], kind: str, **fields: Any) -> httpx.Response:
    answer = client.post("/api/v1/exports", json={"experiments": experiments, "format": kind, **fields})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("csv", "text/csv; charset=utf-8", "slowdown.csv"),
        ("json", "application/json", "slowdown.json"),
        ("script", "text/x-python; charset=utf-8", "slowdown.py"),
        ("notebook", "application/x-ipynb+json", "slowdown.ipynb"),
    ],
)
@pytest.mark.parametrize("epochs", [300, SMALL], ids=["small", "large"])
def test_every_file_has_its_type_and_its_name(
    kind: str, media_type: str, name: str, epochs: int, client: httpx.Client
) -> None:
    answer = post(client, [{"epochs": epochs}], kind)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("explain", [False, True])
def test_a_csv_is_the_table_below_its_comments(explain: bool, client: httpx.Client) -> None:
    answer = post(client, BODIES, "csv", explain=explain)
    assert answer.text == comments(TOGETHER) + expected_table(TOGETHER, explain=explain)


@pytest.mark.parametrize("explain", [False, True])
def test_a_json_is_what_simulations_answers_and_who_made_it(explain: bool, client: httpx.Client) -> None:
    document = strict_json(post(client, BODIES, "json", explain=explain).content)
    simulated = client.post("/api/v1/simulations", json={"experiments": BODIES, "explain": explain}).json()
    assert list(document) == ["generator", "version", "row_convention", "results"]
    assert (document["generator"], document["version"]) == ("Learning Slowdown Lab", __version__)
    assert document["results"] == simulated["results"]


def test_a_script_and_a_notebook_are_those_of_the_experiments(client: httpx.Client) -> None:
    assert post(client, BODIES, "script").text == script(TOGETHER)
    assert post(client, BODIES, "notebook").text == notebook(TOGETHER)
    assert post(client, BODIES, "script", explain=True).text == script(TOGETHER, explain=True)
    assert post(client, BODIES, "notebook", explain=True).text == notebook(TOGETHER, explain=True)


def test_a_long_csv_is_written_in_pieces_that_fit_together(client: httpx.Client) -> None:
    batch = experiments_of(LONG, {**SEVERAL, "epochs": 900})
    answer = post(client, [experiment.model_dump() for experiment in batch], "csv")
    assert answer.text.count(",") > 20 * PIECE
    assert answer.text == comments(batch) + expected_table(batch)


def test_the_numbers_of_a_csv_are_those_of_rest_to_the_last_bit(client: httpx.Client) -> None:
    lines = [line for line in post(client, [LONG], "csv").text.splitlines() if not line.startswith("#")]
    names = lines[0].split(",")
    trace = client.post("/api/v1/simulations", json={"experiments": [LONG]}).json()["results"][0]["trace"]
    cells = [line.split(",") for line in lines[1:]]
    assert [float(row[names.index("w")]) for row in cells] == trace["w"]
    assert [[float(row[names.index(f"a_{place}")]) for place in (1, 2, 3)] for row in cells] == trace["a"]


# What is refused


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"experiments": [{}]}, "format", "format is required"),
        ({"experiments": [{}], "format": "xlsx"}, "format", "format must be 'csv', 'json', 'script' or 'notebook'"),
        ({"experiments": [], "format": "csv"}, "experiments", "experiments must be a list of at least 1"),
        ({"experiments": [{}] * 5, "format": "csv"}, "experiments", "experiments must be a list of at most 4"),
        ({"experiments": [{"eta": -1}], "format": "script"}, "experiments.0.eta", "eta must be greater than 0, got -1"),
        ({"experiments": [{}], "format": "csv", "explain": 1}, "explain", "explain must be true or false, got 1"),
        ({"experiments": [{}], "format": "csv", "every": 2}, "every", "every is not a field here"),
        (
            {"experiments": [{"epochs": 100_000, "x": [0.0] * 5, "y": [0.0] * 5}] * 2, "format": "csv"},
            "",
            "may hold at most 5000000 numbers",
        ),
    ],
)
def test_a_body_that_does_not_fit_is_answered_with_field_rule_and_value(
    body: dict[str, Any], field: str, words: str, client: httpx.Client
) -> None:
    answer = client.post("/api/v1/exports", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = strict_json(answer.content)["errors"]
    assert error["field"] == field
    assert words in error["message"]


# Large files, and others


def test_a_large_file_arrives_while_it_is_made_and_nobody_waits_for_it(client: httpx.Client) -> None:
    start = time.perf_counter()
    others: list[float] = []
    with client.stream("POST", "/api/v1/exports", json=LARGE, timeout=60) as answer:
        chunks = answer.iter_raw()
        next(chunks)
        first = time.perf_counter() - start
        done = threading.Event()

        def ask() -> None:
            with httpx.Client(base_url=client.base_url) as other:
                while not done.is_set():
                    asked = time.perf_counter()
                    assert other.get("/healthz").status_code == 200
                    others.append(time.perf_counter() - asked)

        asker = in_thread(ask)
        size = sum(len(chunk) for chunk in chunks)
        whole = time.perf_counter() - start
        done.set()
        asker.join()
    assert size > 15_000_000
    assert first < whole / 2
    # A piece takes some milliseconds. The machine may be busy with something else, so not every answer counts.
    assert sorted(others)[len(others) // 2] < 0.3


def test_a_file_that_would_wait_too_long_is_answered_503(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    statuses: list[int] = []

    def ask() -> None:
        with server.client() as asking, asking.stream("POST", "/api/v1/exports", json=LARGE, timeout=60) as answer:
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                started.wait(30)

    started = threading.Event()
    askers = [in_thread(ask) for _ in range(5)]
    give_up = time.monotonic() + 60
    while len(statuses) < 5:
        assert time.monotonic() < give_up
        time.sleep(0.01)
    with server.client() as other:
        assert post(other, [{}], "csv").status_code == 200, "a small file never waits"
        assert post(other, [{"epochs": 100_000}], "script").status_code == 200, "nor does a program"
    started.set()
    for asker in askers:
        asker.join()
    assert sorted(statuses) == [200, 200, 200, 503, 503]


def test_the_largest_program_is_made_soon(client: httpx.Client) -> None:
    x = [[0.123456789 + i + j / 7 for j in range(16)] for i in range(200)]
    experiment = {"w": [0.1] * 16, "x": x, "y": [0.3] * 200, "epochs": 100}
    assert len(json.dumps(experiment)) * messages.MAX_LANES < messages.MAX_BODY_BYTES
    for kind in ("script", "notebook"):
        start = time.perf_counter()
        post(client, [experiment] * messages.MAX_LANES, kind)
        assert time.perf_counter() - start < 5.0  # some 80 ms here
