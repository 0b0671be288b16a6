"""link/map-state.js: a link says all there is to say of a map, and a bad link is explained and never fatal."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.learning.costs import COSTS
from app.learning.measures import MEASURES
from tests.browser.map_page import MapPage
from tests.browser.modules import Modules
from tests.servers import Server

ROUND = """
const data = JSON.parse(argument.data);
const rules = { ...data, isPossible: (cost, activation) => activation === "sigmoid" || cost === "quadratic" };
const opening = link.stateOf(data.questions[data.opening], rules);
return argument.searches.map((search) => {
  const { state, complaints } = link.parseMap(search, rules, opening);
  const text = link.formatMap(state, rules);
  const again = link.parseMap(text, rules, opening);
  return [state, complaints, text, JSON.stringify(again.state) === JSON.stringify(state), again.complaints];
});
"""


@pytest.fixture
def read(modules: Modules, server: Server) -> Any:
    base = modules.addresses["words/format.js"].removesuffix("words/format.js")
    modules.addresses.setdefault("link/map-state.js", f"{base}link/map-state.js")
    with server.client() as client:
        html = client.get("/map").text
    data = html.partition('id="page-data">')[2].partition("</script>")[0]

    def parse(*searches: str) -> list[Any]:
        found: list[Any] = modules.run(ROUND, {"data": data, "searches": searches}, link="link/map-state.js")
        for _, _, text, is_same, complaints in found:
            assert is_same, text
            assert complaints == []
        return found

    assert json.loads(data)
    return parse


def test_every_state_is_its_own_link_back(read: Any) -> None:
    axes = "across=eta&across.start=0.01&across.stop=1e1&across.scale=log&up=z0&up.start=-2.5&up.stop=8"
    found = read(
        "",
        "w=1.4000000000000004&b=-0.1",
        f"{axes}&left=cross-entropy&right=cross-entropy-as-animated&measure=final_cost",
        "across=epochs&across.start=10&across.stop=1000&up=y&detail=fine&colour=log",
        "across.whole=-5,5&up.whole=-10,10&stripes=yes&table=right&excerpt=near&projector=yes",
        *(f"measure={name}" for name in MEASURES),
        *(f"left={name}" for name in COSTS),
    )
    assert [complaints for _, complaints, _, _, _ in found] == [[]] * len(found)
    assert found[1][0]["experiment"]["w"] == 1.4000000000000004
    assert found[2][0]["across"] == {"name": "eta", "start": 0.01, "stop": 10, "scale": "log"}
    assert (found[2][0]["left"], found[2][0]["up"]["start"]) == ("cross-entropy", -2.5)
    assert found[3][0]["up"] == {"name": "y", "start": 0, "stop": 1, "scale": "linear"}
    assert found[4][0]["whole"] == {"across": [-5, 5], "up": [-10, 10]}


@pytest.mark.parametrize(
    ("search", "complaint"),
    [
        ("across=b&up=b", "up"),
        ("across=b&up=z0", "up"),
        ("across=kind", "across"),
        ("across.start=3&across.stop=3", "across.stop"),
        ("across.scale=log", "logarithmic"),
        ("up=eta&up.start=0", "greater than 0"),
        ("up=epochs&up.start=1.5&up.stop=9", "whole"),
        ("left=square", "left"),
        ("measure=<script>", "measure"),
        ("activation=tanh", "outputs between 0 and 1"),
        ("w=1,2", "number"),
        ("eta=-1", "eta"),
        ("across.whole=5,-5&up.whole=-5,5", "smaller one first"),
        ("detail=finest", "detail"),
        ("lanes=2", "lanes"),
        ("stripes=perhaps&stripes=yes", "only once"),
    ],
)
def test_what_is_wrong_with_a_link_is_named_and_mended(search: str, complaint: str, read: Any) -> None:
    ((_, complaints, _, _, _),) = read(search)
    assert any(complaint in sentence for sentence in complaints), complaints


def test_a_link_opens_its_map_and_says_what_is_wrong_with_it(page: Page) -> None:
    shown = MapPage(page).open(
        "across=z0&across.start=0&across.stop=8&up=eta&up.start=0.01&up.stop=1&up.scale=log&measure=final_output"
        "&right=cross-entropy-as-animated&w=3&b=1&detail=coarse&table=right&stripes=yes&colour=green"
    )
    expect(shown.notice).to_contain_text("colour\u00a0=\u00a0“green”")
    expect(shown.select("measure")).to_have_value("final_output")
    expect(shown.select("right")).to_have_value("cross-entropy-as-animated")
    expect(shown.field("Upwards: to")).to_have_value("1")
    expect(shown.field("Weight w")).to_have_value("3")
    expect(shown.table).to_be_visible()
    expect(page.get_by_text("The line on the maps joins the starts with z₀ = 4")).to_be_visible()
    assert len(shown.pixels(0)) == 61
