"""Places for large requests: who works, who waits, and who is sent away."""

import asyncio
from collections.abc import AsyncIterator, Callable

from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

AT_ONCE = 2
"""Large simulations that are computed in turns; more would only slow each other down."""


class Slots:
    """The places for large requests: `at_once` in work, `max_waiting` waiting, the rest refused."""

    def __init__(self, max_waiting: int, at_once: int = AT_ONCE) -> None:
        self.turn = asyncio.Semaphore(at_once)
        """Held while a large simulation is computed, and free again while its rows are sent."""
        self._free = at_once + max_waiting

    @property
    def is_full(self) -> bool:
        return self._free <= 0

    def refuse_if_full(self) -> None:
        """Raises a 503 that says when to come back."""
        if self.is_full:
            raise HTTPException(503, "too many large requests are waiting here", headers={"Retry-After": "5"})

    def __enter__(self) -> None:
        self._free -= 1

    def __exit__(self, *_: object) -> None:
        self._free += 1


class LargeAnswer(StreamingResponse):
    """An answer that holds a place from its first step until its last byte is sent or its client is gone.

    Then `at_end` is called, also where the client was gone before the content was asked for.
    """

    def __init__(self, content: AsyncIterator[bytes], slots: Slots, at_end: Callable[[], None] = lambda: None) -> None:
        super().__init__(content, media_type="application/json")
        self._slots = slots
        self._at_end = at_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._slots:
                await super().__call__(scope, receive, send)
        finally:
            self._at_end()
