"""Panels that are compared: they run in step, share their axes, and choose their rule together."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.lab import PAIRS, Story, assert_shows, outcome_of_preset, preset, simulate
from tests.experiments.golden import DIGITS, PRESET_RUNS
from tests.servers import Server

RULES = {
    "The correct gradient, η = 0.005": ("cross-entropy-wrong", "cross-entropy-badly-wrong"),
    "As originally animated, η = 0.005": ("as-animated-wrong", "as-animated-badly-wrong"),
    "The correct gradient, η = 0.15": ("same-rate-wrong", "same-rate-badly-wrong"),
}

RECORD_BOTH = """ids => {
  const shown = ids.map((id) => document.querySelector(`[data-panel="${id}"] .transport [data-value="epoch"]`));
  globalThis.pairs = [];
  const look = () => {
    globalThis.pairs.push(shown.map((data) => Number(data.value)));
    if (globalThis.pairs.length < 2000) requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.parametrize("names", PAIRS, ids=" and ".join)
def test_run_both_shows_the_same_epoch_in_both_at_every_moment(
    names: tuple[str, str], story: Story, server: Server
) -> None:
    sent: list[str] = []
    story.page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(str(data))))
    both = story.pair(names)
    both[0].speed.select_option("8")
    story.page.evaluate(RECORD_BOTH, list(names))
    story.run_both(names).click()
    for panel in both:
        panel.expect_end()
    pairs: list[list[int]] = story.page.evaluate("() => globalThis.pairs")
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len({pair[0] for pair in pairs}) > 10
    assert [len(json.loads(message)["experiments"]) for message in sent] == [2]
    for panel, name in zip(both, names, strict=True):
        assert_shows(panel, outcome_of_preset(server, preset_of(name)), 300)


def preset_of(panel: str) -> str:
    return panel if panel.startswith("cross") else f"quadratic-{panel}"


@pytest.mark.parametrize("names", PAIRS, ids=" and ".join)
def test_after_run_both_one_panel_pauses_and_scrubs_the_other(names: tuple[str, str], story: Story) -> None:
    one, other = story.pair(names)
    one.speed.select_option("2")
    story.run_both(names).click()
    other.pause.click()
    expect(one.play).to_be_visible()
    one.seek(123)
    expect(other.epoch).to_have_text("123")
    other.forward.click()
    expect(one.epoch).to_have_text("124")
    other.speed.select_option("16")
    expect(one.speed).to_have_value("16")


def test_run_takes_a_panel_out_of_step(story: Story, server: Server) -> None:
    one, other = story.pair(PAIRS[0])
    one.speed.select_option("16")
    story.run_both(PAIRS[0]).click()
    for panel in (one, other):
        panel.expect_end()
    one.run()
    other.seek(40)
    expect(one.epoch).to_have_text("300")
    assert_shows(other, outcome_of_preset(server, "quadratic-badly-wrong"), 40)
    assert_shows(one, outcome_of_preset(server, "quadratic-wrong"), 300)


def test_run_both_of_different_lengths_holds_the_shorter_at_its_end(story: Story, server: Server) -> None:
    one, other = story.pair(PAIRS[0])
    one.fill({"epochs": 37})
    one.speed.select_option("16")
    story.run_both(PAIRS[0]).click()
    for panel in (one, other):
        panel.expect_end()
    short = simulate(server, {**preset(server, "quadratic-wrong"), "epochs": 37})
    assert one.value("a") == short.trace["a"][37]
    assert other.value("a") == outcome_of_preset(server, "quadratic-badly-wrong").trace["a"][300]


@pytest.mark.parametrize(("label", "names"), RULES.items())
def test_rule_runs_what_it_says(label: str, names: tuple[str, str], story: Story, server: Server) -> None:
    both = story.pair(PAIRS[1])
    # Whatever was chosen, choosing another rule first makes sure that the choice is what counts.
    for other in RULES:
        story.page.get_by_role("radio", name=other).check()
    story.page.get_by_role("radio", name=label).check()
    for panel, name in zip(both, names, strict=True):
        assert_shows(panel, outcome_of_preset(server, name), 0)
    both[0].speed.select_option("16")
    story.run_both(PAIRS[1]).click()
    for panel, name in zip(both, names, strict=True):
        panel.expect_end()
        outcome = outcome_of_preset(server, name)
        assert_shows(panel, outcome, 300)
        if name in PRESET_RUNS:
            assert panel.value("a") == pytest.approx(PRESET_RUNS[name].a_300, rel=0, abs=DIGITS)
        eta = f"{outcome.experiment['eta']:g}"
        expect(panel.setting).to_contain_text(f"η = {eta}")
        assert ("animated" in panel.setting.inner_text()) == ("animated" in label)


