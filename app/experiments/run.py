"""Running an experiment into its trace, block by block.

A run is computed in short blocks, so that whoever drives it can send each block at once and let others have the
processor in between. REST, the stream and the pages all run experiments here: there is no second
way to a number.
"""

from collections.abc import Iterator

import numpy as np

from app.experiments.schema import Experiment
from app.experiments.trace import Columns, columns_of, explanations_of
from app.learning.activations import activation_named
from app.learning.costs import cost_named
from app.learning.measures import FinishedRun, Result, summarise
from app.learning.neuron import Descent, Neuron, Rows

FIRST_BLOCK = 16
"""Rows: a picture can start after some 50 µs, most of them for getting ready."""
SCALAR_BLOCK = 512
ARRAY_BLOCK = 64
"""Rows: at most a millisecond of work, on plain floats and on arrays over the examples."""


def neuron_of(experiment: Experiment) -> Neuron:
    """The start of the experiment, as the mathematics takes it."""
    w, x, y = (np.array(v) if isinstance(v, list) else v for v in (experiment.w, experiment.x, experiment.y))
    return Neuron(
        cost=cost_named(experiment.cost),
        activation=activation_named(experiment.activation),
        w=w,
        b=experiment.b,
        x=x,
        y=y,
        eta=experiment.eta,
    )


class Run:
    """One experiment being run: iterate `columns()` to its end, then `summary` is there.

    With `explain` the columns are those of the trace and then those of `EXPLANATIONS`.
    """

    def __init__(self, experiment: Experiment, explain: bool = False) -> None:
        self.experiment = experiment
        self._explain = explain
        self._start = neuron_of(experiment)
        self._descent = Descent(self._start)
        self._blocks: list[Rows] = []
        self._left = experiment.epochs + 1

    @property
    def is_over(self) -> bool:
        return self._left == 0 or self._descent.diverged is not None

    def blocks(self, *, at_once: bool = False) -> Iterator[Rows]:
        """The rows, first a small block unless `at_once`, then larger ones.

        The last block of a diverged run may be empty.
        """
        largest = SCALAR_BLOCK if self._start.is_scalar else ARRAY_BLOCK
        size = largest if at_once else FIRST_BLOCK
        while not self.is_over:
            block = self._descent.advance(min(size, self._left))
            self._blocks.append(block)
            self._left -= len(block)
            size = min(2 * size, largest)
            yield block

    def columns(self, every: int = 1, *, at_once: bool = False) -> Iterator[Columns]:
        """The trace block by block, thinned to one row in `every`; the last row of the run is always there."""
        held = None  # a thinned-out row that turns out to be the last one when the run diverges right after it
        for block in self.blocks(at_once=at_once):
            kept = block.epoch % every == 0
            if self.is_over and len(block) > 0:
                kept[-1] = True
            elif self.is_over and held is not None:
                block, kept = held, np.array([True])
            elif len(block) > 0:
                held = None if kept[-1] else block[-1:]
            rows = block if kept.all() else block[kept]
            yield columns_of(rows) | (explanations_of(self._start, rows) if self._explain else {})

    @property
    def summary(self) -> dict[str, Result]:
        """Every measure, on all rows: thinning what is sent never thins what is measured."""
        return summarise(FinishedRun(self._start, Rows.join(self._blocks), self._descent.diverged))


def simulate(experiment: Experiment, every: int = 1, explain: bool = False) -> tuple[Columns, dict[str, Result]]:
    """The whole trace and the summary of one experiment, at once."""
    run = Run(experiment, explain)
    return join(list(run.columns(every, at_once=True))), run.summary


def join(blocks: list[Columns]) -> Columns:
    """Consecutive blocks of a trace as one; at least one block is needed."""
    if len(blocks) == 1:
        return blocks[0]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
