"""Cross-entropies of several classes as they are typed on the softmax page, or begun with."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.softmax_page import SoftmaxPage, asked
from tests.servers import Server


@pytest.fixture
def shown(page: Page) -> SoftmaxPage:
    return SoftmaxPage(page).open()


def test_a_typed_batch_has_both_forms_and_both_means(shown: SoftmaxPage, server: Server) -> None:
    shown.p.fill("0.5 0.5\n0 1")
    expect(shown.page.locator("#entropy-q-error")).to_have_text("Line 1 has 3 numbers, and the first line of p has 2.")
    shown.q.fill("0,25 0,75\n1 0")
    expect(shown.part("entropy-words")).to_have_text(re.compile("^Example 2 costs infinitely much"))
    answer = asked(server, "cross-entropy", {"p": [[0.5, 0.5], [0, 1]], "q": [[0.25, 0.75], [1, 0]]}).json()
    forms = [answer["forms"], answer["clipped"]["forms"]]
    expected = [form[name]["values"][0] for form in forms for name in ("categorical", "per_output")]
    assert shown.numbers('[data-part="entropy-rows"] tr:first-child data') == expected
    second = shown.page.locator('[data-part="entropy-rows"] tr:nth-child(2) td')
    expect(second).to_have_text(["∞", "∞", "23.0259", "46.0517"])
    expect(shown.page.get_by_role("row", name="mean over all 4 elements")).to_be_visible()
    expect(shown.part("clip-words")).to_have_text(re.compile("^Example 2 costs infinitely much; clipped, it seems"))
    shown.page.wait_for_function("() => location.search.includes('q=')")
    assert (shown.query["p"], shown.query["q"]) == ("0.5,0.5;0,1", "0.25,0.75;1,0")


@pytest.mark.parametrize(
    ("p", "complaint"),
    [
        ("1, 0, 0\n0.5, 0.4, 0", "Line 2 sums to 0.9; a distribution sums to 1."),
        ("1, 0, x", "Line 1: “x” is not a number."),
        ("1.5, -0.5, 0\n1 0 0", "Line 1: a probability lies between 0 and 1, and 1.5 does not."),
        ("", "At least one line of numbers is needed here."),
        ("1", "Line 1: at least two classes are needed."),
    ],
)
def test_what_is_no_distribution_is_said_beside_it(p: str, complaint: str, shown: SoftmaxPage) -> None:
    shown.p.fill(p)
    expect(shown.page.locator("#entropy-p-error")).to_have_text(complaint)
    expect(shown.p).to_have_attribute("aria-invalid", "true")
    can_scale = "sums to" in complaint
    assert shown.button("Scale its rows to sum to 1").count() == can_scale
    if can_scale:
        shown.button("Scale its rows to sum to 1").click()
        expect(shown.p).not_to_have_attribute("aria-invalid", "true")
        expect(shown.page.locator("#entropy-p-error")).to_be_hidden()


def test_logits_show_what_clipping_hides(shown: SoftmaxPage) -> None:
    shown.button("Huge logits").click()
    rows = shown.page.locator('[data-part="entropy-rows"] tr')
    expect(rows.nth(2).locator("td")).to_have_text(["1000.0000", "1900.0000", "23.0259", "46.0517"])
    expect(rows.nth(0).locator(".is-changed")).to_have_count(0)
    expect(shown.part("clip-words")).to_have_text(
        "Example 3 costs 1000.0000; clipped, it seems to cost 23.0259. It lies where the clipped line is flat: "
        "no gradient, so it would never be put right."
    )
    expect(shown.part("dots").locator(".clip-beyond")).to_have_count(1)
    shown.page.get_by_role("combobox", name="Answered as").select_option("q")
    expect(shown.part("entropy-words")).to_have_text(re.compile("^Example 3 costs infinitely much"))
