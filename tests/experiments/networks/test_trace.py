"""The table of a training: its columns, their meanings, and their shapes."""

import numpy as np

from app.experiments.networks.trace import LISTS, NETWORK_COLUMNS, ROW_NUMBERS, SATURATION_BINS, WHOLE, row_of
from app.learning.network_measures import SATURATION_EDGES, Measured

TRAIN = Measured(
    cost=0.5,
    accuracy=0.75,
    wrong=3,
    saturation=0.01,
    histogram=(0, 0, 0, 1, 2, 0, 0),
    slope=0.1,
    delta_norms=(0.1, 0.2),
    gradient_norms=(0.3, 0.4),
)


def test_a_row_has_every_column_in_order() -> None:
    row = row_of(7, TRAIN, TRAIN, 0.25)
    assert list(row) == list(NETWORK_COLUMNS)
    assert all(len(column) == 1 for column in row.values())
    assert {name: column[0].tolist() for name, column in row.items()} == {
        "epoch": 7,
        "cost": 0.5,
        "accuracy": 0.75,
        "test_cost": 0.5,
        "test_accuracy": 0.75,
        "saturation": 0.01,
        "slope": 0.1,
        "delta_norms": [0.1, 0.2],
        "gradient_norms": [0.3, 0.4],
        "histogram": [0, 0, 0, 1, 2, 0, 0],
        "wrong": 3,
        "eta": 0.25,
    }


def test_counts_are_whole_numbers() -> None:
    row = row_of(0, TRAIN, None, 0.25)
    assert {name for name, column in row.items() if column.dtype.kind == "i"} == set(WHOLE)


def test_what_is_not_defined_is_nan() -> None:
    bare = Measured(0.5, 0.75, 0, None, None, 1.0, (0.1,), (0.2,))
    row = row_of(0, bare, None, 0.25)
    for name in ("test_cost", "test_accuracy", "saturation"):
        assert np.isnan(row[name]).all()
    assert np.isnan(row["histogram"]).all()
    assert row["histogram"].shape == (1, SATURATION_BINS)


def test_a_row_has_as_many_numbers_as_it_is_said_to_have() -> None:
    row = row_of(0, TRAIN, None, 0.25)
    assert sum(column.size for column in row.values()) == ROW_NUMBERS + sum(row[name].size for name in LISTS)


def test_the_histogram_has_a_bin_between_each_two_edges() -> None:
    assert len(SATURATION_EDGES) - 1 == SATURATION_BINS


def test_every_column_says_what_it_means() -> None:
    for column in NETWORK_COLUMNS.values():
        assert column.label
        assert column.summary.endswith(".")
