"""What a reader prefers or lacks: reduced motion, no JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import PRESETS, Story, assert_shows, decimals, outcome_of_preset, preset, simulate
from tests.servers import Server


@pytest.mark.parametrize("epochs", [300, 5000])
def test_with_reduced_motion_the_finished_run_is_shown_at_once(epochs: int, page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    panel = Story(page).panel("wrong")
    if epochs != 300:
        panel.fill({"epochs": epochs})
    panel.epoch.evaluate(
        """data => {
          data.seen = new Set();
          new MutationObserver(() => data.seen.add(data.value)).observe(data, { attributes: true });
        }"""
    )
    panel.run_button.click()
    panel.expect_end()
    assert panel.epoch.evaluate("data => [...data.seen].filter((epoch) => epoch !== '0')") == [str(epochs)]
    outcome = simulate(server, {**preset(server, "quadratic-wrong"), "epochs": epochs})
    assert_shows(panel, outcome, epochs)
    if epochs == 300:
        panel.chart("a").expect_points(301)
    panel.seek(12)
    assert_shows(panel, outcome, 12)


def test_with_reduced_motion_both_finished_runs_are_shown_at_once(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    story = Story(page)
    names = ("wrong", "badly-wrong")
    story.run_both(names).click()
    for name, panel in zip(names, story.pair(names), strict=True):
        panel.expect_end()
        assert_shows(panel, outcome_of_preset(server, PRESETS[name]), 300)


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """The front page without JavaScript."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    return page


def test_without_javascript_the_text_and_the_starting_values_are_there(plain_page: Page) -> None:
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
    expect(plain_page.get_by_role("heading", level=2)).to_have_count(5)
    for start in ("0.8176", "0.9820"):
        expect(plain_page.locator(".diagram").get_by_text(start).first).to_be_visible()
    expect(plain_page.locator(".curve .dot").first).to_be_visible()


def test_without_javascript_the_finished_curves_and_their_outcome_are_there(plain_page: Page, server: Server) -> None:
    for name, preset_name in PRESETS.items():
        outcome = outcome_of_preset(server, preset_name)
        panel = plain_page.locator(f'[data-panel="{name}"]')
        lines = panel.locator(".static-line")
        expect(lines).to_have_count(2)
        for line, column, top in zip(lines.all(), ("cost", "a"), (4.5 if "cross" in name else 0.5, 1.0), strict=True):
            expect(line).to_be_visible()
            points = [float(number) for number in re.findall(r"[\d.]+", line.get_attribute("d") or "")]
            assert points[:2] == pytest.approx([0, 100 - 100 * outcome.trace[column][0] / top], abs=0.01)
            assert points[-2:] == pytest.approx([100, 100 - 100 * outcome.trace[column][300] / top], abs=0.01)
        words = panel.locator(".panel-words")
        expect(words).to_be_visible()
        # Playwright's own matchers pass over a noscript element.
        assert decimals(outcome.summary["final_output"]) in words.inner_text()


def test_without_javascript_nothing_is_shown_that_could_not_work(plain_page: Page) -> None:
    for dead in ("button", "input", "select", "details", "[role=alert]:not(:empty)", "output"):
        assert [element for element in plain_page.locator(dead).all() if element.is_visible()] == [], dead


def test_with_javascript_the_static_curves_give_way_to_the_charts(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    panel.chart("a").expect_points(301)
    for line in panel.root.locator(".static-line").all():
        expect(line).to_be_hidden()


def test_without_javascript_the_api_page_says_where_the_description_is(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/docs")
    expect(page.get_by_role("link", name="/openapi.json")).to_be_visible()
