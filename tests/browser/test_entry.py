"""Numbers as people type them, the stops of a slider, and the shapes of an experiment: modules that touch no page."""

from itertools import pairwise
from typing import Any

import pytest

from app.experiments.schema import Experiment
from app.web.forms import Slider, form_fields
from tests.browser.modules import Modules

SLIDERS: dict[str, Slider] = {field.name: field.slider for field in form_fields() if field.slider is not None}

READ: dict[str, float] = {
    "0.5": 0.5,
    "0,5": 0.5,
    "−0,5": -0.5,
    "\u20130.5": -0.5,
    "-3": -3,
    "+3": 3,
    "  2 \u00a0": 2,
    ".5": 0.5,
    ",5": 0.5,
    "5.": 5,
    "5,": 5,
    "1e-3": 0.001,
    "1,5E−3": 0.0015,
    "1,125": 1.125,
    "0.1234567890123": 0.1234567890123,
    "1 000": 1000,
    "10\u202f000,5": 10000.5,
    "０．５": 0.5,
    "－３": -3,
    "１，５": 1.5,
}

UNREAD = ["", " ", "-", "−", ",", ".", "e5", "1e", "0,5,1", "1.234,5", "1,234.5", "1 2", "12 34", "10²", "½", "0x10"]
UNREAD += ["NaN", "Infinity", "5 apples", "--5", "1000 000 0"]

WHOLE = {"300": 300, "10,000": 10000, "10.000": 10000, "10 000": 10000, "1'000": 1000, "100,000": 100000, "2.5": 2.5}


def test_numbers_are_read_however_they_are_written(modules: Modules) -> None:
    assert modules.run(
        "return argument.map((t) => entry.readNumber(t))", list(READ), entry="entry/typed-number.js"
    ) == list(READ.values())


def test_what_is_no_number_is_not_made_one(modules: Modules) -> None:
    body = "return argument.filter((text) => !Number.isNaN(entry.readNumber(text)))"
    assert modules.run(body, UNREAD, entry="entry/typed-number.js") == []


def test_thousands_may_be_set_apart_where_a_whole_number_is_wanted(modules: Modules) -> None:
    body = "return argument.map((text) => entry.readNumber(text, true))"
    assert modules.run(body, list(WHOLE), entry="entry/typed-number.js") == list(WHOLE.values())


def stops_of(modules: Modules, name: str) -> list[float]:
    body = "return stops.stopsOf(argument, argument.isWhole)"
    slider = {**vars(SLIDERS[name]), "isWhole": name == "epochs"}
    return [float(stop) for stop in modules.run(body, slider, stops="entry/stops.js")]


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_stops_at_numbers_that_a_person_would_choose(name: str, modules: Modules) -> None:
    stops = stops_of(modules, name)
    assert (stops[0], stops[-1]) == (SLIDERS[name].low, SLIDERS[name].high)
    assert stops == sorted(set(stops))
    assert all(float(f"{stop:.3g}") == stop for stop in stops)


def test_a_linear_slider_has_even_stops(modules: Modules) -> None:
    assert stops_of(modules, "y") == [index / 100 for index in range(101)]
    assert stops_of(modules, "w") == [index / 10 for index in range(-100, 101)]


def test_a_logarithmic_slider_has_stops_of_about_equal_ratio(modules: Modules) -> None:
    stops = stops_of(modules, "eta")
    ratios = [after / before for before, after in pairwise(stops)]
    assert 1.01 < min(ratios) <= max(ratios) < 1.11
    assert {0.001, 0.005, 0.045, 0.15, 1.1, 2.5, 7.5} <= set(stops)
    assert all(stop.is_integer() for stop in stops_of(modules, "epochs"))


def test_the_nearest_stop_is_the_nearest(modules: Modules) -> None:
    stops = stops_of(modules, "w")
    body = "const list = stops.stopsOf(argument[0], false); return argument[1].map((v) => stops.nearest(list, v))"
    values = [-500, -10, -0.04, 0.06, 0.1234, 9.96, 10, 500]
    found = modules.run(body, [vars(SLIDERS["w"]), values], stops="entry/stops.js")
    assert [stops[index] for index in found] == [-10, -10, 0, 0.1, 0.1, 10, 10, 10]


STEPS = [
    ("w", 0.6, 0.7, 0.5),
    ("w", 0.1234, 0.2, 0.1),
    ("w", -10, -9.9, -10.1),
    ("w", 500, 500.1, 499.9),
    ("eta", 0.15, 0.16, 0.14),
    ("eta", 1, 1.1, 0.95),
    ("eta", 5, 5.5, 4.9),
    ("eta", 9.5, 10, 9),
    ("eta", 0.014873, 0.015, 0.014),
    ("eta", 1e-7, 1.1e-7, 9.5e-8),
    ("eta", 700, 750, 650),
    ("epochs", 300, 310, 290),
    ("epochs", 100000, 110000, 95000),
]


@pytest.mark.parametrize(("name", "value", "above", "below"), STEPS)
def test_a_step_goes_to_the_next_nice_number(
    name: str, value: float, above: float, below: float, modules: Modules
) -> None:
    body = "return [1, -1].map((way) => stops.neighbour(argument[1], way, argument[0]))"
    assert modules.run(body, [vars(SLIDERS[name]), value], stops="entry/stops.js") == [above, below]


def test_a_step_up_from_nothing_begins_the_slider(modules: Modules) -> None:
    body = "return [0, -1].map((value) => stops.neighbour(value, 1, argument))"
    assert modules.run(body, vars(SLIDERS["eta"]), stops="entry/stops.js") == [0.001, 0.001]


# runs/experiment.js

SHAPES: list[dict[str, Any]] = [
    {"w": 0.6, "x": 1, "y": 0},
    {"w": 0.6, "x": [1, -2, 0.5], "y": [0, 1, 0.3]},
    {"w": [0.5, 2], "x": [1, -2], "y": 0.3},
    {"w": [0.5, 2], "x": [[1, -2], [0, 3], [2, 2]], "y": [0, 1, 0.3]},
]
LISTS_OF_ONE: list[dict[str, Any]] = [
    {"w": [0.6], "x": [1], "y": 0},
    {"w": 0.6, "x": [1], "y": [0]},
    {"w": [0.6], "x": [[1]], "y": [0]},
]
AGAIN = """return argument.map((e) => experiment.shaped(
  experiment.weightsOf(e), experiment.inputRows(e), experiment.targetsOf(e)))"""


def test_an_experiment_taken_apart_and_put_together_is_the_same(modules: Modules) -> None:
    assert modules.run(AGAIN, SHAPES, experiment="runs/experiment.js") == SHAPES


def test_a_list_of_one_becomes_the_number_that_it_stands_for(modules: Modules) -> None:
    for given in LISTS_OF_ONE:
        Experiment.model_validate(given)
    assert modules.run(AGAIN, LISTS_OF_ONE, experiment="runs/experiment.js") == [SHAPES[0]] * len(LISTS_OF_ONE)


def test_every_shape_is_one_row_an_example_and_one_number_an_input(modules: Modules) -> None:
    body = "return argument.map((e) => [experiment.weightsOf(e), experiment.inputRows(e), experiment.targetsOf(e)])"
    found = modules.run(body, SHAPES, experiment="runs/experiment.js")
    assert [[len(weights), len(rows), len(rows[0]), len(targets)] for weights, rows, targets in found] == [
        [1, 1, 1, 1],
        [1, 3, 1, 3],
        [2, 1, 2, 1],
        [2, 3, 2, 3],
    ]
    assert modules.run("return experiment.listOf(argument)", 3, experiment="runs/experiment.js") == [3]
