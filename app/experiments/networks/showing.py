"""A problem for the eye: its points in the plane, or its first examples, and what its outputs stand for."""

from pathlib import Path
from typing import Any

import numpy as np

from app.experiments.networks.problems import Problem
from app.experiments.networks.rounding import short
from app.experiments.networks.snapshots import class_of, look
from app.learning.datasets import Data, load

MOST_POINTS = 500
MOST_SHOWN = 20
MOST_INPUTS = 1000


def show(problem: Problem, *, is_one_hot: bool, data_folder: Path | None = None) -> dict[str, Any]:
    """By name, for a data set as large as the problem says:

    - `problem` (with every option), `examples`, `test_examples`, `inputs`, `outputs` (how many), `classes` and
      `features` (their names), `image` (rows and columns of a picture, or null);
    - `points`: of two inputs, the first 500 training examples as `{"x", "y", "label"}`; else none;
    - `shown`: the first 20 training examples, each with its `inputs`, `label` (place in `classes`, or null), `targets`
      and, of a picture, `pixels` (base64 of bytes, row by row; 255 is the largest input).

    Raises `FileProblem` where files are absent or damaged.
    """
    extent = problem.extent
    data = load(problem.name, _short_of(problem), data_folder)
    targets = data.targets(is_one_hot)
    return {
        "problem": problem.model_dump(),
        "examples": extent.examples,
        "test_examples": extent.test_examples,
        "inputs": extent.inputs,
        "outputs": extent.outputs(is_one_hot),
        "classes": list(data.classes),
        "features": list(data.features),
        "image": None if data.image is None else list(data.image),
        "points": _points(data, targets) if extent.inputs == 2 else [],
        "shown": [_shown(data, targets, index) for index in range(min(len(data.x), MOST_SHOWN))],
    }


def _short_of(problem: Problem) -> dict[str, Any]:
    """The options for the first few examples alone, where the data set has them in one order whatever their number."""
    options = problem.options
    if not problem.data_set.files or "n" not in options:
        return options
    least = problem.data_set.options["n"].low or 0
    return options | {"n": min(options["n"], max(int(least), MOST_SHOWN))}


def _points(data: Data, targets: Any) -> list[dict[str, Any]]:
    xs = data.x[:MOST_POINTS].astype(float)
    return [
        {"x": x, "y": y, "label": int(data.labels[index]) if data.labels is not None else class_of(targets[index])}
        for index, (x, y) in enumerate(short(xs))
    ]


def _shown(data: Data, targets: Any, index: int) -> dict[str, Any]:
    inputs = np.asarray(data.x[index], float)
    picture = look(inputs, is_image=True) if data.image is not None else {}
    return {
        "inputs": short(inputs) if len(inputs) <= MOST_INPUTS else None,
        "label": None if data.labels is None else int(data.labels[index]),
        "targets": targets[index].tolist(),
        **picture,
    }
