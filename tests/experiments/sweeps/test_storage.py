"""A result on the disk: whole or not there, and nothing lost by a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.experiments.sweeps import chunks, storage
from app.experiments.sweeps.errors import AlreadyThere, NothingToResume, OtherSweep
from app.experiments.sweeps.executors import threads
from app.experiments.sweeps.runner import SweepRun, solve
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import StoredSweep
from app.learning.elementwise import Array
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, spaced, sweep
from tests.servers import ROOT

CASE = sweep({"w": spaced(-5, 5, 60), "eta": spaced(0.1, 5, 50)}, "final_output", epochs=200)


@pytest.fixture(autouse=True)
def many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_WORK", 20_000.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map.npy"


def compute(stored: StoredSweep, case: Sweep, most: int | None = None) -> SweepRun:
    """Runs it to the end, or until some more chunks are there."""
    with threads(2) as pool:
        run = SweepRun(case, pool, out=stored.values, finished=stored.finished, on_chunk=stored.keep)
        if most is not None:
            left = [most]

            def count(chunk: chunks.Chunk, values: Array) -> None:
                stored.keep(chunk, values)
                left[0] -= 1
                if left[0] == 0:
                    run.cancel()

            run._on_chunk = count
        run.run()
    return run


def part(path: Path) -> Path:
    return path.with_name("map.npy.part")


def journal(path: Path) -> Path:
    return path.with_name("map.npy.journal")


@pytest.mark.parametrize("kind", ["a lattice", "one axis", "columns of epochs", "a start and a weight"])
def test_a_finished_result_is_a_numpy_file_and_nothing_else_is_left(kind: str, path: Path) -> None:
    case = ONE_OF_EACH_KIND[kind]
    with StoredSweep.create(path, case) as stored:
        assert not path.exists()
        compute(stored, case)
        stored.finish()
    np.testing.assert_array_equal(np.load(path), solve(case))
    assert [*path.parent.iterdir()] == [path]


def test_a_sweep_goes_on_where_it_was_stopped(path: Path) -> None:
    with StoredSweep.create(path, CASE) as stored:
        compute(stored, CASE, most=10)
    assert not path.exists()
    with StoredSweep.resume(path, CASE) as stored:
        assert len(stored.finished) >= 10
        run = SweepRun(CASE, threads(1), out=stored.values, finished=stored.finished)
        assert 0.0 < run.done < 1.0
        compute(stored, CASE)
        stored.finish()
    np.testing.assert_array_equal(np.load(path), solve(CASE))


def test_a_sweep_that_was_stopped_twice_goes_on_too(path: Path) -> None:
    StoredSweep.create(path, CASE).close()
    for _ in range(2):
        with StoredSweep.resume(path, CASE) as stored:
            compute(stored, CASE, most=5)
    with StoredSweep.resume(path, CASE) as stored:
        assert len(stored.finished) >= 10
        assert compute(stored, CASE).is_complete
        stored.finish()
    np.testing.assert_array_equal(np.load(path), solve(CASE))


def test_a_line_that_was_cut_off_is_dropped(path: Path) -> None:
    with StoredSweep.create(path, CASE) as stored:
        compute(stored, CASE, most=10)
    whole = journal(path).read_bytes()
    journal(path).write_bytes(whole[:-3])
    with StoredSweep.resume(path, CASE) as stored:
        assert len(stored.finished) == whole.count(b"\n") - 2
        compute(stored, CASE, most=3)
    with StoredSweep.resume(path, CASE) as stored:
        assert compute(stored, CASE).is_complete
        stored.finish()
    np.testing.assert_array_equal(np.load(path), solve(CASE))


def test_numbers_are_on_the_disk_before_the_line_that_vouches_for_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def noted(name: str, function: Callable[[Any], None]) -> Callable[[Any], None]:
        def call(argument: Any) -> None:
            order.append(name)
            function(argument)

        return call

    monkeypatch.setattr(storage, "_flush", noted("numbers", storage._flush))
    monkeypatch.setattr(storage, "_to_disk", noted("journal", storage._to_disk))
    monkeypatch.setattr(storage, "SYNC_SECONDS", 0.0)
    with StoredSweep.create(path, CASE) as stored:
        compute(stored, CASE, most=2)
    assert order[0] == "journal"
    assert order[1:] == ["numbers", "journal"] * ((len(order) - 1) // 2)
    assert len(order) >= 5


def test_much_that_waits_for_the_disk_is_saved_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "SYNC_SECONDS", 1e9)
    monkeypatch.setattr(storage, "SYNC_BYTES", 2 * 50 * 8)
    stored = StoredSweep.create(path, CASE)
    for row, lines in enumerate([1, 3, 3, 5]):
        stored.keep(chunks.Chunk(row, row + 1, 1, 0, 50, 1.0), np.ones(50))
        assert journal(path).read_bytes().count(b"\n") == lines
    stored.discard()


def test_another_sweep_is_not_gone_on_with(path: Path) -> None:
    StoredSweep.create(path, CASE).close()
    other = sweep({"w": spaced(-5, 5, 60), "eta": spaced(0.1, 5, 50)}, "final_cost", epochs=200)
    with pytest.raises(OtherSweep, match=r"map\.npy\.part belongs to another sweep: other axes, base or measure"):
        StoredSweep.resume(path, other)


def test_another_version_of_the_app_does_not_go_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "__version__", "0.0.1")
    StoredSweep.create(path, CASE).close()
    monkeypatch.undo()
    with pytest.raises(OtherSweep, match=r"was begun by version 0\.0\.1 of the app, got "):
        StoredSweep.resume(path, CASE)


def test_where_there_is_nothing_that_is_said(path: Path) -> None:
    with pytest.raises(NothingToResume, match=r"there is no sweep to go on with: no .*map\.npy\.part"):
        StoredSweep.resume(path, CASE)
    StoredSweep.create(path, CASE).close()
    journal(path).write_bytes(b"")
    with pytest.raises(NothingToResume):
        StoredSweep.resume(path, CASE)
    journal(path).write_bytes(b"something else\n")
    with pytest.raises(OtherSweep, match=r"map\.npy\.journal is no journal of a sweep"):
        StoredSweep.resume(path, CASE)
    part(path).write_bytes(b"something else")
    with pytest.raises(NothingToResume):
        StoredSweep.resume(path, CASE)


def test_a_journal_with_pieces_of_another_cutting_is_not_believed(path: Path) -> None:
    StoredSweep.create(path, CASE).close()
    with journal(path).open("ab") as file:
        file.write(b"0:1000000:1 0:50\n")
    with pytest.raises(OtherSweep, match="names pieces that this sweep does not have"):
        StoredSweep.resume(path, CASE)


def test_a_sweep_that_was_cut_off_is_not_overwritten_unasked(path: Path) -> None:
    StoredSweep.create(path, CASE).close()
    with pytest.raises(AlreadyThere, match=r"map\.npy\.part holds a sweep that was cut off"):
        StoredSweep.create(path, CASE)
    with StoredSweep.create(path, CASE, replace=True) as stored:
        assert stored.finished == []
        stored.discard()
    assert [*path.parent.iterdir()] == []


def test_a_full_disk_is_an_error_at_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", no_room, raising=False)
    with pytest.raises(OSError, match="No space left"):
        StoredSweep.create(path, CASE)
    assert [*path.parent.iterdir()] == []


PROGRAM = """
import sys
import time
from pathlib import Path
from app.experiments.sweeps import chunks, storage
from app.experiments.sweeps.executors import threads
from app.experiments.sweeps.runner import SweepRun
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import StoredSweep

