"""Stochastic gradient descent of one network, mini-batch by mini-batch (eq. 20 and 21).

Not here: measures of how it goes (network_measures.py) and what an experiment is.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.learning.training.blas import one_thread
from app.learning.training.buffers import Parameters
from app.learning.training.course import Course, Order
from app.learning.training.examples import Examples
from app.learning.training.kernel import Kernel
from app.learning.training.state import TrainerState, check_eta

if TYPE_CHECKING:
    from app.learning.network import Network

Floats = NDArray[Any]


class Trainer:
    """Mini-batch SGD of one network: w ← w − η/m Σ ∇C_x, batch by batch (eq. 20, 21).

    However the steps are cut into calls, and in whatever process they are made, the bits are the same on one machine.
    A network that overflows goes on as such: `is_finite` tells.
    """

    def __init__(
        self,
        start: Network,
        x: Floats | Examples,
        y: Floats | None = None,
        *,
        eta: float,
        batch_size: int,
        order: Order,
        dtype: type = np.float64,
        fast: bool = True,
    ) -> None:
        """x (n, inputs) and y (n, outputs), or `Examples` made of them, which several trainers may share.

        `order` draws a permutation an epoch, and is copied; None keeps the examples in order. `fast=False` computes
        with the registries' formulas alone. Raises `OutOfRange` and `ShapeMismatch`.
        """
        self._examples = x if isinstance(x, Examples) else Examples(x, y, dtype)
        self._examples.check(start.sizes)
        self._course = Course(self._examples.count, batch_size, [order])
        self._parameters = Parameters([start], self._examples.dtype, is_stacked=False)
        self._kernels = {
            is_rest: Kernel([start], self._parameters, self._examples, size, fast=fast)
            for is_rest, size in ((False, batch_size), (True, self._course.rest))
            if 0 < size <= self._examples.count
        }
        self.eta = eta

    @property
    def eta(self) -> float:
        """The learning rate. A new one takes effect at the next mini-batch."""
        return self._eta

    @eta.setter
    def eta(self, eta: float) -> None:
        self._eta = check_eta(eta)
        for kernel in self._kernels.values():
            kernel.set_etas([self._eta])

    @property
    def batch_size(self) -> int:
        return self._course.batch_size

    @property
    def steps_per_epoch(self) -> int:
        """The last step may have fewer examples, and is then averaged over those."""
        return self._course.steps_per_epoch

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self._course.epoch

    @property
    def step(self) -> int:
        """Mini-batches done in the present epoch, always fewer than `steps_per_epoch`."""
        return self._course.step

    def train(self, steps: int) -> None:
        """So many mini-batches more, over as many epochs as they need."""
        with np.errstate(all="ignore"), one_thread():
            for batches in self._course.advance(steps):
                self._kernels[batches.is_rest].run(batches.examples)

    def train_epoch(self) -> None:
        """To the end of the present epoch."""
        self.train(self.steps_per_epoch - self.step)

    @property
    def network(self) -> Network:
        """A copy of the present state, in double precision: exactly what is computed with."""
        return self._parameters.network()

    @property
    def is_finite(self) -> bool:
        """False once the training has diverged."""
        return self._parameters.is_finite()

    def state(self) -> TrainerState:
        course = self._course
        return TrainerState(
            self.network,
            self.eta,
            course.batch_size,
            copy.deepcopy(course.orders[0]),
            course.present[0] if course.present else None,
            course.epoch,
            course.step,
            self._examples.dtype.name,
        )

    @classmethod
    def from_state(cls, state: TrainerState, x: Floats | Examples, y: Floats | None = None) -> Trainer:
        """Goes on where `state` was taken, with the same examples."""
        trainer = cls(
            state.network,
            x,
            y,
            eta=state.eta,
            batch_size=state.batch_size,
            order=state.order,
            dtype=np.dtype(state.dtype).type,
        )
        trainer._course.resume(state.epoch, state.step, None if state.present is None else [state.present])
        return trainer
