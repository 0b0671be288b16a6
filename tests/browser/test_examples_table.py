"""Several inputs and several examples: a table that is typed, pasted into, and made larger and smaller.

It is long because one table is worked in five ways: typed into, wrongly too, moved in by keys, pasted, read aloud.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.experiments.schema import MAX_EXAMPLES, MAX_INPUTS
from tests.browser.axe import findings
from tests.browser.form_page import AND, DEFAULTS, FormPage
from tests.browser.test_layout import OVERFLOW, SMALL
from tests.servers import Server

SHAPES: dict[str, dict[str, Any]] = {
    "several examples": {"w": 0.6, "x": [1, -2, 0.5], "y": [0, 1, 0.3]},
    "several inputs": {"w": [0.5, 2, -1.25], "x": [1, -2, 1e-7], "y": 0.3},
    "several of both": {"w": [0.5, 2], "x": [[1, -2], [0, 3], [2, 2]], "y": [0, 1, 0.3]},
}


@pytest.fixture
def form(page: Page) -> FormPage:
    return FormPage(page)


def cells(form: FormPage) -> dict[str, Any]:
    return {name: form.value()[name] for name in ("w", "x", "y")}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_any_shape_of_an_experiment_stands_in_the_form(shape: dict[str, Any], form: FormPage, server: Server) -> None:
    form.choose({**DEFAULTS, **shape})
    form.expect_table()
    expect(form.switch).to_be_checked()
    assert form.value() == {**DEFAULTS, **shape}
    form.number("b").fill("0.25")
    (told,) = form.told()
    assert told == ("change", {**DEFAULTS, **shape, "b": 0.25})
    with server.client() as client:
        answer = client.post("/api/v1/simulations", json={"experiments": [told[1]], "record": "summary"})
    assert answer.status_code == 200
    form.choose(DEFAULTS)
    form.expect_fields()
    assert form.value() == DEFAULTS


def test_lists_of_one_stand_in_the_plain_fields(form: FormPage) -> None:
    form.choose({**DEFAULTS, "w": [2], "x": [[-1]], "y": [1]})
    form.expect_fields()
    assert cells(form) == {"w": 2, "x": -1, "y": 1}


def test_the_table_opens_with_what_stands_in_the_fields(form: FormPage) -> None:
    form.number("w").fill("-2,5")
    form.told()
    form.switch.check()
    form.expect_table()
    expect(form.cell("Weight 1")).to_have_value("-2.5")
    assert [kind for kind, _ in form.told()][-2:] == ["change", "commit"]
    assert cells(form) == {"w": -2.5, "x": 1, "y": 0}
    # The page says again what it was told, which closes nothing.
    form.choose({**DEFAULTS, "w": -2.5})
    form.expect_table()
    form.cell("Example 1, target").fill("0.3")
    form.switch.uncheck()
    form.expect_fields()
    assert cells(form) == {"w": -2.5, "x": 1, "y": 0.3}


def test_the_table_is_kept_while_it_is_switched_off(form: FormPage) -> None:
    form.choose(AND)
    form.switch.uncheck()
    form.expect_fields()
    assert cells(form) == {"w": 0.5, "x": 0, "y": 0}
    form.choose(form.value())
    form.number("w").fill("3")
    form.switch.check()
    assert cells(form) == {"w": [3, -0.5], "x": AND["x"], "y": AND["y"]}


def test_another_experiment_takes_the_kept_table_away(form: FormPage) -> None:
    form.choose(AND)
    form.switch.uncheck()
    form.choose({**DEFAULTS, "w": 7})
    form.switch.check()
    assert cells(form) == {"w": 7, "x": 1, "y": 0}


def test_inputs_and_examples_come_and_go_by_buttons(form: FormPage) -> None:
    form.switch.check()
    form.button("Add an input").click()
    assert cells(form) == {"w": [0.6, 0], "x": [1, 0], "y": 0}
    expect(form.cell("Weight 2")).to_be_focused()
    form.button("Add an example").click()
    assert cells(form) == {"w": [0.6, 0], "x": [[1, 0], [1, 0]], "y": [0, 0]}
    expect(form.cell("Example 2, input 1")).to_be_focused()
    form.cell("Example 2, input 1").fill("-1")
    form.cell("Example 2, target").fill("1")
    form.button("Remove input 2").click()
    assert [(kind, value["w"]) for kind, value in form.told()][-2:] == [("change", 0.6), ("commit", 0.6)]
    assert cells(form) == {"w": 0.6, "x": [1, -1], "y": [0, 1]}
    form.button("Remove example 1").click()
    form.expect_fields()
    expect(form.switch).not_to_be_checked()
    expect(form.switch).to_be_focused()
    assert cells(form) == {"w": 0.6, "x": -1, "y": 1}


def test_the_right_example_and_the_right_input_are_removed(form: FormPage) -> None:
    form.choose({**DEFAULTS, **SHAPES["several of both"]})
    form.button("Remove example 2").click()
    assert cells(form) == {"w": [0.5, 2], "x": [[1, -2], [2, 2]], "y": [0, 0.3]}
    expect(form.button("Remove example 2")).to_be_focused()
    form.button("Remove input 1").click()
    assert cells(form) == {"w": 2, "x": [-2, 2], "y": [0, 0.3]}
    expect(form.button("Remove input 1")).to_be_hidden()


def test_what_is_no_number_yet_stays_when_the_table_changes_its_shape(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Example 3, input 2").fill("-")
    form.button("Remove example 1").click()
    expect(form.cell("Example 2, input 2")).to_have_value("-")
    expect(form.cell("Example 2, input 2")).to_have_attribute("aria-invalid", "true")
    expect(form.cell("Example 3, input 2")).not_to_have_attribute("aria-invalid", "true")


def test_no_more_can_be_added_than_the_schema_allows(form: FormPage) -> None:
    form.choose({**DEFAULTS, "w": [0] * MAX_INPUTS, "x": [[0] * MAX_INPUTS] * MAX_EXAMPLES, "y": [0] * MAX_EXAMPLES})
    for name in ("Add an input", "Add an example"):
        expect(form.button(name)).to_be_disabled()
    form.button(f"Remove input {MAX_INPUTS}").click()
    form.button(f"Remove example {MAX_EXAMPLES}").click()
    for name in ("Add an input", "Add an example"):
        expect(form.button(name)).to_be_enabled()


def test_the_largest_table_is_quick(form: FormPage) -> None:
    """The best of some times, so that a busy machine does not decide; alone, they are a fifth of what is allowed."""
    inputs = MAX_INPUTS - 1
    form.choose({**DEFAULTS, "w": [0.5] * inputs, "x": [[1] * inputs] * MAX_EXAMPLES, "y": [0] * MAX_EXAMPLES})
    typing, adding, removing = form.page.evaluate(
        """() => {
          const timed = (act) => {
            const start = performance.now();
            act();
            document.body.getBoundingClientRect();
            return performance.now() - start;
          };
          const find = (selector) => document.querySelector(`.examples ${selector}`);
          const typed = new InputEvent("input", { bubbles: true });
          const type = () => find("tbody tr:last-child input").dispatchEvent(typed);
          const add = () => find('[data-add="input"]').click();
          const remove = () => find("thead button").click();
          const rounds = Array.from({ length: 5 }, () => [timed(type), timed(add), timed(remove)]);
          return [0, 1, 2].map((kind) => Math.min(...rounds.map((times) => times[kind])));
        }"""
    )
    assert typing < 50
    assert max(adding, removing) < 200


# Wrong cells


@pytest.mark.parametrize(
    ("cell", "value", "complaint"),
    [
        ("Weight 2", "1001", "Weight 2: This must be at most 1000."),
        ("Example 3, input 1", "", "Example 3, input 1: A number is needed here."),
        ("Example 4, target", "1,5", "Example 4, target: This must be at most 1."),
        ("Example 1, target", "-0.1", "Example 1, target: This must be at least 0."),
    ],
)
def test_a_wrong_cell_is_named_beneath_the_table(cell: str, value: str, complaint: str, form: FormPage) -> None:
    form.choose(AND)
    form.cell(cell).fill(value)
    expect(form.sentence).to_have_text(complaint)
    expect(form.cell(cell)).to_have_attribute("aria-invalid", "true")
    described = form.cell(cell).get_attribute("aria-describedby")
    expect(form.page.locator(f"#{described}")).to_have_text(complaint)
    assert form.told() == []
    assert form.page.evaluate("() => globalThis.form.isValid") is False
    expect(form.cell(cell)).to_be_focused()
    form.cell(cell).fill("0,5")
    expect(form.sentence).to_be_empty()
    expect(form.cell(cell)).not_to_have_attribute("aria-invalid", "true")
    assert form.page.evaluate("() => globalThis.form.isValid") is True


def test_many_wrong_cells_are_counted(form: FormPage) -> None:
    form.choose(AND)
    for example in range(1, 5):
        form.cell(f"Example {example}, target").fill("7")
    expect(form.sentence).to_contain_text("Example 3, target: This must be at most 1. One more cell is not right.")
    form.cell("Weight 1").fill("")
    expect(form.sentence).to_contain_text("2 more cells are not right.")


@pytest.mark.parametrize(
    ("shape", "field", "cell"),
    [
        ("several of both", "w.1", "Weight 2"),
        ("several of both", "x.2.1", "Example 3, input 2"),
        ("several of both", "y.1", "Example 2, target"),
        ("several examples", "w", "Weight 1"),
        ("several examples", "x.2", "Example 3, input 1"),
        ("several inputs", "x.2", "Example 1, input 3"),
        ("several inputs", "y", "Example 1, target"),
    ],
)
def test_what_the_server_says_is_put_to_its_cell(shape: str, field: str, cell: str, form: FormPage) -> None:
    form.choose({**DEFAULTS, **SHAPES[shape]})
    assert form.complain({field: "the server says no"})
    expect(form.cell(cell)).to_have_attribute("aria-invalid", "true")
    expect(form.sentence).to_have_text(f"{cell}: the server says no")
    form.number("b").fill("1")
    expect(form.sentence).to_be_empty()


def test_what_the_server_says_of_no_cell_is_beneath_the_table_or_beside_its_field(form: FormPage) -> None:
    form.choose(AND)
    assert form.complain({"x": "x is too large", "x.9.9": "nowhere", "eta": "eta is too small"})
    expect(form.sentence).to_have_text("x is too large nowhere")
    expect(form.complaint("eta")).to_have_text("eta is too small")
    assert not form.complain({"nothing": "no"})
    form.choose(DEFAULTS)
    assert form.complain({"x.0.1": "in the plain field"})
    expect(form.complaint("x")).to_have_text("in the plain field")


# Keys


def test_enter_and_arrows_go_from_row_to_row(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Weight 2").focus()
    for key, cell in [
        ("Enter", "Example 1, input 2"),
        ("ArrowDown", "Example 2, input 2"),
        ("ArrowUp", "Example 1, input 2"),
        ("Shift+Enter", "Weight 2"),
        ("ArrowUp", "Weight 2"),
        ("Tab", "Example 1, input 1"),
        ("Tab", "Example 1, input 2"),
        ("Tab", "Example 1, target"),
        ("ArrowUp", "Example 1, target"),
    ]:
        form.page.keyboard.press(key)
        expect(form.cell(cell)).to_be_focused()


def test_enter_finishes_a_change_and_submits_nothing(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Weight 1").fill("3")
    form.told()
    form.page.keyboard.press("Enter")
    assert [(kind, value["w"]) for kind, value in form.told()] == [("commit", [3, -0.5])]
    form.page.keyboard.type("5")
    expect(form.cell("Example 1, input 1")).to_have_value("5")
    form.cell("Example 4, target").fill("0,5")
    form.told()
    form.page.keyboard.press("Enter")
    assert [(kind, value["y"]) for kind, value in form.told()] == [("commit", [0, 0, 0, 0.5])]
    expect(form.cell("Example 4, target")).to_be_focused()
    expect(form.cell("Example 4, target")).to_have_value("0.5")


def test_the_page_may_say_what_is_being_typed_in_a_cell(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Weight 1").fill("0,50")
    form.choose(AND)
    expect(form.cell("Weight 1")).to_have_value("0,50")
    form.choose({**AND, "w": [7, 8]})
    expect(form.cell("Weight 1")).to_have_value("7")


def test_a_comma_in_a_cell_is_shown_as_it_was_read(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Weight 1").fill("−2,5")
    form.page.keyboard.press("Enter")
    expect(form.cell("Weight 1")).to_have_value("-2.5")
    assert cells(form)["w"] == [-2.5, -0.5]


# Pasting

TABLE = "<table><tr><td>…</td></tr></table>"

XOR = {"x": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 0]}

PASTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "examples with their targets": (
        "Example 1, input 1",
        "0\t0\t0\r\n0\t1\t1\r\n1\t0\t1\r\n1\t1\t0\r\n",
        {"w": [0.6, 0], **XOR},
    ),
    "the whole table": (
        "Weight 1",
        "-1\t2\t\n0\t0\t0\n0\t1\t1\n1\t0\t1\n1\t1\t0",
        {"w": [-1, 2], **XOR},
    ),
    "weights without a cell above the target": ("Weight 1", "-1;2\n3;4;0,5", {"w": [-1, 2], "x": [3, 4], "y": 0.5}),
    "a row of weights": ("Weight 1", "0,5\t−2,25\t3", {"w": [0.5, -2.25, 3], "x": [1, 0, 0], "y": 0}),
    "decimal commas and semicolons": (
        "Example 1, input 1",
        "0,5; 0,25\n−1,5; 1",
        {"w": 0.6, "x": [0.5, -1.5], "y": [0.25, 1]},
    ),
    "a column of targets": ("Example 1, target", "0\n0.3\n1\n", {"w": 0.6, "x": [1, 1, 1], "y": [0, 0.3, 1]}),
    "a column of inputs": ("Example 1, input 1", "1\n2\n3", {"w": 0.6, "x": [1, 2, 3], "y": [0, 0, 0]}),
}


@pytest.mark.parametrize(("cell", "text", "expected"), PASTED.values(), ids=list(PASTED))
def test_a_block_is_pasted_and_the_table_grows(cell: str, text: str, expected: dict[str, Any], form: FormPage) -> None:
    form.switch.check()
    form.told()
    form.paste(cell, text)
    assert cells(form) == expected
    assert [kind for kind, _ in form.told()] == ["change", "commit"]
    expect(form.sentence).to_be_empty()


NAMED = {
    "row": ("x1\tx2\ty\n1\t2\t0\n3\t4\t1", "Pasted without its first row, which is not numbers."),
    "column": ("a\t1\t2\t0\nb\t3\t4\t1", "Pasted without its first column, which is not numbers."),
    "both": ("\tx1\tx2\ty\na\t1\t2\t0\nb\t3\t4\t1", "Pasted without its first row and first column, which are"),
}


@pytest.mark.parametrize(("text", "sentence"), NAMED.values(), ids=list(NAMED))
def test_names_around_the_numbers_are_left_out_and_it_is_said(text: str, sentence: str, form: FormPage) -> None:
    form.switch.check()
    form.told()
    form.paste("Example 1, input 1", text)
    assert cells(form) == {"w": [0.6, 0], "x": [[1, 2], [3, 4]], "y": [0, 1]}
    expect(form.form.get_by_role("status")).to_contain_text(sentence)
    expect(form.sentence).to_be_empty()
    form.cell("Weight 1").fill("2")
    expect(form.form.get_by_role("status")).to_be_empty()


def test_a_block_is_pasted_at_the_cell_that_has_the_focus(form: FormPage) -> None:
    form.choose(AND)
    form.paste("Example 2, input 2", "5\t0.5\n6\t0.25")
    assert cells(form) == {"w": [0.5, -0.5], "x": [[0, 0], [0, 5], [1, 6], [1, 1]], "y": [0, 0.5, 0.25, 1]}
    expect(form.cell("Example 2, input 2")).to_be_focused()


def test_a_column_with_decimal_commas_is_pasted_when_it_comes_from_a_spreadsheet(form: FormPage) -> None:
    form.choose(AND)
    form.paste("Example 1, target", "0,5\n0,25", TABLE)
    assert cells(form)["y"] == [0.5, 0.25, 0, 1]


def test_one_value_goes_where_the_cursor_is(form: FormPage) -> None:
    """As in any field: here the browser pastes, so the page must not."""
    form.choose(AND)
    prevented = form.cell("Weight 1").evaluate(
        """cell => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "2,5\\r\\n");
          return !cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    assert prevented is False


