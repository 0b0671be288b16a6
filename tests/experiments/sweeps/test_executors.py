"""Pools: made when needed, renewed when broken, closed for good."""

import os
import subprocess
import sys

import pytest

from app.experiments.sweeps.errors import MissingExtra
from app.experiments.sweeps.executors import dask, processes, processors, threads
from tests.servers import ROOT


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
