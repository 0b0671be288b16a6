"""What pictures of a network need at one epoch: its weights, what it makes of the plane, its worst mistakes.

`snapshot` is small enough to be sent many times: numbers have four digits, and whatever is an image is one.
"""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.experiments.networks.answers import answers, last_weights
from app.experiments.networks.examples import Examples
from app.experiments.networks.rounding import short
from app.learning.elementwise import Array
from app.learning.network import Network, feed_forward
from app.learning.network_measures import worst

MOST_WEIGHTS = 2500
"""Of a network that is sent whole: 64-30-10, 20 kilobytes."""
SIZE = 41
"""Points of the surface along each side."""
MARGIN = 0.15
"""How far the surface reaches beyond the examples, of their extent."""
LEVELS = 65535
"""Of a surface: where it is almost flat, 256 would have the line between two classes go in steps."""
MISTAKES = 12
MOST_INPUTS = 20
"""Of an example that is no picture: beyond this they are left out."""
OUTSIDE = 0.5
"""How far the surface of outputs that are no probabilities reaches beyond 0 and 1, where it is cut off."""


def snapshot(network: Network, examples: Examples, epoch: int) -> dict[str, Any]:
    """By name:

    - `epoch`, and `sizes`: inputs, neurons of each layer.
    - `weights` (a matrix a layer, outputs × inputs) and `biases` (a list a layer), or null where there are more than
      `MOST_WEIGHTS` weights.
    - `surface`, for two inputs, else null: `x` and `y` are the ranges [low, high] of the first and the second input,
      `size` is 41, `range` is [low, high] of what is drawn, and `outputs` has a text for each output: base64 of 41 × 41
      numbers of two bytes, the lower first, rows from low to high y and in each row from low to high x; the number k
      stands for low + (high − low) k/65535.
    - `mistakes`: at most 12 examples, wrong ones first, those of largest cost first, each with `index` (among the
      held-out examples where there are any: `held_out` says so), `label` and `predicted` (places in the classes; null
      where there are none), `is_right`, `outputs`, `targets`, `cost`, and `pixels` (base64 of bytes, row by row; 255 is
      the largest input) or `inputs`.
    - `answers`: the activations of every neuron for the first training examples, and `last_weights`, those of the
      outputs, or null where they are many (answers.py).
    """
    return {
        "epoch": epoch,
        "sizes": list(network.sizes),
        **_parameters(network),
        "surface": _surface(network, examples) if network.sizes[0] == 2 else None,
        "held_out": examples.test_x is not None,
        "mistakes": _mistakes(network, examples),
        "answers": answers(network, examples),
        "last_weights": last_weights(network),
    }


def _parameters(network: Network) -> dict[str, Any]:
    if sum(w.size for w in network.weights) > MOST_WEIGHTS:
        return {"weights": None, "biases": None}
    return {"weights": [short(w) for w in network.weights], "biases": [short(b) for b in network.biases]}


def _surface(network: Network, examples: Examples) -> dict[str, Any]:
    seen = examples.x if examples.test_x is None else np.concatenate([examples.x, examples.test_x])
    low, high = seen.min(axis=0).astype(float), seen.max(axis=0).astype(float)
    margin = np.where(high > low, MARGIN * (high - low), 1.0)
    low, high = low - margin, high + margin
    across, up = (np.linspace(low[axis], high[axis], SIZE) for axis in (0, 1))
    points = np.stack([np.tile(across, SIZE), np.repeat(up, SIZE)], axis=1)
    outputs = feed_forward(network, points).outputs
    bottom, top = (0.0, 1.0) if network.output.is_probability else (-OUTSIDE, 1.0 + OUTSIDE)
    return {
        "x": [float(low[0]), float(high[0])],
        "y": [float(low[1]), float(high[1])],
        "size": SIZE,
        "range": [bottom, top],
        "outputs": [_levels(column, bottom, top) for column in outputs.T],
    }


def _levels(values: Array, low: float, high: float) -> str:
    """Each number as two bytes between low and high, in base64. What is not finite is at the low end."""
    return _text(np.rint(LEVELS * _places(values, low, high)).astype("<u2"))


def _bytes(values: Array, low: float, high: float) -> str:
    """Each number as one byte, likewise."""
    return _text(np.rint(255 * _places(values, low, high)).astype(np.uint8))


def _places(values: Array, low: float, high: float) -> Array:
    return np.nan_to_num((values.astype(float) - low) / (high - low), nan=0.0).clip(0.0, 1.0)


def _text(numbers: NDArray[Any]) -> str:
    return base64.b64encode(numbers.tobytes()).decode()


def _mistakes(network: Network, examples: Examples) -> list[dict[str, Any]]:
    data = examples.data
    if examples.test_x is not None and examples.test_y is not None:
        x, y, labels = examples.test_x, examples.test_y, examples.test_labels
    else:
        x, y, labels = examples.x, examples.y, examples.labels
    found = worst(network, x, y, MISTAKES, labels)
    columns = (found.indices.tolist(), found.costs.tolist(), found.outputs, found.is_right.tolist())
    mistakes = []
    for index, cost, outputs, is_right in zip(*columns, strict=True):
        label = None if labels is None else int(labels[index])
        predicted = None if label is None else class_of(outputs)
        mistakes.append(
            {
                "index": index,
                "label": label,
                "predicted": predicted,
                "is_right": is_right,
                "outputs": short(outputs),
                "targets": y[index].tolist(),
                "cost": cost,
            }
            | look(x[index], data.image is not None)
        )
    return mistakes


def class_of(outputs: Array) -> int:
    """The class that a network says: one output is of class 1 from 0.5 on, of several the largest counts."""
    return int(outputs[0] >= 0.5) if len(outputs) == 1 else int(outputs.argmax())


def look(inputs: Array, is_image: bool) -> dict[str, Any]:
    """An example for the eye."""
    if is_image:
        return {"pixels": _bytes(inputs, 0.0, max(1.0, float(inputs.max())))}
    return {"inputs": short(inputs) if len(inputs) <= MOST_INPUTS else None}
