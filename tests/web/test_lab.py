"""What the lab shows before its scripts, and what they are told."""

import json
import re
from typing import Any

import httpx
import pytest

from app.experiments.fairness import RULES
from app.experiments.presets import PRESETS
from app.experiments.schema import MAX_EXAMPLES, MAX_INPUTS
from app.learning.costs import COSTS
from app.web.lab import LETTERS, OPENING
from app.web.messages import MAX_LANES


@pytest.fixture
def html(client: httpx.Client) -> str:
    return client.get("/lab").text


@pytest.fixture
def data(html: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def test_there_is_a_lane_for_each_experiment_that_a_stream_may_run(html: str) -> None:
    assert len(LETTERS) == MAX_LANES
    for letter in LETTERS:
        assert f'data-lane="{letter}"' in html


def test_the_lanes_of_the_opening_are_shown_and_the_others_are_hidden(html: str) -> None:
    lanes = re.findall(r'<article\s+class="lane[^"]*" data-lane="(\w)"([^>]*)>', html)
    shown = {letter for letter, rest in lanes if not re.search(r" hidden\b", rest)}
    assert shown == set(LETTERS[: len(OPENING)])
    assert {letter for letter, _ in lanes} - shown == set(LETTERS[len(OPENING) :])


def test_no_two_elements_have_the_same_id(html: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)


def test_the_opening_differs_in_the_cost_alone(data: dict[str, Any]) -> None:
    one, other = (PRESETS[name].experiment.model_dump() for name in OPENING)
    assert {field for field in one if one[field] != other[field]} == {"cost"}
    assert data["opening"] == [one, other]


def test_scripts_are_told_of_every_preset_cost_and_limit(data: dict[str, Any]) -> None:
    assert set(data["presets"]) == set(PRESETS)
    assert set(data["costs"]) == set(COSTS)
    limits = data["limits"]
    assert isinstance(limits, dict)
    assert (limits["lanes"], limits["inputs"], limits["examples"]) == (MAX_LANES, MAX_INPUTS, MAX_EXAMPLES)


def test_there_is_a_button_for_every_rule_of_a_fair_rate(html: str) -> None:
    assert re.findall(r'data-rule="([^"]+)">([^<]+)<', html) == [(name, rule.label) for name, rule in RULES.items()]


def test_scripts_are_told_the_limits_that_requests_meet(data: dict[str, Any], client: httpx.Client) -> None:
    limits = client.get("/api/v1/limits").json()
    assert set(data["limits"]) == {"lanes", "inputs", "examples", "values"}
    assert data["limits"] == {name: limits[name] for name in data["limits"]}


def test_every_library_that_scripts_are_told_of_is_served(data: dict[str, Any], client: httpx.Client) -> None:
    for name in ("plotly", "plotlyContours"):
        assert client.get(str(data[name])).status_code == 200
