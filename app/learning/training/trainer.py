"""Stochastic gradient descent of one network, mini-batch by mini-batch (eq. 20 and 21).

Not here: measures of how it goes (network_measures.py) and what an experiment is.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.learning.training.course import Course, Order
from app.learning.training.examples import Examples
from app.learning.training.state import TrainerState, check_eta
from app.learning.training.steps import Steps

if TYPE_CHECKING:
    from app.learning.network import Network

Floats = NDArray[Any]


class Trainer(Steps):
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
        examples = x if isinstance(x, Examples) else Examples(x, y, dtype)
        examples.check(start.sizes)
        super().__init__([start], examples, Course(examples.count, batch_size, [order]), is_stacked=False, fast=fast)
        self.eta = eta

    @property
    def eta(self) -> float:
        """The learning rate. A new one takes effect at the next mini-batch."""
        return self._eta

    @eta.setter
    def eta(self, eta: float) -> None:
        self._eta = check_eta(eta)
        self._set_etas([self._eta])

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
