"""Other values than the chapter's: through the form to the server and back, and what is said when that fails.

It is long because every control of the one form is tried with everything that people write into it.
"""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.axe import findings
from tests.browser.form_page import AND, DEFAULTS, FormPage
from tests.browser.lab import LABELS, PRESETS, Panel, Story, assert_shows, decimals, preset, simulate, words_of
from tests.browser.test_layout import OVERFLOW
from tests.browser.watch import Watch
from tests.servers import Server

OTHERS: dict[str, dict[str, Any]] = {
    "a target between 0 and 1": {"y": 0.3},
    "cross-entropy to a target between 0 and 1": {"y": 0.3, "cost": "cross-entropy"},
    "the other target": {"y": 1, "w": -3},
    "a negative start": {"w": -3, "b": -0.125, "y": 1, "x": -2.5},
    "tanh": {"activation": "tanh", "cost": "quadratic"},
    "no slope factor": {"activation": "linear", "w": 0.7},
    "relu": {"activation": "relu", "b": -0.25},
    "cross-entropy": {"cost": "cross-entropy", "w": 2, "b": 2},
    "as animated": {"cost": "cross-entropy-as-animated", "eta": 0.005},
    "few epochs": {"epochs": 37},
    "many epochs": {"epochs": 5000, "w": 3.3, "b": 3.7},
    "a tiny rate": {"eta": 1e-7},
    "awkward numbers": {"w": 0.1234567890123, "b": -1e-9, "x": 3.3, "eta": 0.7},
}

INVALID: list[tuple[str, str, str]] = [
    ("eta", "0", "This must be greater than 0."),
    ("eta", "-1", "This must be greater than 0."),
    ("eta", "1000.5", "This must be at most 1000."),
    ("eta", "", "A number is needed here."),
    ("w", "", "A number is needed here."),
    ("w", "1001", "This must be at most 1000."),
    ("b", "-1001", "This must be at least −1000."),
    ("x", "", "A number is needed here."),
    ("y", "-0.1", "This must be at least 0."),
    ("y", "1.5", "This must be at most 1."),
    ("epochs", "", "A number is needed here."),
    ("epochs", "0", "This must be at least 1."),
    ("epochs", "100001", "This must be at most 100000."),
    ("epochs", "2.5", "This must be a whole number."),
]


def chapter(server: Server, panel: str = "wrong") -> dict[str, Any]:
    return preset(server, PRESETS[panel])


