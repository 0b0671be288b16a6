"""Sweeps that are answered at once; equal ones that are asked together, as by a class, are computed once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from app.experiments.sweeps.errors import SweepError
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from app.web.pools import Begun, Pools
from app.web.slots import Slots
from app.web.wire import Unwanted
from app.web.workers import URGENT

AT_ONCE = 4
KEPT_BYTES = 32 * 1024 * 1024
LOOK_SECONDS = 0.25
"""Between two looks whether an answer is still wanted."""


class _Question:
    """A sweep being computed, and how many wait for it."""

    def __init__(self, task: "asyncio.Task[Array]") -> None:
        self.task = task
        self.askers = 0


class SmallSweeps:
    """Small sweeps, `max_waiting` different ones in turn at most, and the last results as far as they fit."""

    def __init__(self, pools: Pools, max_waiting: int) -> None:
        self._pools = pools
        self._slots = Slots(max_waiting, AT_ONCE)
        self._asked: dict[str, _Question] = {}
        self._kept: OrderedDict[str, Array] = OrderedDict()

    async def values(self, sweep: Sweep, is_unwanted: Callable[[], Awaitable[bool]]) -> Array:
        """The result. Raises `SweepError`, `Unwanted`, and a 503 when too many wait."""
        key = sweep.model_dump_json()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        question = self._asked.get(key)
        if question is None:
            self._slots.refuse_if_full()
            question = self._asked[key] = _Question(asyncio.create_task(self._compute(key, sweep)))
        question.askers += 1
        try:
            while not question.task.done():
                await asyncio.wait([question.task], timeout=LOOK_SECONDS)
                if not question.task.done() and await is_unwanted():
                    raise Unwanted
            return question.task.result()
        finally:
            question.askers -= 1
            if question.askers == 0 and not question.task.done():
                self._asked.pop(key, None)  # whoever asks it from now on begins it anew
                question.task.cancel()

    async def close(self) -> None:
        """Cancels what is being computed."""
        tasks = [question.task for question in self._asked.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=1.0)

    async def _compute(self, key: str, sweep: Sweep) -> Array:
        begun: Begun | None = None
        try:
            with self._slots:
                async with self._slots.turn:
                    begun = await self._pools.in_thread(lambda: self._pools.begin(sweep, URGENT))
                    await self._pools.in_thread(begun.run.run)
            self._keep(key, begun.run.values)
            return begun.run.values
        except SweepError as error:
            self._pools.failed(error)
            raise
        except asyncio.CancelledError:
            if begun is not None:
                begun.cancel()
            raise
        finally:
            if key in self._asked and self._asked[key].task is asyncio.current_task():
                del self._asked[key]

    def _keep(self, key: str, values: Array) -> None:
        self._kept[key] = values
        while sum(kept.nbytes for kept in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
