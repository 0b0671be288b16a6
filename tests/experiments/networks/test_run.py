"""Training: against an oracle that knows nothing of app/, however it is cut, changed and resumed."""

import itertools
import pickle
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from app.experiments.networks.run import NetworkRun, generators, start_of, train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.trace import NETWORK_COLUMNS
from app.experiments.run import join
from app.experiments.trace import Columns
from app.learning.errors import OutOfRange
from app.learning.inits import INITS
from app.learning.network import Network, backpropagate, cost_of
from tests.experiments.networks.examples import TABLE, each_experiment, short
from tests.learning.network_oracle import Oracle, flat


def same(one: Columns, other: Columns) -> bool:
    """To the last bit."""
    return list(one) == list(other) and all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def numbers(network: Network) -> list[Any]:
    return [each.tolist() for each in (*network.weights, *network.biases)]


# The rows


@each_experiment
def test_there_is_a_row_for_the_start_and_one_for_each_epoch(fields: Mapping[str, Any]) -> None:
    run = NetworkRun(short(fields))
    columns = join(list(run.rows()))
    assert list(columns) == list(NETWORK_COLUMNS)
    assert columns["epoch"].tolist() == [0, 1, 2, 3, 4, 5]
    assert columns["delta_norms"].shape == columns["gradient_norms"].shape == (6, len(run.experiment.sizes) - 1)
    assert np.isfinite(columns["cost"]).all()
    assert run.is_over
    assert run.epoch == 5
    assert list(run.rows()) == []


@each_experiment
def test_a_run_repeats_to_the_last_bit(fields: Mapping[str, Any]) -> None:
    (one, summary), (other, again) = (train(short(fields)) for _ in range(2))
    assert same(one, other)
    assert summary == again


def test_row_0_is_the_start() -> None:
    experiment = short({"problem": {"name": "moons", "n": 12}, "hidden": [3]})
    run = NetworkRun(experiment)
    row = next(run.rows())
    network, examples = start_of(experiment), run.examples
    assert examples.test_x is not None
    assert examples.test_y is not None
    gradient = backpropagate(network, examples.x, examples.y)
    assert row["cost"][0] == pytest.approx(cost_of(network, examples.x, examples.y), rel=1e-14)
    assert row["test_cost"][0] == pytest.approx(cost_of(network, examples.test_x, examples.test_y), rel=1e-14)
    norms = [np.sqrt((delta**2).sum(axis=1).mean()) for delta in gradient.deltas]
    assert row["delta_norms"][0] == pytest.approx(norms, rel=1e-12)
    assert numbers(run.network) == numbers(network)


@pytest.mark.parametrize("every", [2, 3, 100])
def test_thinning_keeps_the_last_row(every: int) -> None:
    experiment = short({"epochs": 7})
    whole, summary = train(experiment)
    thin, again = train(experiment, every=every)
    kept = [row for row in range(8) if row % every == 0 or row == 7]
    assert same(thin, {name: column[kept] for name, column in whole.items()})
    assert summary == again


# The numbers


@pytest.mark.parametrize(
    ("activation", "output", "cost", "hidden"),
    [
        ("sigmoid", "sigmoid", "quadratic", [3]),
        ("tanh", "sigmoid", "cross-entropy", [3, 2]),
        ("relu", "softmax", "log-likelihood", [4]),
        ("sigmoid", "softmax", "quadratic", [2]),
        ("tanh", "softmax", "cross-entropy", []),
        ("linear", "linear", "quadratic", [3]),
    ],
)
def test_a_given_start_in_order_goes_the_oracles_way(
    activation: str, output: str, cost: str, hidden: list[int]
) -> None:
    rng = np.random.default_rng(11)
    x, y = rng.normal(size=(7, 3)), np.eye(2)[rng.integers(0, 2, 7)]
    sizes = (3, *hidden, 2)
    weights = tuple(rng.normal(size=(neurons, inputs)) for inputs, neurons in itertools.pairwise(sizes))
    biases = tuple(rng.normal(size=neurons) for neurons in sizes[1:])
    experiment = NetworkExperiment.model_validate(
        {
            "problem": {"name": "table", "x": x.tolist(), "y": y.tolist()},
            "hidden": hidden,
            "activation": activation,
            "output": output,
            "cost": cost,
            "eta": 0.1,
            "epochs": 6,
            "batch_size": 3,
            "shuffle": False,
            "weights": [w.tolist() for w in weights],
            "biases": [b.tolist() for b in biases],
        }
    )
    oracle = Oracle(sizes, activation, output, cost)
    state = flat(weights, biases)
    batches = [np.arange(start, min(start + 3, 7)) for start in range(0, 7, 3)]
    run = NetworkRun(experiment)
    for row in run.rows():
        assert row["cost"][0] == pytest.approx(float(oracle.cost_of(state, x, y)), rel=1e-12)
        # 18 updates of numbers near 1, each rounded to 1e-16 of itself
        assert flat(run.network.weights, run.network.biases) == pytest.approx(state, abs=1e-13)
        state = oracle.train(state, x, y, eta=0.1, batches=batches)


def test_the_order_and_the_start_come_from_the_seed_as_is_documented() -> None:
    experiment = short({"problem": {"name": "moons", "n": 10}, "hidden": [3], "epochs": 2, "batch_size": 4, "seed": 9})
    first, second = np.random.default_rng(9).spawn(2)
    weights, biases = INITS["large"].start(experiment.sizes, first)
    start = start_of(experiment)
    assert numbers(start) == [each.tolist() for each in (*weights, *biases)]
    run = NetworkRun(experiment)
    oracle = Oracle(experiment.sizes, "sigmoid", "sigmoid", "cross-entropy")
    state = flat(weights, biases)
    for _ in range(2):
        order = second.permutation(10)
        batches = [order[at : at + 4] for at in range(0, 10, 4)]
        state = oracle.train(state, run.examples.x, run.examples.y, eta=experiment.eta, batches=batches)
    list(run.rows())
    assert flat(run.network.weights, run.network.biases) == pytest.approx(state, abs=1e-13)


