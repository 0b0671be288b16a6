"""Blobs: heaps around points of a circle."""

import numpy as np
import pytest

from app.learning.datasets import load


@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_the_middles_lie_evenly_on_a_circle(classes: int) -> None:
    data = load("blobs", {"classes": classes, "noise": 0.0, "n": 20})
    middles = np.array([data.x[np.array(data.labels) == label][0] for label in range(classes)])
    assert np.allclose(np.hypot(*middles.T), 1.0)
    steps = np.linalg.norm(middles - np.roll(middles, 1, axis=0), axis=1)
    assert np.allclose(steps, 2 * np.sin(np.pi / classes))
    assert data.outputs(False) == (1 if classes == 2 else classes)
