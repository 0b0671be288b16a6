"""A training that can be laid aside: where it begins, what a file of weights keeps of it, how it goes on from there.

What goes on gives the bits that it would have given without the pause: the file has the state of the generator that
draws the order of the examples, and the rows so far.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.cli.train.npz import Saved
from app.experiments.networks.run import NetworkRun, RunState, start_of
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import History
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.experiments.trace import Columns
from app.learning.network import Network
from app.learning.training import TrainerState


@dataclass(frozen=True)
class Planned:
    """One training to come. Picklable, so that another process can do it."""

    number: int
    experiment: NetworkExperiment
    """With all epochs, those of before included."""
    folder: Path
    begun: Saved | None = None
    """Where it goes on from."""
    eta: float | None = None
    """Another rate from here on."""

    @property
    def first_epoch(self) -> int:
        return 0 if self.begun is None else int(self.begun.about["epoch"])


def run_of(planned: Planned) -> NetworkRun:
    """The run at its start, or where a file of weights has left it."""
    if planned.begun is None:
        return NetworkRun(planned.experiment, planned.folder)
    run = NetworkRun.resume(state_of(planned.experiment, planned.begun), planned.folder)
    if planned.eta is not None:
        run.eta = planned.eta
    return run


def saved_of(run: NetworkRun) -> Saved:
    """Where the run stands, with all that going on needs but its rows, which whoever was told them has."""
    state = run.state()
    order = state.trainer.order
    saved = weights_of(state.trainer.network, run)
    saved.about.update(
        order=None if order is None else order.bit_generator.state, saturated_at_start=state.history.saturated_at_start
    )
    return saved


def weights_of(network: Network, run: NetworkRun) -> Saved:
    """A network of the run in the precision of its training."""
    dtype = np.float32 if run.experiment.precision == "single" else np.float64
    about: dict[str, Any] = {"experiment": run.experiment.model_dump(), "epoch": run.epoch, "eta": run.eta}
    return Saved(
        tuple(each.astype(dtype) for each in network.weights),
        tuple(each.astype(dtype) for each in network.biases),
        about,
    )


def state_of(experiment: NetworkExperiment, saved: Saved) -> RunState:
    """The state of a run that a file has kept.

    Raises ValueError, TypeError or KeyError where the file holds no such thing, as when it has been altered.
    """
    about, trace = saved.about, saved.trace
    epoch = int(about["epoch"])
    if any(len(trace[name]) != epoch + 1 for name in NETWORK_COLUMNS) or list(saved.sizes) != list(experiment.sizes):
        raise ValueError("the rows and the epochs do not belong together")
    network = start_of(experiment)
    trainer = TrainerState(
        network=Network(
            weights=tuple(each.astype(float) for each in saved.weights),
            biases=tuple(each.astype(float) for each in saved.biases),
            activation=network.activation,
            output=network.output,
            cost=network.cost,
        ),
        eta=float(about["eta"]),
        batch_size=experiment.batch_size,
        order=_order_of(about) if experiment.shuffle else None,
        present=None,
        epoch=epoch,
        step=0,
        dtype="float32" if experiment.precision == "single" else "float64",
    )
    return RunState(experiment, trainer, history_of(trace, about), epoch + 1, experiment.epochs)


def history_of(trace: Columns, about: Mapping[str, Any]) -> History:
    """What summaries need, from the rows and from what a file says of itself."""
    return History(
        cost=array("d", trace["cost"]),
        accuracy=array("d", trace["accuracy"]),
        test_cost=array("d", trace["test_cost"]),
        test_accuracy=array("d", trace["test_accuracy"]),
        wrong_at_start=int(trace["wrong"][0]),
        saturated_at_start=about["saturated_at_start"],
    )


def _order_of(about: dict[str, Any]) -> np.random.Generator:
    order = np.random.default_rng()
    order.bit_generator.state = about["order"]
    return order
