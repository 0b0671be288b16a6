"""Lanes in step: up to four of them, one clock, one chart, and what they differ in said in words."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.lab_page import LabPage, Trace, explained, means, query_of, row_of, speeds_of
from tests.servers import Server

LANES: list[dict[str, Any]] = [
    {"w": 1.4, "b": 1.1, "y": 0.3, "eta": 0.2, "epochs": 250},
    {"cost": "cross-entropy", "w": 1.4, "b": 1.1, "y": 0.3, "eta": 0.05, "epochs": 250},
    {"w": 1.4, "b": 1.1, "y": 0.3, "eta": 0.9, "epochs": 90},
    {"w": [0.5, -1.5], "b": 0.5, "x": [[0.3, 1.0], [1.0, -0.4]], "y": [0.3, 1.0], "eta": 0.4, "epochs": 250},
]


def test_lanes_are_duplicated_up_to_four_and_named_by_what_differs(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"cost": "cross-entropy"}))
    expect(lab["A"].heading).to_contain_text("Cross-entropy")
    expect(lab["A"].remove).to_be_disabled()
    expect(lab.fair).to_be_hidden()
    lab["A"].duplicate.click()
    lab.expect_lanes(2)
    expect(lab.common).to_contain_text("Alike in all lanes: Cross-entropy")
    lab["B"].fill({"eta": 0.025})
    expect(lab.common).to_contain_text("η 0.15 → 0.025. Alike in all lanes: Cross-entropy")
    expect(lab["A"].heading).to_have_accessible_name("Lane A: η = 0.15")
    expect(lab["B"].heading).to_have_accessible_name("Lane B: η = 0.025")
    expect(lab.legend).to_have_text(["Aη = 0.15", "Bη = 0.025"])
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy", "eta": 0.025}))
    lab["B"].duplicate.click()
    lab["C"].fill({"w": -0.5})
    lab["A"].duplicate.click()
    lab.expect_lanes(4)
    for letter in "ABCD":
        expect(lab[letter].duplicate).to_be_disabled()
        expect(lab[letter].remove).to_be_enabled()
    assert [lab[letter].experiment["eta"] for letter in "ABCD"] == [0.15, 0.15, 0.025, 0.025]
    expect(lab.legend).to_have_text(
        [
            f"{letter}w = {w}, η = {eta}"
            for letter, w, eta in (("A", "2", "0.15"), ("B", "2", "0.15"), ("C", "2", "0.025"), ("D", "−0.5", "0.025"))
        ]
    )
    lab["D"].expect_curves_of(explained(server, {"cost": "cross-entropy", "eta": 0.025, "w": -0.5}))
    lab["A"].remove.click()
    lab.expect_lanes(3)
    lab["B"].remove.click()
    lab.expect_lanes(2)
    assert [lab[letter].experiment["w"] for letter in "AB"] == [2.0, -0.5]
    lab["B"].expect_curves_of(explained(server, {"cost": "cross-entropy", "eta": 0.025, "w": -0.5}))
    lab.expect_overview(
        [explained(server, {"cost": "cross-entropy", **own})["a"] for own in ({}, {"eta": 0.025, "w": -0.5})]
    )


def test_new_lane_runs_with_the_others_at_their_epoch(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"epochs": 120}, epoch=45))
    trace = explained(server, {"epochs": 120})
    lab["A"].expect_error(trace["error"][45])
    lab["A"].duplicate.click()
    lab["B"].expect_error(trace["error"][45])
    expect(lab.epoch).to_have_attribute("value", "45")
    lab.assert_row("B", trace, 45)


def test_one_clock_drives_all_lanes(page: Page, server: Server) -> None:
    """Also one that is shorter than the others: it stays at its end."""
    traces = [explained(server, lane) for lane in LANES]
    lab = LabPage(page, query_of(*LANES, speed=4))
    lab.expect_overview([means(trace["a"]) for trace in traces])
    lab.record("ABCD")
    lab.run_button.click()
    page.wait_for_function("data => Number(data.value) > 20", arg=lab.epoch.element_handle())
    lab.pause.click()
    held = int(lab.epoch.get_attribute("value") or "")
    assert 20 < held < 250
    lab.forward.click()
    expect(lab.epoch).to_have_attribute("value", str(held + 1))
    lab.back.click()
    lab.back.click()
    expect(lab.epoch).to_have_attribute("value", str(held - 1))
    for epoch in (200, 90, 91, 3):
        lab.seek(epoch)
    lab.play.click()
    lab.speed.select_option("16")
    lab.expect_end()
    frames, place = lab.recorded(), lab.overview_place()
    assert len({epoch for epoch, _, _ in frames}) > 15
    assert {held - 1, 200, 90, 91, 3, 250} <= {epoch for epoch, _, _ in frames}
    for epoch, errors, dots in frames:
        assert errors == [means(trace["error"])[min(epoch, len(trace["a"]) - 1)] for trace in traces], epoch
        assert_dots(dots, traces, epoch, place)
    for letter, trace in zip("ABCD", traces, strict=True):
        lab.assert_row(letter, trace, 250)
    expect(lab["C"].words).to_contain_text("ends at")


def assert_dots(dots: list[str], traces: list[Trace], epoch: int, place: tuple[float, float]) -> None:
    """The dot of each lane stands over the epoch, or at the lane's end."""
    across = [float(re.findall(r"[\d.]+", dot)[0]) for dot in dots]
    left, width = place
    for x, trace in zip(across, traces, strict=True):
        wanted = min(epoch, len(trace["a"]) - 1)
        assert abs(x - (left + width * wanted / 250)) < 0.01, epoch


