"""On every screen: nothing sticks out, and whatever can be pressed is large enough."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Story

WIDTHS = (320, 360, 768, 1280, 1920)
LEAST = 24
"""CSS pixels: WCAG 2.2, target size (minimum). A link within a sentence is excepted there and here."""

OVERFLOW = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
    .map((element) => `${element.tagName} ${element.className?.baseVal ?? element.className}`)
    .concat(`${scrollWidth} > ${clientWidth}`);
}"""

SMALL = """least => [...document.querySelectorAll("a, button, input, select, summary, label:has(input[type=radio])")]
  .filter((element) => element.checkVisibility() && !element.closest("p"))
  .filter((element) => element.type !== "radio" || !element.closest("label"))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([element, { width, height }]) => width < least || height < least)
  .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 90)} ${width} × ${height}`)"""


PLACE = "element => element.getBoundingClientRect().top + scrollY"


def check(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(SMALL, LEAST) == [], width


def test_front_page_fits_every_width_at_the_start(story: Story) -> None:
    check(story.page)


def test_front_page_fits_every_width_with_everything_run_and_open(story: Story) -> None:
    story.run_all()
    for panel in story.panels.values():
        panel.open_form()
        panel.table_summary.click()
        panel.chart("a").expect_points(301)
    story.panel("wrong").fill({"eta": "0"})
    check(story.page)


@pytest.mark.parametrize("address", ["/docs", "/openapi.json/nothing"])
def test_other_pages_fit_every_width(address: str, page: Page) -> None:
    if address == "/docs":
        page.goto(address)
        expect(page.get_by_text("/api/v1/simulations").first).to_be_visible()
    else:
        page.set_content(page.request.get(address, headers={"Accept": "text/html"}).text())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == [], width


def test_page_that_sticks_out_would_be_noticed(story: Story) -> None:
    story.page.set_viewport_size({"width": 360, "height": 800})
    story.page.evaluate(
        """() => {
          const button = document.createElement("button");
          button.style.cssText = "display: block; width: 500px; height: 9px; padding: 0";
          document.querySelector("main").append(button);
        }"""
    )
    with pytest.raises(AssertionError):
        check(story.page)
    assert "× 9" in story.page.evaluate(SMALL, LEAST)[0]


def test_a_run_moves_nothing_on_the_page_but_its_own_numbers(story: Story) -> None:
    """Words have their room reserved, so what stands below does not jump when they come."""
    below = story.panel("badly-wrong").root
    before = below.evaluate(PLACE)
    panel = story.panel("wrong")
    panel.run()
    panel.chart("a").expect_points(301)
    assert below.evaluate(PLACE) == before
