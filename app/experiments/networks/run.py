"""Training the network of an experiment, epoch by epoch, into a trace.

A run can be given another learning rate in the middle, go on for more epochs than were asked for, and be laid aside
and taken up again in another process: its numbers are the same to the last bit however it was cut. It ends early where
it diverges, which is a result and no error.
"""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from app.experiments.networks.examples import examples_of
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.snapshots import snapshot
from app.experiments.networks.summary import History, Result, summarise
from app.experiments.networks.trace import row_of
from app.experiments.run import join
from app.experiments.trace import Columns
from app.learning.activations import activation_named
from app.learning.costs import network_cost_named
from app.learning.inits import init_named
from app.learning.network import Network
from app.learning.network_measures import Measured, measure
from app.learning.outputs import output_named
from app.learning.training import Trainer, TrainerState
from app.learning.training.blas import one_thread


@dataclass(frozen=True)
class RunState:
    """All of a run but its examples. Picklable."""

    experiment: NetworkExperiment
    trainer: TrainerState
    history: History
    rows: int
    """How many rows it has given."""
    epochs: int
    """Where it is to end."""


def generators(experiment: NetworkExperiment) -> tuple[np.random.Generator, np.random.Generator]:
    """What draws the start, and what draws the order of the examples."""
    start, order = np.random.default_rng(experiment.seed).spawn(2)
    return start, order


def start_of(experiment: NetworkExperiment) -> Network:
    """The network before training: given, or drawn from the seed."""
    if experiment.weights is not None and experiment.biases is not None:
        weights = tuple(np.array(matrix, float) for matrix in experiment.weights)
        biases = tuple(np.array(vector, float) for vector in experiment.biases)
    else:
        rng, _ = generators(experiment)
        init = init_named(experiment.init)
        weights, biases = init.start(experiment.sizes, rng, z=experiment.init_z, outputs=experiment.init_outputs)
    return Network(
        weights=weights,
        biases=biases,
        activation=activation_named(experiment.activation),
        output=output_named(experiment.output),
        cost=network_cost_named(experiment.cost),
    )


class NetworkRun:
    """One training: iterate `rows()`, look at `summary`, `network` or `snapshot()` in between or at the end."""

    def __init__(self, experiment: NetworkExperiment, data_folder: Path | None = None) -> None:
        """Makes or reads the examples. Raises `FileProblem` where files are absent or damaged."""
        self.experiment = experiment
        self.examples = examples_of(experiment, data_folder)
        self._trainer = Trainer(
            start_of(experiment),
            self.examples.laid_out,
            eta=experiment.eta,
            batch_size=experiment.batch_size,
            order=generators(experiment)[1] if experiment.shuffle else None,
        )
        self._history = History()
        self._rows = 0
        self._epochs = experiment.epochs

    @classmethod
    def resume(cls, state: RunState, data_folder: Path | None = None) -> Self:
        """Goes on where the state was taken."""
        run = cls.__new__(cls)
        run.experiment = state.experiment
        run.examples = examples_of(state.experiment, data_folder)
        run._trainer = Trainer.from_state(state.trainer, run.examples.laid_out)
        run._history = copy.deepcopy(state.history)
        run._rows, run._epochs = state.rows, state.epochs
        return run

    def state(self) -> RunState:
        """Where it stands; the run may go on."""
        return RunState(self.experiment, self._trainer.state(), copy.deepcopy(self._history), self._rows, self._epochs)

    @property
    def eta(self) -> float:
        """The learning rate. A new one takes effect at the next epoch that is asked for. Raises `OutOfRange`."""
        return self._trainer.eta

    @eta.setter
    def eta(self, eta: float) -> None:
        self._trainer.eta = eta

    @property
    def epochs(self) -> int:
        """Where it ends, unless it diverges before."""
        return self._epochs

    def extend(self, epochs: int) -> None:
        """So many epochs more; `rows()` then has more rows."""
        self._epochs += epochs

    @property
    def epoch(self) -> int:
        """The epoch of the last row, −1 before the first."""
        return self._rows - 1

    @property
    def is_over(self) -> bool:
        return self._history.diverged is not None or self._rows > self._epochs

    @property
    def network(self) -> Network:
        """A copy of the network as it is now, in double precision."""
        return self._trainer.network

    @property
    def summary(self) -> dict[str, Result]:
        """Every measure, on all rows so far."""
        return summarise(self._history)

    def rows(self) -> Iterator[Columns]:
        """The rows that are still to come, a block a row. Asked again, it goes on where it was left."""
        while not self.is_over:
            # Measuring is done in pieces as small as mini-batches: several threads would wait for each other.
            with one_thread():
                if self._rows:
                    self._trainer.train_epoch()
                row = self._row()
            if row is None:
                self._history.diverged = self._rows
                return
            self._rows += 1
            yield row

    def _row(self) -> Columns | None:
        """What the present network does with the examples; None where that is not finite."""
        if not self._trainer.is_finite:
            return None
        network, examples = self._trainer.network, self.examples
        train = measure(network, examples.x, examples.y, examples.labels)
        test: Measured | None = None
        if examples.test_x is not None and examples.test_y is not None:
            test = measure(network, examples.test_x, examples.test_y, examples.test_labels, with_gradient=False)
        if not math.isfinite(train.cost):
            return None
        self._history.add(train, test)
        return row_of(self._rows, train, test, self.eta)

    def snapshot(self) -> dict[str, Any]:
        """What pictures of the network need, as it is now."""
        return snapshot(self.network, self.examples, max(self.epoch, 0))


def train(
    experiment: NetworkExperiment, data_folder: Path | None = None, every: int = 1
) -> tuple[Columns, dict[str, Result]]:
    """The whole trace and the summary of one experiment, at once; one row in `every`, and the last one."""
    run = NetworkRun(experiment, data_folder)
    blocks = list(run.rows())
    kept = [block for block in blocks if block["epoch"][0] % every == 0 or block is blocks[-1]]
    return join(kept) if kept else {}, run.summary
