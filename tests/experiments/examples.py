"""Experiments to test with: one of every shape, some that diverge, and a Hypothesis strategy for all others."""

from typing import Any

from hypothesis import strategies as st

from app.experiments.schema import LARGEST, Experiment
from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS, Cost

ONE_OF_EACH_SHAPE: dict[str, dict[str, Any]] = {
    "one input, one example": {},
    "two inputs, one example": {"w": [0.5, -1.5], "x": [1.0, 2.0], "y": 1.0},
    "one input, three examples": {"x": [0.5, -1.0, 2.0], "y": [0.0, 1.0, 0.25]},
    "two inputs, three examples": {
        "w": [0.5, -1.5],
        "x": [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
        "y": [1.0, 0.0, 1.0],
        "cost": "cross-entropy",
    },
    "lists of one": {"w": [0.6], "x": [[1.0]], "y": [0.0]},
}

DIVERGING: dict[str, dict[str, Any]] = {
    # ∂C/∂a = 1/(1 − a) is infinite where 1 − a is 0 in floating point
    "at once": {"cost": "cross-entropy-as-animated", "w": 1000.0, "b": 0.0, "epochs": 50},
    # a = z with a rate of 1000: each update multiplies a by −999 or so, past 1e308 after some hundred
    "after a while": {"activation": "linear", "eta": 500.0, "w": 1.0, "b": 0.0, "epochs": 300},
    "with several examples": {"activation": "linear", "eta": 500.0, "x": [1.0, 2.0], "y": [0.0, 1.0], "epochs": 300},
}


def fits(cost: Cost, activation: Activation) -> bool:
    return activation.is_probability or not cost.needs_probability


PAIRS = [
    (cost, activation) for cost in COSTS for activation in ACTIVATIONS if fits(COSTS[cost], ACTIVATIONS[activation])
]


@st.composite
def experiments(draw: st.DrawFn, max_epochs: int = 60) -> Experiment:
    """Any valid experiment, of any shape, with few epochs."""
    cost, activation = draw(st.sampled_from(PAIRS))
    coordinate = st.floats(-LARGEST, LARGEST)
    target = st.floats(0.0, 1.0)
    inputs = draw(st.none() | st.integers(1, 3))
    examples = draw(st.none() | st.integers(1, 3))
    example = coordinate if inputs is None else st.lists(coordinate, min_size=inputs, max_size=inputs)
    return Experiment.model_validate(
        {
            "cost": cost,
            "activation": activation,
            "w": draw(example),
            "b": draw(coordinate),
            "x": draw(example if examples is None else st.lists(example, min_size=examples, max_size=examples)),
            "y": draw(target if examples is None else st.lists(target, min_size=examples, max_size=examples)),
            "eta": draw(st.floats(0.0, 1000.0, exclude_min=True)),
            "epochs": draw(st.integers(1, max_epochs)),
        }
    )
