"""Pictures drawn on the server."""

import re

import numpy as np
import pytest

from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS
from app.web.pictures import CURVE_POINTS, MAX_POINTS, Z_EDGE, Scale, activation_pictures, curve


def points(path: str) -> list[tuple[float, float]]:
    """The corners of a path, with y upwards again, as fractions."""
    assert re.fullmatch(r"M-?\d+\.\d\d -?\d+\.\d\d(L-?\d+\.\d\d -?\d+\.\d\d)*", path)
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d\d", path)]
    return [(right / 100, 1 - down / 100) for right, down in zip(numbers[::2], numbers[1::2], strict=True)]


def test_a_scale_turns_values_into_fractions() -> None:
    assert Scale(-1.0, 3.0).fraction(np.array([-1.0, 0.0, 3.0])).tolist() == [0.0, 0.25, 1.0]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_a_picture_of_its_values_and_slopes(name: str) -> None:
    picture = activation_pictures()[name]
    assert picture.label == ACTIVATIONS[name].label
    for path, scale, of in (
        (picture.value_path, picture.value_scale, ACTIVATIONS[name].value),
        (picture.slope_path, picture.slope_scale, ACTIVATIONS[name].slope),
    ):
        corners = points(path)
        assert len(corners) == CURVE_POINTS + 1
        assert all(-1e-9 <= up <= 1 + 1e-9 for _, up in corners), "the curve stays on its axis"
        for right, up in corners[::12]:
            z = -Z_EDGE + 2 * Z_EDGE * right
            drawn = scale.low + up * (scale.high - scale.low)
            # two decimals of a hundredth, once across (times the steepest slope, 1) and once up
            room = 1e-4 * ((scale.high - scale.low) + 2 * Z_EDGE)
            assert drawn == pytest.approx(of(z), abs=room)


def test_a_kink_is_a_step_of_the_slope_and_no_ramp() -> None:
    corners = points(activation_pictures()["relu"].slope_path)
    assert {up for right, up in corners if right < 0.5} == {0.0}
    assert [up for right, up in corners if right == 0.5] == [0.0, 1.0]
    assert {up for right, up in corners if right > 0.5} == {1.0}


@pytest.mark.parametrize("epochs", [1, 20, 300, 5000])
def test_a_curve_goes_from_the_first_row_to_the_last_with_few_points(epochs: int) -> None:
    columns, _ = simulate(Experiment(epochs=epochs))
    corners = points(curve(columns, "a", Scale(0.0, 1.0)))
    assert len(corners) == min(epochs + 1, MAX_POINTS)
    assert corners[0] == pytest.approx((0.0, columns["a"][0]), abs=1e-4)
    assert corners[-1] == pytest.approx((1.0, columns["a"][-1]), abs=1e-4)