REFUSED = {
    "a word": ("Example 1, input 1", "1\t1\n3\tabc", "row 2, column 2 is “abc”. A number is needed there."),
    "a gap": ("Example 1, input 1", "1\t1\n\t3", "row 2, column 1 is empty. A number is needed there."),
    "a short row": ("Example 1, input 1", "1\t2\t0\n3\t4", "row 2, column 3 is empty. A number is needed there."),
    "a heading with a number": ("Example 1, input 1", "x1\t2\ty\n1\t2\t0", "row 1, column 1 is “x1”. A number is"),
    "a heading alone": ("Example 1, input 1", "x1\tx2\ty", "row 1, column 1 is “x1”. A number is needed there."),
    "a heading over words": ("Example 1, input 1", "x1\ty\na\tb", "row 1, column 1 is “x1”. A number is needed there."),
    "too large a number": (
        "Example 1, input 1",
        "1\t0\n2000\t1",
        "row 2, column 1 is “2000”. This must be at most 1000.",
    ),
    "a target beyond 1": ("Example 1, input 1", "1\t1\n2\t1,5", "row 2, column 2 is “1,5”. This must be at most 1."),
    "a weight for the target": (
        "Weight 1",
        "1\t2\n3\t0",
        "row 1, column 2 is “2”. Weights have no place above the target.",
    ),
    "a long text": ("Weight 1", f"1\t{'q' * 500}", f"row 1, column 2 is “{'q' * 20}…”. A number is needed there."),
    "too many inputs": ("Weight 1", "\t".join("1" * 17), "that would make 17 inputs, and 16 is the most."),
    "too many examples": ("Example 1, input 1", "1\n" * 201, "that would make 201 examples, and 200 is the most."),
    "commas alone": ("Example 1, input 1", "0,1\n1,0", "a comma may be a decimal point or stand between two numbers."),
}


