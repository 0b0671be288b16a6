"""What is said of a training."""

from pathlib import Path
from typing import Any

import pytest

from app.cli.train.records import Result
from app.cli.train.state import Planned
from app.cli.train.words import happened
from app.experiments.networks.run import NetworkRun
from app.experiments.networks.schema import NetworkExperiment


def told(**fields: Any) -> str:
    experiment = NetworkExperiment.model_validate(fields)
    run = NetworkRun(experiment)
    result = Result(Planned(0, experiment, Path()))
    result.blocks = list(run.rows())
    result.summary = run.summary
    return happened(result)


def test_a_saturated_start_is_counted() -> None:
    said = told(problem="xor", init="saturated", init_z=6.0, epochs=3, cost="quadratic")
    assert said.startswith("2 outputs start wrong, 2 of them saturated. ")
    assert said.endswith("Accuracy ends where it starts, at 50.00 %, and is never 5 points higher.")


def test_the_end_of_the_plateau_and_held_out_examples_are_named() -> None:
    said = told(problem="moons", hidden=[8], epochs=30)
    assert "5 points above its start at epoch 1 for the first time" in said
    assert "On held-out examples it ends at " in said


def test_targets_without_classes_are_told_by_their_cost() -> None:
    table = {"name": "table", "x": [[0.0], [1.0]], "y": [[0.2], [0.7]]}
    said = told(problem=table, hidden=[], epochs=5)
    assert "None" not in said
    assert "nan" not in said


def test_outputs_that_are_no_probabilities_are_not_called_saturated() -> None:
    said = told(problem="moons", output="linear", cost="quadratic", eta=0.01, epochs=2)
    assert "start wrong." in said
    assert "saturated" not in said


def test_divergence_is_said_with_its_epoch() -> None:
    said = told(problem="moons", output="linear", cost="quadratic", activation="relu", eta=1000.0, epochs=50)
    assert "the numbers grow beyond all bounds: the steps are too long." in said


@pytest.mark.parametrize("epochs", [1, 2])
def test_nothing_that_is_unknown_is_said(epochs: int) -> None:
    for problem in ("xor", "blobs", "digits"):
        assert "None" not in told(problem=problem, epochs=epochs)


def test_a_run_without_a_row_says_so() -> None:
    assert happened(Result(Planned(0, NetworkExperiment(), Path()))) == "Nothing was trained."