def test_first_rule_is_chosen_at_the_start(story: Story) -> None:
    chosen = [story.page.get_by_role("radio", name=label).is_checked() for label in RULES]
    assert chosen == [True, False, False]


def test_rule_is_what_the_form_goes_back_to(story: Story, server: Server) -> None:
    panel = story.panel(PAIRS[1][0])
    story.page.get_by_role("radio", name="The correct gradient, η = 0.15").check()
    panel.fill({"eta": 7})
    panel.form.get_by_role("button", name="Back to the chapter’s values").click()
    assert panel.control("eta").input_value() == "0.15"
    assert_shows(panel, outcome_of_preset(server, "same-rate-wrong"), 0)


def dots(story: Story) -> dict[str, list[float]]:
    """Both dots of a mark in the picture of both neurons: on the curve and on its slope."""
    found = story.page.locator(".curve-pair [data-mark]").evaluate_all(
        """all => all.map((mark) => [mark.dataset.mark, ["value", "slope"].flatMap((name) => {
          const { cx, cy } = mark.querySelector(`[data-dot="${name}"]`);
          return [cx.baseVal.value, cy.baseVal.value];
        })])"""
    )
    return dict(found)


def dots_at(row: dict[str, float]) -> Any:
    x = 30 + 262 * (min(max(row["z"], -6), 6) + 6) / 12
    return pytest.approx([x, 16 + 100 * (1 - row["a"]), x, 142 + 60 * (1 - row["slope"] / 0.25)], abs=0.02)


def test_both_dots_on_the_slope_move_with_their_neurons(story: Story, server: Server) -> None:
    outcomes = {name: outcome_of_preset(server, preset_of(name)) for name in PAIRS[0]}
    both = story.pair(PAIRS[0])

    def expected(epoch: int) -> dict[str, Any]:
        return {
            name: dots_at({column: outcome.trace[column][epoch] for column in ("z", "a", "slope")})
            for name, outcome in outcomes.items()
        }

    assert dots(story) == expected(0)
    both[0].speed.select_option("16")
    story.run_both(PAIRS[0]).click()
    for panel in both:
        panel.expect_end()
    assert dots(story) == expected(300)
    both[1].seek(100)
    assert dots(story) == expected(100)


def test_dot_on_the_sigmoid_goes_when_its_neuron_has_another_activation(story: Story) -> None:
    mark = story.page.locator('.curve-pair [data-mark="wrong"]')
    panel = story.panel("wrong")
    panel.run_with({"activation": "tanh"})
    expect(mark).to_be_hidden()
    expect(story.page.locator('.curve-pair [data-mark="badly-wrong"]')).to_be_visible()
    panel.run_with({"activation": "sigmoid"})
    expect(mark).to_be_visible()


@pytest.mark.parametrize(
    "values",
    [{}, {"epochs": 37}, {"epochs": 900}, {"cost": "cross-entropy", "w": 5, "b": 5}, {"activation": "linear", "w": 3}],
    ids=["the chapter's", "few epochs", "many epochs", "a larger cost", "a larger output"],
)
def test_compared_panels_have_the_same_axes_and_room_for_both_curves(values: dict[str, Any], story: Story) -> None:
    one, other = story.pair(PAIRS[0])
    other.run()
    if values:
        one.run_with(values)
    else:
        one.run()
    epochs = max(300, values.get("epochs", 300))
    for column in ("cost", "a"):
        for panel in (one, other):
            panel.page.wait_for_function(
                "([drawing, epochs]) => drawing._fullLayout?.xaxis.range[1] === epochs",
                arg=[panel.chart(column).drawing.element_handle(), epochs],
            )
        ranges = one.chart(column).ranges()
        assert ranges == other.chart(column).ranges()
        assert ranges[0] == [0, epochs]
        drawn = [value for panel in (one, other) for value in panel.chart(column).points()[1]]
        assert ranges[1][0] <= min(drawn)
        assert max(drawn) <= ranges[1][1]
        assert max(drawn) >= ranges[1][1] / 5 or column == "a"


def test_colour_dash_and_marker_say_which_cost_it_is(story: Story) -> None:
    """Never colour alone."""
    story.run_all()
    styles = {}
    for name, panel in story.panels.items():
        chart = panel.chart("a")
        chart.expect_points(301)
        styles[name] = chart.drawing.evaluate(
            "({ data: [, { line, marker }] }) => [line.color, line.dash, marker.symbol, marker.color]"
        )
    assert styles["wrong"] == styles["badly-wrong"]
    assert styles["cross-entropy-wrong"] == styles["cross-entropy-badly-wrong"]
    assert all(one != other for one, other in zip(styles["wrong"], styles["cross-entropy-wrong"], strict=True))
