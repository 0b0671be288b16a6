"""What happened in a run, in words."""

import pytest

from app.cli.words import happened
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from tests.experiments.examples import DIVERGING


def told(**fields: object) -> str:
    experiment = Experiment.model_validate(fields)
    return happened(experiment, *simulate(experiment))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"w": 2.0, "b": 2.0},
            "The output stays above 0.9 until epoch 172, then falls fastest at epoch 221. It comes within 0.5 of its "
            "target at epoch 232 and ends at 0.2028.",
        ),
        (
            {"w": -2.0, "b": -2.0, "y": 1.0},
            "The output stays below 0.1 until epoch 172, then rises fastest at epoch 221. It comes within 0.5 of its "
            "target at epoch 232 and ends at 0.7972.",
        ),
        (
            {"cost": "cross-entropy", "eta": 0.005, "w": 2.0, "b": 2.0},
            "It does not come within 0.5 of its target in 300 epochs and ends at 0.7796.",
        ),
        ({"w": -2.0, "b": -2.0}, "It is within 0.5 of its target from the start and ends at "),
        ({"activation": "relu", "w": -2.0, "b": 0.0}, "The output starts at 0. It does not move at all."),
        (
            {"activation": "linear", "w": 1.0, "b": 0.0, "eta": 0.999, "epochs": 50},
            "It swings to and fro to the end: the steps are too long to settle.",
        ),
        ({"x": [1.0, 2.0], "y": [0.0, 0.0]}, "On average the outputs are 0.8542 away from their targets at the start"),
        ({"x": [1.0, 2.0], "y": [0.0, 0.0]}, " all are within 0.5 of their targets for the first time."),
        (DIVERGING["at once"], "The very first step is beyond all bounds."),
        (DIVERGING["after a while"], "At epoch 52 the numbers grow beyond all bounds: the steps are too long."),
        (DIVERGING["with several examples"], "the numbers grow beyond all bounds"),
    ],
)
def test_it_says_what_the_trace_shows(fields: dict[str, object], words: str) -> None:
    assert words in told(**fields)
