"""A map in characters: the first axis to the right, the second upwards, as a picture of the grid has them.

Colour says the value where there is colour, and shades where there is none. A cell without a value has a sign of its
own, which is no shade and no colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.color import Color
from rich.style import Style
from rich.text import Text

from app.cli.plot import LABEL, short_number
from app.learning.elementwise import Array

CIVIDIS = ((0, 34, 78), (53, 69, 108), (102, 105, 112), (148, 142, 119), (200, 184, 102), (254, 232, 56))
"""From low to high, for every kind of sight: grows lighter evenly."""
SHADES = "░▒▓█"
ASCII_SHADES = ".:-=+*#%@"
NEVER = "x"
LOGARITHMIC = 100.0
"""Values that differ by a larger factor, and are all above 0, are told apart by their logarithms."""


@dataclass(frozen=True)
class Scale:
    """From the smallest value of the whole result to its largest."""

    low: float
    high: float

    @property
    def is_logarithmic(self) -> bool:
        return self.low > 0.0 and self.high > LOGARITHMIC * self.low

    def levels(self, cells: Array) -> Array:
        """From 0 to 1, NaN for a cell without a value."""
        low, high = self.low, self.high
        if self.is_logarithmic:
            cells, low, high = np.log(cells), float(np.log(low)), float(np.log(high))
        if low == high:
            return np.where(np.isnan(cells), np.nan, 0.5)
        return (cells / 2 - low / 2) / (high / 2 - low / 2)


def draw(
    values: Array,
    axes: Sequence[Array],
    names: Sequence[str],
    scale: Scale,
    width: int,
    *,
    ascii_only: bool,
    coloured: bool,
) -> list[Text]:
    """The lines of the map; `values` has the shape of the two axes."""
    columns = max(8, min(60, width - LABEL - 2, 2 * len(axes[0])))
    rows = max(4, min(20, columns // 3, len(axes[1])))
    across = np.linspace(0, len(axes[0]) - 1, columns).round().astype(int)
    up = np.linspace(len(axes[1]) - 1, 0, rows).round().astype(int)
    cells = np.array([[values[i, j] for i in across] for j in up])
    level = scale.levels(cells)
    bar, corner, dash = ("|", "+", "-") if ascii_only else ("│", "└", "─")
    lines = [Text(f"{names[1].rjust(LABEL - 1)}")]
    shades = ASCII_SHADES if ascii_only else SHADES
    for row in range(rows):
        label = short_number(float(axes[1][up[row]])) if row in (0, rows - 1) else ""
        line = Text(f"{label.rjust(LABEL - 1)} {bar}")
        for v in level[row].tolist():
            if v != v:
                line.append(NEVER)
            elif coloured:
                line.append(" ", Style(bgcolor=Color.from_rgb(*_colour(v))))
            else:
                line.append(shades[min(int(v * len(shades)), len(shades) - 1)])
        lines.append(line)
    lines.append(Text(f"{' ' * LABEL}{corner}{dash * columns}"))
    left, right = short_number(float(axes[0][0])), short_number(float(axes[0][-1]))
    middle = names[0].center(columns - len(left) - len(right))
    lines.append(Text(f"{' ' * (LABEL + 1)}{left}{middle}{right}"))
    lines.append(_key(cells, scale, shades, coloured=coloured))
    return lines


def _colour(level: float) -> tuple[int, int, int]:
    place = level * (len(CIVIDIS) - 1)
    below = min(int(place), len(CIVIDIS) - 2)
    share = place - below
    low, high = CIVIDIS[below], CIVIDIS[below + 1]
    # As many as went in, which a generator does not say.
    return tuple(round(a + (b - a) * share) for a, b in zip(low, high, strict=True))  # type: ignore[return-value]


def _key(cells: Array, scale: Scale, shades: str, *, coloured: bool) -> Text:
    """What the shades say."""
    line = Text(" " * (LABEL + 1))
    if not np.isnan(cells).all():
        line.append(f"{short_number(scale.low)} ")
        for place in range(8):
            if coloured:
                line.append(" ", Style(bgcolor=Color.from_rgb(*_colour(place / 7))))
            else:
                line.append(shades[place * len(shades) // 8])
        line.append(f" {short_number(scale.high)}")
        if scale.is_logarithmic:
            line.append(" (logarithmic)")
    if np.isnan(cells).any():
        line.append(f"   {NEVER} none")
    return line
