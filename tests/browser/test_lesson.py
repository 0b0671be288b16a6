"""The dialog that makes a lesson's link, the link's effect on the page, and copying."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.pretend import Pretend


@pytest.fixture
def pretend(page: Page) -> Pretend:
    found = Pretend(page)
    found.run("lesson.open()")
    return found


def link(pretend: Pretend) -> str:
    return pretend.link.input_value()


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def tick(pretend: Pretend, name: str) -> Locator:
    return pretend.lesson.get_by_role("checkbox", name=name)


def test_the_link_is_the_page_as_it_stands(pretend: Pretend) -> None:
    address = link(pretend)
    assert urlsplit(address).path == "/lab"
    assert address.startswith(pretend.page.url.removesuffix("/pretend"))
    assert query(address) == {"eta": "0.3", "epoch": "7"}


def test_everything_marked_can_be_left_out_and_is_listed_once(pretend: Pretend) -> None:
    group = pretend.lesson.get_by_role("group", name="Leave out")
    assert [text.strip() for text in group.locator("label").all_text_contents()] == ["The forms", "The speed"]
    tick(pretend, "The speed").check()
    tick(pretend, "The forms").check()
    assert query(link(pretend))["hide"] == "forms,speed"
    tick(pretend, "The forms").uncheck()
    assert query(link(pretend))["hide"] == "speed"


def test_every_choice_is_in_the_link(pretend: Pretend) -> None:
    for name in ("The lanes cannot be changed", "Ask for a prediction", "Big type"):
        tick(pretend, name).check()
    pretend.lesson.get_by_label("When the page opens").select_option("it plays at once")
    pretend.lesson.get_by_label("Colours").select_option("dark")
    assert query(link(pretend)) == {
        "eta": "0.3",
        "fixed": "yes",
        "predict": "yes",
        "projector": "yes",
        "play": "yes",
        "theme": "dark",
    }
    assert pretend.lesson.get_by_label("Language").locator("option").all_text_contents() == ["English"]


@pytest.mark.parametrize("choice", ["predict", "play"])
def test_a_lesson_that_is_yet_to_be_played_begins_at_the_start(choice: str, pretend: Pretend) -> None:
    assert query(link(pretend))["epoch"] == "7"
    if choice == "predict":
        tick(pretend, "Ask for a prediction").check()
    else:
        pretend.lesson.get_by_label("When the page opens").select_option("it plays at once")
    assert "epoch" not in query(link(pretend))


def test_the_dialog_opens_as_the_page_is(pretend: Pretend) -> None:
    tick(pretend, "The speed").check()
    pretend.page.keyboard.press("Escape")
    expect(pretend.lesson).to_be_hidden()
    pretend.run(
        "(page.state = { ...page.state, hide: ['forms'], predict: true, theme: 'dark', play: true }, lesson.open())"
    )
    expect(tick(pretend, "The forms")).to_be_checked()
    expect(tick(pretend, "The speed")).not_to_be_checked()
    expect(tick(pretend, "Ask for a prediction")).to_be_checked()
    expect(pretend.lesson.get_by_label("Colours")).to_have_value("dark")
    expect(pretend.lesson.get_by_label("When the page opens")).to_have_value("yes")


def test_the_frame_shows_the_same_page(pretend: Pretend) -> None:
    tick(pretend, "The forms").check()
    frame = pretend.frame.input_value()
    found = re.fullmatch(
        r'<iframe src="([^"]+)" title="Learning Slowdown Lab" width="100%" height="\d+" [^<>]+></iframe>', frame
    )
    assert found is not None
    source = urlsplit(html.unescape(found[1]))
    assert source.path == "/embed"
    assert source.query == urlsplit(link(pretend)).query
    assert "&epoch" not in found[1]


def test_who_may_frame_it_is_said(page: Page) -> None:
    pretend = Pretend(page)
    pretend.run("lesson.open()")
    expect(pretend.lesson).to_contain_text("No other site may show this page in a frame yet")
    expect(pretend.lesson).to_contain_text("SLOWDOWN_FRAME_ORIGINS")
    page.unroute_all()
    pretend = Pretend(page, ("https://course.example.org", "https://moodle.example.org"))
    pretend.run("lesson.open()")
    expect(pretend.lesson).to_contain_text(
        "Pages of https://course.example.org, https://moodle.example.org may show it"
    )
    expect(pretend.lesson).to_contain_text("SLOWDOWN_FRAME_ORIGINS")


# Copying


@pytest.mark.parametrize("clipboard", ["there", "missing", "refused"])
@pytest.mark.parametrize("what", ["link", "frame"])
def test_link_and_frame_can_be_copied(what: str, clipboard: str, new_context: Callable[..., BrowserContext]) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    if clipboard == "missing":  # as on plain http from another machine
        page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    if clipboard == "refused":
        page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('no'))")
    pretend = Pretend(page)
    pretend.run("lesson.open()")
    button = pretend.lesson.get_by_role("button", name=f"Copy the {what}")
    button.click()
    expect(pretend.lesson.get_by_role("status")).to_have_text("Copied.")
    expect(button).to_be_focused()
    copied = (pretend.link if what == "link" else pretend.frame).input_value()
    page.keyboard.press("Escape")
    page.get_by_label("Notes").focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_label("Notes")).to_have_value(copied)


def test_where_nothing_can_be_copied_the_text_is_selected_and_said_to_be(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"
        "Document.prototype.execCommand = () => false"
    )
    pretend = Pretend(page)
    pretend.run("lesson.open()")
    pretend.lesson.get_by_role("button", name="Copy the link").click()
    expect(pretend.lesson.get_by_role("status")).to_contain_text("does not let the page copy")
    field = pretend.link
    expect(field).to_be_focused()
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == link(pretend)
    expect(page.locator("textarea.visually-hidden")).to_have_count(0)


def test_another_choice_takes_back_that_it_was_copied(pretend: Pretend) -> None:
    pretend.page.evaluate("Document.prototype.execCommand = () => true; Clipboard.prototype.writeText = async () => {}")
    pretend.lesson.get_by_role("button", name="Copy the link").click()
    expect(pretend.lesson.get_by_role("status")).to_have_text("Copied.")
    tick(pretend, "The forms").check()
    expect(pretend.lesson.get_by_role("status")).to_be_empty()


# What a lesson does to the page

PLAIN = "{ hide: [], fixed: false, theme: 'auto', lang: 'en' }"


def test_what_is_left_out_is_gone_wherever_it_stands(page: Page) -> None:
    pretend = Pretend(page)
    pretend.run("applyLesson({ hide: ['forms'], fixed: false, theme: 'auto', lang: 'en' })")
    expect(page.get_by_label("Rate")).to_be_hidden()
    expect(page.get_by_label("Notes")).to_be_hidden()
    expect(page.get_by_label("Speed")).to_be_visible()
    pretend.run(f"applyLesson({PLAIN})")
    expect(page.get_by_label("Rate")).to_be_visible()


def test_fixed_lanes_can_be_read_but_not_changed(page: Page) -> None:
    pretend = Pretend(page)
    pretend.run("applyLesson({ hide: [], fixed: true, theme: 'auto', lang: 'en' })")
    expect(page.get_by_label("Rate")).to_be_visible()
    expect(page.get_by_label("Rate")).to_be_disabled()
    assert page.get_by_text("A part that changes").evaluate("part => part.inert") is True
    pretend.run(f"applyLesson({PLAIN})")
    expect(page.get_by_label("Rate")).to_be_enabled()
    assert page.get_by_text("A part that changes").evaluate("part => part.inert") is False


def test_theme_and_language_are_set_and_taken_back(page: Page) -> None:
    pretend = Pretend(page)
    look = "[document.documentElement.dataset.theme ?? null, document.documentElement.lang]"
    pretend.run("applyLesson({ hide: [], fixed: false, theme: 'dark', lang: 'en' })")
    assert pretend.run(look) == ["dark", "en"]
    pretend.run(f"applyLesson({PLAIN})")
    assert pretend.run(look) == [None, "en"]


# On the page itself


@pytest.fixture
def lab(page: Page) -> Page:
    page.goto("/lab?w=3&b=1&y=0.3&lanes=2&lane2.cost=cross-entropy")
    page.get_by_role("button", name="Lesson link").click()
    return page


def test_a_lesson_link_opens_the_page_as_it_was_set(lab: Page) -> None:
    dialog = lab.get_by_role("dialog", name="A link for a lesson")
    dialog.get_by_role("checkbox", name="The forms").check()
    dialog.get_by_label("Colours").select_option("dark")
    address = dialog.get_by_role("textbox", name="Link").input_value()
    assert query(address)["y"] == "0.3"
    lab.goto(address)
    expect(lab.locator(".lane:visible").first).to_be_visible()
    expect(lab.locator('[data-control="forms"]:visible')).to_have_count(0)
    assert lab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(24, 23, 21)"
    assert query(lab.url) == query(address)


def test_every_part_that_may_be_left_out_has_a_name_and_goes(lab: Page) -> None:
    names = lab.evaluate("[...new Set([...document.querySelectorAll('[data-control]')].map((e) => e.dataset.control))]")
    dialog = lab.get_by_role("dialog", name="A link for a lesson")
    boxes = dialog.get_by_role("group", name="Leave out").get_by_role("checkbox")
    expect(boxes).to_have_count(len(names))
    for box in boxes.all():
        assert box.evaluate("box => box.labels[0].textContent.trim().length") > 3
        box.check()
    lab.goto(dialog.get_by_role("textbox", name="Link").input_value())
    expect(lab.locator("[data-control]:visible")).to_have_count(0)
    expect(lab.get_by_role("button", name="Run", exact=True)).to_be_visible()


def test_the_frame_of_a_course_page_opens(lab: Page) -> None:
    frame = lab.get_by_role("textbox", name="For a course page").input_value()
    source = re.search(r'src="([^"]+)"', frame)
    assert source is not None
    lab.goto(html.unescape(source[1]))
    expect(lab.get_by_role("button", name="Run", exact=True)).to_be_visible()
    assert urlsplit(lab.url).path == "/embed"


# Everybody can use it


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_dialogs_are_accessible(width: int, scheme: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    pretend = Pretend(page)
    for opener, dialog in (("lesson.open()", pretend.lesson), ("keys.open()", pretend.keys)):
        pretend.run(opener)
        expect(dialog).to_be_visible()
        assert findings(page, "dialog[open]") == []
        assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
        box = dialog.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
