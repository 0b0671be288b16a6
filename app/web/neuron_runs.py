"""A run of neurons for the stream, computed in short blocks on the event loop: most take a millisecond or two."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from pydantic import BaseModel

from app.experiments.run import Run
from app.experiments.schema import NeuronExperiment
from app.web.stream_messages import RunMessage, Started
from app.web.wire import summarise


async def play(message: RunMessage) -> AsyncGenerator[BaseModel | dict[str, Any]]:
    """The messages of a run; lanes take turns, block by block, so that all their pictures start at once."""
    yield Started(id=message.id, lanes=message.experiments)
    experiments = [lane for lane in message.experiments if isinstance(lane, NeuronExperiment)]
    runs = [Run(experiment, message.explain) for experiment in experiments]
    unfinished = {lane: run.columns(message.every) for lane, run in enumerate(runs)}
    while unfinished:
        for lane, blocks in list(unfinished.items()):
            columns = next(blocks, None)
            if columns is None:
                del unfinished[lane]
            elif len(columns["epoch"]) > 0:
                yield {"type": "rows", "id": message.id, "lane": lane, "columns": columns}
            await asyncio.sleep(0)
    summaries = [await summarise(run) for run in runs]
    yield {"type": "finished", "id": message.id, "summaries": summaries}
