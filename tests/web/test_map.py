"""What the map page shows before its scripts, and what they are told."""

import json
import re
from typing import Any

import httpx
import pytest

from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.experiments.sweeps.axes import AXES
from app.experiments.sweeps.schema import Sweep
from app.learning.costs import COSTS
from app.learning.measures import MEASURES
from app.web.forms import form_fields
from app.web.map import DETAILS, QUESTIONS, SHOWN_STARTS, SIDES, map_axes, plateaus


@pytest.fixture
def html(client: httpx.Client) -> str:
    return client.get("/map").text


@pytest.fixture
def data(html: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def test_every_quantity_that_a_sweep_may_run_through_can_be_an_axis() -> None:
    assert {axis.name for axis in map_axes(form_fields())} == set(AXES)


def test_an_axis_is_shown_within_its_bounds() -> None:
    for axis in map_axes(form_fields()):
        assert axis.minimum <= axis.start < axis.stop <= axis.maximum
        assert axis.start > axis.minimum or not axis.excludes_minimum
        assert axis.scale == "linear" or axis.start > 0


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("cost", SIDES)
def test_every_question_is_a_sweep_that_the_server_takes(name: str, cost: str, client: httpx.Client) -> None:
    question = QUESTIONS[name]
    ends = {axis["name"]: {"values": [axis["start"], axis["stop"]]} for axis in (question.up, question.across)}
    body = {"base": {**question.experiment, "cost": cost}, "axes": ends, "measure": question.measure}
    assert Sweep.model_validate(body).shape == (2, 2)
    assert client.post("/api/v1/sweeps", json=body).status_code == 200


@pytest.mark.parametrize("cells", DETAILS.values())
def test_the_quick_map_is_a_part_of_every_fine_one(cells: int) -> None:
    assert (cells - 1) % 20 == 0


def test_the_finest_maps_are_allowed(client: httpx.Client) -> None:
    assert max(DETAILS.values()) ** 2 <= client.get("/api/v1/limits").json()["sweep_cells"]


def test_scripts_are_told_of_every_cost_measure_axis_and_question(data: dict[str, Any]) -> None:
    assert set(data["costs"]) == set(COSTS)
    assert {name: (told["label"], told["unit"]) for name, told in data["measures"].items()} == {
        name: (measure.label, measure.unit) for name, measure in MEASURES.items()
    }
    assert {axis["name"] for axis in data["axes"]} == set(AXES)
    assert set(data["questions"]) == set(QUESTIONS)
    assert data["opening"] in QUESTIONS


def test_no_two_elements_have_the_same_id(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)


def test_readers_without_scripts_get_a_slice_through_the_maps(html: str) -> None:
    plain = html.partition("<noscript>\n    <div")[2].partition("</noscript>")[0]
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', plain)
    assert [float(start) for start, _ in rows] == list(SHOWN_STARTS)
    for start, cells in rows:
        for cost, text in zip(SIDES, re.findall(r"<td>([^<]*)</td>", cells), strict=True):
            _, summary = simulate(Experiment(cost=cost, w=0.0, b=float(start)))
            epochs = summary["epochs_to_half"]
            assert text == ("not in 300" if epochs is None else str(epochs))


def test_the_slice_shows_both_a_plateau_that_ends_and_one_that_does_not() -> None:
    quadratic = [row.epochs["quadratic"] for row in plateaus()]
    assert None in quadratic
    assert 232 in quadratic


@pytest.mark.parametrize("path", ["/", "/lab", "/map", "/softmax"])
def test_the_pages_lead_to_each_other(path: str, client: httpx.Client) -> None:
    links = re.findall(r'<a [^>]*href="([^"]+)"', client.get(path).text)
    assert {"/", "/lab", "/map", "/softmax"} <= set(links)
