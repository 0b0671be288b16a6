"""Every way through the engine against single runs, over the whole range of inputs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.ensembles import Ensemble, measure
from app.learning.measures import MEASURES, FinishedRun, Measure
from tests.learning.ensembles.oracle import (
    AS_ANIMATED,
    CROSS_ENTROPY,
    LINEAR,
    PATH,
    QUADRATIC,
    RELU,
    SCALAR,
    SIGMOID,
    array,
    assert_equals_single_runs,
)
from tests.learning.examples import PAIRS, each_pair

KERNELS = ["numpy", "numba"]

coordinates = st.floats(-1000.0, 1000.0) | st.floats(-8.0, 8.0) | st.sampled_from([0.0, 1.0, -1.0, 2.0, 700.0, -700.0])
inputs = st.floats(-1000.0, 1000.0) | st.floats(-3.0, 3.0) | st.sampled_from([0.0, 1.0, -1.0])
targets = st.sampled_from([0.0, 1.0, 0.5, 0.25, 0.9]) | st.floats(0.0, 1.0)
rates = st.floats(0.0, 1000.0, exclude_min=True) | st.floats(1e-3, 3.0) | st.sampled_from([0.15, 0.005, 1.0])
lengths = st.sampled_from([0, 1, 2, 31, 32, 33, 300, 1200])


@st.composite
def ensembles(draw: st.DrawFn) -> Ensemble:
    """A few cells that share nothing but the pair and the length."""
    cost, activation = draw(st.sampled_from(PAIRS))
    count = draw(st.integers(1, 5))

    def column(elements: st.SearchStrategy[float]) -> Any:
        return array(*draw(st.lists(elements, min_size=count, max_size=count)))

    w, b, x, y, eta = (column(v) for v in (coordinates, coordinates, inputs, targets, rates))
    return Ensemble(cost, activation, w, b, x, y, eta, draw(lengths))


@settings(max_examples=160, deadline=None)
@given(ensembles(), st.sampled_from(KERNELS))
@example(
    Ensemble(AS_ANIMATED, SIGMOID, array(8.0, 700.0), array(0.0), array(1.0), array(0.0), array(0.15), 300), "numpy"
)
@example(Ensemble(QUADRATIC, LINEAR, array(2.0, -2.0), array(0.1), array(1.0), array(0.0), array(1.7), 1200), "numpy")
@example(Ensemble(QUADRATIC, SIGMOID, array(3.0, 1e-9), array(-3.0), array(1.0), array(0.0), array(6.1), 1200), "numba")
def test_cells_equal_single_runs(ensemble: Ensemble, kernel: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLOWDOWN_KERNEL", kernel)
        assert_equals_single_runs(ensemble, SCALAR)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([QUADRATIC, CROSS_ENTROPY]),
    st.integers(0, 2**32 - 1),
    targets,
    st.sampled_from([1.0, 5.0, 40.0]),
    st.sampled_from([37, 300, 2000]),
    st.sampled_from(KERNELS),
)
def test_the_quick_way_equals_single_runs(
    cost: Cost, seed: int, y: float, scale: float, epochs: int, kernel: str
) -> None:
    """In the regime where it is taken; the extremes above mostly fall to the exact way."""
    random = np.random.default_rng(seed)
    w, b, x = (random.uniform(-scale, scale, 12) for _ in range(3))
    x /= scale
    eta = 10.0 ** random.uniform(-3.0, 0.5, 12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLOWDOWN_KERNEL", kernel)
        assert_equals_single_runs(Ensemble(cost, SIGMOID, w, b, x, array(y), eta, epochs), PATH[:3])


@each_pair
def test_every_cell_is_the_same_to_the_last_bit_however_it_is_asked_for(cost: Cost, activation: Activation) -> None:
    random = np.random.default_rng(5)
    w, b, x = (random.uniform(-6.0, 6.0, (23, 7)) for _ in range(3))
    y, eta = random.choice([0.0, 0.3, 1.0], (23, 1)), 10.0 ** random.uniform(-2.0, 1.5, 7)
    ensemble = Ensemble(cost, activation, w, b, x, y, eta, 200)
    whole = measure(ensemble, SCALAR)
    for rows in (slice(3, 11), slice(None, None, 4), slice(1, None, 5), slice(22, 23), slice(0, 0), slice(-3, None)):
        part = measure(ensemble, SCALAR, rows)
        for name in SCALAR:
            assert part[name].tobytes() == whole[name][rows].tobytes(), (name, rows)


@pytest.mark.parametrize("kernel", KERNELS)
def test_many_cells_are_the_same_in_blocks_and_alone(kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More cells than a block holds, of which some are decided early, late and never."""
    monkeypatch.setenv("SLOWDOWN_KERNEL", kernel)
    random = np.random.default_rng(6)
    w, b = random.uniform(-4.0, 4.0, (2, 40_000))
    eta = random.uniform(0.01, 1.0, 40_000)
    for names in (["epochs_to_half"], ["epochs_to_half", "final_output"]):
        ensemble = Ensemble(QUADRATIC, SIGMOID, w, b, array(1.0), random.choice([0.0, 1.0], 40_000), eta, 60)
        whole = measure(ensemble, names)
        for rows in (slice(0, None, 997), slice(39_990, 40_000), slice(32_760, 32_780)):
            part = measure(ensemble, names, rows)
            assert all(part[name].tobytes() == whole[name][rows].tobytes() for name in names)
        assert_equals_single_runs(ensemble, names, slice(7, None, 701))


