"""Batches as CSV and Parquet: the numbers of the JSON, and who gets which format."""

import csv
import io
from typing import Any

import httpx
import pyarrow.parquet
import pytest

from app.experiments.schema import Experiment
from tests.experiments.examples import DIVERGING
from tests.experiments.exports.runs import expected_table
from tests.web.talking import strict_json
from tests.web.test_simulations import post

PROBLEM = "application/problem+json"


FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
MIXED = [
    {"w": 2, "b": 2},
    {"w": [2, 1], "x": [0.5, 1], "cost": "cross-entropy", "epochs": 7},
    DIVERGING["at once"],
    {"x": [0.5, 1], "y": [0, 1], "epochs": 30},
    DIVERGING["after a while"],
    {"w": [1.0], "x": [[0.5], [1]], "y": [0.25, 1], "activation": "tanh", "epochs": 12},
    {"w": -744.0, "b": 0.0, "cost": "cross-entropy-as-animated", "epochs": 2},
]


def table_of(client: httpx.Client, form: str, **body: Any) -> list[dict[str, Any]]:
    """The rows of an answer as CSV or Parquet, None for an empty cell."""
    answer = client.post("/api/v1/simulations", params={"format": form}, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="simulations.{form}"'
    if form == "parquet":
        rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
        return rows
    return [{name: value(cell) for name, cell in row.items()} for row in csv.DictReader(io.StringIO(answer.text))]


def value(cell: str) -> Any:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def flat(name: str, given: Any) -> dict[str, Any]:
    """The cells of a value: a list has one for each of its numbers, named by their places."""
    if not isinstance(given, list):
        return {name: given}
    parts = [flat(f"{name}_{place}", inner) for place, inner in enumerate(given, 1)]
    return {cell: number for part in parts for cell, number in part.items()}


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_traces_has_the_numbers_of_the_json(
    form: str, every: int, explain: bool, client: httpx.Client
) -> None:
    body = {"experiments": MIXED, "every": every, "explain": explain}
    rows = table_of(client, form, **body)
    expected = []
    for run_number, result in enumerate(post(client, **body)["results"]):
        for row in range(len(result["trace"]["epoch"])):
            cells: dict[str, Any] = {"run": run_number}
            for name, column in result["trace"].items():
                cells |= flat(name, column[row])
            expected.append(cells)
    assert list(rows[0])[:2] == ["run", "epoch"]
    assert [{name: cell for name, cell in row.items() if cell is not None} for row in rows] == [
        {name: cell for name, cell in row.items() if cell is not None} for row in expected
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_of_summaries_has_every_field_and_every_measure_of_each_run(form: str, client: httpx.Client) -> None:
    rows = table_of(client, form, experiments=MIXED, record="summary")
    results = post(client, experiments=MIXED, record="summary")["results"]
    assert len(rows) == len(results)
    for number, (row, result) in enumerate(zip(rows, results, strict=True)):
        expected: dict[str, Any] = {"run": number}
        for name, held in (result["experiment"] | result["summary"]).items():
            expected |= flat(name, held)
        assert {name: cell for name, cell in row.items() if cell is not None} == {
            name: cell for name, cell in expected.items() if cell is not None
        }


def test_a_csv_is_the_table_of_an_export_without_its_comments(client: httpx.Client) -> None:
    batch = [Experiment.model_validate(body) for body in MIXED]
    answer = client.post("/api/v1/simulations", json={"experiments": MIXED}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text == expected_table(batch)


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        (None, "", "application/json"),
        ("*/*", "", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", "application/json"),
        ("text/csv", "", "text/csv; charset=utf-8"),
        ("text/csv", "?format=json", "application/json"),
        ("image/png", "?format=csv", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet, text/csv;q=0.5", "", "application/vnd.apache.parquet"),
    ],
)
def test_the_format_is_what_is_asked_for(accept: str | None, query: str, media_type: str, client: httpx.Client) -> None:
    body = {"experiments": [{"epochs": 2}]}
    answer = client.post(f"/api/v1/simulations{query}", json=body, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"


def test_a_format_that_nobody_has_heard_of_is_answered_with_field_rule_and_value(client: httpx.Client) -> None:
    answer = client.post("/api/v1/simulations?format=xlsx", json={"experiments": [{}]})
    assert answer.status_code == 422
    message = "format must be 'json', 'csv' or 'parquet', got 'xlsx'"
    assert strict_json(answer.content)["errors"] == [{"field": "format", "message": message}]


def test_an_accept_header_that_cannot_be_met_is_told_what_there_is(client: httpx.Client) -> None:
    answer = client.post("/api/v1/simulations", json={"experiments": [{}]}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == PROBLEM
    assert "application/json (?format=json), text/csv (?format=csv)" in strict_json(answer.content)["detail"]
