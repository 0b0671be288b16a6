"""Trainings as tables: headers that fit every run, and a line a run."""

import numpy as np
import pytest

from app.experiments.exports.table import header
from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY
from app.experiments.networks.tables import no_rows, summary_header, summary_row, trace_header
from tests.experiments.networks.examples import ONE_OF_EACH, TABLE, short

ALL = [short(fields) for fields in ONE_OF_EACH.values()]


def test_no_rows_have_the_shapes_of_rows() -> None:
    for experiment in ALL:
        if experiment.problem.name != "digits":
            columns = train(experiment)[0]
            empty = no_rows(experiment)
            assert {name: column.shape[1:] for name, column in empty.items()} == {
                name: column.shape[1:] for name, column in columns.items()
            }
            assert len(empty["epoch"]) == 0


def test_the_header_of_traces_is_that_of_all_depths() -> None:
    names = trace_header(ALL)
    assert list(names) == header([no_rows(short({"hidden": [2] * depth})) for depth in (1, 0, 6)])
    assert names["delta_norms_7"] is float
    assert names["epoch"] is names["run"] is names["wrong"] is names["histogram_1"] is int
    assert names["cost"] is float


def test_every_line_of_summaries_fits_the_header() -> None:
    names = summary_header(ALL)
    summary = dict.fromkeys(NETWORK_SUMMARY, 1)
    for experiment in ALL:
        row = summary_row(3, experiment, summary)
        for name, cell in row.items():
            assert name in names or cell is None
            if cell is not None and name not in NETWORK_SUMMARY:
                assert isinstance(cell, (names[name], int)), name


def test_a_line_has_the_problem_its_options_and_every_list() -> None:
    experiment = short({"problem": {"name": "moons", "noise": 0.2}, "hidden": [3, 2], "init_outputs": [0]})
    row = summary_row(0, experiment, {})
    assert row == {
        "run": 0,
        "kind": "network",
        "problem": "moons",
        "problem_n": 200,
        "problem_noise": 0.2,
        "problem_seed": 0,
        "hidden_1": 3,
        "hidden_2": 2,
        "activation": "sigmoid",
        "output": "sigmoid",
        "cost": "cross-entropy",
        "eta": 0.5,
        "epochs": 5,
        "batch_size": 4,
        "init": "large",
        "init_z": 4.0,
        "init_outputs_1": 0,
        "seed": 1,
        "shuffle": "true",
        "precision": "double",
    }


def test_given_numbers_are_left_out() -> None:
    row = summary_row(0, short({"problem": TABLE}), {})
    assert [name for name in row if name.startswith("problem")] == ["problem"]
    given = short({"weights": [[[1.0, 2.0]], [[1.0]]], "biases": [[0.0], [0.0]], "hidden": [1]})
    assert not {"weights", "biases"} & {name.partition("_")[0] for name in summary_row(0, given, {})}


def test_options_of_all_problems_stand_beside_each_other() -> None:
    names = list(summary_header([short({"problem": "moons"}), short({"problem": "blobs", "hidden": [2, 2]})]))
    assert names[:9] == [
        "run",
        "kind",
        "problem",
        "problem_n",
        "problem_noise",
        "problem_seed",
        "problem_classes",
        "hidden_1",
        "hidden_2",
    ]


@pytest.mark.parametrize("name", NETWORK_SUMMARY)
def test_measures_are_whole_numbers_or_numbers(name: str) -> None:
    assert summary_header([NetworkExperiment()])[name] is (int if NETWORK_SUMMARY[name].is_whole else float)


def test_empty_columns_have_no_numbers() -> None:
    assert all(np.size(column) == 0 for column in no_rows(short({})).values())
