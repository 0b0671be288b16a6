"""The CSV table: its cells, its shortest numbers, and that other programs can read it."""

import csv
import io
import json
import math
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import __version__
from app.experiments.exports.table import PIECE, comments, header, pieces, table
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS, Columns
from tests.experiments.examples import experiments
from tests.experiments.exports.runs import SEVERAL, TOGETHER, expected_table, experiments_of


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def numbers_of(rows: list[dict[str, str]], name: str, columns: Columns) -> list[object]:
    """A column out of the lines of a run, in the shape that it has in a trace; an empty cell is None."""
    shape = columns[name].shape[1:]
    cells = [f"{name}_{place + 1}" for place in range(shape[0])] if shape else [name]
    lists = [[float(row[cell]) if row[cell] else None for cell in cells] for row in rows]
    return [numbers if shape else numbers[0] for numbers in lists]


def finite(value: Any) -> Any:
    """The numbers of a column, None where one is not finite."""
    if isinstance(value, list):
        return [finite(item) for item in value]
    return value if math.isfinite(value) else None


@settings(max_examples=60, deadline=None)
@given(batch=st.lists(experiments(), min_size=1, max_size=4), explain=st.booleans())
def test_any_table_holds_the_numbers_of_its_runs_to_the_last_bit(batch: list[Experiment], explain: bool) -> None:
    traces = [simulate(experiment, explain=explain)[0] for experiment in batch]
    rows = read("".join(table(traces)))
    assert len(rows) == sum(len(columns["epoch"]) for columns in traces)
    for run, columns in enumerate(traces):
        of_run = [row for row in rows if row["run"] == str(run)]
        own = {cell for row in of_run for cell, text in row.items() if text}
        for name, column in columns.items():
            assert numbers_of(of_run, name, columns) == finite(column.tolist())
            own -= {name, *(f"{name}_{place}" for place in range(1, 4))}
        assert own <= {"run"}, "what a run does not have stays empty"


def test_numbers_are_the_shortest_that_give_the_same_double_back() -> None:
    rows = read(expected_table(experiments_of({"w": 0.1, "b": 1e-9, "epochs": 3})))
    assert (rows[0]["run"], rows[0]["epoch"], rows[0]["w"], rows[0]["b"]) == ("0", "0", "0.1", "1e-09")
    assert all(repr(float(row["a"])) == row["a"] for row in rows)


def test_one_number_has_a_plain_name_and_a_list_one_for_each_place() -> None:
    scalar, several = (simulate(experiment)[0] for experiment in experiments_of({}, {"x": [1.0, 2.0], "y": [0.0, 1.0]}))
    assert header([scalar]) == ["run", *COLUMNS]
    names = ["run", "epoch", "w", "b", "z_1", "z_2", "a_1", "a_2", "cost"]
    assert header([several])[:9] == names
    assert header([scalar, several])[4:10] == ["z", "z_1", "z_2", "a", "a_1", "a_2"]


def test_explanations_come_last() -> None:
    assert header([simulate(Experiment(), explain=True)[0]])[-3:] == list(EXPLANATIONS)


def test_a_run_without_rows_has_no_lines_and_takes_its_number() -> None:
    assert {row["run"] for row in read(expected_table(TOGETHER))} == {"0", "1", "3"}


def test_a_number_that_is_not_finite_is_an_empty_cell() -> None:
    [row] = read("".join(table([{"epoch": np.array([0]), "gain": np.array([math.nan])}])))
    assert row == {"run": "0", "epoch": "0", "gain": ""}


@pytest.mark.parametrize("experiment", experiments_of({"epochs": 2000}, {**SEVERAL, "epochs": 700}))
def test_pieces_are_the_same_lines_in_texts_of_bounded_size(experiment: Experiment) -> None:
    columns = simulate(experiment)[0]
    names = header([columns])
    texts = list(pieces(names, 0, columns))
    assert len(texts) > 1
    assert ",".join(names) + "\n" + "".join(texts) == "".join(table([columns]))
    assert max(text.count(",") + text.count("\n") for text in texts) <= PIECE


def test_the_comments_say_who_made_it_what_a_row_is_and_every_field() -> None:
    lines = comments(TOGETHER).splitlines()
    assert lines[0] == f"# Learning Slowdown Lab {__version__}"
    assert "before update k" in lines[1]
    read_back = [Experiment.model_validate(json.loads(line.removeprefix("# "))) for line in lines[2:]]
    assert read_back == TOGETHER


@pytest.mark.parametrize("batch", [experiments_of({}), TOGETHER], ids=["one run", "several shapes"])
def test_pandas_and_numpy_read_it_with_its_comments(batch: list[Experiment]) -> None:
    text = comments(batch) + expected_table(batch)
    frame = pd.read_csv(io.StringIO(text), comment="#")
    array = np.genfromtxt(io.StringIO(text), delimiter=",", skip_header=2 + len(batch), names=True)
    plain = np.genfromtxt(io.StringIO(text), delimiter=",")[1:]
    for run, experiment in enumerate(batch):
        columns = simulate(experiment)[0]
        assert frame["cost"][frame["run"] == run].tolist() == columns["cost"].tolist()
        assert array["cost"][array["run"] == run].tolist() == columns["cost"].tolist()
        assert plain[plain[:, 0] == run, frame.columns.get_loc("cost")].tolist() == columns["cost"].tolist()
