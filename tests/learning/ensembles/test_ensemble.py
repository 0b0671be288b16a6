"""Shapes, rows and complaints."""

from typing import Any

import numpy as np
import pytest

from app.learning.ensembles import Ensemble, measure
from app.learning.errors import IncompatiblePair, OutOfRange, ShapeMismatch
from tests.learning.ensembles.oracle import CROSS_ENTROPY, QUADRATIC, SIGMOID, TANH, array


def ensemble(**changes: Any) -> Ensemble:
    fields: dict[str, Any] = {
        "cost": QUADRATIC,
        "activation": SIGMOID,
        "w": array(1.0, 2.0, 3.0)[:, None],
        "b": array(-1.0, 1.0),
        "x": array(1.0),
        "y": array(0.0),
        "eta": array(0.15),
        "epochs": 10,
    }
    return Ensemble(**(fields | changes))


def test_leading_axes_broadcast_to_the_grid() -> None:
    assert ensemble().shape == (3, 2)
    assert ensemble(eta=np.full((5, 1, 1), 0.1)).shape == (5, 3, 2)
    assert ensemble(w=array(1.0), b=array(1.0)[0]).shape == (1,)
    assert ensemble().size == 6


def test_lists_have_axes_of_their_own_after_the_grid() -> None:
    several = ensemble(w=np.ones((3, 1, 4)), x=np.ones((2, 6, 4)), y=np.zeros(6), inputs=4, examples=6)
    assert several.shape == (3, 2)
    neuron = several.neuron_at((2, 1))
    assert np.shape(neuron.w) == (4,)
    assert np.shape(neuron.x) == (6, 4)
    assert neuron.b == 1.0
    assert not several.is_scalar


def test_rows_are_views() -> None:
    whole = ensemble()
    part = whole.at(slice(None, None, 2))
    assert part.shape == (2, 2)
    assert np.shares_memory(part.w, whole.w)
    assert part.neuron_at((1, 0)).w == 3.0
    assert whole.at(slice(None)) is whole


def test_a_grid_of_one_row_has_rows_too() -> None:
    one = ensemble(w=array(1.0)[:, None])
    assert measure(one, ["final_output"], slice(0, 1))["final_output"].shape == (1, 2)
    assert measure(one, ["final_output"], slice(1, 2))["final_output"].shape == (0, 2)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"cost": CROSS_ENTROPY, "activation": TANH}, IncompatiblePair, "between 0 and 1"),
        ({"eta": array(0.1, -0.5)}, OutOfRange, r"eta must be greater than 0, got -0\.5"),
        ({"eta": array(np.nan, 0.5)}, OutOfRange, "eta must be greater than 0"),
        ({"epochs": -1}, OutOfRange, "epochs must be at least 0, got -1"),
        ({"w": np.ones(4)}, ShapeMismatch, "do not broadcast"),
        ({"inputs": 2}, ShapeMismatch, "last axes of w must be"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ensemble(**changes)


def test_a_name_that_is_no_measure_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        measure(ensemble(), ["speed"])