def test_the_two_generators_are_independent() -> None:
    one, other = generators(NetworkExperiment(seed=4))
    assert one.integers(2**60) != other.integers(2**60)


def test_a_given_start_wins_over_the_init() -> None:
    weights, biases = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0]]], [[7.0, 8.0], [9.0]]
    start = start_of(short({"weights": weights, "biases": biases, "init": "saturated"}))
    assert numbers(start) == [*weights, *biases]


def test_a_saturated_start_is_badly_wrong_by_z() -> None:
    start = start_of(short({"problem": "blobs", "init": "saturated", "init_z": 6.5, "init_outputs": [1]}))
    scaled = start_of(short({"problem": "blobs", "init": "scaled"}))
    assert start.biases[-1][1] == 6.5
    assert start.biases[-1][[0, 2]].tolist() == scaled.biases[-1][[0, 2]].tolist()


def test_another_seed_is_another_run() -> None:
    one, other = (train(short({"seed": seed}))[0] for seed in (1, 2))
    assert one["cost"][0] != other["cost"][0]


def test_single_precision_follows_double() -> None:
    fields = {"problem": {"name": "moons", "n": 40}, "hidden": [4], "batch_size": 10}
    double, single = (train(short({**fields, "precision": name}))[0]["cost"] for name in ("double", "single"))
    assert single == pytest.approx(double, rel=1e-5)
    assert single.tolist() != double.tolist()


# In the middle


CUT = {"problem": {"name": "moons", "n": 30}, "hidden": [3], "epochs": 9, "batch_size": 7}


@pytest.mark.parametrize("fields", [CUT, {**CUT, "shuffle": False}, {**CUT, "precision": "single"}, {"problem": TABLE}])
@pytest.mark.parametrize("rows", [0, 1, 4])
def test_a_run_that_is_laid_aside_goes_on_with_the_same_bits(fields: Mapping[str, Any], rows: int) -> None:
    experiment = short(fields)
    whole, summary = train(experiment)
    run = NetworkRun(experiment)
    blocks = list(itertools.islice(run.rows(), rows))
    resumed = NetworkRun.resume(pickle.loads(pickle.dumps(run.state())))  # noqa: S301 (our own)
    assert resumed.epoch == rows - 1
    assert same(join([*blocks, *resumed.rows()]), whole)
    assert resumed.summary == summary
    # and the one that it was taken from is not touched
    assert same(join([*blocks, *run.rows()]), whole)


def test_more_epochs_are_those_of_a_longer_run() -> None:
    whole, summary = train(short({**CUT, "epochs": 9}))
    run = NetworkRun(short({**CUT, "epochs": 4}))
    blocks = list(run.rows())
    run.extend(5)
    assert not run.is_over
    assert run.epochs == 9
    assert same(join([*blocks, *run.rows()]), whole)
    assert run.summary == summary


def test_a_state_remembers_more_epochs_and_another_rate() -> None:
    run = NetworkRun(short(CUT))
    list(run.rows())
    run.extend(3)
    run.eta = 0.125
    resumed = NetworkRun.resume(run.state())
    assert resumed.eta == 0.125
    assert same(join(list(resumed.rows())), join(list(run.rows())))


def test_another_rate_holds_from_the_next_epoch_on() -> None:
    run = NetworkRun(short(CUT))
    before = list(itertools.islice(run.rows(), 4))
    run.eta = 0.125
    after = list(run.rows())
    whole = train(short(CUT))[0]
    assert same(join(before), {name: column[:4] for name, column in whole.items()})
    assert join([*before, *after])["eta"].tolist() == [0.5] * 4 + [0.125] * 6
    assert after[0]["cost"][0] != whole["cost"][4]


@pytest.mark.parametrize("eta", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_refused(eta: float) -> None:
    run = NetworkRun(short({}))
    with pytest.raises(OutOfRange, match="eta must be"):
        run.eta = eta


# The end


DIVERGING = {
    "output": "linear",
    "cost": "quadratic",
    "hidden": [5],
    "activation": "linear",
    "eta": 1000.0,
    "epochs": 50,
}


def test_a_run_that_diverges_ends_with_its_last_finite_row() -> None:
    run = NetworkRun(NetworkExperiment.model_validate(DIVERGING))
    columns = join(list(run.rows()))
    epoch = run.summary["diverged"]
    assert epoch == len(columns["epoch"])
    assert 0 < epoch < 50
    assert np.isfinite(columns["cost"]).all()
    assert run.is_over
    run.extend(10)
    assert list(run.rows()) == []


def test_a_run_that_has_diverged_can_be_laid_aside_too() -> None:
    run = NetworkRun(NetworkExperiment.model_validate(DIVERGING))
    list(run.rows())
    resumed = NetworkRun.resume(run.state())
    assert resumed.is_over
    assert resumed.summary == run.summary


def test_learning_xor_from_a_good_seed_succeeds() -> None:
    columns, summary = train(NetworkExperiment(hidden=[4], eta=3.0, epochs=300, seed=2))
    assert columns["accuracy"][-1] == 1.0
    assert summary["final_cost"] == columns["cost"][-1]
    assert columns["wrong"][-1] == 0
    assert np.isnan(columns["saturation"][-1])
