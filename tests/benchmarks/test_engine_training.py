"""The benchmark of training compares before it measures, and every contestant that is here trains the same.

With tiny works, and without PyTorch and JAX, which are compared whenever the benchmark runs.
"""

import numpy as np
import pytest

from tests.benchmarks.engine import training
from tests.benchmarks.engine.answers import Differs
from tests.benchmarks.engine.networks import by_example, ours, sklearned
from tests.benchmarks.engine.networks.work import Training
from tests.benchmarks.engine.race import Result, Time

ONE = Training("one", (20, 6, 3), examples=1_000)
THREE = Training("three", (20, 6, 3), examples=1_000, networks=3)


def test_every_contestant_for_one_network_ends_at_the_same_weights() -> None:
    mine = ours.loop(ONE)()
    assert np.abs(mine["double"]).max() > 0.1
    for name, make in (("example by example", by_example.one), ("scikit-learn", sklearned.one)):
        run = make(ONE)
        for _ in range(2):  # every call begins at the start
            training.check(name, run(), mine)


def test_every_contestant_for_several_networks_ends_at_the_same_weights() -> None:
    mine = ours.together(THREE)()
    for name, make in (("one after the other", ours.loop), ("example by example", by_example.one)):
        training.check(name, make(THREE)(), mine)


@pytest.mark.parametrize(("precision", "change"), [("double", 2e-10), ("single", 3e-3), ("single", np.nan)])
def test_a_wrong_weight_is_found(precision: str, change: float) -> None:
    right = ours.loop(ONE)()
    wrong = {name: values.copy() for name, values in right.items()}
    wrong[precision][5] += change
    with pytest.raises(Differs, match=f"peer: {precision} of run 5"):
        training.check("peer", wrong, right)


def test_batches_are_those_that_our_orders_draw() -> None:
    first = THREE.batches()
    assert first.shape == (THREE.steps, 3, 10)
    for index, order in enumerate(THREE.orders()):
        assert (first[:, index].reshape(-1) == order.permutation(1_000)).all()


def test_goals_are_those_of_peers_that_took_part() -> None:
    def took(seconds: float) -> Time:
        return Time(seconds, seconds, seconds, seconds, seconds)

    result = Result("", 1, {training.OURS: took(1.0), training.JAX: took(1.3), training.SKLEARN: took(2.0)})
    goals = training.WIDE.goals(result)
    assert [(goal.name, goal.verdict) for goal in goals] == [
        (training.JAX, "wanted 1.2: met"),
        (training.SKLEARN, "wanted 3: missed"),
    ]


def test_works_can_be_chosen_by_name_and_made_small() -> None:
    works, quick = training.works(), training.works(quick=True)
    assert works.keys() == quick.keys()
    assert all(quick[name][0].examples * 10 == work.examples for name, (work, _) in works.items())
