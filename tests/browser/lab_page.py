"""The lab as a person finds it: lanes by letter, controls by role and label, and numbers to the last bit.

A lane's exact numbers stand in the table of all numbers, and its factors beside their bars. Curves are read from what
Plotly has drawn.

It is long because the lab is one page, and a test that works in it needs all of its parts at hand.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import LABELS
from tests.servers import Server

Experiment = dict[str, Any]
Trace = dict[str, list[Any]]

QUADRATIC: Experiment = {
    "cost": "quadratic",
    "activation": "sigmoid",
    "w": 2.0,
    "b": 2.0,
    "x": 1.0,
    "y": 0.0,
    "eta": 0.15,
    "epochs": 300,
}

QUANTITIES = {"a": "Output", "cost": "Cost", "speed": "Speed |Δa|", "shape": "Speed, each by its own fastest"}

IS_DRAWN = """([drawing, wanted]) => {
  const y = drawing?.data?.at(-1)?.y;
  return y !== undefined && y.length === wanted.length && wanted.every((value, index) => value === y[index]);
}"""

RECORD = """letters => {
  const page = document.querySelector('.lab-clock [data-value="epoch"]');
  const shown = letters.map((letter) => document.querySelector(`[data-lane="${letter}"] [data-factor="error"] data`));
  const chart = document.querySelector('[data-plot="overview"] .plot-overlay');
  globalThis.record = [];
  globalThis.recording = true;
  const look = () => {
    const dots = [...chart.querySelectorAll("g > g")].map((dot) => dot.getAttribute("transform"));
    globalThis.record.push([Number(page.value), shown.map((data) => Number(data.value)), dots]);
    if (globalThis.recording) requestAnimationFrame(look);
  };
  look();
}"""


def query_of(*experiments: Mapping[str, Any], **view: object) -> str:
    """A link with these experiments, one a lane, and this view, as the page writes it but for what lanes share."""
    pairs = [(name, text_of(value)) for name, value in {**QUADRATIC, **experiments[0]}.items()]
    for number, experiment in enumerate(experiments[1:], start=2):
        pairs += [(f"lane{number}.{name}", text_of(value)) for name, value in {**QUADRATIC, **experiment}.items()]
    lanes = [("lanes", str(len(experiments)))] if len(experiments) > 1 else []
    pairs = pairs[: len(QUADRATIC)] + lanes + pairs[len(QUADRATIC) :]
    pairs += [(name, str(value)) for name, value in view.items()]
    return "&".join(f"{name}={quote(text, safe=',;')}" for name, text in pairs)


def text_of(value: Any) -> str:
    """A value as a link has it: a number, 1,2 or 1,2;3,4."""
    if not isinstance(value, list):
        return value if isinstance(value, str) else js_text(value)
    return (";" if isinstance(value[0], list) else ",").join(map(text_of, value))


def explained(server: Server, changes: Mapping[str, Any]) -> Trace:
    """What the API says of an experiment, with what the explanations need."""
    experiment = {**QUADRATIC, **changes}
    with server.client() as client:
        answer = client.post("/api/v1/simulations", json={"experiments": [experiment], "explain": True})
    assert answer.status_code == 200, answer.text
    trace: Trace = answer.json()["results"][0]["trace"]
    return trace


def row_of(trace: Trace, epoch: int) -> list[float]:
    """A row of the table: one number a cell. The loss of the only example is the cost, and stands there once."""
    has_several = isinstance(trace["z"][0], list)
    cells = [column[epoch] for name, column in trace.items() if name != "loss" or has_several]
    return [float(value) for cell in cells for value in (cell if isinstance(cell, list) else [cell])]


def means(values: Sequence[Any]) -> list[float]:
    """Row by row the number, or the mean of the list, added from left to right as the page does."""
    return [sum(value) / len(value) if isinstance(value, list) else value for value in values]


def speeds_of(trace: Trace) -> list[float]:
    """|Δa|: how far each update moves the output, on average over the examples."""
    outputs = [value if isinstance(value, list) else [value] for value in trace["a"]]
    return [
        sum(abs(after - before) for before, after in zip(row, following, strict=True)) / len(row)
        for row, following in pairwise(outputs)
    ]


class Lane:
    """All that a lane has on the page."""

    def __init__(self, page: Page, letter: str) -> None:
        self.page = page
        self.letter = letter
        self.root = page.get_by_role("article", name=f"Lane {letter}", exact=True)
        self.why = page.get_by_role("article", name=f"Lane {letter}, why", exact=True)
        self.heading = self.root.get_by_role("heading", level=3)
        self.duplicate = self.root.get_by_role("button", name=f"Duplicate lane {letter}")
        self.remove = self.root.get_by_role("button", name=f"Remove lane {letter}")
        self.preset = self.root.get_by_role("combobox", name="Start from")
        self.problem = self.root.locator(".panel-problem")
        self.words = self.root.locator(".panel-words")
        self.board = self.why.locator(".blackboard")
        self.start = self.why.get_by_role("slider", name="Start")
        self.curve = self.why.locator(".cost-curve svg").first

    def control(self, field: str) -> Locator:
        role = "combobox" if field in {"cost", "activation"} else "spinbutton"
        return self.root.get_by_role(role, name=LABELS[field], exact=True)  # type: ignore[arg-type]

    def slider(self, field: str) -> Locator:
        return self.root.get_by_role("slider", name=f"{LABELS[field]} as a slider")

    def complaint(self, field: str) -> Locator:
        return self.root.locator(f'[data-field="{field}"] .field-error')

    def cell(self, name: str) -> Locator:
        return self.root.get_by_role("textbox", name=name, exact=True)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Chooses values as a person does: each is finished before the next."""
        for field, value in values.items():
            control = self.control(field)
            if field in {"cost", "activation"}:
                control.select_option(value)
            else:
                control.fill(str(value))
                control.blur()

    @property
    def experiment(self) -> Experiment:
        """What stands in the form, where it has one input and one example."""
        texts = {name: self.control(name).input_value() for name in LABELS}
        numbers = {name: float(texts[name]) for name in ("w", "b", "x", "y", "eta")}
        return {
            "cost": texts["cost"],
            "activation": texts["activation"],
            **numbers,
            "epochs": int(float(texts["epochs"])),
        }

    def drawing(self, column: str) -> Locator:
        name = {"a": "output", "cost": "cost"}[column]
        return self.page.get_by_role("group", name=f"Chart of the {name} of lane {self.letter} against epochs").locator(
            ".plot-drawing"
        )

    def expect_curve(self, column: str, values: Sequence[float]) -> None:
        """The line at full strength has these numbers, to the last bit."""
        expect_drawn(self.drawing(column), values)

    def expect_curves_of(self, trace: Trace) -> None:
        self.expect_curve("a", means(trace["a"]))
        self.expect_curve("cost", trace["cost"])

    def factor(self, name: str, index: int = 0) -> float:
        number = self.why.locator(f'[data-factor="{name}"]').nth(index).locator("data")
        return float(number.get_attribute("value") or "nan")

    def expect_error(self, value: float) -> None:
        """a − y beside its bar, as soon as the rows have come."""
        expect(self.why.locator('[data-factor="error"] data')).to_have_attribute("value", js_text(value))


