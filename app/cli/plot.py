"""Curves in characters: braille dots where letters beyond ASCII can be shown, plain signs elsewhere.

Our own, because the libraries for it keep their figure in module-level state or have not been released for years, and
a picture of two curves needs no more than this. Several curves are told apart by a number at their end, in ASCII by
their signs too, never by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.text import Text

from app.learning.elementwise import Array

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille character, by row and column of its dots."""
BLANK = 0x2800
SIGNS = "*o+x"
LABEL = 8
"""Characters for the numbers beside the vertical axis, and a space."""


@dataclass(frozen=True)
class Curve:
    x: Array
    y: Array
    style: str


@dataclass(frozen=True)
class Panel:
    """One picture: its title and what is drawn in it.

    `low` and `high` widen the vertical axis to these at least. `ends` are what stands below the horizontal one, where
    the first and the last x should not.
    """

    title: str
    curves: Sequence[Curve]
    low: float
    high: float
    ends: tuple[float, float] | None = None


def side_by_side(panels: Sequence[Panel], width: int, *, ascii_only: bool) -> list[Text]:
    """The panels in a row where there is room for them, else one below the other."""
    across = len(panels) if width >= 36 * len(panels) else 1
    each = min(60, (width - 2 * (across - 1)) // across)
    drawn = [draw(panel, max(each, LABEL + 8), ascii_only=ascii_only) for panel in panels]
    if across == 1:
        return [line for lines in drawn for line in lines]
    return [Text("  ").join(row) for row in zip(*drawn, strict=True)]


def draw(panel: Panel, width: int, height: int = 8, *, ascii_only: bool) -> list[Text]:
    """The lines of one panel, each of the given width."""
    columns = width - LABEL - 1 - 2  # the axis, and a space and a number at the end of each curve
    across, down = (1, 1) if ascii_only else (2, 4)
    last = max((float(curve.x[-1]) for curve in panel.curves if len(curve.x)), default=1.0) or 1.0
    low, high = _range(panel)
    bits = np.zeros((height, columns), dtype=int)
    owner = np.full((height, columns), -1)
    ends: dict[int, int] = {}
    for number, curve in enumerate(panel.curves):
        # Halves, because the range of numbers next to overflow is not a number itself.
        level = (curve.y / 2 - low / 2) / (high / 2 - low / 2)
        rows = (1.0 - np.clip(level, 0.0, 1.0)) * (height * down - 1)
        x = curve.x / last * (columns * across - 1)
        for part in _parts(rows):
            for column, top, bottom in _spans(x[part], rows[part], columns * across):
                for dot in range(top, bottom + 1):
                    cell = dot // down, column // across
                    bits[cell] |= DOTS[dot % down][column % across]
                    owner[cell] = number
            ends.pop(number, None)
            ends[number] = _free(round(float(rows[part][-1])) // down, ends, height)
    at_row = {row: number for number, row in ends.items()}
    lines = [Text(panel.title[:width].ljust(width))]
    bar, corner, dash = ("|", "+", "-") if ascii_only else ("│", "└", "─")
    for row in range(height):
        label = short_number(high) if row == 0 else short_number(low) if row == height - 1 else ""
        line = Text(f"{label.rjust(LABEL - 1)} {bar}")
        for column in range(columns):
            number = int(owner[row, column])
            sign = SIGNS[number % len(SIGNS)] if ascii_only else chr(BLANK + int(bits[row, column]))
            line.append(" " if number < 0 else sign, panel.curves[number].style if number >= 0 else "")
        end = at_row.get(row) if len(panel.curves) > 1 else None
        line.append("  " if end is None else f" {end + 1}", "" if end is None else panel.curves[end].style)
        lines.append(line)
    lines.append(Text(f"{' ' * LABEL}{corner}{dash * columns}  "))
    left, right = (short_number(end) for end in panel.ends or (0.0, last))
    lines.append(Text(f"{' ' * LABEL} {left}{right.rjust(columns - len(left))}  "))
    return lines


def _range(panel: Panel) -> tuple[float, float]:
    there = [curve.y[~np.isnan(curve.y)] for curve in panel.curves]
    ends = [float(end) for y in there if y.size for end in (y.min(), y.max())]
    low, high = min(panel.low, *ends, panel.high), max(panel.low, *ends, panel.high)
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def _parts(rows: Array) -> list[slice]:
    """The curve between its gaps, which are NaN."""
    there = np.concatenate([[False], ~np.isnan(rows), [False]])
    edges = np.flatnonzero(np.diff(there.astype(np.int8)))
    return [slice(first, last) for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)]


def _spans(x: Array, rows: Array, columns: int) -> list[tuple[int, int, int]]:
    """For each column of dots that the curve reaches: the column, and its highest and lowest dot there."""
    edges = np.clip(np.arange(columns + 1) - 0.5, x[0], x[-1])
    at_edges = np.interp(edges, x, rows)
    top, bottom = np.minimum(at_edges[:-1], at_edges[1:]), np.maximum(at_edges[:-1], at_edges[1:])
    place = np.rint(x).astype(int)
    np.minimum.at(top, place, rows)
    np.maximum.at(bottom, place, rows)
    reached = range(int(place[0]), int(place[-1]) + 1)
    return [(column, round(float(top[column])), round(float(bottom[column]))) for column in reached]


def _free(row: int, taken: dict[int, int], height: int) -> int:
    """The row, or the nearest one that no other curve's number stands in."""
    free = set(range(height)) - set(taken.values())
    return min(sorted(free), key=lambda r: abs(r - row), default=row)


def short_number(value: float) -> str:
    """At most seven characters."""
    return next(text for digits in (4, 3, 2, 1) if len(text := f"{value:.{digits}g}") < LABEL or digits == 1)
