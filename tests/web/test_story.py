"""The front page says and shows what its presets give."""

import json
import re

import httpx

from app.experiments.presets import PRESETS
from app.web.page_data import COST_AXIS
from app.web.story import RULES, STORY_PANELS
from tests.experiments.golden import PRESET_RUNS


def test_the_panels_and_rules_of_the_front_page_are_presets() -> None:
    named = {*STORY_PANELS.values(), *(preset for rule in RULES for preset in rule.presets)}
    assert named <= set(PRESETS)
    assert {PRESETS[preset].experiment.cost for preset in STORY_PANELS.values()} <= set(COST_AXIS)


def test_the_front_page_shows_the_known_numbers_without_any_script(client: httpx.Client) -> None:
    html = client.get("/").text
    for preset in STORY_PANELS.values():
        assert f"{PRESET_RUNS[preset].a_0:.4f}"[:4] in html


def test_the_data_of_the_front_page_is_json_that_its_scripts_can_read(client: httpx.Client) -> None:
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', client.get("/").text, re.DOTALL)
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert data["stream"] == "/api/v1/stream"
    assert set(data["presets"]) == set(PRESETS)
    assert client.get(data["plotly"]).status_code == 200
