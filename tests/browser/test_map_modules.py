"""map/ and words/map-words.js: axes, grids, colours, cells and sentences, computed in the browser without any page."""

import math
from itertools import pairwise
from typing import Any

import pytest

from app.experiments.schema import Experiment
from app.experiments.sweeps.schema import Sweep
from tests.browser.modules import Modules

AXIS: dict[str, Any] = {"name": "w", "start": -5, "stop": 5, "scale": "linear"}
LOG: dict[str, Any] = {"name": "eta", "start": 0.001, "stop": 10, "scale": "log"}
W: dict[str, Any] = {"minimum": -1000, "maximum": 1000, "excludes_minimum": False, "is_whole": False}
ETA: dict[str, Any] = {"minimum": 0, "maximum": 1000, "excludes_minimum": True, "is_whole": False}
EPOCHS: dict[str, Any] = {"minimum": 1, "maximum": 100_000, "excludes_minimum": False, "is_whole": True}
Y: dict[str, Any] = {"minimum": 0, "maximum": 1, "excludes_minimum": False, "is_whole": False}


class MapModules:
    """Each call does several things at once, because a call takes its time."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._base = modules.addresses["words/format.js"].removesuffix("words/format.js")

    def run(self, body: str, argument: Any = None, **imports: str) -> Any:
        for module in imports.values():
            self._modules.addresses.setdefault(module, self._base + module)
        return self._modules.run(body, argument, **imports)


@pytest.fixture(scope="module")
def scripts(modules: Modules) -> MapModules:
    return MapModules(modules)


def values_of(scripts: MapModules, axis: dict[str, Any], count: int, quantity: dict[str, Any]) -> list[float]:
    values: list[float] = scripts.run("return axis.valuesOf(...argument)", [axis, count, quantity], axis="map/axis.js")
    return values


def test_cells_lie_at_numbers_that_can_be_read(scripts: MapModules) -> None:
    values = values_of(scripts, AXIS, 201, W)
    assert values == [round(-5 + 0.05 * index, 12) for index in range(201)]
    assert values_of(scripts, {**AXIS, "start": -1, "stop": 1}, 41, W)[20] == 0
    rates = values_of(scripts, LOG, 5, ETA)
    assert rates == [0.001, 0.01, 0.1, 1, 10]
    assert all(len(f"{rate:g}") <= 8 for rate in values_of(scripts, LOG, 201, ETA))


def test_whole_numbers_are_cells_only_once(scripts: MapModules) -> None:
    values = values_of(scripts, {"name": "epochs", "start": 10, "stop": 10_000, "scale": "log"}, 201, EPOCHS)
    assert values == sorted(set(values))
    assert all(value == int(value) for value in values)
    assert (values[0], values[-1]) == (10, 10_000)
    few = values_of(scripts, {"name": "epochs", "start": 1, "stop": 5, "scale": "linear"}, 201, EPOCHS)
    assert few == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("axis", "part", "quantity", "expected"),
    [
        (AXIS, (0.5, 0.7512), W, (0, 2.51)),  # as fine as the picture
        (AXIS, (0.75, 0.5), W, (0, 2.5)),  # dragged backwards
        (AXIS, (-150, 150), W, (-1000, 1000)),  # no farther than the quantity goes
        (LOG, (0.25, 0.5), ETA, (0.01, 0.1)),
        ({**LOG, "scale": "linear"}, (-0.5, 0.5), ETA, (0.01, 5.0)),  # 0 itself is no rate
        ({**AXIS, "name": "epochs", "start": 10, "stop": 20}, (0, 0.33), EPOCHS, (10, 13)),
    ],
)
def test_a_part_of_an_axis_is_an_axis(
    axis: dict[str, Any],
    part: tuple[float, float],
    quantity: dict[str, Any],
    expected: tuple[float, float],
    scripts: MapModules,
) -> None:
    stretch = scripts.run("return axis.stretchOf(...argument)", [axis, *part, quantity], axis="map/axis.js")
    assert (stretch["start"], stretch["stop"]) == pytest.approx(expected)
    assert stretch["scale"] == axis["scale"]


def test_a_part_without_length_is_none_and_a_move_stays_as_long(scripts: MapModules) -> None:
    narrow = {**AXIS, "start": 1, "stop": 1.0000012}
    assert scripts.run("return axis.stretchOf(...argument)", [narrow, 0.4, 0.6, W], axis="map/axis.js") is None
    target = {"name": "y", "start": 0, "stop": 0.5, "scale": "linear"}
    moved = "return [axis.moved(...argument), axis.moved({ ...argument[0], start: 0.5, stop: 1 }, 0.25, argument[2])]"
    first, last = scripts.run(moved, [target, 0.25, Y], axis="map/axis.js")
    assert (first["start"], first["stop"]) == (0.125, 0.625)
    assert last is None  # it is at its end


def test_cells_of_several_widths_are_painted_as_wide_as_they_are(scripts: MapModules) -> None:
    """Whole numbers of epochs on a logarithmic axis: 1 to √2 is one cell, and so is 3 to 4 in the middle of ratios."""
    even, uneven = scripts.run(
        """const epochs = { name: "epochs", start: 1, stop: 4, scale: "log" };
        return [raster.rasterOf(argument, [-5, 0, 5]), raster.rasterOf(epochs, [1, 2, 3, 4])];""",
        AXIS,
        raster="map/raster.js",
    )
    assert even == {"indexes": [0, 1, 2], "from": -0.25, "to": 1.25}
    assert (uneven["from"], uneven["to"]) == (0, 1)
    widths = [uneven["indexes"].count(index) / len(uneven["indexes"]) for index in range(4)]
    edges = [math.log(1), math.log(math.sqrt(2)), math.log(math.sqrt(6)), math.log(math.sqrt(12)), math.log(4)]
    assert widths == pytest.approx([(b - a) / math.log(4) for a, b in pairwise(edges)], abs=0.005)


def test_a_step_over_the_edge_asks_for_what_lies_beyond(scripts: MapModules) -> None:
    found = scripts.run(
        """const values = { across: [0, 1, 2], up: [0, 1] };
        return [[1, 0], [-1, 0], [5, 1], [0, 1]].map((step) => moves.afterStep({ across: 1, up: 1 }, step, values));""",
        moves="map/moves.js",
    )
    assert found == [
        {"cell": {"across": 2, "up": 1}, "beyond": None},
        {"cell": {"across": 0, "up": 1}, "beyond": None},
        {"cell": {"across": 2, "up": 1}, "beyond": "right"},
        {"cell": {"across": 1, "up": 1}, "beyond": "up"},
    ]


def test_the_cell_under_a_pointer_is_the_one_that_is_drawn_there(scripts: MapModules) -> None:
    """On a logarithmic axis the middle between two cells is where their ratios are equal."""
    found = scripts.run(
        """const values = [1, 10, 100];
        const log = { name: "eta", start: 1, stop: 100, scale: "log" };
        return [0.24, 0.26, 0.74, 0.76].map((at) => values[axis.indexAt(log, values, at)]);""",
        axis="map/axis.js",
    )
    assert found == [1, 10, 10, 100]


FILL = """
const answer = { axes: { b: [0, 1, 2, 3, 4], w: [0, 1] }, computed: [[0, 1]],
  values: [[10, 11], null, null, null, null] };
