"""A run of neurons as messages; that they reach a client as they should is in test_stream.py."""

import asyncio
from typing import Any

from pydantic import BaseModel

from app.experiments.schema import NeuronExperiment
from app.web.neuron_runs import play
from app.web.stream_messages import RunMessage
from tests.web.test_wire import finish


def messages_of(*epochs: int) -> list[dict[str, Any]]:
    message = RunMessage(type="run", id="a", experiments=[NeuronExperiment(epochs=number) for number in epochs])

    async def listen() -> list[dict[str, Any]]:
        parts = [part async for part in play(message)]
        return [part.model_dump() if isinstance(part, BaseModel) else part for part in parts]

    return finish(listen())


def test_a_run_begins_with_its_experiments_and_ends_with_their_summaries() -> None:
    messages = messages_of(5, 300)
    assert [lane["epochs"] for lane in messages[0]["lanes"]] == [5, 300]
    assert len(messages[-1]["summaries"]) == 2
    assert {message["type"] for message in messages[1:-1]} == {"rows"}


def test_everybody_else_has_a_turn_between_blocks() -> None:
    async def beside() -> tuple[int, int]:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        message = RunMessage(type="run", id="a", experiments=[NeuronExperiment(epochs=5000)])
        blocks = [part async for part in play(message)]
        counting.cancel()
        return len(blocks), turns

    blocks, turns = finish(beside())
    assert turns >= blocks - 2
