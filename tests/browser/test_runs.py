"""The four Runs of the front page: what they show is what the API computes, to the last bit."""

import json

import pytest

from tests.browser.lab import NUMBERS, PRESETS, Outcome, Story, assert_shows, outcome_of_preset, words_of
from tests.experiments.golden import DIGITS, PRESET_RUNS
from tests.servers import Server

SCRUBBED = (0, 1, 150, 299, 17, 300)

WORDS = {
    "wrong": "The output starts at 0.82 and falls fastest at epoch 26. "
    "It comes within 0.5 of its target at epoch 36 and ends at 0.09.",
    "badly-wrong": "The output stays above 0.90 until epoch 172, then falls fastest at epoch 221. "
    "It comes within 0.5 of its target at epoch 232 and ends at 0.20.",
    "cross-entropy-wrong": "The output starts at 0.82 and falls fastest at epoch 108. "
    "It comes within 0.5 of its target at epoch 228 and ends at 0.42.",
    "cross-entropy-badly-wrong": "The output stays above 0.90 until epoch 190, then falls fastest at epoch 299. "
    "It does not come within 0.5 of its target in 300 epochs and ends at 0.78.",
}


@pytest.fixture(scope="module")
def outcomes(server: Server) -> dict[str, Outcome]:
    """What the API says of each panel's run."""
    return {panel: outcome_of_preset(server, name) for panel, name in PRESETS.items()}


def test_before_a_run_the_page_shows_row_0(story: Story, outcomes: dict[str, Outcome]) -> None:
    for name, panel in story.panels.items():
        assert_shows(panel, outcomes[name], 0)


def test_every_number_on_screen_is_that_of_the_api(story: Story, outcomes: dict[str, Outcome]) -> None:
    story.run_all()
    for name, panel in story.panels.items():
        assert_shows(panel, outcomes[name], 300)
        for epoch in SCRUBBED:
            panel.seek(epoch)
            assert_shows(panel, outcomes[name], epoch)


def test_charts_hold_exactly_the_rows_of_the_api(story: Story, outcomes: dict[str, Outcome]) -> None:
    story.run_all()
    for name, panel in story.panels.items():
        for column in ("cost", "a"):
            chart = panel.chart(column)
            chart.expect_points(301)
            trace = outcomes[name].trace
            assert chart.points() == (trace["epoch"], trace[column])
            assert chart.drawing.evaluate("({ data }) => JSON.stringify([data[0].x, data[0].y])") == json.dumps(
                [trace["epoch"], trace[column]], separators=(",", ":")
            )


def test_words_follow_from_the_summary(story: Story, outcomes: dict[str, Outcome]) -> None:
    story.run_all()
    said = {name: panel.words.inner_text() for name, panel in story.panels.items()}
    assert said == {name: words_of(outcome) for name, outcome in outcomes.items()}
    assert said == WORDS


def test_golden_numbers_of_the_chapter_are_on_screen(story: Story) -> None:
    story.run_all()
    for name, panel in story.panels.items():
        golden = PRESET_RUNS[PRESETS[name]]
        for epoch, numbers in {
            0: {"a": golden.a_0, "cost": golden.cost_0},
            150: {"a": golden.a_150},
            300: {"a": golden.a_300, "cost": golden.cost_300},
        }.items():
            panel.seek(epoch)
            for number, expected in numbers.items():
                assert panel.value(number) == pytest.approx(expected, rel=0, abs=DIGITS), (name, epoch)
                assert float(panel.numbers()[number][1]) == pytest.approx(expected, rel=0, abs=DIGITS + 5e-5), (
                    name,
                    epoch,
                )


def test_pictures_move_with_the_numbers(story: Story, outcomes: dict[str, Outcome]) -> None:
    """The level in the neuron is the output; the dot on the sigmoid stands at z, and the bar under it is the slope."""
    story.run_all()
    for name, panel in story.panels.items():
        for epoch in (0, 120, 300):
            panel.seek(epoch)
            row = {number: outcomes[name].trace[number][epoch] for number in NUMBERS}
            level = panel.diagram.locator('[data-part="level"]')
            assert float(level.get_attribute("height") or "") == pytest.approx(68 * row["a"], abs=0.01)
            dots = panel.root.locator(".panel-curve [data-dot]").evaluate_all(
                """all => Object.fromEntries(
                  all.map(({ dataset, cx, cy }) => [dataset.dot, [cx.baseVal.value, cy.baseVal.value]]),
                )"""
            )
            x = 30 + 262 * (min(max(row["z"], -6), 6) + 6) / 12
            assert dots["value"] == pytest.approx([x, 16 + 100 * (1 - row["a"])], abs=0.02), (name, epoch)
            assert dots["slope"] == pytest.approx([x, 142 + 60 * (1 - row["slope"] / 0.25)], abs=0.02), (name, epoch)


def test_bars_of_weight_and_bias_point_to_their_sign(story: Story, outcomes: dict[str, Outcome]) -> None:
    panel = story.panel("badly-wrong")
    panel.run()
    for epoch in (0, 300):
        panel.seek(epoch)
        for name, centre in (("w", 103), ("b", 184)):
            bar = panel.diagram.locator(f'[data-part="{name}-bar"]')
            x, width = (float(bar.get_attribute(attribute) or "") for attribute in ("x", "width"))
            length = 35 * outcomes["badly-wrong"].trace[name][epoch] / 3
            assert (x, width) == pytest.approx((centre + min(length, 0), abs(length)))


def test_the_dot_of_a_chart_stands_on_its_curve(story: Story, outcomes: dict[str, Outcome]) -> None:
    panel = story.panel("badly-wrong")
    panel.run()
    panel.seek(200)
    for column in ("cost", "a"):
        chart = panel.chart(column)
        chart.expect_points(301)
        dot = chart.frame.locator(".plot-overlay .dot").bounding_box()
        plot = chart.drawing.locator(".nsewdrag").bounding_box()
        assert dot is not None
        assert plot is not None
        (left, right), (bottom, top) = chart.ranges()
        at = ((200 - left) / (right - left), (outcomes["badly-wrong"].trace[column][200] - bottom) / (top - bottom))
        assert dot["x"] + dot["width"] / 2 == pytest.approx(plot["x"] + at[0] * plot["width"], abs=1)
        assert dot["y"] + dot["height"] / 2 == pytest.approx(plot["y"] + (1 - at[1]) * plot["height"], abs=1)


def test_what_to_take_away_is_what_the_api_counts(story: Story, server: Server) -> None:
    rows = story.page.get_by_role("region", name="What to take away").get_by_role("row")
    for row, start in ((1, "wrong"), (2, "badly-wrong")):
        counts = [
            outcome_of_preset(server, f"{rule}-{start}").summary["epochs_to_half"]
            for rule in ("quadratic", "same-rate")
        ]
        assert rows.nth(row).get_by_role("cell").all_inner_texts() == [str(count) for count in counts]
