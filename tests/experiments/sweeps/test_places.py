"""Where the values of an axis go."""

import numpy as np
import pytest

from app.experiments.schema import Experiment
from app.experiments.sweeps.places import Place, place_named, put, weighted
from tests.experiments.sweeps.examples import TWO_EXAMPLES


@pytest.mark.parametrize(
    ("name", "place"),
    [("b", Place("b")), ("w.1", Place("w", (1,))), ("x.0.1", Place("x", (0, 1))), ("y.1", Place("y", (1,)))],
)
def test_a_place_is_a_field_or_one_number_of_it(name: str, place: Place) -> None:
    experiment = Experiment.model_validate(TWO_EXAMPLES)
    assert place_named(name, experiment) == place == Place.of(name)
    fields = experiment.model_dump()
    put(fields, place, 0.125)
    changed = Experiment.model_validate(fields)
    again = changed.model_dump()
    put(again, place, -0.125)
    assert again != fields
    assert changed != experiment


def test_epochs_are_put_as_a_whole_number() -> None:
    fields = Experiment().model_dump()
    put(fields, Place("epochs"), 20.0)
    assert Experiment.model_validate(fields).epochs == 20


def test_the_weighted_sum_is_rounded_alike_for_numbers_and_arrays() -> None:
    rng = np.random.default_rng(0)
    w, x = rng.normal(size=(2, 3, 100))
    together = weighted(list(w), list(x))
    one_by_one = [weighted(w[:, k].tolist(), x[:, k].tolist()) for k in range(100)]
    assert together.tolist() == one_by_one
    assert weighted([1.0, 2.0], [[3.0, 4.0]]) == 11.0
    assert weighted(2.0, 3.0) == 6.0
    assert weighted(2.0, [3.0]) == 6.0
