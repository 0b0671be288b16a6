"""Reading large bodies: others have their turn, and nothing is lost."""

import asyncio
import json
import math

import pytest
from fastapi.exceptions import RequestValidationError

from app.experiments.schema import Experiment
from app.web.messages import MAX_EXPERIMENTS
from app.web.patience import PIECE, batch, parse, validated
from tests.web.test_wire import Others, finish


def test_what_is_parsed_is_what_json_says() -> None:
    content = {"experiments": [{"w": 0.1, "x": [1, -2.5e-7], "cost": "quadratic"}], "every": 10**30, "a": [None, True]}
    assert parse(json.dumps(content).encode()) == content
    assert math.isnan(parse(b'{"w": NaN}')["w"])
    assert parse(b'{"w": -Infinity, "b": 1e999}') == {"w": -math.inf, "b": math.inf}


@pytest.mark.parametrize("body", [b"{", b'{"a": 1,}', b"\xff", b"[" * 5000, b'{"a": "\xff"}', b"{}{}"])
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        parse(body)


def test_experiments_that_fit_take_the_place_of_what_was_sent_and_others_stay() -> None:
    given = [{"w": 1.0}, {"eta": -1.0}, 5, {}]
    assert finish(validated(given)) == [Experiment(w=1.0), {"eta": -1.0}, 5, Experiment()]


def test_more_mistakes_than_are_listed_are_worded_at_once() -> None:
    with pytest.raises(RequestValidationError) as caught:
        finish(validated([{}] + [{"eta": 0}] * 30))
    assert [error["loc"] for error in caught.value.errors()] == [
        ("body", "experiments", k, "eta") for k in range(1, 31)
    ]


@pytest.mark.parametrize(
    "content", [None, 5, [], {}, {"experiments": {}}, {"experiments": [1] * (MAX_EXPERIMENTS + 1)}]
)
def test_what_is_no_batch_is_left_to_be_complained_of(content: object) -> None:
    assert finish(batch(content)) is content


def test_others_have_a_turn_after_every_piece() -> None:
    async def work() -> int:
        async with Others() as others:
            await validated([{}] * (20 * PIECE))
            await asyncio.sleep(0)
            return others.turns

    assert finish(work()) >= 20
