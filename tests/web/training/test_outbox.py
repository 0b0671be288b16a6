"""Messages that wait for a client."""

import asyncio

from app.web.training.outbox import HIGH, LOW, Outbox
from tests.web.test_wire import finish


def test_messages_are_taken_in_their_order_as_soon_as_they_are_there() -> None:
    async def talk() -> list[str]:
        outbox = Outbox()
        taking = asyncio.create_task(outbox.take())
        await asyncio.sleep(0)
        assert not taking.done()
        for text in ("a", "b"):
            outbox.put(text)
        return [await taking, await outbox.take()]

    assert finish(talk()) == ["a", "b"]


def test_an_outbox_is_full_beyond_a_megabyte_and_low_again_after_a_while() -> None:
    outbox = Outbox()
    outbox.put("x" * HIGH)
    assert (outbox.is_full, outbox.is_low) == (False, False)
    outbox.put("x" * LOW)
    assert outbox.is_full
    finish(outbox.take())
    assert (outbox.is_full, outbox.is_low) == (False, True)
    outbox.clear()
    assert outbox.is_low
