"""Several networks side by side end where each would end alone."""

import pickle
from itertools import product
from typing import Any

import numpy as np
import pytest

from app.learning.activations import ACTIVATIONS
from app.learning.elementwise import Array
from app.learning.errors import OutOfRange, ShapeMismatch
from app.learning.network import Network
from app.learning.training import Examples, Trainer, TrainersTogether, kernel
from tests.learning.network_oracle import flat
from tests.learning.networks import GRADIENT_PAIRS, examples, network

BATCH = 4


def numbers(network: Network) -> Array:
    return flat(network.weights, network.biases)


def orders(count: int) -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in range(count)]


def starts(hidden: tuple[int, ...] = (5, 4)) -> list[Network]:
    """One of every pair and every activation."""
    return [
        network(cost, output, activation, hidden, seed=seed)
        for seed, ((cost, output), activation) in enumerate(product(GRADIENT_PAIRS, ACTIVATIONS.values()))
    ]


def together(made: list[Network], x: Any, y: Any, **changed: Any) -> TrainersTogether:
    options: dict[str, Any] = {
        "etas": [0.01 + 0.01 * (index % 3) for index in range(len(made))],
        "batch_size": BATCH,
        "orders": orders(len(made)),
    }
    return TrainersTogether(made, x, y, **{**options, **changed})


def check_each(trained: TrainersTogether, made: list[Network], data: list[tuple[Array, Array]], steps: int) -> None:
    """Against trainers that train alone; sums come in another order, so to some roundings."""
    for index, (start, found, (x, y)) in enumerate(zip(made, trained.networks, data, strict=True)):
        order = np.random.default_rng(index)
        alone = Trainer(start, x, y, eta=trained.etas[index], batch_size=BATCH, order=order)
        alone.train(steps)
        if alone.is_finite:
            np.testing.assert_allclose(numbers(found), numbers(alone.network), rtol=1e-11, atol=1e-12)
        else:  # of a cost that is too steep for these rates; where it ends is a matter of roundings
            assert not np.isfinite(numbers(found)).all()


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("hidden", [(), (4,), (20, 5)], ids=str)
def test_networks_of_every_kind_train_as_each_would_alone(hidden: tuple[int, ...], fast: bool) -> None:
    made = starts(hidden)
    x, y = examples(made[0], 10)
    trained = together(made, x, y, fast=fast)
    trained.train(8)
    check_each(trained, made, [(x, y)] * len(made), 8)


@pytest.mark.parametrize("width", ["WIDE", "BLOCK"])
def test_wide_and_many_layers_are_changed_alike(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place one by one, or in blocks of two networks."""
    made = [network(hidden=(7,), seed=seed) for seed in range(5)]
    monkeypatch.setattr(kernel, width, 1 if width == "WIDE" else 60)
    x, y = examples(made[0], 10)
    trained = together(made, x, y)
    trained.train(8)
    check_each(trained, made, [(x, y)] * 5, 8)


def test_each_may_have_examples_of_its_own() -> None:
    made = [network(seed=seed) for seed in range(3)]
    data = [examples(made[0], 10, seed) for seed in range(3)]
    trained = together(made, np.array([x for x, _ in data]), np.array([y for _, y in data]))
    trained.train(8)
    check_each(trained, made, data, 8)


def test_a_rate_of_one_changes_that_one_alone() -> None:
    made = [network(seed=seed) for seed in range(3)]
    x, y = examples(made[0], 10)
    same, other = together(made, x, y), together(made, x, y)
    other.set_eta(1, 1.5)
    assert other.etas == (same.etas[0], 1.5, same.etas[2])
    for trained in (same, other):
        trained.train_epoch()
    are_equal = [bool((numbers(a) == numbers(b)).all()) for a, b in zip(same.networks, other.networks, strict=True)]
    assert are_equal == [True, False, True]


@pytest.mark.parametrize("cut", [0, 2, 3, 5])
def test_pickled_states_go_on_with_the_same_bits(cut: int) -> None:
    made = starts()
    x, y = examples(made[0], 10)
    whole = together(made, x, y)
    whole.train(cut)
    states = pickle.loads(pickle.dumps(whole.states()))  # noqa: S301 (our own bytes)
    resumed = TrainersTogether.from_states(states, x, y)
    for trained in (whole, resumed):
        trained.train(1)
        trained.train(6)
    assert (resumed.epoch, resumed.step) == (whole.epoch, whole.step)
    for mine, theirs in zip(resumed.networks, whole.networks, strict=True):
        assert (numbers(mine) == numbers(theirs)).all()


def test_one_of_several_states_goes_on_alone() -> None:
    made = [network(seed=seed) for seed in range(3)]
    x, y = examples(made[0], 10)
    trained = together(made, x, y)
    trained.train(4)
    alone = Trainer.from_state(trained.states()[1], x, y)
    trained.train(5)
    alone.train(5)
    np.testing.assert_allclose(numbers(alone.network), numbers(trained.networks[1]), rtol=1e-11, atol=1e-12)


def test_one_that_diverges_disturbs_no_other() -> None:
    made = [network("quadratic", "linear", "relu", seed=seed) for seed in range(3)]
    x, y = examples(made[0], 10)
    trained = together(made, x, y, etas=[1e-3, 1e6, 1e-3])
    trained.train(300)
    assert trained.are_finite == (True, False, True)


def test_single_precision_is_shared_too() -> None:
    made = [network(seed=seed) for seed in range(3)]
    x, y = examples(made[0], 10)
    trained = together(made, Examples(x, y, np.float32), None)
    trained.train(8)
    for mine, theirs in zip(trained.networks, together_in_double(made, x, y), strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(theirs), rtol=1e-4, atol=1e-4)


def together_in_double(made: list[Network], x: Array, y: Array) -> tuple[Network, ...]:
    trained = together(made, x, y)
    trained.train(8)
    return trained.networks


def test_what_does_not_belong_together_is_refused() -> None:
    made = [network(seed=seed) for seed in range(2)]
    x, y = examples(made[0], 10)
    with pytest.raises(OutOfRange, match="starts must be at least one network"):
        together([], x, y)
    with pytest.raises(ShapeMismatch, match=r"starts.1 must have the sizes of the first"):
        together([made[0], network(hidden=(2,))], x, y)
    with pytest.raises(ShapeMismatch, match="etas must have 2 entries"):
        together(made, x, y, etas=[1.0])
    with pytest.raises(ShapeMismatch, match="orders must have 2 entries"):
        together(made, x, y, orders=[None] * 3)
    with pytest.raises(ShapeMismatch, match=r"y must have the shape \(2, 10, …\)"):
        together(made, np.array([x, x]), y)
    with pytest.raises(OutOfRange, match="eta must be"):
        together(made, x, y).set_eta(0, -1.0)
    states = [together(made, x, y).states()[0], Trainer(made[1], x, y, eta=1.0, batch_size=3, order=None).state()]
    with pytest.raises(ShapeMismatch, match=r"batch_size must be the same for all networks, got \[3, 4\]"):
        TrainersTogether.from_states(states, x, y)
