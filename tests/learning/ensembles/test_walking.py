"""Runs one after the other, on Python floats and compiled: the bits of the single run."""

import numpy as np
import pytest

from app.learning.costs import Cost
from app.learning.ensembles import few, walking
from app.learning.ensembles.exact import FEW_COMPILED, Starts, follow
from app.learning.ensembles.kernels import NUMPY, kernel_for
from app.learning.neuron import Descent
from tests.learning.ensembles.oracle import CROSS_ENTROPY, PATH, QUADRATIC, SIGMOID

each_cost = pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)


def starts_of(cost: Cost, count: int, scale: float) -> Starts:
    random = np.random.default_rng(12)
    w, b, x = random.uniform(-scale, scale, (3, count))
    return Starts(
        cost, SIGMOID, w, b, x, random.choice([0.0, 0.3, 1.0], count), 10.0 ** random.uniform(-2.0, 2.0, count)
    )


@each_cost
def test_a_row_has_the_bits_of_cost_and_activation(cost: Cost) -> None:
    row = few.row_of(cost, SIGMOID)
    sizes = np.concatenate([np.geomspace(1e-9, 800.0, 300), np.linspace(0.01, 45.0, 500), [0.0, 745.2]])
    for z in np.concatenate([-sizes, sizes]).tolist():
        for y in (0.0, 0.3, 0.5, 1.0):
            assert row(z, y) == (cost.delta(SIGMOID, z, y), SIGMOID.value(z)), (z, y)


def test_it_is_faithful_here() -> None:
    assert walking.is_faithful()


@each_cost
@pytest.mark.parametrize("scale", [3.0, 30.0])
@pytest.mark.parametrize(("wants_output", "half_only"), [(False, False), (True, False), (True, True)])
def test_a_compiled_walk_has_the_same_bits(cost: Cost, scale: float, wants_output: bool, half_only: bool) -> None:
    starts = starts_of(cost, 60, scale)
    columns = np.stack([starts.w, starts.b, starts.x, starts.y, starts.eta], axis=1)
    found = walking.walk_all(cost, columns, 400, wants_output, half_only)
    paths = [few.walk(neuron, 400, wants_output, half_only, may_overflow=False) for neuron in starts.neurons()]
    assert found.tobytes() == np.array([path[:3] for path in paths]).tobytes()
    if not half_only:
        ends = [float(Descent(neuron).advance(401).z[-1]) for neuron in starts.neurons()[:10]]
        assert found[:10, 0].tolist() == ends


@each_cost
@pytest.mark.parametrize("count", [1, 30, FEW_COMPILED, FEW_COMPILED + 1])
def test_the_exact_way_has_the_same_bits_with_either_kernel(cost: Cost, count: int) -> None:
    starts = starts_of(cost, count, 4.0)
    for names in (PATH, ["epochs_to_half"], ["final_output"]):
        found = [follow(starts, 120, names, kernel) for kernel in (NUMPY, kernel_for(1e12))]
        assert all(found[0][name].tobytes() == found[1][name].tobytes() for name in names)
