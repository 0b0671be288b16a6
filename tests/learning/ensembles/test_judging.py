"""The two looks at the ends of runs: NumPy's and the compiled one."""

import numpy as np
import pytest

from app.learning.ensembles import glance, judging
from app.learning.ensembles.judging import Followed

MEASURES = ["final_output", "final_cost", "epochs_to_half"]


def followed(is_quadratic: bool, epochs: int, is_zero: bool) -> Followed:
    """Ends that need not be true ones, so that everything occurs."""
    random = np.random.default_rng(11)
    count = 20_000
    v = random.uniform(-30.0, 3.0, count)
    end = v + random.uniform(0.0, 30.0, count)
    y = 0.0 if is_zero else random.uniform(0.01, 0.49, count)
    edge = np.log((0.5 - np.asarray(y)) / (0.5 + np.asarray(y)))
    kappa, eta = random.uniform(0.01, 4.0, count), random.uniform(0.01, 1.0, count)
    sizes = (random.uniform(0.0, 20.0, count), random.uniform(0.0, 5.0, count))
    edges = 0.0 if is_zero else edge
    return Followed(is_quadratic, epochs, v, end, end <= edge, y, edges, kappa, sizes, (kappa - eta, eta))


@pytest.mark.parametrize("is_zero", [False, True])
@pytest.mark.parametrize("epochs", [0, 1, 300, 100_000])
@pytest.mark.parametrize("is_quadratic", [True, False])
def test_both_looks_see_the_same(is_quadratic: bool, epochs: int, is_zero: bool) -> None:
    runs = followed(is_quadratic, epochs, is_zero)
    numpy, compiled = judging.look(runs), glance.look(runs)
    for one, other in zip(numpy[:3], compiled[:3], strict=True):
        assert np.allclose(one, other, rtol=1e-14, atol=1e-16)
    for name in MEASURES:
        assert np.array_equal(numpy.may_be_off[name], compiled.may_be_off[name]), name


def test_looks_clear_some_runs_and_not_others() -> None:
    found = judging.look(followed(True, 300, True)).may_be_off
    assert all(0.0 < found[name].mean() < 1.0 for name in MEASURES)


@pytest.mark.parametrize("is_quadratic", [True, False])
def test_the_costly_bound_clears_more(is_quadratic: bool) -> None:
    runs = followed(is_quadratic, 30_000, True)
    quick, costly = (judging.look(runs, is_quick).may_be_off for is_quick in (True, False))
    assert not any((costly[name] & ~quick[name]).any() for name in MEASURES)
    assert costly["final_output"].sum() < 0.9 * quick["final_output"].sum()


def test_outputs_are_exact_in_both_tails() -> None:
    a, rest, slope = judging.outputs(np.array([-700.0, 0.0, 700.0]))
    assert a.tolist() == [1.0, 0.5, float(np.exp(-700.0))]
    assert rest.tolist() == [float(np.exp(-700.0)), 0.5, 1.0]
    assert slope.tolist() == [float(np.exp(-700.0)), 0.25, float(np.exp(-700.0))]
