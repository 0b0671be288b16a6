"""Everything with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.lab import Story

FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return {
    tag: element.tagName.toLowerCase(),
    name: element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40),
    outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
    color: outlineColor,
    isVisible: width > 0 && height > 0,
  };
}"""


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until the element is focused; how often that took."""
    for presses in range(1, 120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return presses
    raise AssertionError(f"Tab does not lead to {selector}")


def test_first_tab_shows_the_skip_link_and_it_leads_past_the_masthead(story: Story) -> None:
    page = story.page
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_a_run_can_be_started_paused_and_scrubbed_by_keys(story: Story) -> None:
    page, panel = story.page, story.panel("wrong")
    tab_to(page, '[data-panel="wrong"] [data-command="run"]')
    expect(panel.run_button).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("data => Number(data.value) > 3", arg=panel.epoch.element_handle())
    tab_to(page, '[data-panel="wrong"] [data-command="toggle"]')
    page.keyboard.press("Space")
    expect(panel.play).to_be_focused()
    held = int(panel.epoch.get_attribute("value") or "")
    assert 0 < held < 300
    tab_to(page, '[data-panel="wrong"] [data-command="forward"]')
    page.keyboard.press("Enter")
    expect(panel.epoch).to_have_text(str(held + 1))
    tab_to(page, '[data-panel="wrong"] [data-command="speed"]')
    page.keyboard.press("End")
    expect(panel.speed).to_have_value("16")
    tab_to(page, '[data-panel="wrong"] [data-command="seek"]')
    page.keyboard.press("ArrowLeft")
    expect(panel.epoch).to_have_text(str(held))
    page.keyboard.press("End")
    expect(panel.epoch).to_have_text("300")
    expect(panel.words).not_to_be_empty()


def test_values_can_be_changed_and_run_by_keys(story: Story) -> None:
    page, panel = story.page, story.panel("wrong")
    tab_to(page, '[data-panel="wrong"] [data-part="form"] summary')
    page.keyboard.press("Enter")
    expect(panel.form).to_be_visible()
    tab_to(page, '[data-panel="wrong"] input[name="epochs"]')
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(panel.epoch).to_have_text("40")
    expect(panel.words).not_to_be_empty()


def test_rules_are_chosen_by_arrow_keys(story: Story) -> None:
    tab_to(story.page, 'input[type="radio"]')
    story.page.keyboard.press("ArrowDown")
    expect(story.page.get_by_role("radio").nth(1)).to_be_checked()
    expect(story.panel("cross-entropy-wrong").setting).to_contain_text("animated")


def test_everything_that_tab_reaches_shows_that_it_is_focused(story: Story) -> None:
    page, panel = story.page, story.panel("wrong")
    panel.run()
    panel.open_form()
    panel.table_summary.click()
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    page.locator(".masthead-name").focus()
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["name"] == "Skip to the content":
            break
        stops.append(focused)
    assert {stop["tag"] for stop in stops} == {"a", "button", "select", "input", "summary", "div"}
    assert len(stops) > 30
    assert [
        stop for stop in stops if stop["outline"] < 2 or not stop["isVisible"] or "0, 0, 0, 0" in stop["color"]
    ] == []


def test_focus_stays_where_it_is_while_a_run_plays_to_its_end(story: Story) -> None:
    panel = story.panel("wrong")
    panel.speed.select_option("16")
    panel.run_button.focus()
    story.page.keyboard.press("Enter")
    panel.expect_end()
    expect(panel.run_button).to_be_focused()
