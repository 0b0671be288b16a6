"""What training one network and training several have in common: parameters, and a course of steps that change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.learning.training.blas import one_thread
from app.learning.training.buffers import Parameters
from app.learning.training.course import Course
from app.learning.training.examples import Examples
from app.learning.training.kernel import Kernel

if TYPE_CHECKING:
    from app.learning.network import Network


class Steps:
    def __init__(
        self, starts: Sequence[Network], examples: Examples, course: Course, *, is_stacked: bool, fast: bool
    ) -> None:
        self._examples = examples
        self._course = course
        self._parameters = Parameters(starts, examples.dtype, is_stacked=is_stacked)
        self._kernels = {
            is_rest: Kernel(starts, self._parameters, examples, size, fast=fast)
            for is_rest, size in ((False, course.batch_size), (True, course.rest))
            if 0 < size <= course.count
        }

    def _set_etas(self, etas: Sequence[float]) -> None:
        for kernel in self._kernels.values():
            kernel.set_etas(etas)

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
        """So many mini-batches more (of every network), over as many epochs as they need."""
        with np.errstate(all="ignore"), one_thread():
            for batches in self._course.advance(steps):
                self._kernels[batches.is_rest].run(batches.examples)

    def train_epoch(self) -> None:
        """To the end of the present epoch."""
        self.train(self.steps_per_epoch - self.step)
