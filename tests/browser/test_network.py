"""The page of networks with the server that trains: choose, run, look, keep as a link."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.network_page import QUICK, TWO, NetworkPage
from tests.servers import Server


@pytest.fixture
def networks(page: Page) -> NetworkPage:
    return NetworkPage(page)


def simulated(server: Server, experiment: dict[str, Any]) -> dict[str, Any]:
    with server.client() as client:
        answer = client.post("/api/v1/simulations", json={"experiments": [experiment]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["results"][0]
    return found


def test_a_run_shows_what_the_api_says_row_by_row(networks: NetworkPage, server: Server) -> None:
    networks.open(TWO).train(12)
    page = networks.page
    experiment: dict[str, Any] = {
        "kind": "network",
        "problem": "xor",
        "hidden": [3],
        "cost": "quadratic",
        "eta": 2.0,
        "epochs": 12,
        "batch_size": 4,
        "init": "saturated",
        "init_z": 5.0,
        "seed": 3,
    }
    for letter, cost in (("A", "quadratic"), ("B", "cross-entropy")):
        trace = simulated(server, {**experiment, "cost": cost})["trace"]
        page.get_by_label("Table of lane").select_option(letter)
        if letter == "A":
            page.get_by_text("All the numbers, epoch by epoch").click()
        networks.seek(12)
        rows = page.get_by_role("group", name="Table of the run").locator("tbody tr")
        expect(rows).to_have_count(13)
        shown = rows.evaluate_all(
            "rows => rows.map((row) => [...row.querySelectorAll('data')].map((data) => data.value))"
        )
        for index, cells in enumerate(shown):
            assert [float(cell) for cell in cells[:3]] == [trace[name][index] for name in ("epoch", "cost", "accuracy")]
        drawn = page.locator('[data-plot="cost"] .plot-drawing')
        number = "AB".index(letter)
        page.wait_for_function(
            "([drawing, number]) => drawing.data?.[2 + number]?.y.length === 13", arg=[drawn.element_handle(), number]
        )
        powers = drawn.evaluate("(drawing, number) => [...drawing.data[2 + number].y]", number)
        assert powers == pytest.approx([math.log10(cost) for cost in trace["cost"]]), "the axis is logarithmic"
    expect(networks.words).to_contain_text("Both outputs that are wrong at the start are saturated there")


def test_a_training_goes_on_with_another_rate(networks: NetworkPage) -> None:
    networks.open(QUICK).train(12)
    rate = networks.page.get_by_label("η of lane A from now on")
    rate.fill("0.5")
    rate.press("Tab")
    networks.more.fill("5")
    networks.train_on.click()
    networks.expect_trained(17)
    expect(networks.words).to_contain_text("From epoch 12 on it was trained with η = 0.5.")
    networks.page.get_by_text("All the numbers, epoch by epoch").click()
    networks.seek(17)
    expect(networks.page.get_by_role("group", name="Table of the run").locator("tbody tr")).to_have_count(18)


def test_a_training_can_be_paused_and_stopped(networks: NetworkPage) -> None:
    networks.open("problem=spirals&problem.n=2000&hidden=40,40&epochs=5000&batch_size=10&eta=0.1")
    networks.run_button.click()
    expect(networks.status).to_contain_text("Training: epoch")
    networks.pause.click()
    expect(networks.status).to_contain_text("Paused at epoch")
    networks.slider.press("End")
    expect(networks.words).to_contain_text("outputs are wrong at the start")
    networks.resume.click()
    expect(networks.words).to_be_empty()
    expect(networks.status).to_contain_text("Training: epoch")
    networks.stop.click()
    expect(networks.status).to_contain_text("Stopped at epoch")
    networks.slider.press("End")
    stopped = networks.epoch.get_attribute("value")
    expect(networks.words).to_contain_text(f"After {int(stopped or 0):,} epochs it is")


def test_pictures_follow_the_scrubber(networks: NetworkPage) -> None:
    networks.open(QUICK).train(12)
    networks.seek(0)
    # At the start the one output is almost 1 whatever the inputs: of four examples two are wrong.
    expect(networks.part("A", "saturation-words")).to_contain_text("After epoch 0, 2 outputs are wrong")
    counts = networks.part("A", "saturation").locator(".net-sat-count")
    assert sorted(filter(None, counts.all_text_contents())) == ["2"]
    output = networks.part("A", "diagram").locator(".net-output")
    expect(output).to_contain_text("0.99")
    first = networks.part("A", "surface").locator("image").get_attribute("href")
    networks.seek(12)
    expect(networks.part("A", "diagram-words")).to_contain_text("After epoch 12")
    expect(output).not_to_contain_text("0.99")
    assert networks.part("A", "surface").locator("image").get_attribute("href") != first


@pytest.mark.parametrize("look", ["", "&projector=yes"])
def test_outputs_are_written_inside_their_lane(look: str, networks: NetworkPage) -> None:
    networks.open(f"problem=digits&problem.n=50&hidden=5&epochs=1&lanes=2&lane2.eta=3{look}")
    networks.run_button.click()
    place = networks.part("A", "diagram")
    expect(place.locator(".net-output").first).to_contain_text("→")
    box = place.bounding_box()
    texts = place.locator(".net-output").evaluate_all(
        "texts => texts.map((text) => text.getBoundingClientRect().right)"
    )
    assert box is not None
    assert max(texts) <= box["x"] + box["width"] + 1


def test_an_example_is_chosen_by_its_name_or_on_the_plane(networks: NetworkPage) -> None:
    networks.open(QUICK).train(12)
    output = networks.part("A", "diagram").locator(".net-output")
    expect(output).to_contain_text("→ 0")
    networks.example.select_option(label="example 2 (0, 1): 1")
    expect(output).to_contain_text("→ 1")
    assert networks.query["example"] == "1"
    networks.seek(12)
    networks.part("A", "surface").scroll_into_view_if_needed()
    edge = networks.part("A", "surface").locator(".map-edge").bounding_box()
    assert edge is not None
    networks.page.mouse.click(edge["x"] + edge["width"] - 25, edge["y"] + edge["height"] - 25)
    expect(networks.example).to_have_value("2")


def test_everything_chosen_stands_in_the_link_and_comes_back(networks: NetworkPage) -> None:
    networks.open()
    networks.open_setup()
    page = networks.page
    networks.field("problem").select_option("moons")
    page.get_by_label("Noise").locator("visible=true").fill("0.2")
    networks.field("hidden").fill("5 4")
    networks.field("hidden").press("Tab")
    page.get_by_role("button", name="Add a lane").click()
    networks.split("eta").click()
    networks.field("eta", "B").fill("0.25")
    networks.field("eta", "B").press("Tab")
    expect(networks.setup_words).to_contain_text("Two moons, hidden 5–4")
    query = networks.query
    assert query["problem"] == "moons"
    assert query["problem.noise"] == "0.2"
    assert query["hidden"] == "5,4"
    assert (query["eta"], query["lanes"], query["lane2.eta"]) == ("2", "2", "0.25")
    assert "lane2.cost" not in query
    page.go_back()
    expect(networks.field("eta", "B")).to_have_value("2")
    page.go_forward()
    expect(networks.field("eta", "B")).to_have_value("0.25")
    page.reload()
    networks.open_setup()
    expect(networks.field("hidden")).to_have_value("5, 4")
    expect(networks.field("eta", "B")).to_have_value("0.25")
    assert networks.query == query


def test_a_link_to_an_epoch_is_trained_and_rests_there(networks: NetworkPage) -> None:
    networks.open(f"{QUICK}&epoch=7")
    networks.expect_trained(12)
    expect(networks.epoch).to_have_attribute("value", "7")
    assert networks.query["epoch"] == "7"


def test_what_a_link_says_wrongly_is_named(networks: NetworkPage) -> None:
    networks.open(f"{QUICK}&output=linear&cost=cross-entropy&activation=cube&lane3.eta=1&nonsense=1")
    for part in ("cube", "nonsense", "does not go with linear outputs"):
        expect(networks.notice).to_contain_text(part)
    networks.open_setup()
    expect(networks.field("output")).to_have_value("sigmoid")


def test_a_preset_fills_the_set_up_and_is_marked(networks: NetworkPage) -> None:
    networks.open("")
    digits = networks.page.get_by_role("button", name="Handwritten digits, three costs at one rate")
    digits.click()
    expect(digits).to_have_attribute("aria-pressed", "true")
    expect(networks.setup_words).to_contain_text("Digits, 8 × 8")
    expect(networks.lane("C").locator(".net-picture-frame")).to_be_visible()
    networks.page.reload()
    expect(digits).to_have_attribute("aria-pressed", "true")
    networks.page.get_by_label("One network alone").select_option("mnist-quadratic")
    expect(digits).to_have_attribute("aria-pressed", "false")
    expect(networks.setup_words).to_contain_text("MNIST, hidden 30")
    expect(networks.status).to_contain_text("slowdown data fetch mnist")
    networks.page.go_back()
    expect(digits).to_have_attribute("aria-pressed", "true")
    networks.page.go_back()
    expect(digits).to_have_attribute("aria-pressed", "false")


def test_digits_show_their_worst_mistakes(networks: NetworkPage) -> None:
    networks.open("problem=digits&problem.n=200&hidden=10&epochs=2&batch_size=10&eta=1").train(2)
    networks.seek(2)
    cards = networks.part("A", "mistakes").get_by_role("listitem")
    expect(cards).to_have_count(12)
    expect(cards.first).to_contain_text(", taken for ")
    expect(cards.first.get_by_role("img")).to_have_count(1)
    bars = cards.first.get_by_role("img").get_attribute("aria-label") or ""
    assert bars.count("(wanted)") == 1
    assert len(bars.split(", ")) == 10


def test_a_table_of_ones_own_is_learned(networks: NetworkPage, tmp_path: Path) -> None:
    networks.open()
    networks.open_setup()
    networks.field("problem").select_option("table")
    rows = "\n".join(f"{x},{10 * y},{'high' if x + y > 5 else 'low'}" for x in range(6) for y in range(6))
    file = tmp_path / "mine.csv"
    file.write_text(f"width,height,kind\n{rows}\n")
    networks.page.locator('[data-part="table-file"]').set_input_files(file)
    said = networks.page.locator('[data-part="table-words"]')
    expect(said).to_contain_text("36 examples, 2 features (width, height), 2 classes (high, low)")
    expect(networks.field("problem")).to_have_value("table")
    networks.train(12)
    expect(networks.part("A", "surface").locator(".net-point")).to_have_count(36)
    expect(networks.part("A", "classes").get_by_role("listitem")).to_have_text(["high", "low"])
    query = networks.query
    assert query["problem"] == "table"
    assert query["problem.x"].count(";") == 35
    networks.page.reload()
    expect(networks.setup_words).to_contain_text("Your table of 36 rows")
    file.write_text("a,b,kind\n1,2,x\n3,four,y\n")
    networks.open_setup()
    networks.page.locator('[data-part="table-file"]').set_input_files(file)
    expect(networks.page.locator('[data-part="table-problem"]')).to_have_text(
        "Line 3, b: a number is needed, and there is “four”."
    )


def test_rows_are_taken_away_as_they_came(networks: NetworkPage) -> None:
    networks.open(TWO).train(12)
    with networks.page.expect_download() as waiting:
        networks.page.get_by_role("button", name="JSON").click()
    lanes = json.loads(Path(waiting.value.path()).read_text())
    assert [lane["lane"] for lane in lanes] == ["A", "B"]
    assert lanes[0]["trace"]["epoch"] == list(range(13))
    with networks.page.expect_download() as waiting:
        networks.page.get_by_role("button", name="CSV of all rows").click()
    lines = Path(waiting.value.path()).read_text().splitlines()
    assert len(lines) == 1 + 2 * 13
    assert lines[0].startswith("lane,epoch,cost,accuracy,")
    assert "histogram.6" in lines[0]


def test_complaints_of_the_server_stand_beside_the_field(networks: NetworkPage) -> None:
    # What the form cannot know: so much work is not taken.
    networks.open("problem=spirals&problem.n=10000&hidden=1000,1000&epochs=100000")
    networks.run_button.click()
    expect(networks.status).to_contain_text("The server does not accept this")
    expect(networks.status).to_have_class("net-status is-wrong")
