"""Training ends where the reference ends, and at the same bits however it is cut, moved or shared."""

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array
from app.learning.errors import OutOfRange, ShapeMismatch
from app.learning.network import Network, backpropagate
from app.learning.training import Examples, Trainer, blas
from tests.learning import network_oracle
from tests.learning.network_oracle import Oracle, flat
from tests.learning.networks import (
    each_depth,
    each_gradient_pair,
    each_hidden_activation,
    examples,
    network,
)
from tests.learning.test_network_additions import PseudoHuber, Softsign

ETA = 0.05


def numbers(network: Network) -> Array:
    return flat(network.weights, network.biases)


def trainer(start: Network, x: Array, y: Array, **changed: Any) -> Trainer:
    options: dict[str, Any] = {"eta": ETA, "batch_size": 4, "order": np.random.default_rng(5)}
    return Trainer(start, x, y, **{**options, **changed})


def by_reference(
    start: Network, x: Array, y: Array, steps: int, *, batch_size: int = 4, eta: float = ETA, is_shuffled: bool = True
) -> Network:
    """The same with network.py's gradients, step by step."""
    order, done = np.random.default_rng(5), 0
    while True:
        drawn = order.permutation(len(x)) if is_shuffled else np.arange(len(x))
        for at in range(0, len(x), batch_size):
            if done == steps:
                return start
            batch = drawn[at : at + batch_size]
            gradient = backpropagate(start, x[batch], y[batch])
            start = replace(
                start,
                weights=tuple(w - eta * g for w, g in zip(start.weights, gradient.weights, strict=True)),
                biases=tuple(b - eta * g for b, g in zip(start.biases, gradient.biases, strict=True)),
            )
            done += 1


@each_depth
@each_hidden_activation
@each_gradient_pair
def test_it_ends_where_the_reference_ends(
    cost: Cost, output: Activation, activation: Activation, hidden: tuple[int, ...]
) -> None:
    start = network(cost, output, activation, hidden)
    x, y = examples(start, 10)
    expected = numbers(by_reference(start, x, y, 20))
    for fast in (True, False):
        made = trainer(start, x, y, fast=fast)
        made.train(20)
        # Roundings of twenty steps that differ in the order of sums alone.
        np.testing.assert_allclose(numbers(made.network), expected, rtol=1e-11, atol=1e-12)


def test_a_step_as_animated_is_the_rules_own() -> None:
    """Along ∂C/∂a: from a saturated start it leaps, so a single step is compared."""
    start = network("cross-entropy-as-animated")
    x, y = examples(start, 4)
    made = trainer(start, x, y, eta=1e-3)
    made.train(1)
    expected = by_reference(start, x, y, 1, eta=1e-3)
    np.testing.assert_allclose(numbers(made.network), numbers(expected), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("cost", "output", "activation"), [
    ("quadratic", "sigmoid", "sigmoid"),
    ("cross-entropy", "sigmoid", "tanh"),
    ("log-likelihood", "softmax", "relu"),
    ("quadratic", "linear", "linear"),
])  # fmt: skip
def test_a_hundred_mini_batches_end_at_the_oracles_weights(cost: str, output: str, activation: str) -> None:
    """The oracle knows definitions alone, and no derivative."""
    start = network(cost, output, activation, (6, 5))
    x, y = examples(start, 40)
    made = trainer(start, x, y, eta=0.02, batch_size=10, order=None)
    made.train(100)
    oracle = Oracle(start.sizes, activation, output, cost)
    batches = [np.arange(40)[at : at + 10] for at in (0, 10, 20, 30)] * 25
    expected = oracle.train(numbers(start), x, y, eta=0.02, batches=batches)
    assert np.abs(numbers(made.network) - expected).max() < 1e-10
    assert {cost} <= set(network_oracle.COSTS)


@each_gradient_pair
def test_single_precision_ends_nearby(cost: Cost, output: Activation) -> None:
    start = network(cost, output, "tanh", (20,), inputs=30)
    x, y = examples(start, 12)
    expected = by_reference(start, x, y, 9, eta=0.01)
    made = trainer(start, x, y, eta=0.01, dtype=np.float32)
    made.train(9)
    # Nine steps of 24 bits each, small enough for a steep cost; weights are of the order of 1.
    np.testing.assert_allclose(numbers(made.network), numbers(expected), rtol=1e-4, atol=1e-4)
    assert {w.dtype for w in made.network.weights} == {np.dtype(np.float64)}
    assert (numbers(made.network) == numbers(made.network).astype(np.float32)).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["double", "single"])
@pytest.mark.parametrize("cuts", [(1,) * 23, (10, 13), (5, 1, 17), (22, 1)])
def test_it_may_be_cut_anywhere_for_the_same_bits(cuts: tuple[int, ...], dtype: type) -> None:
    start = network(hidden=(17,), inputs=33)
    x, y = examples(start, 27)
    whole = trainer(start, x, y, dtype=dtype)
    whole.train(23)
    cut = trainer(start, x, y, dtype=dtype)
    for steps in cuts:
        cut.train(steps)
    assert (numbers(cut.network) == numbers(whole.network)).all()
    assert (cut.epoch, cut.step) == (whole.epoch, whole.step) == (3, 2)


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["double", "single"])
@pytest.mark.parametrize("steps", [0, 3, 7, 9])
def test_a_pickled_state_goes_on_with_the_same_bits(steps: int, dtype: type) -> None:
    """In mid-epoch, at its end, and before anything was done."""
    start = network(hidden=(17,), inputs=33)
    x, y = examples(start, 27)
    whole = trainer(start, x, y, dtype=dtype)
    whole.train(steps)
    state = pickle.loads(pickle.dumps(whole.state()))  # noqa: S301 (our own bytes)
    whole.train(20)
    resumed = Trainer.from_state(state, x, y)
    resumed.train(20)
    assert (numbers(resumed.network) == numbers(whole.network)).all()
    assert (resumed.epoch, resumed.step, resumed.eta) == (whole.epoch, whole.step, whole.eta)


