"""A problem for the eye: its points or its first examples."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from app.experiments.networks.problems import read_problem
from app.experiments.networks.showing import MOST_POINTS, MOST_SHOWN, show
from app.learning.datasets import DATA_SETS, FileProblem, load
from tests.experiments.networks.examples import TABLE

HERE = [name for name, data_set in DATA_SETS.items() if not data_set.is_given and not data_set.files]


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize("is_one_hot", [False, True])
def test_what_is_shown_is_what_is_learned(name: str, is_one_hot: bool) -> None:
    problem = read_problem(name)
    data = load(name, problem.options)
    shown = show(problem, is_one_hot=is_one_hot)
    assert json.dumps(shown, allow_nan=False)
    assert shown["problem"] == problem.model_dump()
    assert (shown["examples"], shown["inputs"]) == data.x.shape
    assert shown["outputs"] == data.targets(is_one_hot).shape[1]
    assert shown["classes"] == list(data.classes)
    assert len(shown["shown"]) == min(len(data.x), MOST_SHOWN)
    for index, example in enumerate(shown["shown"]):
        assert example["inputs"] == pytest.approx(data.x[index], rel=1e-3, abs=1e-12)
        assert data.labels is not None
        assert example["label"] == data.labels[index]
        assert example["targets"] == data.targets(is_one_hot)[index].tolist()
        assert ("pixels" in example) is (data.image is not None)


def test_points_are_those_of_two_inputs() -> None:
    shown = show(read_problem({"name": "moons", "n": 600}), is_one_hot=False)
    data = load("moons", {"n": 600})
    assert len(shown["points"]) == MOST_POINTS
    assert [point["x"] for point in shown["points"]] == pytest.approx(data.x[:MOST_POINTS, 0], rel=1e-3)
    assert data.labels is not None
    assert [point["label"] for point in shown["points"]] == data.labels[:MOST_POINTS].tolist()
    assert show(read_problem("digits"), is_one_hot=False)["points"] == []


def test_a_table_has_the_class_that_its_targets_say() -> None:
    table = {"name": "table", "x": [[0, 1], [1, 0], [1, 1]], "y": [[0.9], [0.1], [0.5]]}
    shown = show(read_problem(table), is_one_hot=False)
    assert [point["label"] for point in shown["points"]] == [1, 0, 1]
    assert [example["label"] for example in shown["shown"]] == [None] * 3
    assert show(read_problem(TABLE), is_one_hot=False)["points"] == []


def test_a_picture_is_bytes_row_by_row() -> None:
    shown = show(read_problem("digits"), is_one_hot=True)
    assert shown["image"] == [8, 8]
    pixels = np.frombuffer(base64.b64decode(shown["shown"][0]["pixels"]), np.uint8)
    assert pixels / 255 == pytest.approx(load("digits").x[0], abs=0.5 / 255 + 1e-12)


def test_files_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="MNIST is not here"):
        show(read_problem("mnist"), is_one_hot=False, data_folder=tmp_path)