chunks.CHUNK_WORK, storage.SYNC_SECONDS = 20_000.0, 0.02
path, sweep = Path(sys.argv[1]), Sweep.model_validate_json(sys.argv[2])
with StoredSweep.create(path, sweep) as stored, threads(2) as pool:

    def keep(chunk, values):
        stored.keep(chunk, values)
        time.sleep(0.05)  # whoever kills this may be kept from it for a while

    SweepRun(sweep, pool, out=stored.values, finished=stored.finished, on_chunk=keep).run()
    stored.finish()
"""


def test_a_process_that_is_killed_in_the_middle_loses_nothing_that_is_in_its_journal(path: Path) -> None:
    case = sweep({"w": spaced(-5, 5, 500), "eta": spaced(0.1, 5, 50)}, "final_output", epochs=200)
    arguments = [sys.executable, "-c", PROGRAM, str(path), case.model_dump_json()]
    process = subprocess.Popen(arguments, cwd=ROOT)  # noqa: S603 (our own interpreter)
    try:
        deadline = time.monotonic() + 60
        while not (journal(path).exists() and journal(path).read_bytes().count(b"\n") > 20):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not path.exists()
    expected = solve(case)
    with StoredSweep.resume(path, case) as stored:
        assert len(stored.finished) >= 20
        for chunk in stored.finished:
            index = chunk.within(case.shape)
            np.testing.assert_array_equal(stored.values[index], expected[index])
        compute(stored, case)
        stored.finish()
    np.testing.assert_array_equal(np.load(path), expected)


def test_the_journal_begins_with_whose_it_is(path: Path) -> None:
    StoredSweep.create(path, CASE).close()
    first = json.loads(journal(path).read_text().splitlines()[0])
    assert Sweep.model_validate(first["sweep"]) == CASE


def test_memory_does_not_grow_with_the_file(path: Path) -> None:
    """The pages of a flushed part are given back: what stays is about what is written between two flushes."""
    if not Path("/proc/self/status").exists():
        pytest.skip("needs Linux to look at its own memory")
    case = sweep({"w": spaced(-5, 5, 20_000), "b": spaced(-5, 5, 1000)}, "final_output", epochs=1)
    stored = StoredSweep.create(path, case)

    def mapped() -> int:
        lines = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
        return int(lines["Rss"].split()[0]) // 1024

    before = mapped()
    for first in range(0, 20_000, 1000):
        stored.values[first : first + 1000] = 1.0
        stored.keep(chunks.Chunk(first, first + 1000, 1, 0, 1000, 1.0), np.ones(1))
        stored.save()
        assert mapped() - before < 80  # of the 160 megabytes of the file
    stored.discard()
