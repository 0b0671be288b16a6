"""A batch of networks as CSV and Parquet: the numbers of JSON, cell by cell."""

import csv
import io
from typing import Any

import httpx
import pyarrow.parquet
import pytest

from app.experiments.exports.table import table
from app.experiments.networks.run import train
from app.experiments.networks.tables import summary_header, summary_row
from app.experiments.networks.trace import LISTS
from tests.experiments.networks.examples import TABLE, short

PATH = "/api/v1/simulations"
MIXED = [
    short({"hidden": [3, 2], "problem": {"name": "moons", "n": 20}}),
    short({"hidden": [], "output": "linear", "cost": "quadratic", "eta": 0.1}),
    short({"problem": TABLE, "batch_size": 1}),
]


def ask(client: httpx.Client, form: str, **fields: Any) -> httpx.Response:
    body = {"experiments": [experiment.model_dump() for experiment in MIXED], **fields}
    answer = client.post(PATH, params={"format": form}, json=body)
    assert answer.status_code == 200, answer.text[:300]
    return answer


@pytest.mark.parametrize("every", [1, 3])
def test_a_trace_in_csv_is_that_of_the_command_line(every: int, client: httpx.Client) -> None:
    answer = ask(client, "csv", every=every)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    runs = [train(experiment, every=every)[0] for experiment in MIXED]
    assert answer.text == "".join(table(runs))


def test_a_summary_in_csv_has_a_line_a_run(client: httpx.Client) -> None:
    lines = list(csv.DictReader(io.StringIO(ask(client, "csv", record="summary").text)))
    assert list(lines[0]) == list(summary_header(MIXED))
    for number, (experiment, line) in enumerate(zip(MIXED, lines, strict=True)):
        row = summary_row(number, experiment, train(experiment)[1])
        for name, cell in line.items():
            expected = row.get(name)
            assert cell == ("" if expected is None else str(expected)), name


def test_a_trace_in_parquet_is_that_of_csv(client: httpx.Client) -> None:
    found = pyarrow.parquet.read_table(io.BytesIO(ask(client, "parquet").content)).to_pydict()
    lines = list(csv.DictReader(io.StringIO(ask(client, "csv").text)))
    assert list(found) == list(lines[0])
    for name, column in found.items():
        assert ["" if value is None else str(value) for value in column] == [line[name] for line in lines], name
    assert len(found["run"]) == 18


def test_a_summary_in_parquet_is_that_of_csv(client: httpx.Client) -> None:
    found = pyarrow.parquet.read_table(io.BytesIO(ask(client, "parquet", record="summary").content)).to_pydict()
    lines = list(csv.DictReader(io.StringIO(ask(client, "csv", record="summary").text)))
    for name, column in found.items():
        assert ["" if value is None else str(value) for value in column] == [line[name] for line in lines], name


def test_a_column_a_layer_of_what_layers_have(client: httpx.Client) -> None:
    header = ask(client, "csv").text.partition("\n")[0].split(",")
    for name in LISTS:
        assert [cell for cell in header if cell.startswith(name)] == [f"{name}_{layer}" for layer in (1, 2, 3)]
