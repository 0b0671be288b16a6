"""The writers of batches: what is held while they write, and that others have their turn."""

import tracemalloc
from collections.abc import AsyncIterator
from contextlib import nullcontext

import pytest

from app.experiments.run import Run
from app.experiments.schema import Experiment
from app.web import batch_writers
from app.web.batch_writers import LINES, WRITERS, trace_names, write_table
from app.web.messages import SimulationRequest
from tests.experiments.exports.runs import TOGETHER, expected_table
from tests.web.test_wire import Others, finish


async def drained(pieces: AsyncIterator[bytes]) -> tuple[int, int]:
    """How many bytes come in all, and in the largest piece."""
    total = largest = 0
    async for piece in pieces:
        total += len(piece)
        largest = max(largest, len(piece))
    return total, largest


def batch_of(runs: int, epochs: int, record: str) -> SimulationRequest:
    return SimulationRequest.model_validate({"experiments": [Experiment(epochs=epochs)] * runs, "record": record})


@pytest.mark.parametrize(("form", "record"), WRITERS)
def test_no_more_is_held_for_many_runs_than_for_few(form: str, record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_writers, "GROUP", 500)
    write = WRITERS[form, record]

    def peak(runs: int) -> int:
        body = batch_of(runs, 30, record)
        tracemalloc.start()
        finish(drained(write(body, nullcontext(), None)))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return held

    finish(drained(write(batch_of(1, 1, record), nullcontext(), None)))  # imports what it needs
    few, many = peak(20), peak(100)
    # Parquet keeps a note of every row group, and of summaries a row each, as the request itself does.
    assert many < few + (500_000 if form == "parquet" else 50_000)


def test_a_long_run_is_written_in_pieces_with_a_turn_for_others_in_between() -> None:
    async def work() -> tuple[int, int, int]:
        async with Others() as others:
            size, largest = await drained(write_table([Experiment(epochs=20_000)], nullcontext()))
            return size, largest, others.turns

    size, largest, turns = finish(work())
    assert size > 2_000_000
    assert largest < 250 * LINES
    assert turns > 30


def test_the_header_begins_one_run_of_each_shape_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Experiment] = []

    class Counted(Run):
        def __init__(self, experiment: Experiment, explain: bool = False) -> None:
            begun.append(experiment)
            super().__init__(experiment, explain)

    monkeypatch.setattr(batch_writers, "Run", Counted)
    names = finish(trace_names([*TOGETHER] * 50, explain=False))
    assert ",".join(names) == expected_table(TOGETHER).partition("\n")[0]
    assert len(begun) == 3  # two of the four have one shape
