"""Results as files, read back by the readers that people have."""

import csv
import io
import json
import sys
from typing import Any

import numpy as np
import pytest
from pyarrow.parquet import read_table

from app.experiments.sweeps import formats
from app.experiments.sweeps.errors import MissingExtra
from app.experiments.sweeps.formats import FORMATS, Computed
from app.experiments.sweeps.runner import ranges_of, solve
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, spaced, sweep

KINDS = [
    "a lattice",
    "one axis",
    "one value",
    "listed, with one twice",
    "rows of epochs",
    "columns of epochs",
    "runs that diverge",
]


@pytest.fixture(params=["whole", 1, 7])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of all sizes, down to some columns of a row."""
    if request.param != "whole":
        monkeypatch.setattr(formats, "TEXT_BLOCK", request.param)
        monkeypatch.setattr(formats, "BINARY_BLOCK", request.param)


def written(kind: str, sweep: Sweep, values: Array, computed: Computed | None = None) -> bytes:
    done = None if computed is None else 0.25
    return b"".join(FORMATS[kind].write(sweep, values, computed, done))


def cells(sweep: Sweep, values: Array, computed: Computed | None = None) -> list[list[float | None]]:
    """A line for each cell that is there: the values of the axes, the measure, None for never."""
    axes = list(sweep.values_of().values())
    return [
        [*(float(axis[k]) for axis, k in zip(axes, index, strict=True)), None if np.isnan(value) else float(value)]
        for index, value in np.ndenumerate(values)
        if computed is None or computed[index[0]]
    ]


def half(case: Sweep) -> Computed:
    there: Computed = np.arange(case.shape[0]) % 3 != 1
    return there


def types_of(sweep: Sweep) -> list[type]:
    return [*(int if name == "epochs" else float for name in sweep.axes), int if sweep.is_whole else float]


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", KINDS)
def test_json_is_the_contracts_object(kind: str) -> None:
    case, values = ONE_OF_EACH_KIND[kind], solve(ONE_OF_EACH_KIND[kind])
    result = json.loads(written("json", case, values))
    assert list(result) == ["axes", "measure", "values"]
    assert result["measure"] == case.measure
    assert list(result["axes"]) == list(case.axes)
    for (name, axis), is_type in zip(case.values_of().items(), types_of(case), strict=False):
        assert result["axes"][name] == axis.tolist()
        assert {type(value) for value in result["axes"][name]} == {is_type}
    assert np.shape(result["values"]) == case.shape
    np.testing.assert_array_equal(np.array(result["values"], dtype=float), values)
    flat = np.array(result["values"], dtype=object).ravel().tolist()
    assert {type(value) for value in flat} <= {types_of(case)[-1], type(None)}


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", KINDS)
def test_json_of_a_part_says_which_rows_are_there(kind: str) -> None:
    case, values = ONE_OF_EACH_KIND[kind], solve(ONE_OF_EACH_KIND[kind])
    there = half(case)
    result = json.loads(written("json", case, values, there))
    assert result["done"] == 0.25
    assert result["computed"] == [list(pair) for pair in ranges_of(there)]
    found = np.array(result["values"], dtype=float)
    assert found.shape == case.shape
    np.testing.assert_array_equal(found[there], values[there])
    assert np.isnan(found[~there]).all()


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_part", [False, True])
def test_csv_has_a_line_for_each_cell(kind: str, is_part: bool) -> None:
    case, values = ONE_OF_EACH_KIND[kind], solve(ONE_OF_EACH_KIND[kind])
    computed = half(case) if is_part else None
    header, *lines = csv.reader(io.StringIO(written("csv", case, values, computed).decode()))
    assert header == [*case.axes, case.measure]

    def read(text: str, is_type: type) -> Any:
        return is_type(text) if text else None

    found = [[read(text, is_type) for text, is_type in zip(line, types_of(case), strict=True)] for line in lines]
    assert found == cells(case, values, computed)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", KINDS)
def test_npy_is_what_numpy_saves(kind: str) -> None:
    case, values = ONE_OF_EACH_KIND[kind], solve(ONE_OF_EACH_KIND[kind])
    saved = io.BytesIO()
    np.save(saved, values)
    assert written("npy", case, values) == saved.getvalue()
    part = np.load(io.BytesIO(written("npy", case, values, half(case))))
    np.testing.assert_array_equal(part[half(case)], values[half(case)])
    assert (part[~half(case)] == -np.inf).all()


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_part", [False, True])
def test_parquet_has_the_table_of_the_csv_with_types(kind: str, is_part: bool) -> None:
    case, values = ONE_OF_EACH_KIND[kind], solve(ONE_OF_EACH_KIND[kind])
    computed = half(case) if is_part else None
    table = read_table(io.BytesIO(written("parquet", case, values, computed)))
    names = {int: "int64", float: "double"}
    assert [(field.name, str(field.type)) for field in table.schema] == [
        (name, names[is_type]) for name, is_type in zip([*case.axes, case.measure], types_of(case), strict=True)
    ]
    assert [list(row.values()) for row in table.to_pylist()] == cells(case, values, computed)


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_that_is_large_is_built_in_memory(kind: str) -> None:
    """Each piece is a small part; a map of 10⁷ cells would otherwise take gigabytes of text."""
    case = sweep({"w": spaced(-5, 5, 700), "b": spaced(-5, 5, 1000)})
    values = np.random.default_rng(0).random(case.shape)
    pieces = [len(piece) for piece in FORMATS[kind].write(case, values)]
    assert max(pieces) < 2_500_000
    assert sum(pieces) > 5_000_000


def test_a_part_with_nothing_in_it_is_a_file_all_the_same() -> None:
    case = ONE_OF_EACH_KIND["a lattice"]
    nothing = np.zeros(case.shape[0], dtype=bool)
    values = np.full(case.shape, -np.inf)
    assert written("csv", case, values, nothing) == b"w,b,epochs_to_half\n"
    assert json.loads(written("json", case, values, nothing))["computed"] == []
    assert read_table(io.BytesIO(written("parquet", case, values, nothing))).num_rows == 0


def test_without_its_extra_a_format_says_so_before_anything_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    for kind in ("json", "csv", "npy"):
        FORMATS[kind].check()
    with pytest.raises(MissingExtra, match=r"Parquet needs the extra 'parquet'"):
        FORMATS["parquet"].check()
    case = ONE_OF_EACH_KIND["one value"]
    with pytest.raises(MissingExtra):
        FORMATS["parquet"].write(case, solve(case))
