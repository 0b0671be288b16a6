"""A map in characters."""

import numpy as np

from app.cli.heat import ASCII_SHADES, NEVER, SHADES, Scale, draw
from app.cli.plot import LABEL
from app.learning.elementwise import Array

AXES = [np.linspace(-5.0, 5.0, 50), np.linspace(0.0, 8.0, 40)]


def scale_of(values: Array) -> Scale:
    there = values[~np.isnan(values)]
    return Scale(float(there.min()), float(there.max())) if there.size else Scale(0.0, 0.0)


def drawn(values: Array, *, ascii_only: bool = True) -> list[str]:
    lines = draw(values, AXES, ["w", "b"], scale_of(values), 60, ascii_only=ascii_only, coloured=False)
    return [line.plain for line in lines]


def cells(lines: list[str]) -> list[str]:
    return [line[LABEL + 1 :] for line in lines[1:-3]]


def test_the_first_axis_goes_right_and_the_second_up() -> None:
    rightwards = cells(drawn(np.repeat(AXES[0][:, None], 40, axis=1)))
    assert all(row[0] == ASCII_SHADES[0] and row[-1] == ASCII_SHADES[-1] for row in rightwards)
    upwards = cells(drawn(np.repeat(AXES[1][None], 50, axis=0)))
    assert set(upwards[0]) == {ASCII_SHADES[-1]}
    assert set(upwards[-1]) == {ASCII_SHADES[0]}


def test_axes_and_shades_have_their_numbers() -> None:
    lines = drawn(np.repeat(AXES[0][:, None], 40, axis=1))
    assert lines[0].strip() == "b"
    assert lines[1].startswith("      8 |")
    assert lines[-2].split() == ["-5", "w", "5"]
    assert lines[-1].split()[0] == "-5"
    assert max(map(len, lines)) <= 60


def test_never_has_a_sign_of_its_own_and_a_place_in_the_key() -> None:
    values = np.ones((50, 40))
    assert NEVER not in drawn(values)[-1]
    values[:25] = np.nan
    lines = drawn(values)
    assert all(row.startswith(NEVER) and not row.endswith(NEVER) for row in cells(lines))
    assert lines[-1].endswith("x none")
    assert NEVER not in SHADES + ASCII_SHADES


def test_values_of_many_sizes_are_told_apart_by_their_logarithm() -> None:
    values = np.repeat(np.geomspace(1.0, 1e6, 50)[:, None], 40, axis=1)
    lines = drawn(values)
    assert "(logarithmic)" in lines[-1]
    assert len(set(cells(lines)[0])) == len(ASCII_SHADES)


def test_a_map_of_nothing_or_of_one_value_is_still_a_map() -> None:
    assert set("".join(cells(drawn(np.full((50, 40), np.nan))))) == {NEVER}
    assert len(set("".join(cells(drawn(np.full((50, 40), 3.0), ascii_only=False))))) == 1


def test_colour_takes_the_place_of_shades() -> None:
    values = np.repeat(AXES[0][:, None], 40, axis=1)
    lines = draw(values, AXES, ["w", "b"], scale_of(values), 60, ascii_only=False, coloured=True)
    assert set(lines[1].plain[LABEL + 1 :]) == {" "}
    assert len({str(span.style) for span in lines[1].spans}) > 20
