"""Which examples come next: epochs, mini-batches, and where a training stands among them."""

import copy
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.learning.errors import OutOfRange

Indices = NDArray[np.intp]
Order = np.random.Generator | None
"""Draws a permutation an epoch; None keeps the examples in order."""


class Batches(NamedTuple):
    examples: Indices
    """A row a step: the numbers of its examples, those of one network after the other."""
    is_rest: bool
    """Whether this is the last mini-batch of an epoch, with fewer examples than the others."""


class Course:
    """The way of one or more networks through `count` examples, each in its own order.

    `apart`: each network has examples of its own, which lie one after the other.
    """

    def __init__(self, count: int, batch_size: int, orders: Sequence[Order], *, apart: bool = False) -> None:
        if batch_size < 1:
            raise OutOfRange("batch_size", "at least 1", batch_size)
        self.count, self.batch_size = count, batch_size
        self.orders = copy.deepcopy(list(orders))
        self.whole, self.rest = divmod(count, batch_size)
        self.steps_per_epoch = self.whole + bool(self.rest)
        self.epoch = self.step = 0
        self.present: list[Indices] | None = None
        """The order of each network in an epoch that is not over."""
        self._offsets = np.arange(len(orders))[:, np.newaxis] * (count if apart else 0)
        self._batches: Indices | None = None
        self._last: Indices | None = None

    def advance(self, steps: int) -> Iterator[Batches]:
        """So many mini-batches, some at a time. What is yielded counts as done as soon as more is asked for."""
        while steps > 0:
            stop = min(self.step + steps, self.steps_per_epoch)
            whole, last = self._of_this_epoch()
            if self.step < self.whole:
                yield Batches(whole[self.step : stop], is_rest=False)
            if stop > self.whole:
                yield Batches(last, is_rest=True)
            steps -= stop - self.step
            self._stand_at(stop)

    def _of_this_epoch(self) -> tuple[Indices, Indices]:
        if self._batches is None or self._last is None:
            if self.present is None:
                self.present = [next_order(order, self.count) for order in self.orders]
            # (networks, examples) cut into steps, and each step's part of every network put side by side.
            orders = self.present[0][np.newaxis] if len(self.orders) == 1 else np.array(self.present) + self._offsets
            cut = self.whole * self.batch_size
            whole = orders[:, :cut].reshape(len(orders), self.whole, self.batch_size)
            self._batches = whole.swapaxes(0, 1).reshape(self.whole, len(orders) * self.batch_size)
            self._last = orders[:, cut:].reshape(1, -1)
        return self._batches, self._last

    def _stand_at(self, step: int) -> None:
        self.step = step
        if step == self.steps_per_epoch:
            self.epoch, self.step = self.epoch + 1, 0
            self.present = self._batches = self._last = None

    def resume(self, epoch: int, step: int, present: Sequence[Indices] | None) -> None:
        self.epoch, self.step = epoch, step
        self.present = None if present is None else list(present)
        self._batches = self._last = None


def next_order(order: Order, count: int) -> Indices:
    """The examples in the order of an epoch that begins."""
    return np.arange(count) if order is None else order.permutation(count)