def test_a_cell_alone_has_no_rows() -> None:
    ensemble = Ensemble(
        QUADRATIC, SIGMOID, array(2.0)[0], array(2.0)[0], array(1.0)[0], array(0.0)[0], array(0.15)[0], 300
    )
    found = measure(ensemble, ["epochs_to_half", "final_output", "fastest_epoch"])
    assert found["epochs_to_half"].shape == ()
    assert float(found["epochs_to_half"]) == 232.0  # the chapter's own neuron
    assert abs(float(found["final_output"]) - 0.202848) < 5e-7


@pytest.mark.parametrize("z", [9.0, 15.0, 30.0, 37.0, 60.0, 400.0, 700.0])
@pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)
def test_deep_saturation_where_rounding_decides_which_epoch_is_the_fastest(cost: Cost, z: float) -> None:
    w = np.array([z, -z, z / 2.0, -z / 3.0])
    ensemble = Ensemble(cost, SIGMOID, w, array(0.0), array(1.0), array(0.0), array(0.15), 300)
    assert_equals_single_runs(ensemble, SCALAR)


@pytest.mark.parametrize("y", [0.0, 1.0, 0.3, 0.5])
def test_starts_on_the_edge_and_a_rounding_beside_it(y: float) -> None:
    """|a − y| = 1/2 at z = 0; with y = 0.3 at z = ln 4, with y = 1/2 only where the sigmoid rounds to 1."""
    places = array(0.0, np.log(4.0), -np.log(4.0), 36.7, 37.5, -36.7, -37.5, -745.0)
    near = np.array([-1e-12, -3e-16, 0.0, 3e-16, 1e-12])
    w = places[:, None] * (1.0 + near) + near
    for cost in (QUADRATIC, CROSS_ENTROPY):
        assert_equals_single_runs(
            Ensemble(cost, SIGMOID, w, array(0.0), array(1.0), array(y), array(0.15), 40), ["epochs_to_half"]
        )


@pytest.mark.parametrize("kappa", [3.9, 4.1, 5.9, 6.1, 7.9, 8.1, 11.9, 12.1, 30.0, 300.0])
def test_large_steps(kappa: float) -> None:
    """On both sides of every limit of the quick way, and where z is thrown to and fro."""
    w = np.linspace(-12.0, 12.0, 9)[:, None]
    for cost in (QUADRATIC, CROSS_ENTROPY, AS_ANIMATED):
        ensemble = Ensemble(
            cost, SIGMOID, w, array(0.1), array(1.0), array(0.0, 0.3, 0.6, 1.0), array(kappa / 2.0), 500
        )
        assert_equals_single_runs(ensemble, PATH)


def test_runs_that_grow_without_end_and_runs_that_die() -> None:
    w = np.linspace(-3.0, 3.0, 13)
    for activation in (LINEAR, RELU):
        for eta in (0.9, 1.0, 1.01, 400.0):
            ensemble = Ensemble(QUADRATIC, activation, w, array(0.2), array(1.0), array(0.5), array(eta), 1200)
            assert_equals_single_runs(ensemble, SCALAR)


def test_a_measure_that_the_engine_has_never_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(run: FinishedRun) -> int | None:
        return len(run.rows) if run.start.b > 0.0 else None

    monkeypatch.setitem(MEASURES, "rows", Measure("Rows", "", "How many rows there are.", rows))
    ensemble = Ensemble(
        QUADRATIC, SIGMOID, array(1.0, 2.0)[:, None], array(-1.0, 1.0), array(1.0), array(0.0), array(0.1), 7
    )
    found = measure(ensemble, ["final_output", "rows"], slice(1, 2))
    assert found["rows"].tolist()[0][1] == 8.0
    assert np.isnan(found["rows"][0][0])
    assert found["final_output"].shape == (1, 2)


class Halved(Cost):
    """A cost of somebody else's, with a δ of its own."""

    name, label, summary = "halved", "Halved", "Half the quadratic cost."

    def value(self, activation: Activation, z: Any, y: Any) -> Any:
        residual = activation.residual(z, y)
        return 0.25 * residual * residual

    def derivative(self, activation: Activation, z: Any, y: Any) -> Any:
        return 0.5 * activation.residual(z, y)


class Fast(type(SIGMOID)):  # type: ignore[misc]
    """A sigmoid that was changed in one method only."""

    name = "fast"

    def slope(self, z: Any) -> Any:
        return 2.0 * super().slope(z)


class Foreign(Activation):
    """An activation that calls a function which no array has."""

    name, label, summary = "foreign", "Foreign", "An error function."
    low, high = -1.0, 1.0

    def value(self, z: Any) -> Any:
        return np.vectorize(__import__("math").erf)(z) if isinstance(z, np.ndarray) else __import__("math").erf(z)

    def slope(self, z: Any) -> Any:
        return (
            1.1283791670955126 * np.exp(-z * z)
            if isinstance(z, np.ndarray)
            else 1.1283791670955126 * 2.718281828459045 ** (-z * z)
        )


@pytest.mark.parametrize("cost", [Halved(), QUADRATIC], ids=["halved", "quadratic"])
@pytest.mark.parametrize("activation", [SIGMOID, Fast(), RELU, Foreign()], ids=lambda activation: activation.name)
def test_a_new_cost_or_activation_works_by_itself(cost: Cost, activation: Activation) -> None:
    w = np.linspace(-5.0, 5.0, 7)
    ensemble = Ensemble(cost, activation, w, array(0.4), array(1.3), array(0.0), array(0.7), 150)
    assert_equals_single_runs(ensemble, PATH)
