"""JSON in pieces, and turns for everybody while a run is computed."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

import numpy as np
import pytest

from app.experiments.run import Run, join, simulate
from app.experiments.schema import Experiment
from app.learning.turns import Work
from app.web.wire import (
    CHUNK,
    LOOKS,
    PIECE,
    SMALL,
    Unwanted,
    compute,
    in_chunks,
    in_turns,
    json_list,
    summarise,
    to_json,
)
from tests.web.talking import strict_json

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, on an event loop in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


def test_numbers_survive_to_the_last_bit() -> None:
    numbers = np.array([0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 1e22])
    assert np.array(strict_json(to_json(numbers))).tobytes() == numbers.tobytes()


def test_what_is_not_finite_is_written_as_null() -> None:
    assert to_json({"a": float("nan"), "b": np.array([np.inf, 1.0])}) == b'{"a":null,"b":[null,1.0]}'


@pytest.mark.parametrize("width", [(), (1,), (3,), (2 * PIECE,)])
@pytest.mark.parametrize("rows", [0, 1, 2, 7, PIECE - 1, PIECE, PIECE + 1])
def test_a_column_in_pieces_is_the_column(rows: int, width: tuple[int, ...]) -> None:
    rows = rows if width != (2 * PIECE,) else min(rows, 3)
    column = np.random.default_rng(0).normal(size=(rows, *width))
    pieces = list(json_list([column[: rows // 2], column[rows // 2 :]]))
    assert b"".join(pieces) == to_json(column)
    assert max(map(len, pieces)) < 25 * max(PIECE, column[:1].size)


def test_chunks_hold_the_same_bytes_in_fewer_parts() -> None:
    pieces = [bytes([number % 256]) * 1000 for number in range(300)]

    async def give() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    async def collect() -> list[bytes]:
        return [chunk async for chunk in in_chunks(give())]

    chunks = finish(collect())
    assert b"".join(chunks) == b"".join(pieces)
    assert all(CHUNK <= len(chunk) < CHUNK + 1000 for chunk in chunks[:-1])


class Others:
    """Everybody else: counts the turns that the event loop gives them."""

    turns = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._take_turns())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _take_turns(self) -> None:
        while True:
            self.turns += 1
            await asyncio.sleep(0)


def test_others_have_a_turn_after_every_block_and_every_chunk() -> None:
    async def give() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"a" * CHUNK

    async def work() -> tuple[int, int]:
        async with Others() as others:
            blocks = await compute(Run(Experiment(epochs=20_000)), every=1)
            while_computing = others.turns
            async for _ in in_chunks(give()):
                pass
            return while_computing - len(blocks), others.turns - while_computing - 50

    missed = finish(work())
    assert all(abs(count) <= 1 for count in missed)


@pytest.mark.parametrize("epochs", [10, SMALL])
def test_a_run_computed_in_turns_is_the_run(epochs: int) -> None:
    experiment = Experiment(epochs=epochs)

    async def work() -> Any:
        run = Run(experiment)
        return await compute(run, 7), await summarise(run)

    blocks, summary = finish(work())
    columns, expected = simulate(experiment, 7)
    assert summary == expected
    assert all(np.array_equal(joined, columns[name]) for name, joined in join(blocks).items())


def count(pauses: int) -> Work[int]:
    for _ in range(pauses):
        yield
    return pauses


def test_others_have_a_turn_in_every_pause_of_work() -> None:
    async def work() -> tuple[int, int]:
        async with Others() as others:
            return await in_turns(count(300)), others.turns

    result, turns = finish(work())
    assert result == 300
    assert abs(turns - 300) <= 1


def test_work_that_is_no_longer_wanted_is_left() -> None:
    asked = 0

    async def has_gone() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    pauses = iter(range(10_000))
    with pytest.raises(Unwanted):
        finish(in_turns((None for _ in pauses), has_gone))
    assert next(pauses) == 3 * LOOKS
