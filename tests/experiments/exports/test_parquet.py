"""Parquet: a file in pieces that is one file."""

import io

import numpy as np
import pyarrow.parquet

from app.experiments.exports.parquet import ParquetFile


def test_groups_make_one_file_in_which_nothing_is_null() -> None:
    file = ParquetFile({"run": int, "a": float, "cost": str})
    pieces = [
        file.group({"run": np.array([0, 1]), "a": np.array([0.1, np.nan]), "cost": ["quadratic", None]}),
        file.group({"run": np.array([2.0, np.nan]), "a": [None, -0.0], "cost": [None, "x"]}),
        file.end(),
    ]
    assert all(pieces)
    table = pyarrow.parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert table.num_row_groups == 2
    assert table.read().to_pydict() == {
        "run": [0, 1, 2, None],
        "a": [0.1, None, None, -0.0],
        "cost": ["quadratic", None, None, "x"],
    }
    assert [str(kind) for kind in table.schema_arrow.types] == ["int64", "double", "string"]


def test_a_file_without_a_row_still_has_its_columns() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(ParquetFile({"a": float}).end()))
    assert table.to_pydict() == {"a": []}