def test_chart_of_all_lanes_shows_what_is_chosen_and_tells_the_lines_apart(page: Page, server: Server) -> None:
    traces = [explained(server, lane) for lane in LANES]
    lab = LabPage(page, query_of(*LANES))
    speeds = [speeds_of(trace) for trace in traces]
    series = {
        "a": [means(trace["a"]) for trace in traces],
        "cost": [trace["cost"] for trace in traces],
        "speed": speeds,
        "shape": [[speed / max(each) for speed in each] for each in speeds],
    }
    for quantity in ("cost", "speed", "shape", "a"):
        lab.show_quantity(quantity)
        lab.expect_overview(series[quantity])
        lab.expect_address(show=None if quantity == "a" else quantity)
        if quantity == "shape":
            assert [max(line["y"]) for line in lab.overview_lines()] == [1] * 4
    lines = lab.overview_lines()
    assert [line["letter"] for line in lines] == list("ABCD")
    same = [lines[index] for index in (0, 2, 3)]  # three of the quadratic cost
    assert len({line["color"] for line in same}) == 1
    assert len({line["dash"] for line in same}) == 3
    assert len({line["symbol"] for line in same}) == 3
    assert lines[1]["color"] != lines[0]["color"]
    expect(lab.legend).to_have_count(4)
    for index, letter in enumerate("ABCD"):
        expect(lab.legend.nth(index).locator(".dot-letter")).to_have_text(letter)


def test_outputs_share_an_axis_and_costs_only_with_the_same_formula(page: Page, server: Server) -> None:
    lab = LabPage(page, query_of({"w": 3.0, "b": 3.0}, {"cost": "cross-entropy", "w": 3.0, "b": 3.0}, {"epochs": 500}))
    for column in ("a", "cost"):
        lab["C"].expect_curve(column, explained(server, {"epochs": 500})[column])
    ranges = {
        (letter, column): lab[letter]
        .drawing(column)
        .evaluate("({ _fullLayout: { xaxis, yaxis } }) => [xaxis.range, yaxis.range].map((range) => [...range])")
        for letter in "ABC"
        for column in ("a", "cost")
    }
    assert ranges["A", "a"] == ranges["B", "a"] == ranges["C", "a"]
    assert ranges["A", "cost"] == ranges["C", "cost"]
    assert ranges["B", "cost"][0] == ranges["A", "cost"][0] == [0, 500]
    assert ranges["B", "cost"][1][1] > 6 > ranges["A", "cost"][1][1]


class Slow:
    """A network that lets some messages with rows through and keeps all later ones back until it recovers."""

    def __init__(self, after: int) -> None:
        self._rows_left = after
        self._kept: list[Callable[[], None]] = []
        self._is_slow = True

    def __call__(self, socket: WebSocketRoute) -> None:
        def forward(message: str | bytes) -> None:
            self._rows_left -= json.loads(message)["type"] == "rows"
            if self._is_slow and self._rows_left < 0:
                self._kept.append(lambda: socket.send(message))
            else:
                socket.send(message)

        socket.connect_to_server().on_message(forward)

    def recover(self) -> None:
        assert self._kept != [], "the run was over before it was slow"
        self._is_slow = False
        for send in self._kept:
            send()


def test_run_plays_at_once_while_a_long_run_still_streams(page: Page, server: Server) -> None:
    long = {"w": 3.0, "b": 2.5, "y": 0.3, "eta": 0.001, "epochs": 100_000}
    network = Slow(after=8)
    page.route_web_socket("**/stream", network)
    lab = LabPage(page, query_of(long))
    lab.speed.select_option("1")
    lab.run_button.click()
    page.wait_for_function("data => Number(data.value) > 30", arg=lab.epoch.element_handle())
    expect(lab.pause).to_be_visible()
    network.recover()
    page.wait_for_function("data => Number(data.value) > 4000", arg=lab.epoch.element_handle())
    lab.speed.select_option("16")
    lab.expect_end()
    with server.client() as client:
        asked = {"experiments": [long], "every": 50_000, "explain": True}
        trace = client.post("/api/v1/simulations", json=asked).json()["results"][0]["trace"]
    for row, epoch in ((2, 100_000), (1, 50_000)):
        lab.seek(epoch)
        assert lab.row("A") == row_of(trace, row)
    points = lab["A"].drawing("a").evaluate("({ data }) => data.at(-1).y.length")
    assert 500 < points < 3000


def test_start_of_every_lane_is_marked_on_the_plateau_law(page: Page) -> None:
    lab = LabPage(page, query_of({}, {"cost": "cross-entropy", "w": 1.0}))
    law = page.locator('[data-part="plateau"] .plot-drawing')
    marks = """([drawing, wanted]) => {
      const found = (drawing?.layout?.annotations ?? []).filter(({ yref }) => yref === "paper");
      return JSON.stringify(found.map(({ text, x }) => [text, x])) === JSON.stringify(wanted);
    }"""
    page.wait_for_function(marks, arg=[law.element_handle(), [["A", 4], ["B", 3]]])
    lab["B"].fill({"b": 4})
    page.wait_for_function(marks, arg=[law.element_handle(), [["A", 4], ["B", 5]]])
    lab["A"].duplicate.click()
    page.wait_for_function(marks, arg=[law.element_handle(), [["A B", 4], ["C", 5]]])
