"""The map: its numbers are the API's, and what is pointed at, chosen and zoomed is so on both maps."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.map_page import MapPage, asked_by, sweep, values_of
from tests.servers import Server

W = [round(-5 + 0.05 * index, 12) + 0.0 for index in range(201)]
SIDES = ("quadratic", "cross-entropy")
BASE: dict[str, Any] = {"cost": "quadratic", "x": 1.0, "y": 0.0, "eta": 0.15, "epochs": 300}


def body_of(cost: str, up: dict[str, list[float]], across: dict[str, list[float]]) -> Any:
    axes = {name: {"values": values} for name, values in (up | across).items()}
    return {"base": {**BASE, "cost": cost}, "axes": axes, "measure": "epochs_to_half"}


def epochs_at(server: Server, w: float, b: float) -> list[str]:
    """What the two maps say of a start, as the API has it."""
    values = [values_of(server, body_of(cost, {"b": [b]}, {"w": [w]}))[0][0] for cost in SIDES]
    return ["never" if value is None else f"{value:g} epochs" for value in values]


def readout_at(server: Server, w: float, b: float) -> str:
    slow, fast = epochs_at(server, w, b)
    return f"w = {w:g}, b = {b:g}: quadratic {slow}, cross-entropy {fast}"


@pytest.fixture
def shown(page: Page) -> MapPage:
    """The page as it opens, complete."""
    return MapPage(page).open()


def test_both_maps_show_every_cell_in_the_colour_of_its_value(shown: MapPage, server: Server) -> None:
    """Equal values have equal colours on both maps, greater ones darker ones, and none has no colour at all."""
    levels: dict[float, set[tuple[int, ...]]] = {}
    for side, cost in enumerate(SIDES):
        values = values_of(server, body_of(cost, {"b": W}, {"w": W}))
        pixels = shown.pixels(side)
        assert (len(pixels), len(pixels[0])) == (201, 201)
        for row, colours in zip(values, pixels, strict=True):
            for value, colour in zip(row, colours, strict=True):
                if value is None:
                    assert colour[3] == 0
                else:
                    levels.setdefault(value, set()).add(colour)
    assert all(len(colours) == 1 for colours in levels.values())
    brightness = [sum(next(iter(levels[value]))[:3]) for value in sorted(levels)]
    assert brightness == sorted(brightness, reverse=True)
    assert len(set(brightness)) > 50
    expect(shown.legend).to_contain_text("never in 300 epochs")


def test_pointing_tells_the_cell_of_both_maps_to_the_last_digit(shown: MapPage, server: Server) -> None:
    shown.hover(0, 0.7, 0.6)  # w = −5 + 140 · 0.05, b = −5 + 120 · 0.05
    shown.expect_readout(readout_at(server, 2, 1))
    shown.hover(1, 0.95, 0.95)
    expect(shown.readout).to_contain_text("quadratic never")
    # Whoever points elsewhere is told of the chosen cell again.
    shown.page.mouse.move(5, 5)
    shown.expect_readout("w = 2, b = 2: quadratic 232 epochs, cross-entropy 17 epochs")


def test_a_pressed_cell_is_run_and_its_numbers_are_those_of_the_map(shown: MapPage, server: Server) -> None:
    shown.press(1, 0.65, 0.55)
    shown.expect_readout(readout_at(server, 1.5, 0.5))
    expect(shown.page.get_by_text("The run at w = 1.5, b = 0.5")).to_be_visible()
    expect(shown.run_values).to_have_text(epochs_at(server, 1.5, 0.5))
    assert (shown.query["w"], shown.query["b"]) == ("1.5", "0.5")
    expect(shown.field("Weight w")).to_have_value("1.5")
    shown.page.go_back()
    shown.page.mouse.move(5, 5)
    shown.expect_readout("w = 2, b = 2: quadratic 232 epochs, cross-entropy 17 epochs")
    expect(shown.run_values).to_have_text(["232 epochs", "17 epochs"])


def test_the_way_into_the_lab_takes_both_costs_along(shown: MapPage) -> None:
    shown.press(0, 0.65, 0.55)
    expect(shown.page.get_by_text("The run at w = 1.5, b = 0.5")).to_be_visible()
    shown.lab_link.click()
    for letter, cost in (("A", "quadratic"), ("B", "cross-entropy")):
        lane = shown.page.get_by_role("article", name=f"Lane {letter}", exact=True)
        expect(lane.get_by_role("combobox", name="Cost", exact=True)).to_have_value(cost)
        expect(lane.get_by_role("spinbutton", name="Weight w", exact=True)).to_have_value("1.5")
        expect(lane.get_by_role("spinbutton", name="Bias b", exact=True)).to_have_value("0.5")


def test_a_dragged_part_is_computed_anew_at_full_resolution(shown: MapPage, server: Server) -> None:
    with shown.page.expect_response(lambda answer: "/sweeps" in answer.url and len(answer.text()) > 100_000) as fine:
        shown.drag(0, (0.5, 0.5), (0.75, 0.8))
    shown.wait()
    asked = asked_by(fine.value.request)
    start, stop = (float(shown.query[f"across.{end}"]) for end in ("start", "stop"))
    assert (start, stop) == pytest.approx((0, 2.5), abs=0.05)
    assert (float(shown.query["up.start"]), float(shown.query["up.stop"])) == pytest.approx((0, 3), abs=0.05)
    values = asked["axes"]["w"]["values"]
    assert (len(values), values[0], values[-1]) == (201, start, stop)
    expect(shown.field("Across: from")).to_have_value(f"{start:g}")
    expect(shown.field("Across: to")).to_have_value(f"{stop:g}")
    for side in (0, 1):
        assert len(shown.pixels(side)) == 201
    assert sweep(server, asked).json() == fine.value.json()
    shown.button("Whole map").click()
    expect(shown.field("Across: from")).to_have_value("-5")
    assert shown.query["up.stop"] == "5"


def test_the_map_is_moved_and_zoomed_by_buttons_and_by_keys(shown: MapPage) -> None:
    def ranges() -> list[float]:
        return [float(shown.query[f"{edge}.{end}"]) for edge in ("across", "up") for end in ("start", "stop")]

    shown.button("Closer").click()
    assert ranges() == pytest.approx([-1.5, 3.5, -1.5, 3.5])  # around the chosen cell, which stays where it is
    shown.button("To the right").click()
    assert ranges() == pytest.approx([-0.25, 4.75, -1.5, 3.5])
    shown.button("Downwards").click()
    assert ranges() == pytest.approx([-0.25, 4.75, -2.75, 2.25])
    shown.button("Farther").click()
    assert ranges()[1] - ranges()[0] == pytest.approx(10)
    shown.plots[1].focus()
    shown.page.keyboard.press("0")
    assert ranges() == [-5, 5, -5, 5]
    shown.page.keyboard.press("+")
    assert ranges()[1] - ranges()[0] == pytest.approx(5)
    shown.page.keyboard.press("Home")
    assert ranges() == [-5, 5, -5, 5]
    shown.wait()


def test_the_cross_is_moved_by_keys_and_spoken_when_it_rests(shown: MapPage, server: Server) -> None:
    shown.plots[0].focus()
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("Shift+ArrowDown")
    said = readout_at(server, 1.95, 1.5)
    shown.expect_readout(said)
    expect(shown.spoken).to_have_text(said)
    shown.page.keyboard.press("Enter")
    assert (shown.query["w"], shown.query["b"]) == ("1.95", "1.5")
    expect(shown.run_values).to_have_text(epochs_at(server, 1.95, 1.5))
    expect(shown.plots[0]).to_be_focused()


def test_the_words_are_computed_from_the_maps(shown: MapPage, server: Server) -> None:
    slow, fast = (
        [value for row in values_of(server, body_of(cost, {"b": W}, {"w": W})) for value in row] for cost in SIDES
    )
    share = round(100 * slow.count(None) / len(slow))
    ratios = sorted(a / b for a, b in zip(slow, fast, strict=True) if a and b)
    longest = max(value for value in slow if value is not None)
    expect(shown.words).to_contain_text(f"{share}\u00a0% of the runs under the quadratic cost never")
    expect(shown.words).to_contain_text("every run under the cross-entropy cost does")
    expect(shown.words).to_contain_text(f"takes {ratios[len(ratios) // 2]:.2g} times as long")
    expect(shown.words).to_contain_text(f"{longest:g} epochs, quadratic cost, for instance at w")


def test_the_stripes_are_explained_and_their_line_is_drawn(shown: MapPage) -> None:
    line = shown.plots[0].locator(".map-line")
    expect(line).not_to_have_attribute("d", re.compile("M"))
    shown.stripes.click()
    expect(shown.page.get_by_text("The line on the maps joins the starts with z₀ = 4")).to_be_visible()
    expect(line).to_have_attribute("d", re.compile("M"))
    # Along the drawn line one cell is as good as another: the same run.
    shown.press(1, 0.8, 0.6)
    shown.expect_readout("w = 3, b = 1: quadratic 232 epochs, cross-entropy 17 epochs")
    assert shown.query["stripes"] == "yes"
    shown.button("Which η is fair?").click()
    expect(shown.page.get_by_text("Here there are none")).to_be_visible()


def test_a_question_shows_its_map_and_every_choice_is_undone_as_a_whole(shown: MapPage) -> None:
    shown.button("Which η is fair?").click()
    shown.wait()
    assert (shown.query["across"], shown.query["up"], shown.query["up.scale"]) == ("z0", "eta", "log")
    expect(shown.button("Which η is fair?")).to_have_attribute("aria-pressed", "true")
    eta = float(shown.query["eta"])
    expect(shown.run_values).not_to_have_text(["232 epochs", "17 epochs"])
    shown.expect_readout(
        f"z₀ = 4, η = {eta:g}: quadratic {shown.run_values.first.inner_text()}, "
        f"cross-entropy {shown.run_values.last.inner_text()}"
    )
    shown.select("measure").select_option("final_output")
    expect(shown.legend).to_contain_text("Output at the end")
    shown.select("right").select_option("cross-entropy-as-animated")
    shown.wait()
    expect(shown.page.locator('[data-side="right"] [data-part="cost"]')).to_contain_text("animated")
    shown.page.go_back()
    assert (shown.query["right"], shown.query["measure"]) == ("cross-entropy", "final_output")
    shown.page.go_back()
    shown.page.go_back()
    assert shown.query == {}
    expect(shown.page.get_by_text("Epochs to one half, over w and b")).to_be_visible()
    shown.wait()


def test_axes_are_chosen_typed_and_judged(shown: MapPage) -> None:
    shown.select("across").select_option("b")  # the other edge has it: they change places
    assert (shown.query["across"], shown.query["up"]) == ("b", "w")
    shown.select("up").select_option("z0")  # the start is reached by the bias, so that has to leave
    assert (shown.query["across"], shown.query["up"]) == ("w", "z0")
    shown.type("Upwards: from", "−2,5")
    assert shown.query["up.start"] == "-2.5"
    before = shown.page.url
    shown.type("Across: from", "20")
    expect(shown.page.get_by_text("This must be greater than 20.")).to_be_visible()
    shown.type("Across: from", "abc")
    expect(shown.page.get_by_text("A number is needed here.")).to_be_visible()
    assert shown.page.url == before
    shown.type("Across: from", "-10")
    shown.page.get_by_role("checkbox", name="Across: logarithmic").click()
    expect(shown.page.get_by_text("A logarithmic axis needs numbers above 0.")).to_be_visible()
    assert "across.scale=linear" in shown.page.url
    shown.type("Learning rate η", "0.3")
    assert shown.query["eta"] == "0.3"
    shown.wait()


def test_what_the_server_refuses_is_said(page: Page) -> None:
    shown = MapPage(page)
    problem = {
        "type": "about:blank",
        "title": "Unprocessable",
        "status": 422,
        "detail": "so many cells cannot be",
        "errors": [],
    }

    def refuse(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(problem))

    page.route("**/api/v1/sweeps", refuse)
    page.add_init_script(
        """const ask = globalThis.fetch;
        globalThis.fetch = async (path, how) => {
          const answer = await ask(path, how);
          return String(path).endsWith("/sweeps") ? new Response(await answer.text(), { status: 422 }) : answer;
        };"""
    )
    shown.open(is_done=False)
    expect(shown.problem).to_have_text("The server does not compute this map: so many cells cannot be.")
