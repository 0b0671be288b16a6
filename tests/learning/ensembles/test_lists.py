"""Several inputs, several examples: whole blocks against single runs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.ensembles import Ensemble, lists, measure
from app.learning.errors import ShapeMismatch
from tests.learning.ensembles.oracle import (
    LINEAR,
    PATH,
    QUADRATIC,
    RELU,
    SIGMOID,
    array,
    assert_equals_single_runs,
    single_runs,
)
from tests.learning.examples import PAIRS

MEANS = ["initial_cost", "final_cost", "epochs_to_half", "fastest_epoch", "diverged", "plateau_theory"]


@settings(max_examples=35, deadline=None)
@given(
    st.sampled_from(PAIRS),
    st.integers(0, 2**32 - 1),
    st.sampled_from([None, 1, 2, 3, 7, 16]),
    st.sampled_from([None, 1, 2, 9, 40]),
    st.sampled_from([1.0, 10.0, 1000.0]),
    st.sampled_from([1, 40, 150]),
)
def test_lists_have_the_bits_of_single_runs(
    pair: tuple[Cost, Activation],
    seed: int,
    inputs: int | None,
    examples: int | None,
    scale: float,
    epochs: int,
) -> None:
    random = np.random.default_rng(seed)
    d, n = (() if inputs is None else (inputs,)), (() if examples is None else (examples,))
    ensemble = Ensemble(
        cost=pair[0],
        activation=pair[1],
        w=random.uniform(-scale, scale, (5, 1, *d)),
        b=random.uniform(-scale, scale, 2),
        x=random.uniform(-scale, scale, n + d),
        y=random.choice([0.0, 1.0, 0.4], n),
        eta=10.0 ** random.uniform(-3.0, 2.0, (5, 1)),
        epochs=epochs,
        inputs=inputs,
        examples=examples,
    )
    names = MEANS if examples is not None else [*MEANS, "initial_output", "final_output"]
    assert_equals_single_runs(ensemble, names)
    if not ensemble.is_scalar:
        found = lists.follow_lists(ensemble, np.arange(10), names)
        expected = single_runs(ensemble, names)
        assert all(np.array_equal(found[name], expected[name].ravel(), equal_nan=True) for name in names)


def test_blocks_are_cut_by_their_size_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    ensemble = Ensemble(
        QUADRATIC, LINEAR, random.normal(size=(31, 2)), array(0.1), random.normal(size=(3, 2)), array(0.0, 1.0, 1.0),
        array(1.9), 400, inputs=2, examples=3,
    )  # fmt: skip
    whole = measure(ensemble, MEANS)
    assert np.isfinite(whole["diverged"]).any()
    monkeypatch.setattr(lists, "AT_ONCE", 30)
    for rows in (slice(None), slice(2, None, 3)):
        part = measure(ensemble, MEANS, rows)
        assert all(part[name].tobytes() == whole[name][rows].tobytes() for name in MEANS)


def test_an_output_of_several_examples_is_no_number_of_a_cell() -> None:
    ensemble = Ensemble(
        QUADRATIC,
        RELU,
        array(1.0, 2.0),
        array(0.0),
        array(1.0, 2.0, 3.0),
        array(0.0, 0.0, 1.0),
        array(0.1),
        5,
        examples=3,
    )
    with pytest.raises(ShapeMismatch, match="final_output of several examples is a list"):
        measure(ensemble, ["final_output"])


def test_one_input_in_a_list_is_the_same_neuron() -> None:
    w = np.linspace(-3.0, 3.0, 5)
    plain = Ensemble(QUADRATIC, SIGMOID, w, array(0.5), array(1.0), array(0.0), array(0.15), 200)
    listed = Ensemble(QUADRATIC, SIGMOID, w[:, None], array(0.5), array(1.0), array(0.0), array(0.15), 200, inputs=1)
    one, other = measure(plain, PATH), measure(listed, PATH)
    assert np.abs(one["final_output"] - other["final_output"]).max() < 1e-12
    assert np.array_equal(one["epochs_to_half"], other["epochs_to_half"], equal_nan=True)


@pytest.mark.parametrize("count", [1, 2, 16])
def test_several_inputs_of_one_example_take_the_quick_way(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(count)
    x = random.uniform(-1.0, 1.0, (40, count))
    ensemble = Ensemble(
        QUADRATIC,
        SIGMOID,
        w=random.uniform(-3.0, 3.0, (40, count)),
        b=array(0.3),
        x=x,
        y=array(1.0),
        eta=array(0.2),
        epochs=250,
        inputs=count,
    )
    names = ["final_output", "final_cost", "epochs_to_half", "diverged", "fastest_epoch"]
    assert_equals_single_runs(ensemble, names)
    followed: list[int] = []
    real = lists.follow_lists

    def count_cells(part: Ensemble, cells: np.ndarray, names: list[str]) -> dict[str, np.ndarray]:
        followed.append(len(cells))
        return real(part, cells, names)

    monkeypatch.setattr("app.learning.ensembles.repeats.follow_lists", count_cells)
    measure(ensemble, names[:3])
    assert sum(followed) == 0


@pytest.mark.parametrize("activation", [SIGMOID, LINEAR, RELU])
def test_a_few_runs_have_the_bits_that_they_have_among_many(activation: Activation) -> None:
    w, x, y = np.linspace(-3.0, 3.0, 9), np.array([1.0, -0.5, 2.0]), np.array([0.0, 1.0, 0.3])
    ensemble = Ensemble(QUADRATIC, activation, w, array(0.2), x, y, array(0.4), 200, examples=3)
    many = lists.follow_lists(ensemble, np.arange(9), MEANS)
    few = lists.follow_lists(ensemble, np.arange(2, 2 + lists.FEW), MEANS)
    for name in MEANS:
        np.testing.assert_array_equal(few[name], many[name][2 : 2 + lists.FEW])