@pytest.mark.parametrize(("cell", "text", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_a_block_that_does_not_fit_is_refused_with_a_reason_and_changes_nothing(
    cell: str, text: str, sentence: str, form: FormPage
) -> None:
    form.switch.check()
    form.told()
    form.paste(cell, text)
    expect(form.sentence).to_contain_text("Nothing was pasted")
    expect(form.sentence).to_contain_text(sentence)
    assert cells(form) == {"w": 0.6, "x": 1, "y": 0}
    assert form.told() == []
    form.number("b").fill("1")
    expect(form.sentence).to_be_empty()


def test_the_largest_block_is_pasted(form: FormPage) -> None:
    rows = [[round(0.01 * (row + column), 2) for column in range(MAX_INPUTS)] + [0.5] for row in range(MAX_EXAMPLES)]
    form.switch.check()
    form.paste("Example 1, input 1", "\n".join("\t".join(map(json.dumps, row)) for row in rows))
    found = cells(form)
    assert found["x"] == [row[:-1] for row in rows]
    assert found["y"] == [0.5] * MAX_EXAMPLES


# For everybody


def test_every_cell_and_button_has_a_name_of_its_own_and_axe_finds_nothing(form: FormPage) -> None:
    form.choose(AND)
    form.cell("Example 2, input 2").fill("abc")
    names = form.table.locator("input, button").evaluate_all("all => all.map((control) => control.ariaLabel)")
    assert len(set(names)) == len(names) == 2 + 4 * 3 + 2 + 4
    assert findings(form.page, {"include": ["form"]}) == []


@pytest.mark.parametrize("width", [320, 560, 1280])
def test_the_table_fits_every_width_and_what_can_be_pressed_is_large_enough(width: int, form: FormPage) -> None:
    form.page.set_viewport_size({"width": width, "height": 800})
    form.choose({**DEFAULTS, "w": [0] * MAX_INPUTS, "x": [[0] * MAX_INPUTS] * 2, "y": [0] * 2})
    assert form.page.evaluate(OVERFLOW) == []
    small = [control for control in form.page.evaluate(SMALL, 24) if 'type="checkbox"' not in control]
    assert small == []
