"""Pictures drawn on the server: what a reader sees before, or without, any script.

Two kinds: the finished curves of a run (shown without JavaScript), and the curve of an activation with its slope, on
which a script later moves a dot. Coordinates are fractions of the plot, 0 at the left and top; the templates place
them. All numbers come from the same run and the same activation objects as everything else.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.experiments.trace import Columns
from app.learning.activations import ACTIVATIONS, Activation
from app.learning.elementwise import Array

Z_EDGE = 6.0
"""Activations are drawn for z from −6 to 6, which shows a sigmoid's flat ends; beyond, the dot rests at the edge."""

CURVE_POINTS = 97
"""Evenly spaced, with z = 0 among them; one more lies just above it, so that a kink there is a step of the slope."""

MAX_POINTS = 160
"""Of a static curve: more cannot be told apart at its size."""


@dataclass(frozen=True)
class Scale:
    """A linear axis from `low` to `high`."""

    low: float
    high: float

    def fraction(self, values: NDArray[np.generic]) -> Array:
        """Where values lie, as fractions of the axis."""
        return (values.astype(float) - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class ActivationPicture:
    """Two curves over z with their axes, as SVG path data in a box of 100 × 100."""

    label: str
    value_path: str
    value_scale: Scale
    slope_path: str
    slope_scale: Scale


def activation_pictures() -> dict[str, ActivationPicture]:
    """A picture of every activation, by name."""
    return {name: _activation_picture(activation) for name, activation in ACTIVATIONS.items()}


def _activation_picture(activation: Activation) -> ActivationPicture:
    z = np.insert(np.linspace(-Z_EDGE, Z_EDGE, CURVE_POINTS), CURVE_POINTS // 2 + 1, np.nextafter(0.0, 1.0))
    value, slope = activation.value(z), activation.slope(z)
    z_scale = Scale(-Z_EDGE, Z_EDGE)
    low, high = (edge if np.isfinite(edge) else None for edge in (activation.low, activation.high))
    value_scale = Scale(
        min(0.0, float(value.min()) if low is None else low), max(1.0, float(value.max()) if high is None else high)
    )
    slope_scale = Scale(0.0, max(0.25, float(slope.max())))
    return ActivationPicture(
        activation.label,
        _path(z_scale.fraction(z), value_scale.fraction(value)),
        value_scale,
        _path(z_scale.fraction(z), slope_scale.fraction(slope)),
        slope_scale,
    )


def curve(columns: Columns, column: str, scale: Scale) -> str:
    """A column of a trace over its epochs, as SVG path data in a box of 100 × 100."""
    epoch = columns["epoch"]
    shown = np.unique(np.linspace(0, len(epoch) - 1, min(MAX_POINTS, len(epoch))).astype(int))
    x = Scale(0.0, float(epoch[-1])).fraction(epoch[shown])
    return _path(x, scale.fraction(columns[column][shown]))


def _path(x: Array, y: Array) -> str:
    """Fractions of a plot (y upwards) as path data (y downwards)."""
    points = (f"{100 * right:.2f} {100 - 100 * up:.2f}" for right, up in zip(x, y, strict=True))
    return "M" + "L".join(points)
