"""Networks in a batch: the numbers of runs, beside neurons, refused with reasons, and trained elsewhere."""

import json
import time
from collections.abc import Mapping
from typing import Any

import httpx
import numpy as np
import pytest

from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.experiments.run import simulate
from app.experiments.schema import NeuronExperiment
from app.web.messages import MAX_BATCH_WORK, SimulationResponse
from app.web.network_batches import columns_of
from app.web.wire import to_json
from tests.conftest import StartServer
from tests.experiments.networks.examples import ONE_OF_EACH, TABLE, short
from tests.servers import Server
from tests.web.asking import wait_for, workers_of
from tests.web.talking import in_thread, strict_json

PATH = "/api/v1/simulations"
DIVERGING = {"output": "linear", "cost": "quadratic", "hidden": [5], "activation": "linear", "eta": 1000, "epochs": 50}
LONG = {"kind": "network", "problem": {"name": "digits"}, "hidden": [100, 100], "epochs": 150, "batch_size": 1}
"""Minutes of work: nobody waits for its end."""


def post(client: httpx.Client, *experiments: Any, **fields: Any) -> list[Any]:
    answer = client.post(PATH, json={"experiments": experiments, **fields})
    assert answer.status_code == 200, answer.text
    results: list[Any] = strict_json(answer.content)["results"]
    return results


def network(fields: Mapping[str, Any]) -> dict[str, Any]:
    return short(fields).model_dump()


def written(experiment: NetworkExperiment, every: int = 1) -> Any:
    """The trace and the summary as JSON has them."""
    columns, summary = train(experiment, every=every)
    return json.loads(to_json(columns)), summary


# The same numbers everywhere


def test_networks_of_every_kind_give_the_numbers_of_runs(client: httpx.Client) -> None:
    experiments = [short(fields) for fields in ONE_OF_EACH.values()]
    results = post(client, *(experiment.model_dump() for experiment in experiments))
    for experiment, result in zip(experiments, results, strict=True):
        assert NetworkExperiment.model_validate(result["experiment"]) == experiment
        assert (result["trace"], result["summary"]) == written(experiment)
        assert list(result["trace"]) == list(NETWORK_COLUMNS)


def test_the_answer_is_as_it_is_described(client: httpx.Client) -> None:
    results = post(client, network({}), network({"output": "linear", "cost": "quadratic"}), {}, network(DIVERGING))
    SimulationResponse.model_validate({"results": results})


def test_neurons_and_networks_come_in_the_order_of_the_request(client: httpx.Client) -> None:
    results = post(client, {"epochs": 3}, network({}), {"kind": "neuron", "epochs": 4}, network({"seed": 5}))
    assert [result["experiment"]["kind"] for result in results] == ["neuron", "network"] * 2
    assert results[2]["trace"] == json.loads(to_json(simulate(NeuronExperiment(epochs=4))[0]))
    assert results[3]["trace"] == written(short({"seed": 5}))[0]


@pytest.mark.parametrize("every", [2, 100])
def test_rows_are_thinned_and_the_last_is_kept(every: int, client: httpx.Client) -> None:
    [result] = post(client, network({}), every=every)
    assert (result["trace"], result["summary"]) == written(short({}), every)


def test_a_summary_comes_without_its_trace(client: httpx.Client) -> None:
    [result] = post(client, network({}), record="summary", every=2)
    assert result["trace"] is None
    assert result["summary"] == written(short({}))[1]


def test_a_network_that_diverges_is_an_answer(client: httpx.Client) -> None:
    [result] = post(client, {"kind": "network", **DIVERGING})
    assert 0 < result["summary"]["diverged"] == len(result["trace"]["epoch"]) < 50


def test_a_table_and_a_given_start_come_back_as_they_were(client: httpx.Client) -> None:
    given = {"weights": [[[0.1, 0.2, 0.3]], [[0.1], [0.2]]], "biases": [[0.5], [0.0, 1e-3]], "hidden": [1]}
    [result] = post(client, network({**given, "problem": TABLE, "shuffle": False}))
    assert result["experiment"]["problem"] == TABLE
    assert (result["experiment"]["weights"], result["experiment"]["biases"]) == (given["weights"], given["biases"])


def test_many_small_networks_fit_into_one_batch(client: httpx.Client) -> None:
    results = post(client, *({"kind": "network", "seed": seed, "epochs": 1} for seed in range(40)), record="summary")
    costs = [result["summary"]["initial_cost"] for result in results]
    assert costs == [written(short({"seed": seed, "epochs": 1}))[1]["initial_cost"] for seed in range(40)]