const coarse = grids.gridOf({ axes: { b: [0, 4], w: [0, 1] }, values: [[1, 2], [null, 4]] }, { across: "w", up: "b" });
const grid = grids.filled(grids.gridOf(answer, { across: "w", up: "b" }, false), coarse);
return [[...grid.values].map((value) => Number.isNaN(value) ? null : value), grid.isComputed, grid.isWhole,
  grids.valueIn(grid, 1, 0), grids.valueIn(grid, 1, 3) === undefined, grids.valueIn(grid, 0.5, 0) === undefined];
"""


def test_rows_that_are_to_come_are_those_of_the_nearest_that_is_there(scripts: MapModules) -> None:
    values, computed, whole, there, is_to_come, is_no_cell = scripts.run(FILL, grids="map/grid.js")
    assert values == [10, 11, 10, 11, 10, 11, None, 4, None, 4]
    assert computed == [True, False, False, False, False]
    assert not whole
    assert there == 11
    assert is_to_come
    assert is_no_cell


def test_a_coarse_list_is_a_part_of_the_fine_one_with_both_ends(scripts: MapModules) -> None:
    lists = [list(range(count)) for count in (5, 61, 189, 201, 401)]
    found = scripts.run("return argument.map((list) => grids.sampled(list, 41))", lists, grids="map/grid.js")
    assert [len(part) for part in found] == [5, 31, 41, 41, 41]
    for whole, part in zip(lists, found, strict=True):
        assert set(part) <= set(whole)
        assert (part[0], part[-1]) == (whole[0], whole[-1])


SCALES = """
const grid = (values) => ({ values: Float64Array.from(values.map((value) => value ?? NaN)) });
return argument.map(([values, choice]) => scales.scaleOf([grid(values), null], choice));
"""


def test_colours_go_by_powers_of_ten_where_the_values_do(scripts: MapModules) -> None:
    wide, narrow, shares, forced, none, nothing, negative, diverging = scripts.run(
        SCALES,
        [
            [[0, 1, 300, None], "auto"],
            [[100, 300], "auto"],
            [[1e-6, 1], "auto"],
            [[1e-6, 1], "log"],
            [[None, None], "auto"],
            [[], "auto"],
            [[-5, 5], "log"],
            [[-1e200, -3, 2, 1, 0, 2, 1e300], "auto"],
        ],
        scales="map/colour-scale.js",
    )
    assert (wide["isLog"], wide["low"], wide["high"], wide["isCut"], wide["hasNone"]) == (True, 1, 300, True, True)
    assert (narrow["isLog"], narrow["low"], narrow["high"], narrow["hasNone"]) == (False, 100, 300, False)
    assert not shares["isLog"]
    assert forced["isLog"]
    assert none["hasNone"]
    assert nothing is None
    assert (negative["low"], negative["high"], negative["isLog"]) == (-5, 5, False)  # one size alone is no power of ten
    assert (diverging["low"], diverging["high"], diverging["isFar"]) == (-3, 2, True)
    assert not wide["isFar"]


def test_colours_are_not_spent_on_what_is_as_good_as_nothing(scripts: MapModules) -> None:
    """A run may end at 5e-324, the least that a number can be: the quotient of 4 and that is none any more."""
    (scale,) = scripts.run(SCALES, [[[5e-324, 1e-200, 0.5, 4], "auto"]], scales="map/colour-scale.js")
    assert (scale["low"], scale["high"], scale["isLog"], scale["isCut"]) == (pytest.approx(1e-11), 4, True, True)
    places = scripts.run(
        "return [5e-324, 1e-6, 4].map((value) => scales.placeOf(argument, value))", scale, scales="map/colour-scale.js"
    )
    assert places == [0, pytest.approx(0.4310, abs=1e-3), 1]


def test_a_legend_has_a_few_round_ticks(scripts: MapModules) -> None:
    ticks = scripts.run(
        """return argument.map(([low, high, isLog]) => scales.ticksOf({ low, high, isLog }));""",
        [[1, 300, True], [0, 1, False], [1e-9, 1e9, True], [20, 40, True]],
        scales="map/colour-scale.js",
    )
    assert ticks[0] == [1, 3, 10, 30, 100, 300]
    assert ticks[1] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert 3 <= len(ticks[2]) <= 7
    assert ticks[3] == [20, 30]


@pytest.mark.parametrize(
    "places",
    [
        [("w", 1.5), ("b", -2.0)],
        [("w", 0.3), ("eta", 0.7)],
        [("z0", 4.1), ("eta", 0.2)],
        [("z0", 3.3), ("w", 0.7)],
        [("x", 2.3), ("z0", 1.1)],
        [("epochs", 40), ("y", 0.25)],
    ],
)
def test_the_experiment_of_a_cell_is_the_servers_own(places: list[tuple[str, float]], scripts: MapModules) -> None:
    base = Experiment(w=0.6, b=0.9)
    sweep = Sweep.model_validate(
        {
            "base": base.model_dump(),
            "measure": "final_output",
            "axes": {name: {"values": [float(value)]} for name, value in places},
        }
    )
    found = scripts.run("return cells.experimentAt(...argument)", [base.model_dump(), places], cells="map/cell.js")
    assert Experiment.model_validate(found) == sweep.experiment_at((0, 0))


def test_equal_starts_lie_on_one_line(scripts: MapModules) -> None:
    experiment = {"w": 2, "b": 2, "x": 0.5, "y": 0, "eta": 0.15, "epochs": 300}
    pairs = [("w", "b"), ("b", "w"), ("x", "b"), ("z0", "eta"), ("eta", "w"), ("eta", "epochs"), ("w", "z0")]
    axes = [[{**AXIS, "name": across}, {**AXIS, "name": up}] for across, up in pairs]
    lines = scripts.run(
        """return argument.axes.map(([across, up]) => {
          const line = cells.equalStarts(argument.experiment, across, up);
          return line?.map((at) => cells.quantityOf(
            cells.experimentAt(argument.experiment, [[across.name, at.across], [up.name, at.up]]), "z0")) ?? null;
        })""",
        {"experiment": experiment, "axes": axes},
        cells="map/cell.js",
    )
    assert [line is None for line in lines] == [pair == ("eta", "epochs") for pair in pairs]
    for line in lines:
        assert line is None or line == pytest.approx([3.0] * len(line))


WORDS = """
const cells = (values) => Float64Array.from(values.map((value) => value ?? NaN));
const side = (cost, values) => ({ cost, grid: { across: [0, 1], up: [0, 1], values: cells(values) } });
return argument.map(([one, other, measure]) => words.mapWords(
  [side("Quadratic", one), side("Cross-entropy", other)], measure, { across: "w", up: "b" }, 300));
