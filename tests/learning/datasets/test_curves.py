"""Moons, circles and spirals lie where they should."""

import numpy as np
import pytest

from app.learning.datasets import load


def test_moons_are_half_circles_of_radius_1() -> None:
    data = load("moons", {"noise": 0.0, "n": 400})
    for label, middle, is_upper in ((0, (-0.5, -0.25), True), (1, (0.5, 0.25), False)):
        x = data.x[np.array(data.labels) == label] - middle
        assert np.allclose(np.hypot(*x.T), 1.0)
        assert ((x[:, 1] >= 0.0) if is_upper else (x[:, 1] <= 0.0)).all()
        assert x[:, 0].min() < -0.9 < 0.9 < x[:, 0].max()


@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.9])
def test_circles_have_their_radii(ratio: float) -> None:
    data = load("circles", {"noise": 0.0, "ratio": ratio})
    radii = np.hypot(*data.x.T)
    assert np.allclose(radii, np.where(np.array(data.labels) == 0, 1.0, ratio))


@pytest.mark.parametrize("arms", [2, 3, 5])
def test_the_arms_of_spirals_are_one_arm_turned(arms: int) -> None:
    data = load("spirals", {"noise": 0.0, "arms": arms, "turns": 1.5, "n": 300})
    radii = np.hypot(*data.x.T)
    # An arm turned back by its share of a circle and by what it has wound so far points along the first axis.
    back = -2 * np.pi * (1.5 * radii + np.array(data.labels) / arms)
    cos, sin = np.cos(back), np.sin(back)
    turned = np.stack([cos * data.x[:, 0] - sin * data.x[:, 1], sin * data.x[:, 0] + cos * data.x[:, 1]], axis=1)
    assert np.allclose(turned, np.stack([radii, np.zeros_like(radii)], axis=1), atol=1e-12)
    assert data.classes == tuple(map(str, range(arms)))
