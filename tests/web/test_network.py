"""What the page of networks shows before its scripts, and what they are told."""

import json
import re
from typing import Any

import httpx
import pytest

from app.experiments.networks.presets import NETWORK_PRESETS
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.trace import SATURATION_BINS
from app.learning.costs import NETWORK_COSTS, is_pair
from app.learning.datasets import DATA_SETS
from app.learning.inits import INITS
from app.learning.outputs import OUTPUTS
from app.web.messages import MAX_LANES, MAX_MESSAGE_BYTES
from app.web.network import LETTERS, NEEDS, NOT_HERE, TABLE, grouped, network_fields, problem_choices


@pytest.fixture
def html(client: httpx.Client) -> str:
    return client.get("/network").text


@pytest.fixture
def data(html: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def test_every_field_of_a_network_can_be_chosen_once() -> None:
    names = [field.name for field in network_fields()]
    assert set(names) | NOT_HERE == set(NetworkExperiment.model_fields)
    placed = [field.name for fields in grouped(network_fields()).values() for field in fields]
    assert sorted(placed) == sorted(names)


def test_a_field_knows_its_bounds_and_its_kind_of_control() -> None:
    fields = {field.name: field for field in network_fields()}
    assert {name: field.shape for name, field in fields.items() if field.shape != "number"} == {
        "problem": "problem",
        "hidden": "list",
        "activation": "choice",
        "output": "choice",
        "cost": "choice",
        "init": "choice",
        "init_outputs": "list",
        "shuffle": "flag",
        "precision": "choice",
    }
    assert (fields["hidden"].minimum, fields["hidden"].maximum, fields["hidden"].longest) == (1, 1000, 6)
    assert (fields["init_outputs"].minimum, fields["init_outputs"].maximum) == (0, 999)
    assert [option.value for option in fields["precision"].options] == ["double", "single"]


def test_a_field_that_only_some_starts_heed_is_shown_with_those() -> None:
    for field, (name, values) in NEEDS.items():
        assert name == "init"
        heeding = {start for start, init in INITS.items() if field.removeprefix("init_") in init.options}
        assert set(values.split(" ")) == heeding


def test_every_data_set_that_makes_its_examples_is_offered_with_all_its_options(html: str) -> None:
    offered = {choice.name: choice for choice in problem_choices()}
    assert set(offered) == {name for name, data_set in DATA_SETS.items() if not data_set.is_given}
    for name, choice in offered.items():
        assert [field.name for field in choice.fields] == list(DATA_SETS[name].options)
        assert f'<option value="{name}"' in html


def test_every_preset_stands_on_the_page_and_is_whole_in_its_data(html: str, data: dict[str, Any]) -> None:
    assert set(data["presets"]) == set(NETWORK_PRESETS)
    for name, preset in NETWORK_PRESETS.items():
        assert preset.title in html
        lanes = data["presets"][name]["lanes"]
        assert 1 <= len(lanes) <= len(LETTERS)
        assert [NetworkExperiment.model_validate(lane) for lane in lanes] == preset.lanes
    assert data["opening"] == next(iter(NETWORK_PRESETS))


def test_scripts_know_which_costs_go_with_which_outputs(data: dict[str, Any]) -> None:
    for name, output in OUTPUTS.items():
        assert data["outputs"][name]["costs"] == [cost for cost, each in NETWORK_COSTS.items() if is_pair(each, output)]
    slots = [cost["slot"] for cost in data["costs"].values()]
    assert len(set(slots)) == len(slots) == len(NETWORK_COSTS)


def test_the_histogram_has_the_rows_that_its_edges_have(data: dict[str, Any]) -> None:
    assert len(data["edges"]) == SATURATION_BINS + 1
    assert (data["edges"][0], data["edges"][-1]) == (0.0, 0.5)


def test_the_largest_table_of_ones_own_fits_into_a_message_of_all_lanes() -> None:
    assert len(LETTERS) <= MAX_LANES
    assert len(LETTERS) * (TABLE["characters"] + 1000) <= MAX_MESSAGE_BYTES
