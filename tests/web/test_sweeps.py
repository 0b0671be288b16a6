"""Sweeps over REST: numbers, formats, jobs from their beginning to their end, and what is refused.

It is long because it follows a sweep from question to file over one interface; what is behind has files of its own.
"""

import csv
import io
import json
import math
import os
import signal
from typing import Any

import httpx
import numpy as np
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.experiments.run import simulate
from app.experiments.sweeps.runner import solve
from app.experiments.sweeps.schema import Sweep
from app.web import messages
from tests.conftest import StartServer
from tests.web.asking import (
    LONG,
    MIDDLE,
    PATH,
    SLOW,
    SMALL,
    array_of,
    finish_job,
    start,
    state_of,
    wait_for,
    workers_of,
)
from tests.web.talking import in_thread, open_stream, receive_run, send, strict_json
from tests.web.test_simulations_refusals import JSON_VALUES

PROBLEM = "application/problem+json"
SPACED = {"start": -2, "stop": 2, "num": 5}
SWEEPS: dict[str, dict[str, Any]] = {
    "w, b": {"axes": {"w": SPACED, "b": SPACED}, "measure": "epochs_to_half"},
    "eta, log": {"axes": {"eta": {"start": 0.001, "stop": 1000, "num": 9, "scale": "log"}}, "measure": "diverged"},
    "y, listed": {"axes": {"y": {"values": [0, 0.25, 1]}}, "base": {"w": 5}, "measure": "fastest_epoch"},
    "z0, x": {"axes": {"z0": SPACED, "x": {"values": [0.5, -3]}}, "measure": "plateau_theory"},
    "epochs, w": {"axes": {"epochs": {"values": [1, 10, 100]}, "w": SPACED}, "measure": "final_output"},
    "lists": {
        "base": {"w": [1, 2], "x": [[0, 1], [1, 0], [1, 1]], "y": [0, 1, 1], "epochs": 20},
        "axes": {"w.1": SPACED, "x.2.0": SPACED},
        "measure": "final_cost",
    },
}


def post(client: httpx.Client, body: Any, **query: Any) -> httpx.Response:
    answer = client.post(PATH, json=body, params=query)
    assert answer.status_code == 200, answer.text
    return answer


def refused(client: httpx.Client, body: Any, status: int = 422) -> dict[str, Any]:
    content = body if isinstance(body, (bytes, str)) else json.dumps(body)
    answer = client.post(PATH, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == PROBLEM
    assert len(answer.content) < 6000
    problem: dict[str, Any] = strict_json(answer.content)
    return problem


# Numbers and formats


@pytest.mark.parametrize("name", SWEEPS)
def test_a_small_sweep_is_answered_with_the_measure_of_every_cell(name: str, client: httpx.Client) -> None:
    sweep = Sweep.model_validate(SWEEPS[name])
    answered = strict_json(post(client, SWEEPS[name]).content)
    assert answered["axes"] == {name: values.tolist() for name, values in sweep.values_of().items()}
    assert answered["measure"] == sweep.measure
    values = np.array(answered["values"], dtype=object)
    assert values.shape == sweep.shape
    for index in np.ndindex(sweep.shape):
        expected = simulate(sweep.experiment_at(index))[1][sweep.measure]
        assert values[index] == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))
        assert not sweep.is_whole or expected is None or isinstance(values[index], int)


@pytest.mark.parametrize("name", SWEEPS)
def test_every_format_has_the_same_numbers(name: str, client: httpx.Client) -> None:
    sweep = Sweep.model_validate(SWEEPS[name])
    listed = np.array(post(client, SWEEPS[name]).json()["values"], dtype=float)
    array = np.load(io.BytesIO(post(client, SWEEPS[name], format="npy").content))
    assert array.dtype == np.float64
    assert array.tobytes() == listed.tobytes() == solve(sweep).tobytes()
    lines = list(csv.reader(io.StringIO(post(client, SWEEPS[name], format="csv").text)))
    rows = pyarrow.parquet.read_table(io.BytesIO(post(client, SWEEPS[name], format="parquet").content)).to_pylist()
    assert lines[0] == list(rows[0]) == [*sweep.axes, sweep.measure]
    grid = np.meshgrid(*sweep.values_of().values(), indexing="ij")
    for place, cell in enumerate(zip(*(axis.ravel().tolist() for axis in grid), array.ravel().tolist(), strict=True)):
        expected = [None if math.isnan(number) else number for number in cell]
        assert [float(text) if text else None for text in lines[place + 1]] == expected
        assert list(rows[place].values()) == expected


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("npy", "application/x-npy"),
        ("parquet", "application/vnd.apache.parquet"),
    ],
)
def test_a_file_has_its_type_and_its_name(form: str, media_type: str, client: httpx.Client) -> None:
    for answer in (
        post(client, SMALL, format=form),
        client.post(PATH, json=SMALL, headers={"Accept": media_type.partition(";")[0]}),
    ):
        assert answer.headers["content-type"] == media_type
        assert answer.headers["content-disposition"] == f'attachment; filename="sweep.{form}"'
        assert answer.headers["vary"] == "Accept"


