"""What a finished sweep says: its smallest and largest value and where, how many cells have none, and a small picture.

The values may be a file of gigabytes, so they are looked at some rows at a time.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.text import Text

from app.cli import heat, plot
from app.cli.terminal import console, fit, is_ascii_only
from app.experiments.sweeps.axes import Axis
from app.experiments.sweeps.schema import Sweep
from app.experiments.sweeps.storage import forget
from app.learning.elementwise import Array
from app.learning.measures import MEASURES

PIECE = 2_000_000
"""Cells that are looked at in one go: 16 MB."""

DRAWN = 200
"""Places along an axis that a picture in characters can tell apart."""


@dataclass
class Found:
    """The extremes so far, and where they are, as places in the flat result."""

    smallest: tuple[float, int] | None = None
    largest: tuple[float, int] | None = None
    none: int = 0

    @property
    def extremes(self) -> tuple[float, float]:
        """The smallest and the largest value, two zeros where there is none."""
        return (self.smallest[0], self.largest[0]) if self.smallest and self.largest else (0.0, 0.0)


def find(values: Array) -> Found:
    """Looks at every cell; the first of several equal ones is named."""
    found = Found()
    for first, piece in _pieces(values):
        missing = np.isnan(piece)
        found.none += int(missing.sum())
        if missing.all():
            continue
        low, high = int(np.nanargmin(piece)), int(np.nanargmax(piece))
        if found.smallest is None or piece[low] < found.smallest[0]:
            found.smallest = (float(piece[low]), first + low)
        if found.largest is None or piece[high] > found.largest[0]:
            found.largest = (float(piece[high]), first + high)
    return found


def _pieces(values: Array) -> Iterator[tuple[int, Array]]:
    flat = values.reshape(-1)
    for first in range(0, flat.size, PIECE):
        yield first, np.asarray(flat[first : first + PIECE])
        forget(values)


def lines(sweep: Sweep, found: Found) -> list[str]:
    """The report in words."""
    said = [f"{MEASURES[sweep.measure].label}:"]
    for name, extreme in (("smallest", found.smallest), ("largest", found.largest)):
        if extreme is not None:
            said.append(f"  {name} {_plain(extreme[0], sweep)} at {_where(sweep, extreme[1])}")
    if found.none:
        said.append(f"  none in {found.none:,} of {sweep.cells:,} cells ({found.none / sweep.cells:.1%})")
    return said


def _plain(value: float, sweep: Sweep) -> str:
    return f"{value:.0f}" if sweep.is_whole else f"{value:.6g}"


def _where(sweep: Sweep, flat: int) -> str:
    places = np.unravel_index(flat, sweep.shape)
    return ", ".join(
        f"{name} = {float(axis.piece(int(place), int(place) + 1)[0]):.6g}"
        for (name, axis), place in zip(sweep.axes.items(), places, strict=True)
    )


def report(sweep: Sweep, values: Array, *, is_error: bool) -> None:
    """Prints it, with a picture on a terminal; to standard error where the numbers have standard output."""
    terminal = console(is_error=is_error)
    stream = sys.stderr if is_error else sys.stdout
    found = find(values)
    for line in lines(sweep, found):
        terminal.print(fit(line, stream))
    if terminal.is_terminal:
        for text in picture(sweep, values, found, terminal, ascii_only=is_ascii_only(stream)):
            terminal.print(text)


def picture(sweep: Sweep, values: Array, found: Found, terminal: Console, *, ascii_only: bool) -> list[Text]:
    """A map of two axes, a curve along one."""
    axes = [_thinned(axis) for axis in sweep.axes.values()]
    places = np.ix_(*(place for place, _ in axes))
    shown, along, names = np.asarray(values[places]), [value for _, value in axes], list(sweep.axes)
    if len(names) == 2:
        coloured = terminal.color_system is not None and not terminal.no_color
        scale = heat.Scale(*found.extremes)
        return heat.draw(shown, along, names, scale, terminal.width, ascii_only=ascii_only, coloured=coloured)
    if found.smallest is None or len(shown) < 2:
        return []
    curve = plot.Curve(np.arange(len(shown), dtype=float), shown, "")
    title = fit(f"{MEASURES[sweep.measure].label} against {names[0]}", terminal.file)
    ends = float(along[0][0]), float(along[0][-1])
    panel = plot.Panel(title, [curve], *found.extremes, ends)
    return plot.side_by_side([panel], min(72, terminal.width), ascii_only=ascii_only)


def _thinned(axis: Axis) -> tuple[NDArray[np.int64], Array]:
    """At most `DRAWN` places along an axis, and its values there."""
    places = np.unique(np.linspace(0, len(axis) - 1, DRAWN).round().astype(np.int64))
    return places, np.array([axis.piece(int(place), int(place) + 1)[0] for place in places])
