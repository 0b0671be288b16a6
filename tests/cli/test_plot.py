"""Curves in characters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.plot import BLANK, LABEL, Curve, Panel, draw, short_number, side_by_side

WIDTH = 40


def curve(*y: float) -> Curve:
    return Curve(np.arange(len(y), dtype=float), np.array(y, dtype=float), "")


def drawn(*curves: Curve, ascii_only: bool = True, low: float = 0.0, high: float = 1.0) -> list[str]:
    return [line.plain for line in draw(Panel("Title", curves, low, high), WIDTH, ascii_only=ascii_only)]


def marks(lines: list[str]) -> list[str]:
    """What stands between the axis and the numbers at the ends."""
    return [line[LABEL + 1 : -2] for line in lines[1:-2]]


def test_a_falling_line_falls_from_corner_to_corner() -> None:
    rows = marks(drawn(curve(1.0, 0.0)))
    assert rows[0].startswith("*")
    assert rows[-1].endswith("*")
    first = [row.index("*") for row in rows]
    assert first == sorted(first)


def test_every_line_has_the_width_and_the_axes_their_numbers() -> None:
    lines = drawn(curve(0.5, 0.25, 0.125))
    assert {len(line) for line in lines} == {WIDTH}
    assert lines[1].startswith("      1 |")
    assert lines[-3].startswith("      0 |")
    assert lines[-1].split() == ["0", "2"]


def test_braille_dots_are_four_to_a_character_and_finer_than_signs() -> None:
    rows = marks(drawn(curve(1.0, 0.0), ascii_only=False))
    letters = {letter for row in rows for letter in row} - {" "}
    assert letters
    assert all(BLANK < ord(letter) <= BLANK + 0xFF for letter in letters)
    assert rows[0][0] == chr(BLANK + 0x01 + 0x08 + 0x10) or ord(rows[0][0]) & 0x01


def test_curves_are_told_apart_by_numbers_and_in_ascii_by_signs() -> None:
    lines = drawn(curve(1.0, 1.0), curve(0.0, 0.0))
    assert lines[1].endswith(" 1")
    assert lines[-3].endswith(" 2")
    assert "*" in lines[1]
    assert "o" in lines[-3]
    assert all(line.endswith("  ") for line in drawn(curve(1.0, 0.0))[1:])


def test_numbers_of_curves_that_end_together_stand_below_each_other() -> None:
    ends = [line[-1] for line in drawn(*(curve(1.0, 0.0) for _ in range(4)))]
    assert sorted(set(ends) - {" ", "e"}) == ["1", "2", "3", "4"]


def test_a_gap_stays_empty() -> None:
    rows = marks(drawn(curve(*[0.0] * 10, *[np.nan] * 10, *[0.0] * 10)))
    assert "* " in rows[-1]
    assert " *" in rows[-1]


@pytest.mark.parametrize("y", [[], [0.5], [0.0, 0.0], [np.nan, np.nan], [1e308, -1e308], [5.0, 5.0]])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_nothing_is_too_strange_to_be_drawn(y: list[float], ascii_only: bool) -> None:
    assert {len(line) for line in drawn(curve(*y), ascii_only=ascii_only, high=0.0)} == {WIDTH}


def test_a_spike_of_one_row_in_thousands_is_seen() -> None:
    y = np.zeros(10_000)
    y[5_000] = 1.0
    assert any("*" in row for row in marks(drawn(curve(*y)))[:2])


@pytest.mark.parametrize(("width", "across"), [(40, 1), (80, 2), (200, 2)])
def test_panels_stand_side_by_side_where_there_is_room(width: int, across: int) -> None:
    panel = Panel("Title", [curve(1.0, 0.0)], 0.0, 1.0)
    lines = [line.plain for line in side_by_side([panel, panel], width, ascii_only=True)]
    assert lines[0].count("Title") == across
    assert max(map(len, lines)) <= width


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_beside_an_axis_has_room_there(value: float) -> None:
    assert len(short_number(value)) < LABEL + 1
