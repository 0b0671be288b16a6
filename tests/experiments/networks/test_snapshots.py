"""Pictures of a network: small, in JSON, and true of the network."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from app.experiments.networks.run import NetworkRun
from app.experiments.networks.snapshots import MISTAKES, MOST_WEIGHTS, SIZE, class_of, look
from app.learning.network import cost_of, feed_forward
from tests.experiments.networks.examples import TABLE
from tests.experiments.networks.examples import short as experiment_of


def run_of(**fields: Any) -> NetworkRun:
    run = NetworkRun(experiment_of(fields))
    list(run.rows())
    return run


def bytes_of(text: str) -> Any:
    return np.frombuffer(base64.b64decode(text), np.uint8)


def test_a_snapshot_before_the_first_row_is_the_start() -> None:
    assert NetworkRun(experiment_of({})).snapshot()["epoch"] == 0


def test_weights_and_biases_have_four_digits() -> None:
    run = run_of(hidden=[3])
    snapshot = run.snapshot()
    assert snapshot["epoch"] == 5
    for shown, there in zip(snapshot["weights"], run.network.weights, strict=True):
        assert np.array(shown) == pytest.approx(there, rel=1e-3)
    for shown, there in zip(snapshot["biases"], run.network.biases, strict=True):
        assert np.array(shown) == pytest.approx(there, rel=1e-3)


def test_many_weights_are_not_sent() -> None:
    snapshot = run_of(problem={"name": "digits", "n": 20}, hidden=[40]).snapshot()
    assert MOST_WEIGHTS < 64 * 40 + 40 * 10
    assert snapshot["weights"] is snapshot["biases"] is None


def test_the_chapters_size_for_digits_is_sent_whole() -> None:
    assert run_of(problem={"name": "digits", "n": 20}, hidden=[30]).snapshot()["weights"] is not None


def test_the_surface_is_what_the_network_answers_in_the_plane() -> None:
    run = run_of(problem={"name": "blobs", "n": 30, "classes": 4}, hidden=[5])
    surface = run.snapshot()["surface"]
    assert surface["size"] == SIZE
    assert surface["range"] == [0.0, 1.0]
    assert len(surface["outputs"]) == 4
    across, up = (np.linspace(surface[axis][0], surface[axis][1], SIZE) for axis in ("x", "y"))
    for row, column in ((0, 0), (0, SIZE - 1), (SIZE - 1, 0), (17, 31)):
        outputs = feed_forward(run.network, np.array([[across[column], up[row]]])).outputs[0]
        levels = [bytes_of(text).view("<u2").reshape(SIZE, SIZE) for text in surface["outputs"]]
        shown = [level[row, column] / 65535 for level in levels]
        assert shown == pytest.approx(outputs, abs=0.5 / 65535 + 1e-12)
    x = run.examples.x
    assert surface["x"][0] < x[:, 0].min() < x[:, 0].max() < surface["x"][1]
    assert surface["y"][0] < x[:, 1].min() < x[:, 1].max() < surface["y"][1]


def test_outputs_that_are_no_probabilities_are_shown_a_little_beyond_0_and_1() -> None:
    surface = run_of(output="linear", cost="quadratic", eta=0.01).snapshot()["surface"]
    assert surface["range"] == [-0.5, 1.5]


def test_only_two_inputs_have_a_surface() -> None:
    assert run_of(problem=TABLE).snapshot()["surface"] is None


def test_a_plane_without_extent_has_a_surface_too() -> None:
    table = {"name": "table", "x": [[1.0, 2.0]], "y": [[1.0]]}
    surface = run_of(problem=table).snapshot()["surface"]
    assert surface["x"] == [0.0, 2.0]
    assert surface["y"] == [1.0, 3.0]


def test_mistakes_are_the_worst_of_the_held_out_examples() -> None:
    run = run_of(problem={"name": "digits", "n": 50}, hidden=[5])
    snapshot = run.snapshot()
    examples = run.examples
    assert examples.test_x is not None
    assert examples.test_y is not None
    assert examples.test_labels is not None
    mistakes = snapshot["mistakes"]
    assert snapshot["held_out"] is True
    assert len(mistakes) == MISTAKES
    assert [each["is_right"] for each in mistakes] == [False] * MISTAKES
    assert [each["cost"] for each in mistakes] == sorted((each["cost"] for each in mistakes), reverse=True)
    for each in mistakes:
        index = each["index"]
        x, y = examples.test_x[index : index + 1], examples.test_y[index : index + 1]
        outputs = feed_forward(run.network, x).outputs[0]
        assert each["label"] == examples.test_labels[index] != each["predicted"] == outputs.argmax()
        assert each["outputs"] == pytest.approx(outputs, rel=1e-3)
        assert each["cost"] == pytest.approx(cost_of(run.network, x, y), rel=1e-9)
        assert bytes_of(each["pixels"]) / 255 == pytest.approx(x[0], abs=0.5 / 255 + 1e-12)


def test_mistakes_without_held_out_examples_are_among_the_training_ones() -> None:
    snapshot = run_of().snapshot()
    assert snapshot["held_out"] is False
    assert {each["index"] for each in snapshot["mistakes"]} == {0, 1, 2, 3}
    assert all(len(each["inputs"]) == 2 for each in snapshot["mistakes"])
    rightness = [each["is_right"] for each in snapshot["mistakes"]]
    assert rightness == sorted(rightness)  # wrong ones first


def test_a_table_has_no_classes() -> None:
    [first, *_] = run_of(problem=TABLE).snapshot()["mistakes"]
    assert first["label"] is first["predicted"] is None
    assert len(first["targets"]) == 2


def test_one_output_says_class_1_from_a_half_on() -> None:
    assert [class_of(np.array([a])) for a in (0.0, 0.49, 0.5, 1.0)] == [0, 0, 1, 1]
    assert class_of(np.array([0.1, 0.7, 0.2])) == 1


def test_an_example_of_many_inputs_that_is_no_picture_is_left_out() -> None:
    assert look(np.zeros(21), is_image=False) == {"inputs": None}


def test_a_snapshot_is_json_and_small() -> None:
    for fields in ({}, {"problem": {"name": "digits", "n": 50}, "hidden": [30]}):
        assert len(json.dumps(run_of(**fields).snapshot(), allow_nan=False)) < 30_000
