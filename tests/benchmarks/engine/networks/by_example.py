"""A loop over the examples of a mini-batch, each a column vector that is fed forward and back on its own.

That is how the chapter's program goes about it; written anew here.
"""

import numpy as np

from tests.benchmarks.engine.networks.work import Floats, Layers, Train, Training, contestant


def sigmoid(z: Floats) -> Floats:
    a: Floats = 1.0 / (1.0 + np.exp(-z))
    return a


def gradient(layers: Layers, x: Floats, y: Floats) -> Layers:
    """∂C_x/∂w and ∂C_x/∂b of every layer, for one example."""
    activations = [x]
    for w, b in layers:
        activations.append(sigmoid(w @ activations[-1] + b[:, np.newaxis]))
    delta = activations[-1] - y
    found = []
    for index in range(len(layers) - 1, -1, -1):
        a = activations[index]
        found.append((delta @ a.T, delta[:, 0]))
        if index:
            delta = (layers[index][0].T @ delta) * a * (1.0 - a)
    return found[::-1]


def prepare(work: Training, dtype: type) -> Train:
    x, y = (v[:, :, np.newaxis] for v in work.data(dtype))
    batches, starts = work.batches(), work.starts(dtype)
    rate = dtype(work.eta / work.batch_size)

    def train(steps: int) -> list[Layers]:
        found = []
        for index, layers in enumerate(starts):
            for batch in batches[:steps, index].tolist():
                total = [(np.zeros_like(w), np.zeros_like(b)) for w, b in layers]
                for example in batch:
                    change = gradient(layers, x[example], y[example])
                    total = [(w + dw, b + db) for (w, b), (dw, db) in zip(total, change, strict=True)]
                layers = [(w - rate * dw, b - rate * db) for (w, b), (dw, db) in zip(layers, total, strict=True)]
            found.append(layers)
        return found

    return train


one = contestant(prepare)
