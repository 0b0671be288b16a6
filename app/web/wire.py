"""Turning runs into JSON bytes, a piece at a time, without holding the event loop for long."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from app.experiments.run import Run
from app.experiments.trace import Columns
from app.learning.measures import Result
from app.learning.turns import Work

T = TypeVar("T")

SMALL = 50_000
"""Numbers: a simulation up to here is a few milliseconds of work."""

PIECE = 5_000
"""Numbers: to write so many as JSON takes about half a millisecond."""

LOOKS = 50
"""Pauses between two looks whether an answer is still wanted: some 50 milliseconds of work."""

CHUNK = 64 * 1024
"""Bytes that are worth a system call of their own."""


def to_json(value: Any) -> bytes:
    """JSON with shortest round-trip numbers. Arrays of numbers are written as lists."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def json_list(parts: list[NDArray[Any]]) -> Iterator[bytes]:
    """The parts of one column as a single JSON list, piece by piece."""
    column = np.concatenate(parts)
    rows = max(1, PIECE // math.prod(column.shape[1:]))
    yield b"["
    for start in range(0, len(column), rows):
        yield b"," * (start > 0) + to_json(column[start : start + rows])[1:-1]
    yield b"]"


async def in_chunks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in larger chunks; after each of them everybody else has a turn."""
    chunk = bytearray()
    async for piece in pieces:
        chunk += piece
        if len(chunk) >= CHUNK:
            yield bytes(chunk)
            chunk.clear()
            await asyncio.sleep(0)
    yield bytes(chunk)


async def compute(run: Run, every: int) -> list[Columns]:
    """All blocks of a run; between two blocks everybody else has a turn."""
    blocks = []
    for block in run.columns(every):
        blocks.append(block)
        await asyncio.sleep(0)
    return blocks


class Unwanted(Exception):
    """Whoever asked has gone."""


async def in_turns(work: Work[T], is_unwanted: Callable[[], Awaitable[bool]] | None = None) -> T:
    """The result of the work; in its pauses everybody else has a turn. Raises `Unwanted` soon after it is."""
    pauses = 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        pauses += 1
        if is_unwanted is not None and pauses % LOOKS == 0 and await is_unwanted():
            raise Unwanted
        await asyncio.sleep(0)


async def summarise(run: Run) -> dict[str, Result]:
    """The summary; that of a long run in a thread, where NumPy works through millions of numbers unwatched."""
    if run.experiment.values <= SMALL:
        return run.summary
    return await asyncio.to_thread(lambda: run.summary)
