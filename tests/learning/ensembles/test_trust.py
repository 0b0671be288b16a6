"""The bound on errors holds where it is claimed, and is not so wide that nothing passes."""

import numpy as np
import pytest

from app.learning.costs import Cost
from app.learning.ensembles.exact import Starts, follow
from app.learning.ensembles.kernels import NUMPY, kernel_for
from app.learning.ensembles.measuring import paths_of
from app.learning.ensembles.sigmoids import find, is_ordinary
from app.learning.ensembles.trust import ALLOWED
from app.learning.theory import plateau_epochs
from tests.learning.ensembles.oracle import CROSS_ENTROPY, PATH, QUADRATIC, SIGMOID

each_cost = pytest.mark.parametrize("cost", [QUADRATIC, CROSS_ENTROPY], ids=lambda cost: cost.name)


def steep_starts(cost: Cost, count: int, epochs: int, eta: float, scale: float, seed: int) -> Starts:
    """Runs that leave their plateau about when the run ends, where errors are largest."""
    random = np.random.default_rng(seed)
    w, x = random.uniform(-scale, scale, count), random.choice([1.0, -1.0, 0.7], count)
    kappa = eta * (x * x + 1.0)
    way = np.log(1.0 + kappa * epochs) if cost is QUADRATIC else kappa * epochs
    z = np.minimum(way * random.uniform(0.8, 1.1, count), 600.0)
    y = random.choice([0.0, 1.0], count)
    b = np.where(y == 0.0, z, -z) - w * x
    return Starts(cost, SIGMOID, w, b, x, y, np.full(count, eta))


@each_cost
@pytest.mark.parametrize("epochs", [20, 300, 3000])
@pytest.mark.parametrize("eta", [1e-7, 1e-3, 0.15, 1.9])
@pytest.mark.parametrize("scale", [1.0, 20.0, 500.0])
def test_what_passes_is_within_the_promise(cost: Cost, epochs: int, eta: float, scale: float) -> None:
    starts = steep_starts(cost, 60, epochs, eta, scale, epochs)
    expected = follow(starts, epochs, PATH[:3])
    for kernel in (NUMPY, kernel_for(1e12)):
        found = find(cost, paths_of(starts), epochs, PATH[:3], kernel)
        for name in PATH[:3]:
            passed = ~found.doubtful[name]
            values, right = found.values[name][passed], expected[name][passed]
            if name == "epochs_to_half":
                assert np.array_equal(values, right, equal_nan=True)
            else:
                assert (np.abs(values - right) <= 1.5 * ALLOWED * np.maximum(1.0, np.abs(right))).all()


@each_cost
def test_an_ordinary_map_needs_no_repeating(cost: Cost) -> None:
    random = np.random.default_rng(1)
    w, b = random.uniform(-5.0, 5.0, (2, 5000))
    starts = Starts(cost, SIGMOID, w, b, np.ones(5000), np.zeros(5000), np.full(5000, 0.15))
    found = find(cost, paths_of(starts), 300, PATH[:3], NUMPY)
    assert is_ordinary(cost, paths_of(starts)).all()
    assert sum(doubtful.sum() for doubtful in found.doubtful.values()) == 0


def test_runs_that_leave_a_long_plateau_at_the_end_are_repeated_and_their_neighbours_are_not() -> None:
    epochs = round(plateau_epochs("quadratic", 10.0, 0.0, kappa=2.0) or 0)
    w = np.concatenate([np.linspace(4.99999, 5.00001, 50), np.linspace(3.0, 4.0, 50)])
    starts = Starts(QUADRATIC, SIGMOID, w, np.full(100, 5.0), np.ones(100), np.zeros(100), np.ones(100))
    doubtful = find(QUADRATIC, paths_of(starts), epochs, ["final_output"], kernel_for(1e12)).doubtful["final_output"]
    assert doubtful[:50].all()
    assert not doubtful[50:].any()
