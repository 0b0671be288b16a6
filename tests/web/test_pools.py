"""Pools: the server's own workers, a cluster, and a cluster that is lost."""

import threading
import time
from typing import Any

import numpy as np
import pytest

from app.experiments.sweeps.errors import SchedulerLost, SchedulerUnreachable, WorkersLost
from app.experiments.sweeps.executors import threads
from app.experiments.sweeps.runner import solve
from app.experiments.sweeps.schema import Sweep
from app.web import pools as module
from app.web.pools import Pools
from app.web.workers import PATIENT, URGENT
from tests.conftest import StartServer
from tests.experiments.sweeps.test_cluster import started
from tests.web.asking import MIDDLE, SLOW, array_of, finish_job, start, state_of, wait_for, workers_of
from tests.web.test_workers import until

SWEEP = Sweep.model_validate({"axes": {"w": {"start": 0, "stop": 1, "num": 10}}, "measure": "final_cost"})


def test_the_servers_workers_compute_what_one_thread_would() -> None:
    pools = Pools(workers=1)
    begun = pools.begin(SWEEP, URGENT)
    assert begun.run.run()
    assert np.array_equal(begun.run.values, solve(SWEEP))
    assert len(pools.workers.processes) == 1
    pools.close()
    assert pools.workers.processes == []


def test_workers_that_were_prepared_are_there_before_the_first_sweep() -> None:
    pools = Pools(workers=2)
    pools.prepare()
    until(lambda: len(pools.workers.processes) == 2)
    there = pools.workers.processes
    pools.prepare()
    assert pools.begin(SWEEP, URGENT).run.run()
    assert pools.workers.processes == there, "the same ones, and no more"
    pools.close()


def test_a_cancelled_run_is_let_end_and_a_stubborn_chunk_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.05)
    pools = Pools(workers=1)
    begun, other = pools.begin(SWEEP, PATIENT), pools.begin(SWEEP, PATIENT)
    assert begun.lane is not None
    stubborn = begun.lane.submit(time.sleep, 600)
    until(stubborn.running)
    begun.cancel()
    assert not begun.run.run()
    assert other.run.run(), "others have a worker again"
    with pytest.raises(WorkersLost):
        stubborn.result(10)
    pools.close()


def test_a_cluster_is_connected_to_once_and_anew_after_its_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def dask(address: str) -> Any:
        connected.append(address)
        return threads(1)

    monkeypatch.setattr(module, "dask", dask)
    pools = Pools(workers=1, scheduler="tcp://a:1")
    assert connected == []
    for _ in range(2):
        assert pools.begin(SWEEP, URGENT).run.run()
    pools.failed(WorkersLost("not the cluster's end"))
    pools.begin(SWEEP, URGENT)
    assert connected == ["tcp://a:1"]
    pools.failed(SchedulerLost("gone"))
    assert pools.begin(SWEEP, URGENT).run.run()
    assert connected == ["tcp://a:1"] * 2
    pools.close()
    assert pools.workers.processes == []
    assert "sweep" not in {thread.name for thread in threading.enumerate()}


def test_a_loss_can_be_told_while_another_thread_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told on the event loop, and to connect may take ten seconds."""
    connecting, go = threading.Event(), threading.Event()

    def dask(_: str) -> Any:
        connecting.set()
        go.wait(20)
        return threads(1)

    monkeypatch.setattr(module, "dask", dask)
    pools = Pools(workers=1, scheduler="tcp://a:1")
    thread = threading.Thread(target=lambda: pools.begin(SWEEP, URGENT))
    thread.start()
    assert connecting.wait(60)
    pools.failed(SchedulerLost("gone"))
    assert thread.is_alive()
    go.set()
    thread.join(60)
    pools.close()


def test_a_cluster_that_cannot_be_reached_is_an_error_in_words() -> None:
    def refuse(_: str) -> Any:
        raise SchedulerUnreachable("no Dask scheduler answers at tcp://a:1")

    pools = Pools(workers=1, scheduler="tcp://a:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "dask", refuse)
        with pytest.raises(SchedulerUnreachable, match="tcp://a:1"):
            pools.begin(SWEEP, URGENT)
    pools.close()


def test_a_server_with_a_cluster_has_no_workers_of_its_own_and_says_when_it_is_lost(start_server: StartServer) -> None:
    cluster = started(1)
    try:
        server = start_server(scheduler=cluster.scheduler_address)
        with server.client() as client:
            job = start(client, MIDDLE)
            finish_job(client, job)
            assert array_of(client, job).tobytes() == solve(Sweep.model_validate(MIDDLE)).tobytes()
            assert workers_of(server) == []
            lost = start(client, SLOW)
            wait_for(lambda: client.get(lost).json()["done"] > 0)
            cluster.close()
            wait_for(lambda: state_of(client, lost) != "running")
            report = client.get(lost).json()
            there = ~np.isneginf(array_of(client, lost, partial=True))
        assert report["state"] == "failed"
        assert report["problem"]["status"] == 503
        assert f"the Dask scheduler at {cluster.scheduler_address} is gone" in report["problem"]["detail"]
        assert 0 < there.sum() < there.size, "finished chunks are kept"
    finally:
        cluster.close()
