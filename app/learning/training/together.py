"""Several networks of one shape trained side by side, sooner than one after the other.

They may differ in start, cost, activation, learning rate and order of the examples, and have data of their own.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.learning.errors import OutOfRange, ShapeMismatch
from app.learning.training.course import Course, Order
from app.learning.training.examples import Examples
from app.learning.training.state import TrainerState, check_eta
from app.learning.training.steps import Steps

if TYPE_CHECKING:
    from app.learning.network import Network

Floats = NDArray[Any]


class TrainersTogether(Steps):
    """Mini-batch SGD of several networks, each as a `Trainer` of its own would do it, but for roundings.

    Step by step all make the same number of mini-batches of the same size. Neighbours with the same cost and
    activations share their passes over memory: it pays to have them in a row. One that overflows disturbs no other.
    """

    def __init__(
        self,
        starts: Sequence[Network],
        x: Floats | Examples,
        y: Floats | None = None,
        *,
        etas: Sequence[float],
        batch_size: int,
        orders: Sequence[Order],
        dtype: type = np.float64,
        fast: bool = True,
    ) -> None:
        """x (n, inputs) and y (n, outputs) for all, or x (networks, n, inputs) and y (networks, n, outputs).

        One learning rate and one order a network; else as in `Trainer`. Raises `OutOfRange` and `ShapeMismatch`.
        """
        sizes = _shared_sizes(starts)
        for name, values in (("etas", etas), ("orders", orders)):
            if len(values) != len(starts):
                raise ShapeMismatch(f"{name} must have {len(starts)} entries, one a network, got {len(values)}")
        apart = not isinstance(x, Examples) and x.ndim == 3
        examples = x if isinstance(x, Examples) else _examples(x, y, len(starts), dtype)
        examples.check(sizes)
        count = examples.count // (len(starts) if apart else 1)
        course = Course(count, batch_size, orders, apart=apart)
        super().__init__(starts, examples, course, is_stacked=True, fast=fast)
        self._etas = [check_eta(eta) for eta in etas]
        self._set_etas(self._etas)

    @property
    def etas(self) -> tuple[float, ...]:
        return tuple(self._etas)

    def set_eta(self, index: int, eta: float) -> None:
        """The learning rate of one network, from the next mini-batch on. Raises `OutOfRange`."""
        self._etas[index] = check_eta(eta)
        self._set_etas(self._etas)

    @property
    def networks(self) -> tuple[Network, ...]:
        """Copies of the present state, in double precision."""
        return tuple(self._parameters.network(index) for index in range(len(self._etas)))

    @property
    def are_finite(self) -> tuple[bool, ...]:
        """False for each network that has diverged."""
        return tuple(self._parameters.is_finite(index) for index in range(len(self._etas)))

    def states(self) -> tuple[TrainerState, ...]:
        """One a network: all go on together with the same bits, or each in a `Trainer` of its own."""
        course = self._course
        return tuple(
            TrainerState(
                network,
                eta,
                course.batch_size,
                copy.deepcopy(course.orders[index]),
                course.present[index] if course.present else None,
                course.epoch,
                course.step,
                self._examples.dtype.name,
            )
            for index, (network, eta) in enumerate(zip(self.networks, self._etas, strict=True))
        )

    @classmethod
    def from_states(
        cls, states: Sequence[TrainerState], x: Floats | Examples, y: Floats | None = None
    ) -> TrainersTogether:
        """Goes on where all of `states` were taken, with the same examples. Raises `ShapeMismatch`."""
        first = states[0]
        for name in ("batch_size", "epoch", "step", "dtype"):
            found = {getattr(state, name) for state in states}
            if len(found) > 1:
                raise ShapeMismatch(f"{name} must be the same for all networks, got {sorted(found)}")
        trainers = cls(
            [state.network for state in states],
            x,
            y,
            etas=[state.eta for state in states],
            batch_size=first.batch_size,
            orders=[state.order for state in states],
            dtype=np.dtype(first.dtype).type,
        )
        presents = [state.present for state in states if state.present is not None]
        trainers._course.resume(first.epoch, first.step, presents or None)
        return trainers


def _shared_sizes(starts: Sequence[Network]) -> tuple[int, ...]:
    if not starts:
        raise OutOfRange("starts", "at least one network", len(starts))
    for index, start in enumerate(starts):
        if start.sizes != starts[0].sizes:
            raise ShapeMismatch(
                f"starts.{index} must have the sizes of the first, {starts[0].sizes}, got {start.sizes}"
            )
    return starts[0].sizes


def _examples(x: Floats, y: Floats | None, networks: int, dtype: type) -> Examples:
    if x.ndim != 3 or y is None:
        return Examples(x, y, dtype)
    for name, values in (("x", x), ("y", y)):
        if values.ndim != 3 or len(values) != networks or values.shape[1] != x.shape[1]:
            raise ShapeMismatch(
                f"{name} must have the shape ({networks}, {x.shape[1]}, …), a table for each network, "
                f"got {values.shape}"
            )
    return Examples(x.reshape(-1, x.shape[-1]), y.reshape(-1, y.shape[-1]), dtype)
