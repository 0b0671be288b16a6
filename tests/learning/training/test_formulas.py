"""Each formula that is written out says what the registries say, and keeps its digits where a function saturates."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.training.blas import Op
from app.learning.training.formulas import Targets, error, hidden
from tests.learning.networks import each_hidden_activation, each_output_pair, network

Floats = NDArray[Any]

each_dtype = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["double", "single"])
BOUNDS: dict[type, float] = {np.float64: 350.0, np.float32: 40.0}
"""Of |z|, so that squares of f′ still have all their digits."""


def eps(dtype: type) -> float:
    return float(np.finfo(dtype).eps)


def around(dtype: type, columns: int) -> Floats:
    """(5, columns): numbers of every size and both signs, zero among them."""
    size = np.geomspace(1e-6, BOUNDS[dtype], (5 * columns) // 2)
    z = np.concatenate([-size, [0.0] * (5 * columns - 2 * len(size)), size])
    return np.random.default_rng(0).permutation(z).reshape(5, columns).astype(dtype)


def run(*ops: Op) -> None:
    with np.errstate(all="ignore"):
        for op in ops:
            op()


def both_hidden(activation: Activation, z: Floats, d: Floats, *, fast: bool) -> tuple[Floats, Floats]:
    a, back = z.copy(), d.copy()
    made = hidden(activation, a, back, fast=fast)
    run(*made.forward, *made.back)
    return a, back


def delta_of(cost: Cost, output: Activation, z: Floats, y: Floats, *, fast: bool, have_shares: bool) -> Floats:
    delta = z.copy()
    run(*error(cost, output, delta, Targets(y, 1.0 - y, have_shares), fast=fast).ops)
    return delta


@each_dtype
@pytest.mark.parametrize("shape", [(5, 60), (5, 3, 20)], ids=["one network", "three"])
@each_hidden_activation
def test_hidden_layers_compute_what_the_registry_says(
    activation: Activation, shape: tuple[int, ...], dtype: type
) -> None:
    z = around(dtype, 60).reshape(shape)
    d: Floats = np.random.default_rng(1).standard_normal(shape).astype(dtype)
    fast, slow = (both_hidden(activation, z, d, fast=fast) for fast in (True, False))
    # Relative, because a saturated neuron still passes on a little, and all of its digits count. The rounding of z
    # itself is in both; e^z makes |z| units of the last place of it at most where the forms differ.
    for mine, theirs in zip(fast, slow, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=16 * eps(dtype), atol=0.0)


@each_dtype
@pytest.mark.parametrize("shape", [(5, 60), (5, 3, 20)], ids=["one network", "three"])
@pytest.mark.parametrize("kind", ["one-hot", "shares", "any"])
@each_output_pair
def test_outputs_have_the_delta_that_the_cost_says(
    cost: Cost, output: Activation, kind: str, shape: tuple[int, ...], dtype: type
) -> None:
    random = np.random.default_rng(2)
    z = around(dtype, 60) / 4.0
    targets: dict[str, Callable[[], Floats]] = {
        "one-hot": lambda: np.eye(5)[random.integers(0, 5, 60)].T,
        "shares": lambda: random.dirichlet(np.ones(5), 60).T,
        "any": lambda: random.uniform(0.0, 1.0, (5, 60)),
    }
    y: Floats = targets[kind]().astype(dtype)
    have_shares = bool((y.sum(axis=0) == 1.0).all())
    fast, slow = (
        delta_of(cost, output, z.reshape(shape), y.reshape(shape), fast=fast, have_shares=have_shares)
        for fast in (True, False)
    )
    # To a rounding of a and y themselves: closer than that an output does not come to its target.
    np.testing.assert_allclose(fast, slow, rtol=32 * eps(dtype), atol=4 * eps(dtype))


@each_dtype
def test_a_saturated_output_that_is_wrong_keeps_its_slope(dtype: type) -> None:
    # σ′ of a saturated neuron is e^−|z|; a (1 − a) of a rounded a would be 0 from |z| = 37, or 17, on.
    z: Floats = np.array([[20.0, 40.0, 80.0, -20.0, -40.0, -80.0]], dtype)
    y: Floats = np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], dtype)
    made = network("quadratic", "sigmoid")
    delta = delta_of(made.cost, made.output, z, y, fast=True, have_shares=False)
    expected = np.sign(z) * np.exp(-np.abs(z.astype(np.float64)))
    # e^−20 is 2e-9: the next term of the series, far below single precision, shows in double.
    np.testing.assert_allclose(delta, expected, rtol=1e-8 if dtype is np.float64 else 1e-6)


@each_dtype
@pytest.mark.parametrize("size", [100.0, 1e4, 1e30, np.inf])
@pytest.mark.parametrize(("cost", "output"), [("quadratic", "sigmoid"), ("cross-entropy", "sigmoid")])
def test_no_weighted_input_is_too_large(cost: str, output: str, size: float, dtype: type) -> None:
    z: Floats = np.array([[size, -size]], dtype)
    y: Floats = np.array([[0.0, 1.0]], dtype)
    made = network(cost, output)
    delta = delta_of(made.cost, made.output, z, y, fast=True, have_shares=False)
    expected = [[0.0, 0.0]] if cost == "quadratic" else [[1.0, -1.0]]
    np.testing.assert_allclose(delta, expected, atol=1e-37 if dtype is np.float32 else 1e-43)
    a, back = both_hidden(made.activation, z, np.ones_like(z), fast=True)
    np.testing.assert_allclose(a, [[1.0, 0.0]], atol=1e-37)
    np.testing.assert_allclose(back, 0.0, atol=1e-37 if dtype is np.float32 else 1e-43)


@each_hidden_activation
def test_what_is_no_number_stays_none(activation: Activation) -> None:
    """A diverged network must not look like one that learns."""
    z, d = np.full((2, 3), np.nan), np.ones((2, 3))
    a, back = both_hidden(activation, z, d, fast=True)
    assert np.isnan(a).all()
    assert np.isnan(back).all() or activation.name == "linear"
