"""The charts: what they hold of long runs, what hovering says, how they follow their frame and the colours."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Chart, Story, outcome_of_preset, preset, simulate
from tests.browser.lab_page import LabPage
from tests.servers import Server


def hover(chart: Chart, fraction: float) -> str:
    """What appears when the mouse rests over a chart, at this fraction of its width."""
    plot = chart.drawing.locator(".nsewdrag")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    chart.panel.page.mouse.move(box["x"] + box["width"] * fraction - 3, box["y"] + box["height"] / 2)
    chart.panel.page.mouse.move(box["x"] + box["width"] * fraction, box["y"] + box["height"] / 2)
    label = chart.drawing.locator(".hovertext")
    expect(label).to_have_count(1)
    expect(label).to_be_visible()
    return label.text_content() or ""


@pytest.mark.parametrize("column", ["cost", "a"])
def test_hovering_says_the_epoch_and_its_number(column: str, story: Story, server: Server) -> None:
    trace = outcome_of_preset(server, "quadratic-badly-wrong").trace
    panel = story.panel("badly-wrong")
    panel.run()
    chart = panel.chart(column)
    chart.expect_points(301)
    found = re.search(r"epoch (\d+).*?([\d.e−-]+)$", hover(chart, 0.5))
    assert found is not None
    epoch = int(found[1])
    assert abs(epoch - 150) <= 2
    assert float(found[2].replace("−", "-")) == pytest.approx(trace[column][epoch], rel=1e-5)
    assert len(found[2]) >= 8


def test_long_run_is_thinned_for_drawing_and_keeps_what_can_be_seen(story: Story, server: Server) -> None:
    values = {"epochs": 5000, "w": 3.3, "b": 3.7}
    trace = simulate(server, {**preset(server, "quadratic-wrong"), **values}).trace
    panel = story.panel("wrong")
    panel.run_with(values)
    for column in ("cost", "a"):
        chart = panel.chart(column)
        panel.page.wait_for_function("d => d.data?.[1].x.at(-1) === 5000", arg=chart.drawing.element_handle())
        x, y = chart.points()
        assert 500 < len(x) < 2500
        assert x == sorted(set(x))
        assert (x[0], x[-1]) == (0, 5000)
        assert y == [trace[column][int(epoch)] for epoch in x]
        assert (min(y), max(y)) == (min(trace[column]), max(trace[column]))
        drawn = np.interp(trace["epoch"], x, y)
        # Less than a pixel: the axes are 1 and 0.5 high, and some 290 pixels.
        assert np.abs(drawn - trace[column]).max() < 0.5 / 290


def test_run_of_two_thousand_rows_is_drawn_whole(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run_with({"epochs": 1999})
    panel.chart("a").expect_points(2000)


def test_chart_follows_the_size_of_its_frame(story: Story, page: Page) -> None:
    panel = story.panel("wrong")
    panel.run()
    chart = panel.chart("a")
    chart.expect_points(301)
    for width in (500, 1000):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            "frame => Math.abs(frame.querySelector('.main-svg')?.clientWidth - frame.clientWidth) < 2",
            arg=chart.frame.element_handle(),
        )


def test_curve_is_uncovered_up_to_the_epoch_that_is_shown(story: Story) -> None:
    panel = story.panel("wrong")
    panel.run()
    chart = panel.chart("a")
    chart.expect_points(301)
    ink = chart.frame.locator(".plot-overlay clipPath rect").first
    rest = chart.frame.locator(".plot-overlay clipPath rect").last
    plot = chart.drawing.locator(".nsewdrag").bounding_box()
    assert plot is not None
    for epoch in (0, 75, 300):
        panel.seek(epoch)
        width, start = ink.get_attribute("width"), rest.get_attribute("x")
        # The clip begins 9 pixels left of the axis, so that a marker on the axis is whole.
        assert float(width or "") - 9 == pytest.approx(plot["width"] * epoch / 300, abs=1)
        assert float(start or "") == pytest.approx(plot["width"] * epoch / 300, abs=1)
    clips = chart.drawing.locator(".scatterlayer .trace").evaluate_all(
        "all => all.map((t) => t.getAttribute('clip-path'))"
    )
    names = chart.frame.locator(".plot-overlay clipPath").evaluate_all("all => all.map((clip) => clip.id)")
    assert sorted(clips) == sorted(f"url(#{name})" for name in names)


def test_labels_of_an_axis_are_never_cut_off(page: Page) -> None:
    """Of 2.5e152 the end alone would be another number."""
    page.goto("/lab?activation=linear&x=10&eta=1")
    plot = page.locator('[data-lane="A"] [data-plot="a"]')
    expect(plot.locator(".yaxislayer-above text").first).to_be_visible()
    page.wait_for_function(
        """plot => {
          const [left, texts] = [plot.getBoundingClientRect().left, [...plot.querySelectorAll(".ytick text")]];
          return texts.some((text) => /^\\d(\\.\\d+)?e\\d+$/.test(text.textContent))
            && texts.every((text) => text.getBoundingClientRect().left >= left);
        }""",
        arg=plot.element_handle(),
    )


def test_thousands_are_set_apart(page: Page) -> None:
    page.goto("/lab?epochs=100000")
    expect(page.get_by_role("group", name="Playback").get_by_role("status")).to_have_text("epoch 0 of 100,000")
    page.wait_for_function(
        """() => {
          const plot = document.querySelector('[data-lane="A"] [data-plot="cost"]');
          return [...plot.querySelectorAll(".xtick text")].some((text) => text.textContent === "100,000");
        }"""
    )


def test_switch_of_the_colour_scheme_redraws_the_charts_in_its_colours(story: Story, page: Page) -> None:
    story.run_all()
    seen = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for name, slot in (("badly-wrong", 0), ("cross-entropy-badly-wrong", 1)):
            drawing = story.panel(name).chart("cost").drawing
            page.wait_for_function(
                """([drawing, slot]) => {
                  const style = getComputedStyle(drawing);
                  const { data, _fullLayout } = drawing;
                  return data[1].line.color === style.getPropertyValue(`--series-${slot}`).trim()
                    && _fullLayout.yaxis.gridcolor === style.getPropertyValue("--hairline").trim()
                    && _fullLayout.xaxis.tickfont.color === style.getPropertyValue("--ink-soft").trim();
                }""",
                arg=[drawing.element_handle(), slot],
            )
            stroke = drawing.locator(".scatterlayer .js-line").last.evaluate("line => getComputedStyle(line).stroke")
            seen.append(stroke)
    assert len(set(seen)) == 4


def test_dots_of_lanes_that_are_alike_stand_side_by_side_and_in_the_chart(page: Page) -> None:
    lab = LabPage(page, "lanes=4&lane4.b=-2&epochs=100")
    expect(lab.overview.locator(".dot-letter")).to_have_count(4)
    left, width = lab.overview_place()
    for epoch in (0, 50, 100):
        lab.seek(epoch)
        at = left + width * epoch / 100
        a, b, c, alone = [
            at + float(dot.get_attribute("cx") or 0) for dot in lab.overview.locator(".plot-overlay .dot").all()
        ]
        assert b - a == pytest.approx(13)
        assert c - b == pytest.approx(13)
        assert left <= a
        assert c <= left + width + 0.01
        assert alone == pytest.approx(at)


def test_what_a_field_means_hides_neither_the_field_nor_the_next(page: Page) -> None:
    lab = LabPage(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        lab["A"].control("w").focus()
        words = lab["A"].root.locator('[data-field="w"] small').first
        expect(words).to_be_visible()
        box = words.bounding_box()
        assert box is not None
        for part in (lab["A"].control("w"), lab["A"].slider("w"), lab["A"].control("b"), lab["A"].control("x")):
            other = part.bounding_box()
            assert other is not None
            is_below = other["y"] >= box["y"] + box["height"]
            is_beside = other["x"] >= box["x"] + box["width"] or other["x"] + other["width"] <= box["x"]
            assert is_below or is_beside


def test_player_leaves_a_phone_its_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    lab = LabPage(page)
    box = page.locator(".lab-clock").bounding_box()
    assert box is not None
    assert box["height"] <= 100
    expect(lab.run_button).to_be_visible()


def test_on_paper_there_is_nothing_to_press_and_black_on_white(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    lab = LabPage(page, "epoch=300")
    expect(lab["A"].words).not_to_be_empty()
    for selector in (".lab-clock", "form", "button", "input", "select", "a"):
        assert page.locator(selector).evaluate_all("all => all.filter((each) => each.checkVisibility()).length") == 0
    for part in (lab["A"].words, lab["A"].board, lab.overview):
        expect(part).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(lab["A"].words).to_have_css("color", "rgb(0, 0, 0)")


def test_section_of_which_a_lesson_leaves_out_everything_has_no_heading_either(page: Page) -> None:
    parts = "gradient,curve,neuron,blackboard,plateau,landscape"
    lab = LabPage(page, f"hide={parts}")
    expect(page.get_by_role("heading", name="Compare in step")).to_be_visible()
    expect(page.get_by_role("heading", name="Take away")).to_be_visible()
    expect(page.get_by_role("heading", name="See why")).to_be_hidden()
    expect(lab.notice).to_be_hidden()