def test_an_unknown_format_and_an_unmet_accept_are_problems(client: httpx.Client) -> None:
    answer = client.post(f"{PATH}?format=xml", json=SMALL)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "format")
    answer = client.post(PATH, json=SMALL, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "application/x-npy (?format=npy)" in answer.json()["detail"]


# A job


def test_a_large_sweep_is_a_job_until_its_result_is_there(client: httpx.Client) -> None:
    answer = client.post(PATH, json=MIDDLE)
    assert answer.status_code == 202
    assert answer.headers["retry-after"] == "1"
    job, report = answer.headers["location"], strict_json(answer.content)
    assert job == f"{PATH}/{report['id']}"
    assert report["state"] in ("waiting", "running")
    assert report["result"] == f"{job}/result"
    assert (report["cells"], report["measure"], report["shape"]) == (250_500, "epochs_to_half", [500, 501])
    seen = [report["done"]]
    while (report := strict_json(client.get(job).content))["state"] in ("waiting", "running"):
        seen.append(report["done"])
        assert report["seconds_left"] is None or report["seconds_left"] >= 0
    assert (report["state"], report["done"], report["seconds_left"]) == ("finished", 1.0, 0.0)
    assert seen == sorted(seen)
    assert 0 < report["kept_seconds"] <= 600
    assert array_of(client, job).tobytes() == solve(Sweep.model_validate(MIDDLE)).tobytes()
    whole = strict_json(client.get(report["result"]).content)
    assert list(whole) == ["axes", "measure", "values"]
    assert client.delete(job).status_code == 204
    assert client.get(job).status_code == client.delete(job).status_code == 404
    assert client.get(report["result"]).status_code == 404


def test_a_small_sweep_becomes_a_job_where_that_is_preferred(client: httpx.Client) -> None:
    answer = client.post(PATH, json=SMALL, headers={"Prefer": "wait=10, respond-async"})
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    finish_job(client, answer.headers["location"])
    result = client.get(f"{answer.headers['location']}/result").json()
    assert result == post(client, SMALL).json()


def test_what_is_there_can_be_had_while_the_rest_is_computed(client: httpx.Client) -> None:
    job = start(client, SLOW)
    assert client.get(f"{job}/result").status_code == 409
    wait_for(lambda: client.get(job).json()["done"] > 0)
    part = strict_json(client.get(f"{job}/result", params={"partial": "true"}).content)
    assert state_of(client, job) == "running"
    assert client.delete(job).status_code == 204
    array = array_of(client, job, partial=True)
    lines = client.get(f"{job}/result", params={"partial": True, "format": "csv"}).text.count("\n")
    parquet = client.get(f"{job}/result", params={"partial": True, "format": "parquet"}).content
    rows = [row for first, last in part["computed"] for row in range(first, last)]
    assert 0 < len(rows) < 60
    assert 0 < part["done"] < 1
    values = np.array(part["values"], dtype=float)
    assert np.array_equal(values[rows], array[rows], equal_nan=True)
    there = ~np.isneginf(array).any(axis=1)
    assert set(rows) <= set(np.flatnonzero(there)), "later answers know more, never less"
    assert np.isnan(np.delete(values, rows, axis=0)).all()
    assert lines - 1 == pyarrow.parquet.read_table(io.BytesIO(parquet)).num_rows == 41 * there.sum()


def test_a_cancelled_job_is_cancelled_at_once_and_makes_place_for_the_next(client: httpx.Client) -> None:
    first, second, third = (start(client, LONG) for _ in range(3))
    wait_for(lambda: client.get(first).json()["done"] > 0)
    assert state_of(client, third) == "waiting"
    for job in (first, third):
        assert client.delete(job).status_code == 204
        assert state_of(client, job) == "cancelled"
    last = start(client, MIDDLE)
    finish_job(client, last)  # beside the second, which is still at work
    done = client.get(first).json()["done"]
    assert done < 1
    assert client.get(f"{first}/result").status_code == 409
    assert np.isneginf(array_of(client, third, partial=True)).all()
    assert client.get(first).json()["done"] == done, "nothing is computed any more"
    for job in (first, second, second, third, last):
        assert client.delete(job).status_code == 204
        assert state_of(client, job) in ("404", "cancelled")


def test_a_small_sweep_waits_for_no_job(client: httpx.Client) -> None:
    jobs = [start(client, LONG) for _ in range(3)]
    wait_for(lambda: client.get(jobs[0]).json()["done"] > 0)
    for number in range(5):
        post(client, SMALL | {"base": {"eta": 0.1 + number / 100}})
    assert all(state_of(client, job) in ("running", "waiting") for job in jobs)
    for job in jobs:
        client.delete(job)


def test_a_killed_worker_changes_nothing(start_server: StartServer) -> None:
    server = start_server(sweep_workers=2)
    with server.client() as client:
        body = MIDDLE | {"base": {"x": 0.7, "epochs": 1000}}
        job = start(client, body)
        wait_for(lambda: client.get(job).json()["done"] > 0)
        for pid in workers_of(server):
            os.kill(pid, signal.SIGKILL)
        finish_job(client, job)
        assert array_of(client, job).tobytes() == solve(Sweep.model_validate(body)).tobytes()
    assert server.log == ""


# Places and time


def test_a_full_server_says_when_to_come_back_and_cancelled_jobs_make_room(start_server: StartServer) -> None:
    server = start_server(max_sweeps=2, sweep_keep=300)
    with server.client() as client:
        jobs = [start(client, LONG) for _ in range(2)]
        answer = client.post(PATH, json=LONG)
        assert answer.status_code == 503
        assert answer.headers["content-type"] == PROBLEM
        assert int(answer.headers["retry-after"]) >= 1
        assert post(client, SMALL).status_code == 200, "a small sweep needs no place"
        client.delete(jobs[0])
        third = start(client, SMALL, Prefer="respond-async")
        assert state_of(client, jobs[0]) == "404"
        client.delete(jobs[1])
        finish_job(client, third)
        finish_job(client, start(client, SMALL, Prefer="respond-async"))
        answer = client.post(PATH, json=LONG)
        assert answer.status_code == 503, "results are kept as long as was said"
        assert 1 < int(answer.headers["retry-after"]) <= 300
        assert client.get("/api/v1/limits").json()["sweep_jobs"] == 2


def test_a_job_is_forgotten_after_the_stated_time(start_server: StartServer) -> None:
    server = start_server(sweep_keep=1)
    with server.client() as client:
        assert client.get("/api/v1/limits").json()["sweep_kept_seconds"] == 1
        job = start(client, SMALL, Prefer="respond-async")
        finish_job(client, job)
        assert client.get(job).json()["kept_seconds"] <= 1
        wait_for(lambda: state_of(client, job) == "404")
        problem = strict_json(client.get(f"{job}/result").content)
    assert problem["detail"] == "there is no such sweep here; one is forgotten 1 seconds after its end"


def test_a_signal_ends_a_server_at_work_and_its_workers(start_server: StartServer) -> None:
    server = start_server()
    with server.client() as client:
        start(client, LONG)
        job = start(client, LONG)
        wait_for(lambda: client.get(job).json()["done"] > 0)
    pids = workers_of(server)
    assert pids
    assert server.stop() == 0, "at once, and not after minutes of work"
    wait_for(lambda: not any(is_there(pid) for pid in pids))
    assert server.log == ""


def test_no_worker_outlives_a_killed_server(start_server: StartServer) -> None:
    server = start_server()
    with server.client() as client:
        job = start(client, LONG)
        wait_for(lambda: client.get(job).json()["done"] > 0)
    pids = workers_of(server)
    assert pids
    server.kill()
    wait_for(lambda: not any(is_there(pid) for pid in pids))


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# A class, and streams


def test_a_class_that_asks_one_question_is_answered_alike(client: httpx.Client) -> None:
    body = SMALL | {"base": {"eta": 0.123}}
    answers: list[bytes] = []

    def ask() -> None:
        answers.append(client.post(PATH, json=body).content)

    for asker in [in_thread(ask) for _ in range(30)]:
        asker.join()
    assert len(answers) == 30
    assert len(set(answers)) == 1


def test_a_stream_runs_beside_a_large_sweep(client: httpx.Client, server: Any) -> None:
    job = start(client, LONG)
    wait_for(lambda: client.get(job).json()["done"] > 0)
    with open_stream(server) as stream:
        send(stream, type="run", id="a", experiments=[{}])
        assert receive_run(stream)[-1]["type"] == "finished"
    assert state_of(client, job) == "running"
    client.delete(job)


# What is refused


@pytest.mark.parametrize(
    ("num", "words"),
    [
        (2001, "a sweep may have at most 4,000,000 cells here, got 2,001 × 2,001 = 4,004,001"),
        (1_000_000_000, "1,000,000,000,000,000,000"),
    ],
)
def test_a_sweep_of_too_many_cells_is_refused_with_their_number(num: int, words: str, client: httpx.Client) -> None:
    axis = {"start": -5, "stop": 5, "num": num}
    problem = refused(client, {"axes": {"w": axis, "b": axis}, "measure": "final_cost"})
    [error] = problem["errors"]
    assert error["field"] == "axes"
    assert words in error["message"]
    assert f"{300 * num * num:,} epochs in all" in error["message"]


def test_a_sweep_of_too_much_work_is_refused_with_its_cost(client: httpx.Client) -> None:
    [error] = refused(client, LONG | {"base": {"x": 0.7, "y": 0.3, "epochs": 100_000}})["errors"]
    assert error["field"] == "axes"
    assert f"at most {messages.MAX_SWEEP_COST:,} computed epochs here, got about " in error["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "axes"),
        ({"axes": {}, "measure": "final_cost"}, "axes"),
        ({"axes": {"w": SPACED}}, "measure"),
        ({"axes": {"w": SPACED}, "measure": "speed"}, "measure"),
        ({"axes": {"w": SPACED | {"num": 0}}, "measure": "final_cost"}, "axes.w.num"),
        ({"axes": {"w": SPACED | {"stop": 5000}}, "measure": "final_cost"}, "axes.w.stop"),
        ({"axes": {"eta": SPACED}, "measure": "final_cost"}, "axes.eta.start"),
        ({"axes": {"cost": SPACED}, "measure": "final_cost"}, "axes.cost"),
        ({"axes": {"w": SPACED}, "measure": "final_cost", "base": {"eta": -1}}, "base.eta"),
        ({"axes": {"w": SPACED}, "measure": "final_cost", "format": "csv"}, "format"),
        ('{"axes": {"w": {"start": NaN, "stop": 1, "num": 3}}, "measure": "final_cost"}', "axes.w.start"),
        ('{"axes": {"w": {"values": [1, NaN]}}, "measure": "final_cost"}', "axes.w.values.1"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_body_that_does_not_fit_names_the_field(body: Any, field: str, client: httpx.Client) -> None:
    problem = refused(client, body)
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["message"]


def test_a_long_list_is_judged_too(client: httpx.Client) -> None:
    values = [0.001 * number for number in range(50_000)]
    assert len(post(client, {"axes": {"w": {"values": values}}, "measure": "initial_cost"}).json()["values"]) == 50_000
    problem = refused(client, {"axes": {"w": {"values": [*values, 1e9]}}, "measure": "initial_cost"})
    assert problem["errors"][0]["field"] == "axes.w.values.50000"


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"axes":' * 5000, b"\xff", b"{"])
def test_a_body_that_is_no_json_is_answered_400(body: bytes, client: httpx.Client) -> None:
    refused(client, body, 400)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(axes=st.dictionaries(st.sampled_from(["w", "b", "z0", "x.0", "y"]), JSON_VALUES, max_size=2), base=JSON_VALUES)
def test_no_json_is_answered_500(axes: Any, base: Any, client: httpx.Client) -> None:
    content = json.dumps({"axes": axes, "base": base, "measure": "final_cost"})
    answer = client.post(PATH, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 422)
    strict_json(answer.content)


@pytest.mark.parametrize("path", ["nothing", "nothing/result", "%20", "é", "a" * 64])
def test_a_job_that_is_not_there_is_a_problem(path: str, client: httpx.Client) -> None:
    answer = client.get(f"{PATH}/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM
    assert "there is no such sweep here" in answer.json()["detail"]
    assert client.get(PATH).status_code == 405, "jobs cannot be listed"
