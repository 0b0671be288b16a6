"""The pages: rendered once, compressed, cached by tag, and complete without any script."""

import json
import re

import httpx
import pytest

from app.experiments.presets import PRESETS
from app.web.pages import COST_AXIS, RULES, STORY_PANELS
from tests.experiments.golden import PRESET_RUNS

PAGES = ["/", "/docs"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_that_is_asked_for_again_but_sent_once(path: str, client: httpx.Client) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    tag = page.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{16}"', tag)
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"0123456789abcdef"'}).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_compressed_for_who_can_unpack_it(path: str, client: httpx.Client) -> None:
    packed, plain = client.get(path), client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


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
