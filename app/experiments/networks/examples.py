"""The examples of an experiment as its network takes them: inputs and targets, in the precision of the training."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.experiments.networks.names import precision_named
from app.experiments.networks.schema import NetworkExperiment
from app.learning.datasets import Data, load
from app.learning.elementwise import Array
from app.learning.training import Examples as LaidOut

KEPT = 1
"""Data sets that a process keeps: the lanes of one training mostly share theirs; MNIST has hundreds of megabytes."""


@dataclass(frozen=True)
class Examples:
    """Nobody may write into these arrays: they are shared."""

    data: Data
    x: Array
    y: Array
    test_x: Array | None
    test_y: Array | None

    @cached_property
    def laid_out(self) -> LaidOut:
        """As training reads them, once for all lanes."""
        return LaidOut(self.x, self.y, self.x.dtype.type)

    @property
    def labels(self) -> NDArray[np.intp] | None:
        """The right classes, where there are classes."""
        return self.data.labels

    @property
    def test_labels(self) -> NDArray[np.intp] | None:
        return self.data.test_labels


def examples_of(experiment: NetworkExperiment, data_folder: Path | None = None) -> Examples:
    """The examples, made or read. Raises `FileProblem` where files are absent or damaged."""
    problem = experiment.problem
    if problem.data_set.is_given:
        return _examples(problem.load(data_folder), experiment.is_one_hot, experiment.precision)
    return _kept(problem.name, json.dumps(problem.options), data_folder, experiment.is_one_hot, experiment.precision)


@lru_cache(KEPT)
def _kept(name: str, options: str, folder: Path | None, is_one_hot: bool, precision: str) -> Examples:
    return _examples(load(name, json.loads(options), folder), is_one_hot, precision)


def _examples(data: Data, is_one_hot: bool, precision: str) -> Examples:
    dtype = precision_named(precision).dtype

    def targets(values: Any) -> Any:
        return None if values is None else np.ascontiguousarray(values, dtype)

    return Examples(
        data,
        x=data.in_digits(data.x, dtype),
        y=targets(data.targets(is_one_hot)),
        test_x=None if data.test_x is None else data.in_digits(data.test_x, dtype),
        test_y=targets(data.test_targets(is_one_hot)),
    )
