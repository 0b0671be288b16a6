"""The presets: each shows what its words say."""

from functools import cache
from typing import Any

import pytest

from app.experiments.networks.presets import NETWORK_PRESETS
from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.presets import PRESETS

CHAPTER = {
    "mnist-quadratic": ("quadratic", 3.0, [30]),
    "mnist-cross-entropy": ("cross-entropy", 0.5, [30]),
    "mnist-quadratic-100": ("quadratic", 3.0, [100]),
    "mnist-cross-entropy-100": ("cross-entropy", 0.5, [100]),
}


@cache
def trained(name: str, lane: int, epochs: int) -> Any:
    """The columns and the summary of a lane of a preset, of its first epochs alone."""
    return train(NETWORK_PRESETS[name].lanes[lane].model_copy(update={"epochs": epochs}))


@pytest.mark.parametrize("name", NETWORK_PRESETS)
def test_a_preset_is_one_to_three_valid_lanes_with_words(name: str) -> None:
    preset = NETWORK_PRESETS[name]
    assert preset.name == name
    assert name not in PRESETS
    assert preset.title
    assert preset.description.endswith(".")
    assert 1 <= len(preset.lanes) <= 3
    for lane in preset.lanes:
        assert NetworkExperiment.model_validate(lane.model_dump()) == lane
    assert preset.experiment is preset.lanes[0]


@pytest.mark.parametrize("name", CHAPTER)
def test_the_chapters_runs_have_the_chapters_parameters(name: str) -> None:
    cost, eta, hidden = CHAPTER[name]
    [lane] = NETWORK_PRESETS[name].lanes
    assert (lane.problem.name, lane.problem.extent.examples, lane.problem.extent.test_examples) == (
        "mnist",
        50_000,
        10_000,
    )
    assert (lane.cost, lane.eta, lane.hidden) == (cost, eta, hidden)
    assert (lane.activation, lane.output) == ("sigmoid", "sigmoid")
    assert (lane.epochs, lane.batch_size, lane.init) == (30, 10, "large")


def test_the_pair_of_mnist_is_two_of_the_chapters_runs() -> None:
    [quadratic] = NETWORK_PRESETS["mnist-quadratic"].lanes
    [entropy] = NETWORK_PRESETS["mnist-cross-entropy"].lanes
    assert NETWORK_PRESETS["mnist"].lanes == [quadratic, entropy]


def test_saturated_xor_hardly_moves_under_the_quadratic_cost_and_soon_under_the_others() -> None:
    lanes = [trained("saturated-xor", lane, 600) for lane in range(3)]
    quadratic, entropy, softmax = (summary["plateau_epochs"] for _, summary in lanes)
    assert quadratic > 200
    assert entropy < 10
    assert softmax < 10
    # every wrong output starts saturated, and in the end XOR is learned under every cost
    assert all(summary["saturated_at_start"] == summary["wrong_at_start"] > 0 for _, summary in lanes)
    assert all(summary["final_accuracy"] == 1.0 for _, summary in lanes)


def test_digits_are_soon_read_but_under_the_quadratic_cost() -> None:
    quadratic, entropy, softmax = (trained("digits", lane, 5)[0]["accuracy"][5] for lane in range(3))
    assert entropy > 0.9
    assert softmax > 0.9
    assert quadratic < 0.75


def test_a_fair_rate_lets_the_quadratic_cost_catch_up() -> None:
    quadratic, entropy, _ = (trained("digits-fair", lane, 30) for lane in range(3))
    assert quadratic[0]["accuracy"][1] < entropy[0]["accuracy"][1] - 0.1
    assert quadratic[1]["final_test_accuracy"] == pytest.approx(entropy[1]["final_test_accuracy"], abs=0.02)
    etas = [lane.eta for lane in NETWORK_PRESETS["digits-fair"].lanes]
    assert etas[0] == 6.0 * etas[1] == 6.0 * etas[2]


def test_linear_outputs_do_not_wait() -> None:
    sigmoid, linear = (trained("linear-outputs", lane, 100)[1] for lane in range(2))
    assert sigmoid["plateau_epochs"] == pytest.approx(50, abs=5)
    assert linear["plateau_epochs"] == 1
    assert min(sigmoid["final_accuracy"], linear["final_accuracy"]) > 0.8
