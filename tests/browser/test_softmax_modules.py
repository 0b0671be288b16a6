"""What is typed and what a link says, read by the page's own modules in the browser without the page."""

from typing import Any

import pytest

from app.learning.multiclass import TOLERANCE
from app.web.softmax import OPENING
from app.web.softmax_messages import LARGEST_LOGIT, MAX_SHARPNESS
from tests.browser.modules import Modules

LIMITS = {"rows": 50, "classes": 12, "logit": 1000, "tableLogit": LARGEST_LOGIT, "sharpest": MAX_SHARPNESS}
START: dict[str, Any] = {**OPENING, "projector": False}


@pytest.fixture(scope="module")
def scripts(modules: Modules) -> Modules:
    base = modules.addresses["words/format.js"].removesuffix("words/format.js")
    for module in ("entry/number-rows.js", "entry/distributions.js", "link/softmax-state.js"):
        modules.addresses.setdefault(module, base + module)
    return modules


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1, 0, 0\n0.5,0.5,0", [[1, 0, 0], [0.5, 0.5, 0]]),
        ("0.2 0.8\t0", [[0.2, 0.8, 0]]),
        ("0,2 0,8\n1 0", [[0.2, 0.8], [1, 0]]),  # decimal commas, where spaces set the numbers apart
        ("0,2;0,8", [[0, 2], [0, 8]]),
        ("[[1, 0],\n [0, 1]]", [[1, 0], [0, 1]]),
        ("−1e2, +.5 ,", [[-100, 0.5]]),
        ("\n\n1 2\n\n", [[1, 2]]),
    ],
)
def test_rows_are_read_as_people_write_them(text: str, rows: list[list[float]], scripts: Modules) -> None:
    assert scripts.run("return rows.readRows(argument)", text, rows="entry/number-rows.js") == {"rows": rows}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1,,0", {"row": 1, "text": ""}),
        ("1 0\n1 nan", {"row": 2, "text": "nan"}),
        ("1 0\n∞ 0", {"row": 2, "text": "∞"}),
    ],
)
def test_what_is_no_number_is_told_with_its_line(text: str, wrong: dict[str, Any], scripts: Modules) -> None:
    assert scripts.run("return rows.readRows(argument)", text, rows="entry/number-rows.js") == {"wrong": wrong}


def test_a_sum_counts_as_one_within_the_servers_tolerance(scripts: Modules) -> None:
    assert scripts.run("return link.TOLERANCE", None, link="link/softmax-state.js") == TOLERANCE


def test_rows_that_only_have_to_be_scaled_are_told_from_others(scripts: Modules) -> None:
    body = "const [texts, limits] = argument; return texts.map((text) => judge.judgeRows(text, limits, false).canScale)"
    texts = ["0.333 0.333 0.333", "2 1 1", "1 -1 1", "0 0 0", "1 0 0", "1 0 x"]
    judged = scripts.run(body, [texts, LIMITS], judge="entry/distributions.js")
    assert judged == [True, True, False, False, False, False]
    body = "return judge.scaledRows(argument)"
    assert scripts.run(body, [[2, 1, 1], [1, 0, 0]], judge="entry/distributions.js") == [[0.5, 0.25, 0.25], [1, 0, 0]]


CHANGES: list[dict[str, Any]] = [
    {},
    {"z": [0.1 + 0.2, -1000, 1e-7, 0], "c": "max", "label": 3, "raised": 0, "by": -2.5},
    {"c": 0.1, "a": [0.25] * 4, "constant": -3.5, "projector": True},
    {"p": [[0.5, 0.5]], "q": [[-30, 900]], "given": "z"},
    {"p": [[1, 0], [0, 1], [0.5, 0.5]], "q": [[1, 0]] * 3, "example": 2},
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_link_and_a_state_are_each_others_inverse(change: dict[str, Any], scripts: Modules) -> None:
    state = {**START, **change}
    body = """const [given, opening, limits] = argument;
      const text = state.formatSoftmax(given, opening, limits);
      return [text, state.parseSoftmax(text, opening, limits)]"""
    text, found = scripts.run(body, [state, START, LIMITS], state="link/softmax-state.js")
    assert found == {"state": state, "complaints": []}
    assert text.startswith("z=")


@pytest.mark.parametrize(
    "link",
    [
        "z=1,2,3",
        "z=1,2,3,4,5",
        "z=1,2,3,1e9",
        "c=0",
        "c=maximum",
        "class=0",
        "raise=5",
        "a=0.5,0.5,0.5,0.5",
        "p=1,0;0",
        "p=1,0",
        "p=0.5,0.4;1,0&q=1,0;1,0",
        "q=2,0,0;1,0,0",
        "given=q",
        "z=1,2,3,4&z=1,2,3,4",
    ],
)
def test_a_link_that_is_wrong_is_named_and_the_page_stays_whole(link: str, scripts: Modules) -> None:
    body = "const [link, opening, limits] = argument; return state.parseSoftmax(link, opening, limits)"
    found = scripts.run(body, [link, START, LIMITS], state="link/softmax-state.js")
    assert len(found["complaints"]) == 1
    assert found["state"] == START