def expect_drawn(drawing: Locator, values: Sequence[float]) -> None:
    drawing.page.wait_for_function(IS_DRAWN, arg=[drawing.element_handle(), list(values)])


def js_text(value: float) -> str:
    """A number as String(value) of JavaScript has it, for sizes from 1e-6 to 1e21."""
    assert value == 0 or 1e-6 <= abs(value) < 1e21
    text = repr(value) if "e" not in repr(value) else f"{value:.25f}".rstrip("0")
    return text.removesuffix(".0")


class LabPage:
    """The page, opened by a link."""

    def __init__(self, page: Page, query: str = "", path: str = "/lab") -> None:
        self.page = page
        page.goto(f"{path}?{query}" if query else path)
        self._find(page)

    def _find(self, page: Page) -> None:
        self.lanes = {letter: Lane(page, letter) for letter in "ABCD"}
        self.clock = page.get_by_role("group", name="Playback")
        self.run_button = self.clock.get_by_role("button", name="Run", exact=True)
        self.play = self.clock.get_by_role("button", name="Play")
        self.pause = self.clock.get_by_role("button", name="Pause")
        self.back = self.clock.get_by_role("button", name="One epoch back")
        self.forward = self.clock.get_by_role("button", name="One epoch forward")
        self.speed = self.clock.get_by_role("combobox", name="Speed")
        self.slider = self.clock.get_by_role("slider", name="Epoch")
        self.epoch = self.clock.get_by_role("status").locator("data")
        self.overview = page.get_by_role("group", name="Chart of all lanes against epochs")
        self.legend = page.get_by_role("list", name="The lanes and what they differ in").get_by_role("listitem")
        self.common = page.locator(".overview-common")
        self.notice = page.locator(".lab-notice")
        self.example = page.get_by_role("combobox", name="Show", exact=True)
        self.predict = page.get_by_role("checkbox", name="Predict first")
        self.table = page.get_by_role("group", name="Table of the run")
        self.table_lane = page.get_by_role("combobox", name="Table of lane")
        self.table_summary = page.get_by_text("All the numbers, epoch by epoch")
        self.fair = page.get_by_role("group", name="A fair η")

    def __getitem__(self, letter: str) -> Lane:
        return self.lanes[letter]

    @property
    def query(self) -> dict[str, str]:
        """What the address bar says."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def expect_lanes(self, count: int) -> None:
        expect(self.page.locator(".lane-head:visible")).to_have_count(count)

    def expect_address(self, **wanted: str | None) -> None:
        """The address comes to say this, and None stands for nothing; what is passing is written after a rest."""
        self.page.wait_for_function(
            """wanted => {
              const found = new URLSearchParams(location.search);
              return Object.entries(wanted).every(([name, text]) => found.get(name) === text);
            }""",
            arg={name.replace("__", "."): text for name, text in wanted.items()},
        )

    def seek(self, epoch: int) -> None:
        self.slider.fill(str(epoch))
        expect(self.epoch).to_have_attribute("value", str(epoch))

    def run(self, speed: str = "16") -> None:
        """Press Run and see the run to its end."""
        self.speed.select_option(speed)
        self.run_button.click()
        self.expect_end()

    def expect_end(self) -> None:
        last = self.slider.get_attribute("max") or ""
        expect(self.epoch).to_have_attribute("value", last)
        expect(self.play).to_be_visible()

    def show_quantity(self, quantity: str) -> None:
        self.page.get_by_role("radio", name=QUANTITIES[quantity], exact=True).check()

    def row(self, letter: str) -> list[float]:
        """The numbers of a lane at the epoch of the clock, from the table of all numbers."""
        if not self.table.is_visible():
            self.table_summary.click()
        self.table_lane.select_option(index="ABCD".index(letter))
        current = self.table.locator("tr[aria-current]")
        expect(current).to_have_count(1)
        found: list[float | str] = current.locator("data").evaluate_all("all => all.map((data) => data.value)")
        return [float(value) if value != "" else math.nan for value in found]

    def assert_row(self, letter: str, trace: Trace, epoch: int) -> None:
        assert self.row(letter) == row_of(trace, min(epoch, len(trace["epoch"]) - 1)), (letter, epoch)

    def overview_lines(self) -> list[dict[str, Any]]:
        """The lines of the chart of all lanes at full strength: numbers, dash, colour and the letter in the dot."""
        found: list[dict[str, Any]] = self.overview.locator(".plot-drawing").evaluate(
            """drawing => {
              const { data } = drawing;
              const dots = drawing.parentElement.querySelectorAll(".dot-letter");
              const letters = [...dots].map((text) => text.textContent);
              return data.slice(data.length / 2).map(({ y, line, marker }, index) => ({
                y: [...y], dash: line.dash, color: line.color, symbol: marker.symbol, letter: letters[index],
              }));
            }"""
        )
        return found

    def expect_overview(self, series: Sequence[Sequence[float]]) -> None:
        """The chart of all lanes has these lines, to the last bit."""
        self.page.wait_for_function(
            """([drawing, wanted]) => {
              const data = drawing?.data ?? [];
              const lines = data.slice(data.length / 2);
              return lines.length === wanted.length && lines.every(({ y }, index) =>
                y.length === wanted[index].length && wanted[index].every((value, row) => value === y[row]));
            }""",
            arg=[self.overview.locator(".plot-drawing").element_handle(), [list(each) for each in series]],
        )

    def overview_place(self) -> tuple[float, float]:
        """Where the axis of epochs of the chart of all lanes begins, and how long it is, in pixels."""
        left, width = self.overview.locator(".plot-drawing").evaluate(
            "({ _fullLayout: { xaxis } }) => [xaxis._offset, xaxis._length]"
        )
        return left, width

    def record(self, letters: Sequence[str]) -> None:
        """From now on note in every frame the epoch, the lanes' errors and where the dots of the overview stand."""
        self.page.evaluate(RECORD, list(letters))

    def recorded(self) -> list[tuple[int, list[float], list[str]]]:
        found: list[list[Any]] = self.page.evaluate("() => { globalThis.recording = false; return globalThis.record; }")
        return [(epoch, [float(value) for value in errors], dots) for epoch, errors, dots in found]
