"""A batch of experiments, run and written in turns: JSON, CSV or Parquet, whole traces or summaries alone.

Each writer yields bytes while it computes and holds one run at a time (Parquet: one row group), so that memory does
not grow with the number of runs. Between two blocks of rows everybody else has a turn, and a client that has gone
ends the work at the next of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import numpy as np

from app.experiments.exports import summaries
from app.experiments.exports.parquet import ParquetFile
from app.experiments.exports.table import cell_names, header
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.run import Run
from app.experiments.schema import Experiment, NeuronExperiment
from app.experiments.trace import Columns
from app.learning.measures import Result
from app.web import quick_table
from app.web.messages import SimulationRequest
from app.web.network_batches import Lessons
from app.web.wire import compute, json_list, summarise, to_json

Turn = AbstractAsyncContextManager[None]
Writer = Callable[[SimulationRequest, Turn, Lessons | None], AsyncIterator[bytes]]

GROUP = 50_000
"""Rows of a Parquet group: some five megabytes."""

LINES = 512
"""Rows of a CSV that are written at once: less than a millisecond."""


async def write_json(body: SimulationRequest, turn: Turn, lessons: Lessons | None) -> AsyncIterator[bytes]:
    """Every result with its experiment, its trace or null, and its summary. Networks need somebody to train them."""
    yield b'{"results":['
    for index, experiment in enumerate(body.experiments):
        if isinstance(experiment, NeuronExperiment):
            async with turn:
                blocks, summary = await _run(experiment, body)
        else:
            blocks, summary = await trained(lessons, index, experiment)
        yield b"," * (index > 0) + b'{"experiment":' + to_json(experiment.model_dump()) + b',"trace":'
        if blocks:
            for place, name in enumerate(blocks[0]):
                yield (b"," if place else b"{") + to_json(name) + b":"
                for piece in json_list([block[name] for block in blocks]):
                    yield piece
            yield b"}"
        else:
            yield b"null"
        yield b',"summary":' + to_json(summary) + b"}"
    yield b"]}"


async def trained(
    lessons: Lessons | None, place: int, experiment: NetworkExperiment
) -> tuple[list[Columns], dict[str, Any]]:
    """The same of a network."""
    if lessons is None:
        raise TypeError("a batch with networks needs somebody to train them")
    return await lessons.result(place, experiment)


async def _run(experiment: NeuronExperiment, body: SimulationRequest) -> tuple[list[Columns], dict[str, Any]]:
    """The blocks of its trace, none where it is not wanted, and its summary."""
    run = Run(experiment, body.explain)
    if body.record == "trace":
        blocks = await compute(run, body.every)
    else:
        blocks = []
        await _measure(run)
    return blocks, await summarise(run)


async def _measure(run: Run) -> None:
    """Makes a run of which only the summary is wanted, without the columns of its trace."""
    for _ in run.blocks():
        await asyncio.sleep(0)


async def write_table(
    experiments: Sequence[Experiment], turn: Turn, every: int = 1, explain: bool = False
) -> AsyncIterator[bytes]:
    """The traces of neurons as CSV, a line a row."""
    names = await trace_names(experiments, explain)
    yield (",".join(names) + "\n").encode()
    for number, experiment in enumerate(experiments):
        async with turn:
            blocks = await compute(Run(experiment, explain), every)
        for block in blocks:
            for start in range(0, len(block["epoch"]), LINES):
                rows = {name: column[start : start + LINES] for name, column in block.items()}
                yield quick_table.lines(names, number, rows).encode()


async def trace_names(experiments: Sequence[Experiment], explain: bool) -> list[str]:
    """The header of the traces' table. Of every shape one experiment is begun: no shape, no columns."""
    begun = []
    for experiment in summaries.one_of_each_shape(experiments):
        begun.append(next(Run(experiment, explain).columns()))
        await asyncio.sleep(0)
    return header(begun)


async def write_traces_csv(body: SimulationRequest, turn: Turn, _: Lessons | None) -> AsyncIterator[bytes]:
    async for piece in write_table(body.neurons, turn, body.every, body.explain):
        yield piece


async def write_summaries_csv(body: SimulationRequest, turn: Turn, _: Lessons | None) -> AsyncIterator[bytes]:
    """A line a run: the fields of its experiment and every measure."""
    names = list(await asyncio.to_thread(summaries.header, body.neurons))
    yield (",".join(names) + "\n").encode()
    async for index, experiment, summary in _summarised(body, turn):
        yield summaries.line(names, summaries.row(index, experiment, summary)).encode()


async def write_summaries_parquet(body: SimulationRequest, turn: Turn, _: Lessons | None) -> AsyncIterator[bytes]:
    """The same table as that of the CSV, in one row group: there is a row for each experiment of the request."""
    names = await asyncio.to_thread(summaries.header, body.neurons)
    file = await asyncio.to_thread(ParquetFile, names)
    rows = [summaries.row(index, experiment, summary) async for index, experiment, summary in _summarised(body, turn)]
    yield await asyncio.to_thread(file.group, {name: [row.get(name) for row in rows] for name in names})
    yield await asyncio.to_thread(file.end)


async def _summarised(body: SimulationRequest, turn: Turn) -> AsyncIterator[tuple[int, Experiment, dict[str, Result]]]:
    for index, experiment in enumerate(body.neurons):
        run = Run(experiment)
        async with turn:
            await _measure(run)
            summary = await summarise(run)
        yield index, experiment, summary


async def write_traces_parquet(body: SimulationRequest, turn: Turn, _: Lessons | None) -> AsyncIterator[bytes]:
    """The same table as that of the CSV, in row groups of about `GROUP` rows."""
    names = await trace_names(body.neurons, body.explain)
    kinds = {name: int if name in ("run", "epoch") else float for name in names}
    file = await asyncio.to_thread(ParquetFile, kinds)
    waiting: list[Columns] = []
    rows = 0
    for number, experiment in enumerate(body.neurons):
        async with turn:
            blocks = await compute(Run(experiment, body.explain), body.every)
        for block in blocks:
            waiting.append(flat(number, block))
            rows += len(block["epoch"])
            if rows >= GROUP:
                yield await asyncio.to_thread(file.group, joined(names, waiting))
                waiting, rows = [], 0
    if rows:
        yield await asyncio.to_thread(file.group, joined(names, waiting))
    yield await asyncio.to_thread(file.end)


def flat(number: int, block: Columns) -> Columns:
    """The columns of a block by cell, with the run in front."""
    flat: Columns = {"run": np.full(len(block["epoch"]), number)}
    for name, column in block.items():
        flat |= zip(cell_names(name, column.shape[1:]), np.atleast_2d(column.T), strict=True)
    return flat


def joined(names: Sequence[str], parts: Sequence[Columns]) -> dict[str, Any]:
    """Every cell of consecutive blocks as one array, NaN where a run does not have it."""
    nothing = [np.full(len(part["run"]), np.nan) for part in parts]
    columns: dict[str, Any] = {}
    for name in names:
        column = np.concatenate([part.get(name, blank) for part, blank in zip(parts, nothing, strict=True)])
        columns[name] = np.where(np.isfinite(column), column, np.nan) if column.dtype == float else column
    return columns


WRITERS: dict[tuple[str, str], Writer] = {
    ("json", "trace"): write_json,
    ("json", "summary"): write_json,
    ("csv", "trace"): write_traces_csv,
    ("csv", "summary"): write_summaries_csv,
    ("parquet", "trace"): write_traces_parquet,
    ("parquet", "summary"): write_summaries_parquet,
}
"""By format and by what is recorded."""
