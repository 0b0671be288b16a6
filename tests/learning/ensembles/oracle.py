"""What an ensemble must give: every cell's own `Descent`, judged by the measures themselves."""

from collections.abc import Sequence

import numpy as np

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.elementwise import Array
from app.learning.ensembles import Ensemble, measure
from app.learning.ensembles.single import measure_each

QUADRATIC, CROSS_ENTROPY, AS_ANIMATED = (
    COSTS[name] for name in ("quadratic", "cross-entropy", "cross-entropy-as-animated")
)
SIGMOID, TANH, LINEAR, RELU = (ACTIVATIONS[name] for name in ("sigmoid", "tanh", "linear", "relu"))

WHOLE = {"epochs_to_half", "fastest_epoch", "diverged"}
PATH = ["final_output", "final_cost", "epochs_to_half", "fastest_epoch", "diverged"]
SCALAR = ["initial_output", "initial_cost", "plateau_theory", *PATH]

PROMISED = 1e-12
"""Absolute, and relative where a number is larger than 1."""


def array(*numbers: float) -> Array:
    return np.array(numbers, dtype=np.float64)


def single_runs(ensemble: Ensemble, names: Sequence[str], rows: slice = slice(None)) -> dict[str, Array]:
    part = ensemble.at(rows)
    neurons = [part.neuron_at(index) for index in np.ndindex(part.shape)]
    return {name: values.reshape(part.shape) for name, values in measure_each(neurons, ensemble.epochs, names).items()}


def assert_same(found: dict[str, Array], expected: dict[str, Array], hint: object = "") -> None:
    assert list(found) == list(expected)
    for name, values in expected.items():
        assert found[name].shape == values.shape, name
        assert found[name].dtype == np.float64, name
        allowed = 0.0 if name in WHOLE else PROMISED * np.maximum(1.0, np.abs(values))
        with np.errstate(invalid="ignore"):
            right = (np.abs(found[name] - values) <= allowed) | (np.isnan(found[name]) & np.isnan(values))
        wrong = np.argwhere(~right)
        assert len(wrong) == 0, (name, hint, [(tuple(c), found[name][tuple(c)], values[tuple(c)]) for c in wrong[:3]])


def assert_equals_single_runs(ensemble: Ensemble, names: Sequence[str], rows: slice = slice(None)) -> None:
    assert_same(measure(ensemble, names, rows), single_runs(ensemble, names, rows), ensemble)