def test_a_state_is_not_changed_by_going_on() -> None:
    start = network()
    x, y = examples(start, 10)
    made = trainer(start, x, y)
    made.train(4)
    state = made.state()
    ends = []
    for _ in range(2):
        resumed = Trainer.from_state(state, x, y)
        resumed.train(7)
        ends.append(numbers(resumed.network))
    assert (ends[0] == ends[1]).all()


def test_trainers_share_examples_and_leave_them_alone() -> None:
    start = network()
    x, y = examples(start, 10)
    shared, kept = Examples(x, y), (x.copy(), y.copy())
    for seed in (1, 2):
        alone, together = (
            trainer(start, *data, order=np.random.default_rng(seed)) for data in ((x, y), (shared, None))
        )
        alone.train(7)
        together.train(7)
        assert (numbers(alone.network) == numbers(together.network)).all()
    assert (x == kept[0]).all()
    assert (y == kept[1]).all()


def test_a_new_rate_takes_effect_at_the_next_mini_batch() -> None:
    start = network()
    x, y = examples(start, 8)
    made = trainer(start, x, y, order=None)
    made.train(1)
    made.eta = 0.4
    made.train(1)
    expected = by_reference(start, x[:4], y[:4], 1, is_shuffled=False)
    expected = by_reference(expected, x[4:], y[4:], 1, eta=0.4, is_shuffled=False)
    np.testing.assert_allclose(numbers(made.network), numbers(expected), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("batch_size", [1, 3, 9, 10, 11, 1000])
@pytest.mark.parametrize("hidden", [(), (1,), (20, 30)])
def test_a_last_smaller_mini_batch_has_its_own_mean(hidden: tuple[int, ...], batch_size: int) -> None:
    """One example, or one neuron, makes matrices of one column, which the library wants described with care."""
    start = network(hidden=hidden)
    x, y = examples(start, 10)
    made = trainer(start, x, y, batch_size=batch_size, order=None)
    made.train_epoch()
    steps = -(-10 // batch_size)
    assert (made.epoch, made.step, made.steps_per_epoch) == (1, 0, steps)
    expected = by_reference(start, x, y, steps, batch_size=batch_size, is_shuffled=False)
    np.testing.assert_allclose(numbers(made.network), numbers(expected), rtol=1e-12, atol=1e-13)


def test_without_the_librarys_product_it_ends_at_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    start = network(hidden=(17,), inputs=33)
    x, y = examples(start, 27)
    with_library = trainer(start, x, y)
    monkeypatch.setattr(blas, "_product", lambda _: None)
    without = trainer(start, x, y)
    for made in (with_library, without):
        made.train(23)
    np.testing.assert_allclose(numbers(with_library.network), numbers(without.network), rtol=1e-11, atol=1e-12)


def test_an_epoch_ends_where_it_ends() -> None:
    start = network()
    made = trainer(start, *examples(start, 10))
    made.train(4)
    assert (made.epoch, made.step) == (1, 1)
    made.train_epoch()
    assert (made.epoch, made.step) == (2, 0)


def test_a_training_that_diverges_says_so_and_goes_on() -> None:
    start = network("quadratic", "linear", "relu")
    made = trainer(start, *examples(start, 10), eta=1e6)
    assert made.is_finite
    made.train(300)
    assert not made.is_finite
    made.train(3)


@each_depth
def test_costs_and_activations_that_are_added_learn_by_themselves(hidden: tuple[int, ...]) -> None:
    for cost, output in ((PseudoHuber(), "sigmoid"), (PseudoHuber(), Softsign()), ("cross-entropy", Softsign())):
        start = network(cost, output, Softsign(), hidden)
        x, y = examples(start, 10)
        made = trainer(start, x, y)
        made.train(7)
        expected = numbers(by_reference(start, x, y, 7))
        np.testing.assert_allclose(numbers(made.network), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("eta", [0.0, -1.0, np.inf, np.nan])
def test_a_rate_must_lead_somewhere(eta: float) -> None:
    start = network()
    x, y = examples(start, 4)
    with pytest.raises(OutOfRange, match="eta must be a finite number greater than 0"):
        trainer(start, x, y, eta=eta)
    made = trainer(start, x, y)
    with pytest.raises(OutOfRange, match="eta must be"):
        made.eta = eta
    assert made.eta == ETA


def test_examples_of_another_width_are_refused() -> None:
    start = network()
    x, y = examples(start, 4)
    with pytest.raises(ShapeMismatch, match="x must have 3 columns"):
        trainer(start, x[:, :2], y)
    with pytest.raises(ShapeMismatch, match="y must have 3 columns"):
        trainer(start, x, y[:, :1])