"""
HALF = {"name": "epochs_to_half", "label": "Epochs to one half", "unit": "epochs"}
FINAL = {"name": "final_output", "label": "Output at the end", "unit": ""}


def test_what_two_maps_say_is_counted_cell_by_cell(scripts: MapModules) -> None:
    plateau, same, final = scripts.run(
        WORDS,
        [
            [[0, 40, 90, None], [0, 10, 18, 30], HALF],
            [[1, 2, 3, 4], [1, 2, 3, 4], HALF],
            [[0.5, 0.25, 0.75, None], [0.1, 0.1, 0.3, 0.2], FINAL],
        ],
        words="words/map-words.js",
    )
    assert [sentence.replace("\u00a0", " ") for sentence in plateau] == [
        "In 300 epochs, 25 % of the runs under the quadratic cost never come within one half of their target, and "
        "every run under the cross-entropy cost does.",
        # 40/10 and 90/18; what is right from the start is no ratio
        "Where both get there, and start wrong, the quadratic cost takes 4.5 times as long as the cross-entropy cost "
        "(median).",
        "The longest run that gets there: 90 epochs, quadratic cost, at w = 0, b = 1.",
    ]
    assert same[0] == "Every run on both maps comes within one half of its target."
    assert same[1] == "Where both get there, they take equally long (median)."
    assert [sentence.replace("\u00a0", " ") for sentence in final] == [
        "Output at the end, median of the cells that have one: 0.5000 under the quadratic cost, 0.1500 under the "
        "cross-entropy cost.",
        "The greatest is 0.7500, quadratic cost, at w = 0, b = 1.",
        "25 % of the runs under the quadratic cost diverge at once.",
    ]


def test_runs_without_a_value_are_told_of_together(scripts: MapModules) -> None:
    formula = {"name": "plateau_theory", "label": "By the formula", "unit": "epochs"}
    fastest = {"name": "fastest_epoch", "label": "Fastest epoch", "unit": "epoch"}
    found = scripts.run(
        WORDS,
        [
            [[0, 40, None, None], [0, 10, 18, None], HALF],
            [[None] * 4, [None] * 4, HALF],
            [[None] * 4, [1, 1, 1, 1], HALF],
            [[1, 1, None, None], [2, 3, 1, None], formula],
            [[1, 9, 9, None], [1, 1, 1, 1], fastest],
        ],
        words="words/map-words.js",
    )
    some, none, one, by_formula, latest = [
        [sentence.replace("\u00a0", " ") for sentence in sentences] for sentences in found
    ]
    assert some[0] == (
        "In 300 epochs, 50 % of the runs under the quadratic cost and 25 % of those under the cross-entropy cost never "
        "come within one half of their target."
    )
    assert none == ["In 300 epochs, no run on either map comes within one half of its target."]
    assert one[0] == (
        "In 300 epochs, no run under the quadratic cost comes within one half of its target, and every run under the "
        "cross-entropy cost does."
    )
    assert one[-1] == "The longest run that gets there: 1 epoch, cross-entropy cost, for instance at w = 0, b = 0."
    assert by_formula[-1] == (
        "The formula does not apply to 50 % of the runs under the quadratic cost and 25 % of those under the "
        "cross-entropy cost."
    )
    assert latest[-2] == "The latest is epoch 9, quadratic cost, for instance at w = 1, b = 0."
    assert latest[-1] == "25 % of the runs under the quadratic cost do not move at all."


def test_a_cost_with_a_remark_is_named_as_people_say_it(scripts: MapModules) -> None:
    sentences, readout = scripts.run(
        """const gridOf = (values) => ({ across: [0, 1], up: [0], values: Float64Array.from(values) });
        const side = (cost, values) => ({ cost, grid: gridOf(values) });
        const sides = [side("Quadratic", [NaN, 8]), side("Cross-entropy, as animated", [NaN, 4])];
        return [words.mapWords(sides, argument, { across: "w", up: "b" }, null),
          words.readout([{ symbol: "w", value: 2 }], [{ cost: "Cross-entropy, as animated", value: 4 }], argument)];""",
        HALF,
        words="words/map-words.js",
    )
    assert sentences[0].replace("\u00a0", " ") == (
        "50 % of the runs under the quadratic cost and 50 % of those under the cross-entropy cost as animated never "
        "come within one half of their target."
    )
    assert readout.replace("\u00a0", " ") == "w = 2: cross-entropy as animated 4 epochs"


def test_the_legend_writes_small_and_large_numbers_as_they_are(scripts: MapModules) -> None:
    texts = scripts.run(
        """return [...[0.01, 1, 10000].map((value) => words.tickText(value, argument)),
          words.valueText(0.034, argument),
          ...[0, 0.2, 10000, 1e-11].map((value) => words.tickText(value, { ...argument, unit: "" }))];""",
        HALF,
        words="words/map-words.js",
    )
    assert texts == ["0.01", "1", "10,000", "0.034 epochs", "0", "0.2", "10,000", "1e−11"]


def test_a_value_is_written_with_its_unit(scripts: MapModules) -> None:
    texts = scripts.run(
        """const [half, final] = argument;
        const fastest = { name: "fastest_epoch", unit: "epoch" };
        return [[1, half], [1416, half], [230.1234, half], [NaN, half], [undefined, half], [0.20284, final],
          [null, final], [12, fastest], [NaN, fastest]].map(([value, measure]) => words.valueText(value, measure));""",
        [HALF, FINAL],
        words="words/map-words.js",
    )
    assert texts == [
        "1 epoch", "1,416 epochs", "230.1 epochs", "never", "still being computed", "0.2028", "diverges at once",
        "epoch 12", "does not move",
    ]  # fmt: skip
