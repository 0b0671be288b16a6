"""What the page says to a training and makes of its answers; the test holds the server's end of the wire."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.network_page import QUICK, SUMMARY, TWO, NetworkPage, Wire, snapshot


class Told(NetworkPage):
    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.wire = Wire(page)

    def begin(self, query: str = QUICK) -> dict[str, Any]:
        self.open(query)
        self.run_button.click()
        return self.wire.expect_said("run")


@pytest.fixture
def networks(page: Page) -> Told:
    return Told(page)


def test_run_sends_the_lanes_whole_and_asks_for_snapshots(networks: Told) -> None:
    message = networks.begin(TWO)
    assert message["snapshots"] is True
    first, second = message["experiments"]
    assert first["kind"] == "network"
    assert first["problem"] == {"name": "xor", "n": 4, "noise": 0, "seed": 0}
    assert first["hidden"] == [3]
    assert (first["init_outputs"], first["shuffle"]) == (None, True)
    assert {**first, "cost": "cross-entropy"} == second


def test_the_queue_is_told_of_as_it_moves(networks: Told) -> None:
    networks.begin()
    expect(networks.status).to_have_text("Asking the server…")
    networks.wire.say("queued", ahead=2)
    expect(networks.status).to_contain_text("2 trainings are before yours")
    networks.wire.say("queued", ahead=1)
    expect(networks.status).to_contain_text("one training is before yours")
    expect(networks.spoken).to_contain_text("one training is before yours")
    networks.wire.say("queued", ahead=0)
    expect(networks.status).to_contain_text("yours is the next")
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 4)
    expect(networks.status).to_have_text("Training: epoch 4 of 12.")


def test_pause_resume_another_rate_and_more_epochs(networks: Told) -> None:
    networks.begin(TWO)
    wire = networks.wire
    wire.say("started", lanes=[])
    for lane in (0, 1):
        wire.rows(lane, 0, 5)
    networks.pause.click()
    assert wire.expect_said("pause") == {"type": "pause", "id": "training"}
    wire.say("paused", summaries=[SUMMARY, SUMMARY])
    expect(networks.status).to_contain_text("Paused at epoch 5 of 12.")
    expect(networks.words).to_contain_text("After 5 epochs it is 100 %.")
    rate = networks.page.get_by_label("η of lane B from now on")
    rate.fill("0")
    rate.press("Tab")
    expect(networks.page.get_by_text("This must be greater than 0.")).to_be_visible()
    rate.fill("0.25")
    rate.press("Enter")
    assert wire.expect_said("set") == {"type": "set", "id": "training", "lane": 1, "eta": 0.25}
    wire.say("changed", lane=1, epoch=5, eta=0.25)
    networks.resume.click()
    wire.expect_said("resume")
    wire.say("resumed")
    expect(networks.status).to_have_text("Training: epoch 5 of 12.")
    wire.rows(0, 6, 12)
    wire.rows(1, 6, 12, eta=0.25)
    wire.finish(2)
    expect(networks.status).to_contain_text("Trained for 12 epochs.")
    expect(networks.words).to_contain_text("From epoch 5 on it was trained with η = 0.25.")
    expect(networks.pause).to_be_disabled()
    networks.more.fill("8")
    networks.train_on.click()
    assert wire.expect_said("continue") == {"type": "continue", "id": "training", "epochs": 8}
    expect(networks.words).to_be_empty()
    wire.say("resumed")
    for lane in (0, 1):
        wire.rows(lane, 13, 20)
    wire.finish(2)
    expect(networks.status).to_contain_text("Trained for 20 epochs.")
    expect(networks.slider).to_have_attribute("max", "20")


def test_stop_keeps_what_has_come(networks: Told) -> None:
    networks.begin()
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 6)
    networks.stop.click()
    networks.wire.expect_said("pause")
    expect(networks.status).to_have_text("Stopping after this epoch…")
    networks.wire.rows(0, 7, 7)
    networks.wire.say("paused", summaries=[SUMMARY])
    networks.wire.expect_said("stop")
    networks.wire.say("stopped")
    expect(networks.status).to_have_text("Stopped at epoch 7.")
    expect(networks.words).to_contain_text("After 7 epochs it is 100 %.")
    expect(networks.slider).to_have_attribute("max", "7")
    expect(networks.train_on).to_be_disabled()


def test_stop_pressed_twice_waits_for_nothing(networks: Told) -> None:
    networks.begin()
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 6)
    networks.stop.click()
    networks.wire.expect_said("pause")
    networks.stop.click()
    networks.wire.expect_said("stop")
    networks.wire.say("stopped")
    expect(networks.status).to_have_text("Stopped at epoch 6.")
    expect(networks.words).to_be_empty()


def test_a_stop_that_cannot_be_a_pause_first_is_one_at_once(networks: Told) -> None:
    networks.begin()
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 6)
    networks.stop.click()
    networks.wire.expect_said("pause")
    networks.wire.say("failed", problem={"status": 409, "title": "Conflict", "detail": "no", "errors": []})
    networks.wire.expect_said("stop")


def test_a_lost_connection_is_told_of_and_what_came_stays(networks: Told) -> None:
    networks.begin()
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 3)
    expect(networks.status).to_contain_text("epoch 3")
    networks.wire.hang_up()
    expect(networks.status).to_contain_text("The connection to the server was lost at epoch 3.")
    expect(networks.slider).to_have_attribute("max", "3")
    networks.run_button.click()
    networks.wire.expect_said("run")


def test_what_comes_too_late_ends_nothing(networks: Told) -> None:
    networks.begin()
    wire = networks.wire
    wire.say("started", lanes=[])
    wire.rows(0, 0, 12)
    wire.finish()
    expect(networks.status).to_contain_text("Trained for 12 epochs.")
    networks.train_on.click()
    wire.expect_said("continue")
    late = {
        "type": "about:blank",
        "title": "Gone",
        "status": 404,
        "detail": "the training is not kept any more",
        "errors": [],
    }
    wire.say("failed", problem=late)
    expect(networks.status).to_contain_text("the training is not kept any more")
    expect(networks.slider).to_have_attribute("max", "12")
    expect(networks.words).not_to_be_empty()


def test_a_refused_field_is_named_at_its_control(networks: Told) -> None:
    networks.begin(TWO)
    message = "eta must be less than 1, got 2"
    errors = [{"field": "experiments.1.eta", "message": message}]
    networks.wire.say("failed", problem={"title": "No", "status": 422, "detail": message, "errors": errors})
    expect(networks.status).to_contain_text(message)
    expect(networks.page.locator('[data-row="eta"] .field-error').first).to_have_text(message)
    expect(networks.setup.locator("form")).to_be_visible()


def test_snapshots_are_shown_as_they_were_last_taken(networks: Told) -> None:
    networks.begin()
    wire = networks.wire
    wire.say("started", lanes=[])
    wire.rows(0, 0, 12)
    for epoch, level in ((0, 255), (5, 0)):
        wire.say("snapshot", lane=0, **snapshot(epoch, level))
    wire.finish()
    expect(networks.status).to_contain_text("Trained")
    words = networks.part("A", "diagram-words")
    networks.seek(4)
    expect(words).to_contain_text("As it was after epoch 0.")
    networks.seek(5)
    expect(words).to_contain_text("After epoch 5.")
    networks.seek(9)
    expect(words).to_contain_text("As it was after epoch 5.")
    diagram = networks.part("A", "diagram")
    expect(diagram.locator(".net-wire.is-below")).to_have_count(3)
    expect(diagram.locator(".net-wire.is-above")).to_have_count(6)
    fills = diagram.locator("circle.net-neuron").evaluate_all(
        "all => all.map((one) => one.getAttribute('fill-opacity'))"
    )
    assert fills == ["0.000", "0.000", "0.250", "0.500", "1.000", "0.750"]
    widths = [
        float(w)
        for w in diagram.locator(".net-wire").evaluate_all("all => all.map((l) => l.getAttribute('stroke-width'))")
    ]
    assert max(widths) == widths[7], "the largest weight is −4, the second of the output"


def test_a_changed_set_up_is_said_and_run_takes_it(networks: Told) -> None:
    networks.begin()
    networks.wire.say("started", lanes=[])
    networks.wire.rows(0, 0, 12)
    networks.wire.finish()
    networks.open_setup()
    networks.field("hidden").fill("7")
    networks.field("hidden").press("Tab")
    expect(networks.status).to_contain_text("The set-up has changed since then")
    networks.run_button.click()
    assert networks.wire.expect_said("run")["experiments"][0]["hidden"] == [7]
    expect(networks.status).not_to_contain_text("has changed")


def test_a_field_that_is_wrong_is_shown_before_anything_is_asked(networks: Told) -> None:
    networks.open()
    networks.open_setup()
    networks.field("hidden").fill("0")
    networks.setup.locator("summary").first.click()
    networks.run_button.click()
    expect(networks.field("hidden")).to_be_focused()
    expect(networks.page.locator('[data-row="hidden"] .field-error').first).to_have_text("This must be at least 1.")
    assert networks.wire.said == []


def test_only_what_goes_together_is_offered(networks: Told) -> None:
    networks.open(f"{QUICK}&output=softmax&cost=log-likelihood")
    networks.open_setup()
    sigmoid = networks.field("output").locator("option", has_text="Sigmoid")
    expect(sigmoid).to_be_disabled()
    networks.field("cost").select_option("cross-entropy")
    expect(sigmoid).to_be_enabled()
    expect(networks.field("output").locator("option", has_text="Linear")).to_be_disabled()


def test_lanes_differ_where_they_are_let_and_are_alike_again(networks: Told) -> None:
    networks.open(TWO)
    networks.open_setup()
    expect(networks.split("cost")).to_have_attribute("aria-pressed", "true")
    expect(networks.field("cost", "B")).to_have_accessible_name("Cost of lane B")
    expect(networks.field("eta", "B")).to_be_hidden()
    networks.split("cost").click()
    expect(networks.field("cost", "B")).to_be_hidden()
    assert "lane2.cost" not in networks.query
    remove = networks.page.get_by_role("button", name="Remove lane")
    assert remove.all_text_contents() == ["Remove lane B"], "there is no lane C"
    networks.page.get_by_role("button", name="Remove lane B").click()
    expect(networks.split("cost")).to_be_hidden()
    expect(networks.lane("B")).to_be_hidden()


def test_rows_beyond_bounds_leave_gaps_and_words(networks: Told) -> None:
    networks.begin()
    wire = networks.wire
    wire.say("started", lanes=[])
    wire.rows(0, 0, 6, histogram=None, accuracy=None, delta_norms=[0, None])
    wire.finish(diverged=7, initial_accuracy=None, final_accuracy=None, plateau_epochs=None)
    expect(networks.words).to_contain_text("At epoch 7 the numbers grow beyond all bounds")
    networks.seek(3)
    expect(networks.part("A", "saturation-words")).to_have_text(re.compile("After epoch 3 there is nothing to count"))
