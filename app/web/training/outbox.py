"""Messages for one client that are written faster than it reads."""

import asyncio
from collections import deque

HIGH = 1024 * 1024
"""Characters: with so many unread, a training gives its worker to others."""
LOW = HIGH // 4


class Outbox:
    def __init__(self) -> None:
        self._texts: deque[str] = deque()
        self._size = 0
        self._is_filled = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        return not self._texts

    @property
    def is_full(self) -> bool:
        return self._size > HIGH

    @property
    def is_low(self) -> bool:
        return self._size <= LOW

    def put(self, text: str) -> None:
        self._texts.append(text)
        self._size += len(text)
        self._is_filled.set()

    async def take(self) -> str:
        """The oldest message, as soon as there is one."""
        while not self._texts:
            self._is_filled.clear()
            await self._is_filled.wait()
        text = self._texts.popleft()
        self._size -= len(text)
        return text

    def clear(self) -> None:
        self._texts.clear()
        self._size = 0
