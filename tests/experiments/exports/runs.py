"""What the tests of exports share: experiments of every kind, and the table that their files must give."""

from typing import Any

from app.experiments.exports.table import table
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from tests.experiments.examples import DIVERGING, PAIRS

Experiments = list[Experiment]

SEVERAL: dict[str, Any] = {
    "w": [0.4, -1.1, 2.3],
    "b": -0.7,
    "x": [[1.0, 0.5, -2.0], [0.0, 3.0, 1.0], [0.25, 0.1, 0.3], [-1.0, -1.0, -1.0], [2.0, 0.0, 0.7]],
    "y": [0.3, 1.0, 0.0, 0.25, 0.9],
    "eta": 0.3,
    "epochs": 80,
}
"""Three inputs, five examples."""

SATURATED: dict[str, Any] = {"w": 19.0, "b": 18.0, "x": 1.0, "epochs": 40}


def experiments_of(*bodies: dict[str, Any]) -> Experiments:
    return [Experiment.model_validate(body) for body in bodies]


def _of_pair(cost: str, activation: str) -> dict[str, Experiments]:
    pair = {"cost": cost, "activation": activation}
    scalar = experiments_of(
        {**pair, "y": 0.3}, {**pair, **SATURATED}, {**pair, **SATURATED, "y": 1.0}, {**pair, "w": -2.5, "x": -0.7}
    )
    lists = experiments_of(
        {**pair, **SEVERAL},
        {**pair, "w": [2.0, 2.0], "x": [1.0, 0.5], "y": 0.3, "epochs": 100},
        {**pair, "x": [0.5, -1.0], "y": [0.3, 1.0], "epochs": 100},
        {**pair, "w": [0.6], "x": [[1.0]], "y": [0.0], "epochs": 100},
    )
    return {f"{cost}, {activation}, numbers": scalar, f"{cost}, {activation}, lists": lists}


OF_EVERY_PAIR = {name: runs for pair in PAIRS for name, runs in _of_pair(*pair).items()}
DIVERGED = {f"diverging {name}": experiments_of(body) for name, body in DIVERGING.items()}
TOGETHER = experiments_of(
    {"y": 0.3},
    {**SEVERAL, "activation": "tanh"},
    DIVERGING["at once"],
    {"cost": "cross-entropy", "x": [0.5, 1.0], "y": [0.0, 1.0]},
)
"""Runs of several shapes in one file, one of them without a single row."""


def expected_table(experiments: Experiments, *, explain: bool = False) -> str:
    return "".join(table([simulate(experiment, explain=explain)[0] for experiment in experiments]))
