"""Summaries as a table: the cells of a line, and the header that all lines share."""

import pytest

from app.experiments.exports.summaries import header, line, one_of_each_shape, row
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.learning.measures import MEASURES
from tests.experiments.examples import DIVERGING
from tests.experiments.exports.runs import SEVERAL, TOGETHER, experiments_of


def test_a_line_has_the_run_every_field_and_every_measure() -> None:
    experiment = Experiment(w=2.0, b=2.0)
    names = header([experiment])
    assert list(names) == ["run", *Experiment.model_fields, *MEASURES]
    written = line(names, row(7, experiment, simulate(experiment)[1]))
    assert written.endswith("\n")
    cells = written.rstrip("\n").split(",")
    assert cells[:10] == ["7", "neuron", "quadratic", "sigmoid", "2.0", "2.0", "1.0", "0.0", "0.15", "300"]
    named = dict(zip(names, cells, strict=True))
    assert float(named["initial_output"]) == pytest.approx(0.982014, abs=1e-6)
    assert named["diverged"] == ""


def test_a_list_becomes_cells_of_its_own() -> None:
    names = list(header(experiments_of(SEVERAL)))
    assert names[names.index("w_1") : names.index("eta")] == [
        *("w_1", "w_2", "w_3", "b"),
        *(f"x_{example}_{place}" for example in range(1, 6) for place in range(1, 4)),
        *(f"y_{example}" for example in range(1, 6)),
    ]
    assert "final_output_5" in names
    assert "final_cost" in names


def test_every_cell_of_every_run_has_its_place_in_a_common_header() -> None:
    names = header(TOGETHER)
    assert len(set(names)) == len(names)
    for number, experiment in enumerate(TOGETHER):
        cells = row(number, experiment, simulate(experiment)[1])
        # a run without a row has no outputs, and one cell says so for all of them
        assert {name for name, cell in cells.items() if cell is not None} <= names.keys()
        for name, cell in cells.items():
            assert cell is None or isinstance(cell, names[name])


def test_a_header_does_not_depend_on_how_a_run_ends() -> None:
    assert header(experiments_of(DIVERGING["at once"])) == header([Experiment()])


def test_one_experiment_stands_for_each_shape_small_ones_first() -> None:
    first, second = Experiment(w=1.0), Experiment(w=2.0)
    [several] = experiments_of(SEVERAL)
    assert one_of_each_shape([several, first, second, several]) == [first, several]
