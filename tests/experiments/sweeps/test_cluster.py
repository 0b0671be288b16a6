"""A real Dask cluster of worker processes: the same numbers, workers that are killed, and a scheduler that goes away.

A cluster takes seconds to start, so there is one for most tests. Chunks are made so small that a sweep is on its way
long enough to be disturbed.
"""

import logging
import os
import pkgutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import LocalCluster

from app import __version__
from app.experiments.sweeps import chunks, cluster
from app.experiments.sweeps.chunks import Chunk
from app.experiments.sweeps.cluster import Cluster
from app.experiments.sweeps.errors import SchedulerLost, SchedulerUnreachable, VersionsDiffer
from app.experiments.sweeps.executors import dask, threads
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.runner import SweepRun, solve
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import StoredSweep
from app.learning.elementwise import Array
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, spaced, sweep

CASE = sweep({"w": spaced(-5, 5, 120), "eta": spaced(0.1, 5, 25)}, "final_output", epochs=100)


@pytest.fixture(autouse=True)
def many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_WORK", 8000.0)


@pytest.fixture(scope="module")
def expected() -> Array:
    return solve(CASE)


def started(workers: int) -> Any:
    """Worker processes on this machine; what they say when they are killed is expected and hidden."""
    start: Any = LocalCluster
    return start(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    )


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with started(2) as local:
        yield local


@pytest.fixture(scope="module")
def pool(local: Any) -> Iterator[Pool]:
    with dask(local.scheduler_address, timeout=30.0) as pool:
        yield pool


def process_ids(pool: Pool) -> list[int]:
    assert isinstance(pool, Cluster)
    return [*pool._client.run(os.getpid).values()]


def test_a_cluster_has_the_threads_of_its_workers(pool: Pool) -> None:
    assert pool.workers == 2
    assert len(set(process_ids(pool))) == 2
    assert os.getpid() not in process_ids(pool)


@pytest.mark.parametrize("kind", ["a lattice", "one axis", "rows of epochs", "a start of two inputs"])
def test_a_cluster_gives_what_this_process_gives_to_the_last_bit(kind: str, pool: Pool) -> None:
    case = ONE_OF_EACH_KIND[kind]
    run = SweepRun(case, pool)
    assert run.run()
    np.testing.assert_array_equal(run.values, solve(case))


def test_a_worker_that_is_killed_costs_time_and_nothing_else(pool: Pool, expected: Array) -> None:
    victims = process_ids(pool)[:1]
    killed = []

    def kill(_: Chunk, __: Array) -> None:
        if victims:
            killed.append(victims.pop())
            os.kill(killed[0], signal.SIGKILL)

    run = SweepRun(CASE, pool, on_chunk=kill)
    assert run.run()
    assert len(killed) == 1
    np.testing.assert_array_equal(run.values, expected)


def test_a_cancelled_sweep_leaves_the_cluster_to_others(pool: Pool, expected: Array) -> None:
    first = SweepRun(CASE, pool, on_chunk=lambda *_: first.cancel())
    assert first.run() is False
    second = SweepRun(CASE, pool)
    assert second.run()
    np.testing.assert_array_equal(second.values, expected)


def test_a_worker_with_another_version_is_refused(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    with pytest.raises(
        VersionsDiffer, match=rf"every worker must have version 0\.0\.1 of the app, got {__version__} at"
    ):
        dask(local.scheduler_address, timeout=30.0)


def test_a_worker_without_the_app_is_refused(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(name: str) -> Any:
        raise ModuleNotFoundError(f"no {name} here")

    monkeypatch.setattr(pkgutil, "resolve_name", elsewhere)
    with pytest.raises(
        VersionsDiffer, match=rf"every worker must have version {__version__} of the app, got none at tcp"
    ):
        dask(local.scheduler_address, timeout=30.0)


def test_a_scheduler_that_goes_away_is_one_clear_error_and_what_is_finished_is_kept(
    tmp_path: Path, expected: Array, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.npy"
    monkeypatch.setattr(cluster, "LOST_SECONDS", 2.0)
    local = started(1)
    address = local.scheduler_address
    arrived: list[Chunk] = []
    with StoredSweep.create(path, CASE) as stored, dask(address, timeout=30.0) as pool:

        def stop(chunk: Chunk, values: Array) -> None:
            stored.keep(chunk, values)
            arrived.append(chunk)
            if len(arrived) == 5:
                local.close()

        run = SweepRun(CASE, pool, out=stored.values, on_chunk=stop)
        with pytest.raises(SchedulerLost, match=f"the Dask scheduler at {address} is gone"):
            run.run()
        assert 0.0 < run.done < 1.0
        with pytest.raises(SchedulerLost):
            pool.executor()
        lost = time.monotonic()
    assert time.monotonic() - lost < 60.0
    with StoredSweep.resume(path, CASE) as stored, threads(2) as pool:
        assert stored.finished == arrived
        assert SweepRun(CASE, pool, out=stored.values, finished=stored.finished, on_chunk=stored.keep).run()
        stored.finish()
    np.testing.assert_array_equal(np.load(path), expected)


def test_a_cluster_without_workers_is_unreachable() -> None:
    with (
        started(0) as local,
        pytest.raises(SchedulerUnreachable, match=f"the Dask scheduler at {local.scheduler_address} has no workers"),
    ):
        dask(local.scheduler_address, timeout=3.0)


def test_an_address_where_nobody_listens_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(SchedulerUnreachable, match=rf"none answers at 'tcp://127\.0\.0\.1:{port}' within 1 seconds"):
        dask(f"tcp://127.0.0.1:{port}", timeout=1.0)


def test_an_address_where_something_else_listens_is_said() -> None:
    """As when the port of the dashboard is given: its answer, read as a message of Dask's, has a length of exabytes."""

    def answer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        with pytest.raises(SchedulerUnreachable):
            dask(f"tcp://127.0.0.1:{listener.getsockname()[1]}", timeout=2.0)
        thread.join(10)


@pytest.mark.parametrize("address", ["", "somewhere", "http://localhost:8786", "tcp://localhost"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(SchedulerUnreachable, match=r"scheduler must be the address of a Dask scheduler, such as tcp:"):
        dask(address, timeout=1.0)


def test_the_sweep_of_these_tests_has_many_chunks() -> None:
    assert len(chunks.chunks_of(CASE)) > 30
    assert isinstance(CASE, Sweep)
