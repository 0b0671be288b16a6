"""C over two weights: the cost that row 0 of a run has there."""

import math

import numpy as np
import pytest

from app.experiments.landscape import surface
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.learning.turns import result_of

EXPERIMENTS = {
    "one example": {"w": [0.5, -1.5], "x": [1.0, 2.0], "y": 0.3},
    "three examples": {"w": [0.5, -1.5], "x": [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], "y": [1.0, 0.0, 0.25]},
    "tanh": {"w": [0.0, 0.0], "x": [[0.5, 1.0], [-1.0, 2.0]], "y": [1.0, 0.0], "activation": "tanh"},
    "cross-entropy": {"w": [0.0, 0.0], "x": [[0.5, 1.0], [-1.0, 2.0]], "y": [1.0, 0.0], "cost": "cross-entropy"},
}
W1, W2 = np.linspace(-3.0, 3.0, 5), np.linspace(-40.0, 100.0, 4)


@pytest.mark.parametrize("b", [None, -2.5])
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_cost_on_the_grid_is_that_of_a_run_from_there(name: str, b: float | None) -> None:
    experiment = Experiment.model_validate(EXPERIMENTS[name])
    cost = result_of(surface(experiment, W1, W2, b))
    assert cost.shape == (4, 5)
    for row, column in np.ndindex(4, 5):
        there = {"w": [float(W1[column]), float(W2[row])], "b": experiment.b if b is None else b, "epochs": 1}
        columns, _ = simulate(experiment.model_copy(update=there))
        assert cost[row, column] == pytest.approx(columns["cost"][0], rel=1e-13)


def test_a_cost_worked_by_hand() -> None:
    # a = z = w₁ + 2 w₂ + 1 and y = 0: C = z²/2
    experiment = Experiment(activation="linear", w=[0.0, 0.0], x=[1.0, 2.0], b=1.0)
    cost = result_of(surface(experiment, np.array([0.0, 1.0]), np.array([0.0, -1.0])))
    assert cost.tolist() == [[0.5, 2.0], [0.5, 0.0]]


def test_an_infinite_cost_is_infinite_and_not_an_error() -> None:
    experiment = Experiment(activation="linear", w=[0.0, 0.0], x=[1000.0, 0.0], y=0.0)
    cost = result_of(surface(experiment, np.array([0.0, 1e200]), np.array([0.0, 1.0])))
    assert cost[0, 1] == math.inf
    assert math.isfinite(cost[0, 0])


def test_the_work_pauses_after_every_example() -> None:
    experiment = Experiment.model_validate(EXPERIMENTS["three examples"])
    assert len(list(surface(experiment, W1, W2))) == 3
