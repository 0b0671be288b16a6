"""For everybody: what axe-core finds, what is announced, the table, sizes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.axe import findings
from tests.browser.lab import Panel, Story, decimals, outcome_of_preset, preset, simulate
from tests.servers import Server

SCREENS = [("light", 1280), ("dark", 360), ("dark", 1280), ("light", 360)]


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_nothing(scheme: str, width: int, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    page.goto("/")
    story = Story(page)
    assert findings(page) == []
    for panel in story.panels.values():
        panel.table_summary.click()
        panel.run_with({"epochs": 12})
        panel.chart("a").expect_points(13)
    story.panel("wrong").fill({"eta": "0"})
    expect(story.panel("wrong").complaint("eta")).not_to_be_empty()
    assert findings(page) == []


def test_axe_would_find_something(story: Story) -> None:
    story.page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    assert any(finding.startswith("button-name") for finding in findings(story.page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_our_frame_of_the_api_page(
    scheme: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/simulations").first).to_be_visible()
    assert findings(page, {"exclude": [".api-docs"]}) == []


def test_words_are_announced_once_and_politely(story: Story) -> None:
    panel = story.panel("wrong")
    expect(panel.words).to_have_attribute("aria-live", "polite")
    panel.words.evaluate(
        """words => {
          words.said = [];
          new MutationObserver(() => words.said.push(words.textContent)).observe(words, { childList: true });
        }"""
    )
    panel.run()
    panel.seek(10)
    panel.seek(300)
    said: list[str] = panel.words.evaluate("words => words.said")
    assert [text for text in said if text] == [panel.words.inner_text()]


def test_every_control_of_a_panel_has_a_name_of_its_own(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    panel.open_form()
    names = [
        name
        for role in ("button", "slider", "combobox", "spinbutton")
        for name in (line.partition('"')[2].partition('"')[0] for line in lines_of(panel, role))
    ]
    assert "" not in names
    assert len(names) == len(set(names)) == 16


def lines_of(panel: Panel, role: str) -> list[str]:
    """What the accessibility tree says of every control of this role."""
    return [control.aria_snapshot().splitlines()[0] for control in panel.root.get_by_role(role).all()]  # type: ignore[arg-type]


def open_table(panel: Panel) -> None:
    panel.table_summary.click()
    expect(panel.table).to_be_visible()


def cells(panel: Panel) -> list[list[tuple[str, str]]]:
    found = panel.table.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.querySelectorAll('data')].map((data) => [data.value, data.textContent]))"
    )
    return [[(value, text) for value, text in row] for row in found]


def assert_rows(panel: Panel, trace: dict[str, list[Any]], first: int, last: int) -> None:
    shown = cells(panel)
    assert [[float(value) for value, _ in row] for row in shown] == [
        [column[epoch] for column in trace.values()] for epoch in range(first, last + 1)
    ]
    assert [[text for _, text in row] for row in shown] == [
        [str(v) if name == "epoch" else decimals(v) for name, v in zip(trace, row, strict=True)]
        for row in ([column[epoch] for column in trace.values()] for epoch in range(first, last + 1))
    ]
    expect(panel.root.get_by_text(f"epochs {first} to {last}", exact=True)).to_be_visible()


def test_table_says_to_press_run_first(story: Story) -> None:
    panel = story.panel("wrong")
    open_table(panel)
    expect(panel.table).to_have_text("Press Run first.")
    panel.run()
    expect(panel.table.get_by_role("row")).not_to_have_count(0)
    panel.fill({"w": 1})
    expect(panel.table).to_have_text("Press Run first.")


def test_table_has_the_columns_and_rows_of_the_api_page_by_page(story: Story, server: Server) -> None:
    trace = outcome_of_preset(server, "quadratic-badly-wrong").trace
    panel = story.panel("badly-wrong")
    open_table(panel)
    panel.run()
    assert panel.table.get_by_role("columnheader").count() == len(trace)
    assert_rows(panel, trace, 300, 300)
    for button, first, last in [
        ("First rows", 0, 99),
        ("Next rows", 100, 199),
        ("Next rows", 200, 299),
        ("Last rows", 300, 300),
        ("Previous rows", 200, 299),
    ]:
        panel.root.get_by_role("button", name=button).click()
        assert_rows(panel, trace, first, last)
    panel.root.get_by_role("button", name="First rows").click()
    expect(panel.root.get_by_role("button", name="Previous rows")).to_be_disabled()


def test_table_of_a_long_run_follows_the_scrubber(story: Story, server: Server) -> None:
    trace = simulate(server, {**preset(server, "quadratic-wrong"), "epochs": 5000}).trace
    panel = story.panel("wrong")
    panel.run_with({"epochs": 5000})
    open_table(panel)
    for epoch, first, last in [(2345, 2300, 2399), (2399, 2300, 2399), (5000, 5000, 5000), (0, 0, 99)]:
        panel.seek(epoch)
        assert_rows(panel, trace, first, last)
        marked = panel.table.locator("tr.is-now")
        expect(marked).to_have_count(1)
        assert marked.locator("data").first.get_attribute("value") == str(epoch)
        inside = panel.table.evaluate(
            """box => {
              const [outer, row] = [box, box.querySelector(".is-now")].map((e) => e.getBoundingClientRect());
              return row.top >= outer.top && row.bottom <= outer.bottom;
            }"""
        )
        assert inside, epoch


def test_chart_and_curve_are_described(story: Story) -> None:
    for panel in story.panels.values():
        for column in ("cost", "a"):
            assert panel.chart(column).frame.get_attribute("aria-label")
        expect(panel.root.get_by_role("img", name="slope")).to_have_count(1)


def test_alert_is_there_before_it_is_needed_and_empty(story: Story) -> None:
    """A live region that comes into being together with its text is not announced."""
    for panel in story.panels.values():
        expect(panel.root.locator('[role="alert"]')).to_have_count(1)
        expect(panel.problem).to_be_empty()
