"""Runs that look like trainings of networks and compute next to nothing, for what is about workers and queues."""

import copy
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np

from app.experiments.networks.schema import NetworkExperiment
from app.experiments.trace import Columns
from app.learning.errors import LearningError
from app.web.stream_messages import RunMessage
from app.web.training.task import Job


class Counting:
    """`sum` depends on every learning rate so far, so that whoever begins in a wrong place is found out."""

    seconds = 0.0
    """For each epoch."""

    def __init__(self, experiment: NetworkExperiment, _: Path | None = None) -> None:
        self.eta = experiment.eta
        self.seed = experiment.seed
        self.epoch = -1
        self.epochs = experiment.epochs
        self.sum = 0.0

    @classmethod
    def resume(cls, state: dict[str, Any], _: Path | None = None) -> Self:
        run = cls.__new__(cls)
        run.__dict__.update(copy.copy(state))
        return run

    def state(self) -> dict[str, Any]:
        return self.__dict__.copy()

    def extend(self, epochs: int) -> None:
        self.epochs += epochs

    def rows(self) -> Iterator[Columns]:
        while self.epoch < self.epochs:
            time.sleep(self.seconds)
            self.epoch += 1
            self.sum = 0.9 * self.sum + self.eta
            yield {"epoch": np.array([self.epoch]), "sum": np.array([self.sum]), "eta": np.array([self.eta])}

    def snapshot(self) -> dict[str, Any]:
        return {"epoch": self.epoch}

    @property
    def summary(self) -> dict[str, Any]:
        return {"sum": self.sum}


class Slow(Counting):
    seconds = 0.01


class Wordy(Counting):
    """Rows that fill an outbox."""

    def rows(self) -> Iterator[Columns]:
        for row in super().rows():
            yield row | {"words": np.zeros((1, 2000))}


class Unfit(Counting):
    def __init__(self, *_: object) -> None:
        raise LearningError("mnist must be in the data folder, got nothing there")


class Faulty(Counting):
    def rows(self) -> Iterator[Columns]:
        yield next(super().rows())
        raise ZeroDivisionError


class Deadly(Counting):
    def rows(self) -> Iterator[Columns]:
        yield next(super().rows())
        os.kill(os.getpid(), signal.SIGKILL)


class Obstinate(Counting):
    """Its first epoch takes longer than any test."""

    seconds = 60.0


KINDS: list[type[Counting]] = [Counting, Slow, Wordy, Unfit, Faulty, Deadly, Obstinate]


class Chosen(Counting):
    """One of the others, which the seed of the experiment names: so that one worker can have them all."""

    def __new__(cls, experiment: NetworkExperiment, data_folder: Path | None = None) -> Any:
        return KINDS[experiment.seed](experiment, data_folder)

    @classmethod
    def resume(cls, state: dict[str, Any], data_folder: Path | None = None) -> Any:
        return KINDS[state["seed"]].resume(state, data_folder)


def seed_of(kind: type[Counting]) -> int:
    return KINDS.index(kind)


def networks(*epochs: int, **fields: Any) -> list[NetworkExperiment]:
    return [NetworkExperiment(epochs=number, eta=1.0 + lane, **fields) for lane, number in enumerate(epochs)]


def run_message(*epochs: int, kind: type[Counting] = Counting, run_id: str = "a", **fields: Any) -> RunMessage:
    return RunMessage(type="run", id=run_id, experiments=[*networks(*epochs, seed=seed_of(kind))], **fields)


def job_of(*epochs: int, runs: type[Any] = Counting, **fields: Any) -> Job:
    lanes = len(epochs)
    usual: dict[str, Any] = {
        "every": 1,
        "snapshots": False,
        "state": None,
        "extend": 0,
        "changes": (),
        "sent": (-1,) * lanes,
        "pictured": (-1,) * lanes,
    }
    return Job(id="a", runs=runs, experiments=tuple(networks(*epochs)), data_folder=None, **(usual | fields))
