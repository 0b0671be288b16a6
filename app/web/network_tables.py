"""A batch of networks as CSV or Parquet: the tables that batch_writers.py makes of neurons."""

import asyncio
from collections.abc import AsyncIterator

from app.experiments.exports.parquet import ParquetFile
from app.experiments.exports.summaries import line
from app.experiments.networks.tables import summary_header, summary_row, trace_header
from app.experiments.trace import Columns
from app.web import quick_table
from app.web.batch_writers import GROUP, LINES, Turn, flat, joined
from app.web.messages import SimulationRequest
from app.web.network_batches import Lessons


async def write_traces_csv(body: SimulationRequest, _: Turn, lessons: Lessons) -> AsyncIterator[bytes]:
    names = list(await asyncio.to_thread(trace_header, body.networks))
    yield (",".join(names) + "\n").encode()
    for number, experiment in enumerate(body.networks):
        blocks, _summary = await lessons.result(number, experiment)
        for block in blocks:
            for start in range(0, len(block["epoch"]), LINES):
                rows = {name: column[start : start + LINES] for name, column in block.items()}
                yield quick_table.lines(names, number, rows).encode()


async def write_traces_parquet(body: SimulationRequest, _: Turn, lessons: Lessons) -> AsyncIterator[bytes]:
    kinds = await asyncio.to_thread(trace_header, body.networks)
    file = await asyncio.to_thread(ParquetFile, kinds)
    waiting: list[Columns] = []
    rows = 0
    for number, experiment in enumerate(body.networks):
        blocks, _summary = await lessons.result(number, experiment)
        waiting += [flat(number, block) for block in blocks]
        rows += sum(len(block["epoch"]) for block in blocks)
        if rows >= GROUP:
            yield await asyncio.to_thread(file.group, joined(list(kinds), waiting))
            waiting, rows = [], 0
    if rows:
        yield await asyncio.to_thread(file.group, joined(list(kinds), waiting))
    yield await asyncio.to_thread(file.end)


async def write_summaries_csv(body: SimulationRequest, _: Turn, lessons: Lessons) -> AsyncIterator[bytes]:
    names = list(await asyncio.to_thread(summary_header, body.networks))
    yield (",".join(names) + "\n").encode()
    for number, experiment in enumerate(body.networks):
        _blocks, summary = await lessons.result(number, experiment)
        yield line(names, summary_row(number, experiment, summary)).encode()


async def write_summaries_parquet(body: SimulationRequest, _: Turn, lessons: Lessons) -> AsyncIterator[bytes]:
    names = await asyncio.to_thread(summary_header, body.networks)
    file = await asyncio.to_thread(ParquetFile, names)
    rows = []
    for number, experiment in enumerate(body.networks):
        _blocks, summary = await lessons.result(number, experiment)
        rows.append(summary_row(number, experiment, summary))
    yield await asyncio.to_thread(file.group, {name: [row.get(name) for row in rows] for name in names})
    yield await asyncio.to_thread(file.end)


NETWORK_WRITERS = {
    ("csv", "trace"): write_traces_csv,
    ("csv", "summary"): write_summaries_csv,
    ("parquet", "trace"): write_traces_parquet,
    ("parquet", "summary"): write_summaries_parquet,
}
"""By format and by what is recorded. Of JSON there is one for both kinds (batch_writers.py)."""