@pytest.mark.parametrize("values", OTHERS.values(), ids=list(OTHERS))
def test_other_values_give_the_numbers_of_the_api(values: dict[str, Any], story: Story, server: Server) -> None:
    outcome = simulate(server, {**chapter(server), **values})
    last = outcome.trace["epoch"][-1]
    panel = story.panel("wrong")
    panel.run_with(values)
    assert_shows(panel, outcome, last)
    assert panel.words.inner_text() == words_of(outcome)
    for epoch in (last // 3, 1, 0):
        panel.seek(epoch)
        assert_shows(panel, outcome, epoch)


def test_every_field_of_an_experiment_has_a_control_with_a_label_and_a_help(story: Story, server: Server) -> None:
    panel = story.panel("wrong")
    panel.open_form()
    fields = chapter(server).keys() - {"kind"}
    assert fields == LABELS.keys()
    for field in fields:
        help_id = (panel.control(field).get_attribute("aria-describedby") or "").split()[0]
        assert (panel.page.locator(f"#{help_id}").text_content() or "").endswith(".")


def test_form_starts_with_what_the_panel_runs(story: Story, server: Server) -> None:
    for name, panel in story.panels.items():
        panel.open_form()
        for field, value in chapter(server, name).items():
            if field != "kind":
                shown = panel.control(field).input_value()
                assert (shown if isinstance(value, str) else float(shown)) == value, (name, field)


def test_every_choice_of_the_form_is_one_of_the_api(story: Story, server: Server) -> None:
    with server.client() as client:
        schema = json.dumps(client.get("/api/v1/schema").json())
    panel = story.panel("wrong")
    for field in ("cost", "activation"):
        offered = panel.control(field).locator("option").evaluate_all("all => all.map((option) => option.value)")
        assert json.dumps(offered) in schema


def test_new_values_put_the_old_run_away(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    panel.fill({"w": "-2.25"})
    shown = panel.numbers()
    assert shown["w"] == ("-2.25", "−2.2500")
    assert shown["b"] == ("0.9", decimals(0.9))
    assert {shown[name] for name in ("a", "cost", "z", "slope", "delta")} == {("", "–")}
    expect(panel.words).to_be_empty()
    expect(panel.epoch).to_have_text("0")
    expect(panel.slider).to_be_disabled()
    expect(panel.play).to_be_disabled()
    expect(panel.setting).to_have_text("Quadratic: w = −2.25, b = 0.9, η = 0.15")
    expect(panel.root.locator(".panel-curve [data-mark]")).to_be_hidden()


def test_every_invalid_value_is_explained_beside_its_field_and_not_run(story: Story) -> None:
    sockets: list[str] = []
    story.page.on("websocket", lambda socket: sockets.append(socket.url))
    panel = story.panel("wrong")
    for field, value, complaint in INVALID:
        good = panel.control(field).input_value()
        panel.fill({field: value})
        expect(panel.complaint(field)).to_have_text(complaint)
        expect(panel.complaint(field)).to_be_visible()
        expect(panel.control(field)).to_have_attribute("aria-invalid", "true")
        panel.run_button.click()
        expect(panel.control(field)).to_be_focused()
        panel.fill({field: good})
        expect(panel.complaint(field)).to_be_empty()
        expect(panel.control(field)).not_to_have_attribute("aria-invalid", "true")
    assert sockets == []
    panel.run()
    assert len(sockets) == 1


def test_value_that_is_none_yet_changes_nothing_but_its_field(story: Story) -> None:
    """Somebody who types −3 passes through an empty field and a lone minus."""
    panel = story.panel("wrong")
    panel.run()
    shown, setting = panel.numbers(), panel.setting.inner_text()
    panel.fill({"w": ""})
    expect(panel.complaint("w")).not_to_be_empty()
    panel.control("w").press("-")
    expect(panel.complaint("w")).to_have_text("A number is needed here.")
    assert panel.numbers() == shown
    assert panel.setting.inner_text() == setting
    panel.control("w").press("3")
    expect(panel.complaint("w")).to_be_empty()
    expect(panel.setting).to_contain_text("w = −3,")


def test_run_with_an_invalid_value_opens_the_form_that_explains_it(story: Story) -> None:
    panel = story.panel("badly-wrong")
    panel.fill({"y": "7"})
    panel.form_summary.click()
    expect(panel.form).to_be_hidden()
    panel.run_button.click()
    expect(panel.complaint("y")).to_be_visible()
    expect(panel.control("y")).to_be_focused()


def test_run_both_waits_for_an_invalid_value_in_either_panel(story: Story) -> None:
    panel = story.panel("badly-wrong")
    panel.fill({"eta": ""})
    story.run_both(("wrong", "badly-wrong")).click()
    expect(panel.control("eta")).to_be_focused()
    expect(story.panel("wrong").slider).to_be_disabled()


@pytest.mark.parametrize("activation", ["tanh", "linear", "relu"])
def test_pair_that_the_server_refuses_is_explained_beside_its_field(activation: str, story: Story) -> None:
    panel = story.panel("cross-entropy-wrong")
    panel.fill({"activation": activation})
    panel.run_button.click()
    expect(panel.complaint("activation")).to_contain_text("cross-entropy")
    expect(panel.complaint("activation")).to_be_visible()
    expect(panel.control("activation")).to_have_attribute("aria-invalid", "true")
    panel.fill({"activation": "sigmoid"})
    expect(panel.complaint("activation")).to_be_empty()
    panel.run()


def test_complaint_of_the_server_goes_with_the_next_change(story: Story) -> None:
    panel = story.panel("cross-entropy-wrong")
    panel.fill({"activation": "tanh"})
    panel.run_button.click()
    expect(panel.complaint("activation")).not_to_be_empty()
    panel.fill({"cost": "quadratic"})
    expect(panel.complaint("activation")).to_be_empty()


def test_refused_run_leaves_nothing_to_play(story: Story) -> None:
    panel = story.panel("cross-entropy-wrong")
    panel.fill({"activation": "tanh"})
    panel.run_button.click()
    expect(panel.complaint("activation")).not_to_be_empty()
    for control in (panel.slider, panel.play, panel.forward, panel.back):
        expect(control).to_be_disabled()


def test_refusal_without_a_field_is_an_alert(story: Story, page: Page) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        problem = {"title": "No", "detail": "the moon is full", "errors": []}
        socket.on_message(lambda _: socket.send(json.dumps({"type": "failed", "id": "run", "problem": problem})))

    page.route_web_socket("**/stream", refuse)
    page.reload()
    panel = story.panel("wrong")
    panel.run_button.click()
    expect(panel.problem).to_have_text("The server does not accept this: the moon is full.")


def reset(panel: Panel) -> None:
    panel.form.get_by_role("button", name=re.compile("^Back to the chapter")).click()


def test_back_to_the_chapters_values_resets_everything(story: Story, server: Server) -> None:
    panel = story.panel("wrong")
    was = panel.setting.inner_text()
    panel.run_with({"w": 5, "y": 1, "activation": "tanh", "epochs": 37})
    panel.fill({"eta": "0"})
    expect(panel.complaint("eta")).not_to_be_empty()
    reset(panel)
    expect(panel.complaint("eta")).to_be_empty()
    for field, value in chapter(server).items():
        if field != "kind":
            shown = panel.control(field).input_value()
            assert (shown if isinstance(value, str) else float(shown)) == value
    outcome = simulate(server, chapter(server))
    assert_shows(panel, outcome, 0)
    expect(panel.setting).to_have_text(was)
    expect(panel.root.locator(".panel-curve").get_by_text("f(z)", exact=True)).to_be_hidden()
    panel.run()
    assert_shows(panel, outcome, 300)


def test_another_activation_is_drawn_and_named(story: Story) -> None:
    panel = story.panel("wrong")
    curve = panel.root.locator(".panel-curve")
    sigmoid = curve.locator('[data-part="value-path"]').get_attribute("d")
    panel.fill({"activation": "tanh"})
    expect(curve.get_by_text("f(z)", exact=True)).to_be_visible()
    expect(curve.locator('[data-part="value-low"]')).to_have_text("−1")
    assert curve.locator('[data-part="value-path"]').get_attribute("d") != sigmoid


def test_run_that_diverges_at_once_is_explained(story: Story, server: Server) -> None:
    values = {"cost": "cross-entropy-as-animated", "w": 1000}
    assert simulate(server, {**chapter(server), **values}).summary["diverged"] == 0
    panel = story.panel("wrong")
    panel.run_with(values)
    expect(panel.words).to_have_text(
        "The very first step is beyond all bounds, so there is nothing to draw. Try a milder start."
    )
    reset(panel)
    panel.run()
    assert_shows(panel, simulate(server, chapter(server)), 300)


def test_run_that_diverges_later_is_drawn_as_far_as_it_goes_and_explained(story: Story, server: Server) -> None:
    values = {"activation": "linear", "eta": 3, "x": 10}
    outcome = simulate(server, {**chapter(server), **values})
    diverged, last = outcome.summary["diverged"], outcome.trace["epoch"][-1]
    assert 0 < last < 300
    panel = story.panel("wrong")
    panel.run_with(values)
    expect(panel.words).to_contain_text(
        f"At epoch {diverged} the numbers grow beyond all bounds: the steps are too long. What came before is drawn."
    )
    assert_shows(panel, outcome, last)
    assert panel.slider.get_attribute("max") == str(last)
    for column in ("cost", "a"):
        panel.chart(column).expect_points(last + 1)
        assert panel.chart(column).points() == (outcome.trace["epoch"], outcome.trace[column])
    panel.seek(1)
    assert_shows(panel, outcome, 1)
    reset(panel)
    panel.run()
    assert_shows(panel, simulate(server, chapter(server)), 300)


def test_neuron_that_does_not_move_is_said_to_stand_still(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run_with({"w": -900, "b": 0, "activation": "relu", "epochs": 20})
    expect(panel.words).to_have_text(
        "The output starts at 0.00. It does not move at all. It is within 0.5 of its target from the start "
        "and ends at 0.00."
    )


def test_numbers_stay_when_plotly_cannot_be_had(story: Story, page: Page, server: Server, watch: Watch) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    watch.expect("Failed to load resource")
    page.route("**/static/plotly-*", refuse)
    page.reload()
    panel = story.panel("wrong")
    panel.run()
    assert_shows(panel, simulate(server, chapter(server)), 300)
    expect(panel.problem).to_have_text(
        "The charts could not be loaded. The numbers and the neuron still work; reloading the page may help."
    )
    expect(panel.root.locator(".plot svg.static").first).to_be_visible()
    page.unroute("**/static/plotly-*")
    panel.run()
    panel.chart("a").expect_points(301)
    expect(panel.problem).to_be_empty()


# Numbers as people write them


@pytest.mark.parametrize(("typed", "value"), [("0,3", 0.3), (" 0.3 ", 0.3), ("3e-1", 0.3), ("０．３", 0.3)])
def test_a_number_may_be_written_in_other_ways(typed: str, value: float, story: Story, server: Server) -> None:
    panel = story.panel("wrong")
    panel.fill({"y": typed})
    expect(panel.complaint("y")).to_be_empty()
    expect(panel.setting).to_contain_text("y = 0.3")
    panel.control("y").press("Tab")
    assert float(panel.control("y").input_value()) == value
    panel.run()
    assert_shows(panel, simulate(server, {**chapter(server), "y": value}), 300)


def test_a_comma_and_a_printed_minus_are_shown_as_they_were_read(story: Story) -> None:
    panel = story.panel("wrong")
    panel.fill({"w": "−2,5"})
    expect(panel.setting).to_contain_text("w = −2.5")
    panel.control("w").press("Tab")
    expect(panel.control("w")).to_have_value("-2.5")
    panel.fill({"epochs": "1,000"})
    panel.control("epochs").press("Tab")
    expect(panel.control("epochs")).to_have_value("1000")


@pytest.mark.parametrize("typed", ["1.234,5", "abc", "5 apples", "0x10", "Infinity"])
def test_what_is_no_number_is_explained(typed: str, story: Story) -> None:
    panel = story.panel("wrong")
    panel.fill({"w": typed})
    expect(panel.complaint("w")).to_have_text("A number is needed here.")


def test_arrow_keys_step_a_number_within_its_bounds(story: Story) -> None:
    panel = story.panel("wrong")
    panel.open_form()
    for field, keys, value in [
        ("w", ["ArrowUp", "ArrowUp"], "0.8"),
        ("b", ["ArrowDown"], "0.8"),
        ("y", ["ArrowDown", "ArrowUp"], "0.01"),
        ("eta", ["ArrowUp"], "0.16"),
        ("epochs", ["ArrowUp"], "310"),
    ]:
        for key in keys:
            panel.control(field).press(key)
        expect(panel.control(field)).to_have_value(value)
        expect(panel.control(field)).to_have_attribute("aria-valuenow", value)
        expect(panel.complaint(field)).to_be_empty()
    expect(panel.setting).to_contain_text("w = 0.8, b = 0.8, η = 0.16, y = 0.01")


def test_the_front_page_has_no_sliders_in_its_forms(story: Story) -> None:
    expect(story.page.locator(".experiment-form").get_by_role("slider")).to_have_count(0)
    expect(story.page.locator(".examples")).to_have_count(0)


# Sliders, and what is told of a change


@pytest.fixture
def form(page: Page) -> FormPage:
    return FormPage(page)


NUMBERS_OF_A_FORM = ("w", "b", "x", "y", "eta", "epochs")


@pytest.mark.parametrize("field", NUMBERS_OF_A_FORM)
def test_a_slider_and_its_number_are_two_views_of_one_value(field: str, form: FormPage) -> None:
    unit = " epochs" if field == "epochs" else ""
    for key in ("Home", "ArrowRight", "ArrowRight", "PageUp", "End", "ArrowLeft"):
        form.slider(field).press(key)
        shown = form.number(field).input_value()
        assert form.value()[field] == float(shown)
        expect(form.slider(field)).to_have_attribute("aria-valuetext", shown.replace("-", "−") + unit)
    form.choose(DEFAULTS)
    expect(form.slider(field)).to_have_attribute("aria-valuetext", f"{DEFAULTS[field]:g}{unit}")


def test_a_slider_moves_in_nice_steps(form: FormPage) -> None:
    for field, seen in {
        "w": ["-10", "-9.9", "-9.8"],
        "y": ["0", "0.01", "0.02"],
        "eta": ["0.001", "0.0011", "0.0012"],
        "epochs": ["10", "11", "12"],
    }.items():
        form.slider(field).press("Home")
        for value in seen:
            expect(form.number(field)).to_have_value(value)
            form.slider(field).press("ArrowRight")


def test_a_number_beyond_the_slider_stays_and_the_slider_rests_at_its_edge(form: FormPage) -> None:
    form.number("w").fill("500")
    slider = form.slider("w")
    assert slider.input_value() == slider.get_attribute("max")
    expect(slider).to_have_attribute("aria-valuetext", "500")
    slider.press("ArrowRight")
    slider.press("End")
    expect(form.number("w")).to_have_value("500")
    slider.press("ArrowLeft")
    expect(form.number("w")).to_have_value("9.9")
    form.number("epochs").fill("3")
    assert form.slider("epochs").input_value() == "0"
    expect(form.number("epochs")).to_have_value("3")


def test_a_number_between_two_stops_is_not_rounded_by_the_slider(form: FormPage) -> None:
    form.choose({**DEFAULTS, "eta": 0.123456789})
    form.slider("eta").focus()
    form.slider("eta").blur()
    assert form.value()["eta"] == 0.123456789
    assert form.told() == []


def test_a_value_that_is_none_leaves_the_slider_where_it_was(form: FormPage) -> None:
    before = form.slider("w").input_value()
    form.number("w").fill("")
    assert form.slider("w").input_value() == before
    expect(form.complaint("w")).to_have_text("A number is needed here.")
    form.slider("w").press("ArrowRight")
    expect(form.complaint("w")).to_be_empty()


def test_a_drag_is_told_as_it_goes_and_once_more_when_it_is_finished(form: FormPage, page: Page) -> None:
    box = form.slider("w").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 10 + step * 12, middle)
    under_way = form.told()
    assert len(under_way) > 3
    assert {kind for kind, _ in under_way} == {"change"}
    page.mouse.up()
    assert form.told() == [("commit", under_way[-1][1])]
    assert form.number("w").input_value() == str(under_way[-1][1]["w"])


def test_typing_is_told_at_each_key_and_finished_by_leaving_the_field(form: FormPage) -> None:
    form.number("b").fill("")
    form.number("b").press_sequentially("2.5")
    assert [(kind, value["b"]) for kind, value in form.told()] == [("change", 2), ("change", 2), ("change", 2.5)]
    form.number("b").press("Tab")
    assert [(kind, value["b"]) for kind, value in form.told()] == [("commit", 2.5)]
    form.number("b").fill("-3")
    form.told()
    form.number("b").press("Enter")
    assert [(kind, value["b"]) for kind, value in form.told()] == [("commit", -3)]
    form.form.get_by_label("Cost", exact=True).select_option("cross-entropy")
    assert [(kind, value["cost"]) for kind, value in form.told()] == [
        ("change", "cross-entropy"),
        ("commit", "cross-entropy"),
    ]


def test_a_held_arrow_key_is_one_finished_change(form: FormPage, page: Page) -> None:
    form.number("w").focus()
    for _ in range(3):
        page.keyboard.down("ArrowUp")
    page.keyboard.up("ArrowUp")
    assert [(kind, value["w"]) for kind, value in form.told()] == [
        ("change", 0.7),
        ("change", 0.8),
        ("change", 0.9),
        ("commit", 0.9),
    ]


def test_nothing_is_told_of_what_is_no_value(form: FormPage) -> None:
    form.number("eta").fill("0")
    form.number("eta").press("Tab")
    assert form.told() == []


def test_the_page_may_say_what_is_being_typed_without_a_disturbance(form: FormPage) -> None:
    form.number("y").fill("0,30")
    form.choose({**DEFAULTS, "y": 0.3})
    expect(form.number("y")).to_have_value("0,30")
    form.choose({**DEFAULTS, "y": 0.4})
    expect(form.number("y")).to_have_value("0.4")
    form.number("w").focus()
    form.choose({**DEFAULTS, "y": 0.5, "w": 1e-7})
    expect(form.number("y")).to_have_value("0.5")
    assert form.value() == {**DEFAULTS, "y": 0.5, "w": 1e-7}


def test_axe_finds_nothing_in_the_form_with_sliders(form: FormPage) -> None:
    form.number("eta").fill("0")
    assert findings(form.page, {"include": ["form"]}) == []


@pytest.mark.parametrize("width", [320, 560, 1280])
def test_the_form_with_sliders_fits(width: int, form: FormPage) -> None:
    form.page.set_viewport_size({"width": width, "height": 800})
    for experiment in (DEFAULTS, AND):
        form.choose(experiment)
        assert form.page.evaluate(OVERFLOW) == []
