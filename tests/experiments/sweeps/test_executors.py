"""Pools: made when needed, renewed when broken, closed for good."""

import os
import subprocess
import sys
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from app.experiments.sweeps.errors import MissingExtra
from app.experiments.sweeps.executors import Pool, dask, processes, processors, threads
from tests.servers import ROOT


def test_a_pool_is_made_once_and_when_it_is_needed() -> None:
    made: list[Executor] = []

    def make() -> Executor:
        made.append(ThreadPoolExecutor(1))
        return made[-1]

    with Pool(make, 1) as pool:
        assert made == []
        assert pool.executor() is pool.executor()
        assert len(made) == 1


def test_only_the_one_who_finds_it_broken_first_renews_a_pool() -> None:
    with threads(1) as pool:
        first = pool.executor()
        pool.renew(first)
        second = pool.executor()
        assert second is not first
        pool.renew(first)
        assert pool.executor() is second


def test_a_closed_pool_gives_no_executor() -> None:
    pool = threads(1)
    pool.close()
    pool.close()
    with pytest.raises(RuntimeError, match="the pool is closed"):
        pool.executor()


def test_there_is_a_worker_for_each_processor_by_default() -> None:
    assert threads().workers == processes().workers == processors() >= 1


@pytest.mark.skipif(not hasattr(os, "nice"), reason="priorities of this kind are Unix's")
def test_processes_give_way_when_they_are_asked_to() -> None:
    with processes(1, nice=5) as pool:
        assert pool.executor().submit(os.nice, 0).result(60) == os.nice(0) + 5


def test_without_the_extra_a_cluster_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "app.experiments.sweeps.cluster", None)
    with pytest.raises(MissingExtra, match=r"a Dask cluster needs the extra 'dask': pip install .*\[dask\]"):
        dask("tcp://localhost:8786")


def test_nothing_optional_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, app.experiments.sweeps.runner, app.experiments.sweeps.formats, app.experiments.sweeps.storage;"
        "sys.exit(any(name in sys.modules for name in ('distributed', 'dask', 'pyarrow')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)  # noqa: S603 (our own interpreter)
