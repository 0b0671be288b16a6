"""Keys, the list of them, and projector mode, on a page that has something of everything."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pretend import Pretend


@pytest.fixture
def pretend(page: Page) -> Pretend:
    return Pretend(page)


END = 9007199254740991
MEANINGS = {
    " ": {"type": "toggle"},
    "ArrowLeft": {"type": "step", "by": -1},
    "ArrowRight": {"type": "step", "by": 1},
    "Shift+ArrowLeft": {"type": "step", "by": -10},
    "Shift+ArrowRight": {"type": "step", "by": 10},
    "Home": {"type": "seek", "epoch": 0},
    "End": {"type": "seek", "epoch": END},
    "+": ["faster"],
    "=": ["faster"],
    "-": ["slower"],
    "r": ["run"],
    "Shift+R": ["run"],
}


@pytest.mark.parametrize("key", MEANINGS)
def test_a_key_does_what_the_list_says(key: str, pretend: Pretend) -> None:
    pretend.page.keyboard.press(key)
    assert pretend.told == [MEANINGS[key]]


@pytest.mark.parametrize(
    "key", ["Control+r", "Meta+ArrowLeft", "Alt+ArrowLeft", "Control+Shift+ArrowRight", "x", "Enter"]
)
def test_other_keys_and_the_browsers_own_are_left_alone(key: str, pretend: Pretend) -> None:
    pretend.page.evaluate("addEventListener('keydown', (event) => event.preventDefault(), { capture: false })")
    pretend.page.keyboard.press(key)
    assert pretend.told == []


@pytest.mark.parametrize("role", ["spinbutton", "combobox", "textbox"])
def test_what_is_typed_into_a_field_is_the_fields(role: str, pretend: Pretend) -> None:
    pretend.page.get_by_role(role).first.focus()  # type: ignore[arg-type]
    for key in ("1", "-", "+", "r", "p", "?", " ", "ArrowLeft", "Home"):
        pretend.page.keyboard.press(key)
    pretend.page.keyboard.press("Escape")
    assert pretend.told == []
    expect(pretend.keys).to_be_hidden()


def test_arrows_belong_to_a_slider_and_other_keys_do_not(pretend: Pretend) -> None:
    slider = pretend.page.get_by_role("slider")
    slider.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Home", "ArrowRight"):
        pretend.page.keyboard.press(key)
    expect(slider).to_have_value("1")
    assert pretend.told == []
    pretend.page.keyboard.press("r")
    pretend.page.keyboard.press(" ")
    assert pretend.told == [["run"], {"type": "toggle"}]


def test_space_belongs_to_a_button(pretend: Pretend) -> None:
    button = pretend.page.get_by_role("button", name="Press")
    button.evaluate("button => button.addEventListener('click', () => document.body.told.push('pressed'))")
    button.focus()
    pretend.page.keyboard.press(" ")
    assert pretend.told == ["pressed"]
    pretend.page.keyboard.press("ArrowRight")
    assert pretend.told == [{"type": "step", "by": 1}]


def test_arrows_and_space_scroll_what_is_scrolled_with_them(pretend: Pretend) -> None:
    pretend.page.get_by_role("group", name="Table").focus()
    for key in (" ", "ArrowRight", "End"):
        pretend.page.keyboard.press(key)
    assert pretend.told == []
    pretend.page.wait_for_function("document.querySelector('[role=group]').scrollTop > 0")


def test_a_held_key_steps_on_but_does_not_flicker(pretend: Pretend) -> None:
    keyboard = pretend.page.keyboard
    for key in ("ArrowRight", "r"):
        keyboard.down(key)
        keyboard.down(key)
        keyboard.up(key)
    assert pretend.told == [{"type": "step", "by": 1}, {"type": "step", "by": 1}, ["run"]]


def test_the_question_mark_opens_the_list_and_keys_rest_meanwhile(pretend: Pretend) -> None:
    pretend.page.keyboard.press("?")
    expect(pretend.keys).to_be_visible()
    assert pretend.keys.locator("dd").all_text_contents() == [
        "Run from the start",
        "Play or pause",
        "One epoch back or on",
        "Ten epochs back or on",
        "To the first or the last epoch",
        "Slower or faster",
        "Big type for a projector, and back",
        "This list",
    ]
    assert [text.split() for text in pretend.keys.locator("dt").all_text_contents()] == [
        ["R"],
        ["Space"],
        ["←", "→"],
        ["Shift", "←", "Shift", "→"],
        ["Home", "End"],
        ["−", "+"],
        ["P"],
        ["?"],
    ]
    for key in ("r", "ArrowLeft", "p", "?"):
        pretend.page.keyboard.press(key)
    assert pretend.told == []
    pretend.page.keyboard.press("Escape")
    expect(pretend.keys).to_be_hidden()
    pretend.page.keyboard.press("r")
    assert pretend.told == [["run"]]


def test_the_list_closes_by_its_button(pretend: Pretend) -> None:
    pretend.page.keyboard.press("?")
    pretend.keys.get_by_role("button", name="Close").click()
    expect(pretend.keys).to_be_hidden()


def test_after_destroy_no_key_means_anything(pretend: Pretend) -> None:
    pretend.run("keys.destroy()")
    pretend.page.keyboard.press("r")
    pretend.page.keyboard.press("?")
    assert pretend.told == []
    expect(pretend.keys).to_be_hidden()


# Projector


def type_size(pretend: Pretend) -> float:
    return float(pretend.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_projector_mode_enlarges_type_and_lines_and_hides_the_rest(pretend: Pretend) -> None:
    before = type_size(pretend)
    chrome = pretend.page.get_by_text("For one reader alone")
    expect(chrome).to_be_visible()
    pretend.page.keyboard.press("p")
    expect(chrome).to_be_hidden()
    assert type_size(pretend) > 1.15 * before
    width = "Number(getComputedStyle(document.documentElement).getPropertyValue('--line-width'))"
    assert pretend.page.evaluate(width) >= 4
    assert pretend.told == [["projector", True]]
    pretend.page.keyboard.press("p")
    expect(chrome).to_be_visible()
    assert type_size(pretend) == before
    assert pretend.told == [["projector", False]]


def test_projector_mode_fills_the_screen_where_it_can(pretend: Pretend) -> None:
    pretend.page.keyboard.press("p")
    pretend.page.wait_for_function("document.fullscreenElement === document.documentElement")
    pretend.page.evaluate("document.exitFullscreen()")
    pretend.page.wait_for_function("!document.documentElement.hasAttribute('data-projector')")
    assert pretend.told == [["projector", True], ["projector", False]]


@pytest.mark.parametrize("can", ["refused", "unknown"])
def test_projector_mode_does_without_a_full_screen_and_escape_leaves_it(can: str, pretend: Pretend) -> None:
    pretend.page.evaluate(
        "can => { if (can === 'refused') Element.prototype.requestFullscreen = () => Promise.reject(new Error('no'));"
        " else Object.defineProperty(Document.prototype, 'fullscreenEnabled', { value: undefined }); }",
        can,
    )
    pretend.page.keyboard.press("p")
    assert pretend.run("projector.isOn") is True
    pretend.page.keyboard.press("?")
    pretend.page.keyboard.press("Escape")
    expect(pretend.keys).to_be_hidden()
    assert pretend.run("projector.isOn") is True
    pretend.page.keyboard.press("Escape")
    assert pretend.run("projector.isOn") is False
    assert pretend.told == [["projector", True], ["projector", False]]


def test_a_link_turns_projector_mode_on_without_asking_for_the_screen(pretend: Pretend) -> None:
    pretend.run("projector.set(true)")
    assert pretend.run("projector.isOn") is True
    assert pretend.page.evaluate("document.fullscreenElement") is None
    assert pretend.told == []
    pretend.page.keyboard.press("p")
    assert pretend.told == [["projector", False]]


# Theme

SCHEMES = [("light", "dark"), ("dark", "light")]
PAPER = {"light": "rgb(251, 250, 246)", "dark": "rgb(24, 23, 21)"}
LOOK = """() => {
  const style = getComputedStyle(document.documentElement);
  return [style.backgroundColor, style.getPropertyValue("--series-0").trim(), style.colorScheme];
}"""


@pytest.mark.parametrize(("system", "theme"), SCHEMES)
def test_a_chosen_theme_wins_over_the_systems(
    system: str, theme: str, new_context: Callable[..., BrowserContext]
) -> None:
    looks = {}
    for scheme in (system, theme):
        page = new_context(color_scheme=scheme).new_page()
        looks[scheme] = (Pretend(page), page.evaluate(LOOK))
    pretend, own = looks[system]
    _, other = looks[theme]
    assert own[0] == PAPER[system]
    pretend.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    assert pretend.page.evaluate(LOOK) == [*other[:2], theme]
    assert other[1].startswith("#")  # plotly.js reads it
    pretend.page.evaluate("delete document.documentElement.dataset.theme")
    assert pretend.page.evaluate(LOOK) == own
