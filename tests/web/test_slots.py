"""Places for large requests, counted."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.web.slots import LargeAnswer, Slots
from tests.web.test_wire import finish


def test_places_are_counted_from_entry_to_exit() -> None:
    slots = Slots(max_waiting=1)
    with slots, slots:
        assert not slots.is_full
        with slots:
            assert slots.is_full
    assert not slots.is_full


@pytest.mark.parametrize("is_gone", [False, True])
def test_an_answer_is_tidied_up_after_however_it_ends(is_gone: bool) -> None:
    ended = []

    async def content() -> AsyncIterator[bytes]:
        yield b"{}"

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        if is_gone:
            raise OSError

    answer = LargeAnswer(content(), Slots(max_waiting=1), lambda: ended.append(True))
    try:
        finish(answer({"type": "http", "asgi": {"spec_version": "2.0"}}, receive, send))
    except Exception:  # noqa: BLE001 (whatever it says of a client that has gone)
        assert is_gone
    assert ended == [True]
