"""The table of a run: several inputs and examples, long runs, and what it costs while a run plays."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import Bench
from tests.browser.lab import decimals

PLACE = """
<div class="panel cost-0"><details open><summary>Rows</summary>
<div class="trace-table" tabindex="0" role="group" aria-label="Table"></div>
<div class="trace-pages"></div></details></div>
"""
MAKE = """
const [columns, labels] = argument;
const rows = new tracing.Trace();
rows.append(columns);
const table = new tables.TraceTable(document.querySelector("details"), labels);
table.update(rows);
table.show(0);
document.querySelector("main").bench = { table, rows };
"""
LABELS = {
    "epoch": "Epoch",
    "w": "w",
    "z": "z",
    "slope": "σ′(z)",
    "delta": "δ",
    "grad_w": "∂C/∂w",
    "gain": "δ/(a − y)",
    "error": "a − y",
    "loss": "C of the example",
    "cost": "C",
}


class Table:
    def __init__(self, bench: Bench, columns: dict[str, list[Any]]) -> None:
        self.page = bench.page
        bench.open(PLACE)
        bench.run(MAKE, [columns, LABELS], tables="widgets/take-away/trace-table.js", tracing="runs/trace.js")
        self.box = self.page.get_by_role("group", name="Table")
        self.current = self.box.locator('[aria-current="true"]')

    def call(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(
            f"argument => {{ const {{ table, rows }} = document.querySelector('main').bench; {script} }}", argument
        )

    def show(self, epoch: int, *, is_playing: bool = False) -> None:
        self.call("table.show(...argument)", [epoch, is_playing])

    def heads(self) -> list[str]:
        return self.box.get_by_role("columnheader").all_text_contents()

    def epochs(self) -> tuple[int, int]:
        numbers = self.box.get_by_role("rowheader").all_text_contents()
        return int(numbers[0]), int(numbers[-1])

    def is_in_view(self, row: Locator) -> bool:
        return bool(
            self.page.evaluate(
                """([box, row]) => {
                  const [outer, inner] = [box, row].map((element) => element.getBoundingClientRect());
                  const head = box.querySelector("thead").getBoundingClientRect();
                  return inner.top >= head.bottom - 1 && inner.bottom <= outer.bottom + 1;
                }""",
                [self.box.element_handle(), row.element_handle()],
            )
        )


def several(examples: int, inputs: int, rows: int = 3) -> dict[str, list[Any]]:
    def lists(count: int) -> list[list[float]]:
        return [[row + index / 1000 for index in range(count)] for row in range(rows)]

    return {
        "epoch": list(range(rows)),
        "w": lists(inputs),
        "z": lists(examples),
        "slope": lists(examples),
        "cost": [0.5] * rows,
        "grad_w": lists(inputs),
        "error": lists(examples),
        "gain": [[None] * examples] * rows,
        "loss": lists(examples),
    }


def one(rows: int) -> dict[str, list[Any]]:
    return {"epoch": list(range(rows)), "w": [row / 7 for row in range(rows)], "loss": [0] * rows}


def test_lists_become_columns_with_numbers_below_their_letters(bench: Bench) -> None:
    table = Table(bench, several(examples=2, inputs=3))
    assert table.heads() == [
        *("Epoch", "w₁", "w₂", "w₃", "z₁", "z₂", "σ′(z₁)", "σ′(z₂)", "C", "∂C/∂w₁", "∂C/∂w₂", "∂C/∂w₃"),
        *("a₁ − y₁", "a₂ − y₂", "δ₁/(a₁ − y₁)", "δ₂/(a₂ − y₂)", "C₁ of the example", "C₂ of the example"),
    ]
    cells = table.box.locator("tbody tr").nth(1).locator("data").all_text_contents()
    expected: list[float | None] = [1, 1.001, 1.002, 1, 1.001, 1, 1.001, 0.5, 1, 1.001, 1.002, 1, 1.001]
    assert cells == ["1", *(decimals(value) for value in expected if value is not None), "–", "–", "1.0000", "1.0010"]


def test_loss_of_the_only_example_is_the_cost_and_left_out(bench: Bench) -> None:
    assert Table(bench, one(3)).heads() == ["Epoch", "w"]


def test_of_many_examples_the_first_are_shown_or_the_chosen_one(bench: Bench) -> None:
    table = Table(bench, several(examples=200, inputs=2))
    heads = table.heads()
    assert "z₇" in heads
    assert len(heads) < 45
    caption = table.box.locator("caption")
    expect(caption).to_contain_text("Of 200 examples the first 7 are shown")
    table.call("table.choose(141)")
    assert table.heads() == [
        *("Epoch", "w₁", "w₂", "z₁₄₂", "σ′(z₁₄₂)", "C", "∂C/∂w₁", "∂C/∂w₂"),
        *("a₁₄₂ − y₁₄₂", "δ₁₄₂/(a₁₄₂ − y₁₄₂)", "C₁₄₂ of the example"),
    ]
    expect(caption).to_contain_text("example 142 of 200")
    assert table.box.locator("tbody tr").nth(2).locator("data").nth(3).get_attribute("value") == "2.141"
    table.call("table.choose(null)")
    assert table.heads() == heads


def test_current_row_is_marked_for_everybody(bench: Bench) -> None:
    table = Table(bench, one(300))
    for epoch in (0, 1, 57, 99, 100, 299, 30):
        table.show(epoch)
        expect(table.current).to_have_count(1)
        assert table.current.get_by_role("rowheader").text_content() == str(epoch)
        assert table.is_in_view(table.current), epoch
    mark = table.current.locator("th").evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "▸" in mark


def test_epoch_is_gone_to(bench: Bench) -> None:
    table = Table(bench, one(1000))
    wanted = table.page.get_by_label("Go to epoch")
    wanted.fill("642")
    wanted.press("Enter")
    assert table.epochs() == (600, 699)
    row = table.box.get_by_role("row").filter(has=table.page.get_by_role("rowheader", name="642"))
    assert table.is_in_view(row)
    expect(table.box).to_be_focused()
    wanted.fill("5000")
    wanted.press("Enter")
    assert table.epochs() == (600, 699)
    assert wanted.evaluate("input => input.validity.rangeOverflow")


def test_page_that_was_turned_to_stays_until_the_clock_moves(bench: Bench) -> None:
    table = Table(bench, one(1000))
    table.page.get_by_role("button", name="Last rows").click()
    assert table.epochs() == (900, 999)
    table.call("rows.append(argument); table.update(rows)", one(1))
    assert table.epochs() == (900, 999)
    expect(table.page.get_by_text("epochs 900 to 999")).to_be_visible()
    table.show(5)
    assert table.epochs() == (0, 99)


@pytest.mark.parametrize("rows", [100_001])
def test_long_run_plays_without_a_layout_in_each_frame(rows: int, bench: Bench) -> None:
    table = Table(bench, one(rows))
    found = table.call(
        """
        let reads = 0;
        for (const name of ["offsetTop", "offsetHeight", "clientHeight"]) {
          for (const owner of [HTMLElement.prototype, Element.prototype]) {
            const own = Object.getOwnPropertyDescriptor(owner, name);
            if (own) Object.defineProperty(owner, name, { get() { reads += 1; return own.get.call(this); } });
          }
        }
        const measure = Element.prototype.getBoundingClientRect;
        Element.prototype.getBoundingClientRect = function () { reads += 1; return measure.call(this); };
        let turned = 0;
        const watch = new MutationObserver((records) => (turned += records.length));
        watch.observe(document.querySelector(".trace-table"), { childList: true });
        const start = performance.now();
        for (let epoch = 0; epoch <= 100000; epoch += 83) table.show(epoch, true);
        const milliseconds = performance.now() - start;
        turned += watch.takeRecords().length;
        table.show(100000, false);
        return { reads, turned, milliseconds };
        """
    )
    # 1,205 frames pass in well under a second here, so the pages may be turned a few times and no more.
    allowed = 2 + found["milliseconds"] / 250
    assert found["turned"] <= allowed
    assert found["reads"] <= 6 * (allowed + 1)
    assert table.epochs() == (100_000, 100_000)
    expect(table.current).to_have_count(1)


def test_rows_that_go_by_one_by_one_are_followed_with_few_scrolls(bench: Bench) -> None:
    table = Table(bench, one(100))
    scrolls = table.call(
        """
        const own = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
        let scrolls = 0;
        Object.defineProperty(Element.prototype, "scrollTop", {
          get() { return own.get.call(this); }, set(value) { scrolls += 1; own.set.call(this, value); } });
        for (let epoch = 0; epoch < 100; epoch += 1) table.show(epoch, true);
        return scrolls;
        """
    )
    assert 4 <= scrolls <= 15
    assert table.is_in_view(table.current)


def test_table_that_is_opened_late_shows_where_the_clock_stands(bench: Bench) -> None:
    table = Table(bench, {"epoch": list(range(1000)), "cost": [0.5] * 1000})
    table.page.get_by_text("Rows", exact=True).click()
    table.show(999)
    table.page.get_by_text("Rows", exact=True).click()
    expect(table.current).to_be_visible()
    assert table.epochs() == (900, 999)