# What is refused


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ('{"experiments":[{"kind":"network","eta":NaN}]}', "experiments.0.eta", "eta must be a finite number, got nan"),
        (
            '{"experiments":[{},{"kind":"network","hidden":[0]}]}',
            "experiments.1.hidden.0",
            "hidden[0] must be at least 1",
        ),
        (
            '{"experiments":[{"kind":"network","problem":{"name":"moons","noise":1e999}}]}',
            "experiments.0.problem.noise",
            "noise must be a finite number, got inf",
        ),
        (
            '{"experiments":[{"kind":"network","problem":{"name":"table","x":[[1,%s]],"y":[[1]]}}]}' % ("9" * 400),
            "experiments.0.problem.x.0.1",
            "x[0][1] must be",
        ),
        (
            '{"experiments":[{"kind":"network","problem":{"name":"\\ud800"}}]}',
            "experiments.0.problem.name",
            "name must be one of xor, ",
        ),
        (
            '{"experiments":[{"kind":"network","weights":[[[1,2],[1]],[[1,1]]],"biases":[[0,0],[0]]}]}',
            "experiments.0.weights",
            "weights[0] must be 2 × 2 (outputs × inputs of layer 1), got 1 number in row 1",
        ),
        (
            '{"experiments":[{"kind":"network","cost":"log-likelihood"}]}',
            "experiments.0.cost",
            "cost 'log-likelihood' is told the output of the right class only",
        ),
        (
            '{"experiments":[{"kind":"network","problem":"digits","hidden":[1000,1000],"epochs":100000}]}',
            "experiments",
            f"experiments may take at most {MAX_BATCH_WORK} multiply-adds in all, and these networks take",
        ),
        ('{"experiments":[{"kind":"network"}],"explain":true}', "explain", "explain must be false in a batch with"),
    ],
)
def test_a_complaint_names_field_rule_and_value(body: str, field: str, message: str, client: httpx.Client) -> None:
    answer = client.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text[:300]
    [error] = strict_json(answer.content)["errors"]
    assert error["field"] == field
    assert error["message"].startswith(message)
    assert len(error["message"]) < 400


def test_large_bodies_are_read_by_the_same_rules(client: httpx.Client) -> None:
    wide = {"name": "table", "x": [[0.25] * 900] * 20, "y": [[1.0]] * 20}
    good = {"kind": "network", "problem": wide, "epochs": 1}
    assert len(post(client, good, record="summary")) == 1
    answer = client.post(PATH, json={"experiments": [good, {**good, "eta": -1}]})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["experiments.1.eta"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_has_one_kind_of_columns(form: str, client: httpx.Client) -> None:
    answer = client.post(PATH, params={"format": form}, json={"experiments": [{}, network({})]})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == "experiments"
    assert error["message"] == f"experiments must be of one kind in {form}, got neuron and network; json takes both"


def test_files_that_are_damaged_are_a_refusal_and_no_broken_answer(start_server: StartServer, tmp_path: Any) -> None:
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (tmp_path / f"{name}-ubyte").write_bytes(b"no such thing")
    with start_server(data_folder=tmp_path).client() as client:
        mnist = {"kind": "network", "problem": "mnist", "epochs": 1}
        answer = client.post(PATH, json={"experiments": [network({}), mnist]})
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["field"] == "experiments.1.problem"
        assert str(tmp_path) not in error["message"]


# Elsewhere


def test_the_event_loop_answers_while_networks_train(start_server: StartServer) -> None:
    server = start_server(training_workers=1)
    with server.client() as client, server.client() as other:
        long = {**LONG, "epochs": 2}
        thread = in_thread(lambda: client.post(PATH, json={"experiments": [long], "record": "summary"}))
        wait_for(lambda: len(workers_of(server)) > 0)
        slowest = 0.0
        while thread.is_alive():
            begun = time.perf_counter()
            assert other.post(PATH, json={"experiments": [{}], "record": "summary"}).status_code == 200
            slowest = max(slowest, time.perf_counter() - begun)
        assert slowest < 1.0  # it trains for seconds, and other tests keep the machine busy too


def test_a_client_that_goes_away_frees_its_worker(start_server: StartServer) -> None:
    server = start_server(training_workers=1)
    for _ in range(2):
        with server.client() as client, pytest.raises(httpx.ReadTimeout):
            client.post(PATH, json={"experiments": [LONG]}, timeout=1.5)
    with server.client() as client:
        begun = time.perf_counter()
        assert len(post(client, network({}))) == 1
        assert time.perf_counter() - begun < 20


def test_when_too_many_trainings_wait_one_more_is_answered_503(start_server: StartServer) -> None:
    server = start_server(training_workers=1, max_trainings=1)
    with server.client() as one, server.client() as two, server.client() as three:
        for client in (one, two):
            in_thread(lambda client=client: _give_up(client))  # type: ignore[misc]
        statuses: list[int] = []

        def is_refused() -> bool:
            answer = _try(three)
            statuses.append(answer.status_code if answer is not None else 0)
            if statuses[-1] == 503:
                assert answer is not None
                assert int(answer.headers["retry-after"]) >= 1
            return statuses[-1] == 503

        wait_for(is_refused)


def _give_up(client: httpx.Client) -> None:
    try:
        client.post(PATH, json={"experiments": [LONG]}, timeout=15)
    except httpx.HTTPError:
        return


def _try(client: httpx.Client) -> httpx.Response | None:
    try:
        return client.post(PATH, json={"experiments": [network({})]}, timeout=0.5)
    except httpx.HTTPError:
        return None


def test_columns_are_arrays_again() -> None:
    columns = columns_of({"epoch": [0, 1], "cost": [0.5, None], "histogram": [[1, 2], [3, 4]], "wrong": [None, None]})
    assert columns["epoch"].dtype == columns["histogram"].dtype == int
    assert np.isnan(columns["cost"]).tolist() == [False, True]
    assert np.isnan(columns["wrong"]).all()


def test_the_server_that_all_tests_share_trains(server: Server, client: httpx.Client) -> None:
    assert post(client, network({}))[0]["summary"]["diverged"] is None
    assert server.process.poll() is None
