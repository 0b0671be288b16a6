"""Experiments to test with, and how their complaints are read."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from app.experiments.complaints import Complaint, complaints
from app.experiments.networks.schema import NetworkExperiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import NETWORK_COSTS, is_pair
from app.learning.inits import INITS
from app.learning.outputs import OUTPUTS

PAIRS = [
    {"output": output, "cost": cost}
    for output, activation in OUTPUTS.items()
    for cost, entry in NETWORK_COSTS.items()
    if is_pair(entry, activation)
]
TABLE = {
    "name": "table",
    "x": [[0.0, 1.0, -1.0], [0.5, -0.5, 2.0], [1.0, 0.0, 0.25]],
    "y": [[1.0, 0.0], [0.0, 1.0], [0.25, 0.75]],
}
ONE_OF_EACH: dict[str, Mapping[str, Any]] = {
    "defaults": {},
    "no hidden layer": {"hidden": []},
    "six hidden layers": {"hidden": [2, 3, 4, 3, 2, 3]},
    "a table": {"problem": TABLE, "batch_size": 2},
    "held-out examples": {"problem": {"name": "moons", "n": 30}, "batch_size": 7},
    "five classes": {"problem": {"name": "blobs", "n": 25, "classes": 5}, "output": "softmax"},
    "digits": {"problem": {"name": "digits", "n": 40}, "hidden": [5], "batch_size": 10},
    "in order": {"problem": {"name": "circles", "n": 20}, "shuffle": False},
    "single precision": {"problem": {"name": "spirals", "n": 20}, "precision": "single"},
    "all in one batch": {"problem": {"name": "moons", "n": 20}, "batch_size": 10_000},
    "given weights": {"weights": [[[1.0, 2.0], [3.0, 4.0]], [[-1.0, 1.0]]], "biases": [[0.5, -0.5], [0.0]]},
    **{f"start {name}": {"init": name} for name in INITS},
    **{f"hidden {name}": {"activation": name, "eta": 0.01} for name in ACTIVATIONS},
    **{f"{pair['output']} with {pair['cost']}": {**pair, "eta": 0.01} for pair in PAIRS},
}
"""Fields that differ from the defaults; five epochs are enough."""


def short(fields: Mapping[str, Any]) -> NetworkExperiment:
    return NetworkExperiment.model_validate({"epochs": 5, **fields})


def refusals(fields: Mapping[str, Any]) -> list[Complaint]:
    """What is complained of."""
    with pytest.raises(ValidationError) as caught:
        NetworkExperiment.model_validate(fields)
    return complaints(caught.value.errors())


each_experiment = pytest.mark.parametrize("fields", ONE_OF_EACH.values(), ids=list(ONE_OF_EACH))
