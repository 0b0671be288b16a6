"""Turning traces into JSON bytes, a column at a time, without holding the event loop for long."""

import asyncio
from typing import Any

import orjson

from app.experiments.run import Run
from app.experiments.trace import Columns


def to_json(value: Any) -> bytes:
    """JSON with shortest round-trip numbers. Arrays of numbers are written as lists."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


async def compute(run: Run, every: int) -> list[Columns]:
    """All blocks of a run; between two blocks everybody else has a turn."""
    blocks = []
    for block in run.columns(every):
        blocks.append(block)
        await asyncio.sleep(0)
    return blocks
