"""The front page as a person finds it: controls by role and label, numbers by name.

A panel is found by its name: its heading changes with what it runs.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from html.parser import HTMLParser
from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.servers import Server

PRESETS = {
    "wrong": "quadratic-wrong",
    "badly-wrong": "quadratic-badly-wrong",
    "cross-entropy-wrong": "cross-entropy-wrong",
    "cross-entropy-badly-wrong": "cross-entropy-badly-wrong",
}
"""The panels, and what each runs as the page arrives."""

PAIRS = (("wrong", "badly-wrong"), ("cross-entropy-wrong", "cross-entropy-badly-wrong"))

NUMBERS = ("a", "cost", "z", "slope", "delta", "w", "b")

LABELS = {
    "cost": "Cost",
    "activation": "Activation",
    "w": "Weight w",
    "b": "Bias b",
    "x": "Input x",
    "y": "Target y",
    "eta": "Learning rate η",
    "epochs": "Epochs",
}


class Outcome(NamedTuple):
    """What the API says of an experiment."""

    experiment: dict[str, Any]
    trace: dict[str, list[Any]]
    summary: dict[str, Any]


def simulate(server: Server, experiment: dict[str, Any]) -> Outcome:
    with server.client() as client:
        answer = client.post("/api/v1/simulations", json={"experiments": [experiment]})
    assert answer.status_code == 200, answer.text
    result = answer.json()["results"][0]
    return Outcome(result["experiment"], result["trace"], result["summary"])


def preset(server: Server, name: str) -> dict[str, Any]:
    with server.client() as client:
        presets: list[dict[str, Any]] = client.get("/api/v1/presets").json()
    return next(dict(found["experiment"]) for found in presets if found["name"] == name)


def outcome_of_preset(server: Server, name: str) -> Outcome:
    return simulate(server, preset(server, name))


class Panel:
    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.root = page.locator(f'[data-panel="{name}"]')
        self.run_button = self.root.get_by_role("button", name="Run", exact=True)
        self.back = self.root.get_by_role("button", name="One epoch back")
        self.forward = self.root.get_by_role("button", name="One epoch forward")
        self.pause = self.root.get_by_role("button", name="Pause")
        self.play = self.root.get_by_role("button", name="Play")
        self.speed = self.root.get_by_role("combobox", name="Speed")
        self.slider = self.root.get_by_role("slider", name="Epoch")
        self.epoch = self.root.get_by_role("status").locator("data")
        self.words = self.root.locator(".panel-words")
        self.problem = self.root.get_by_role("alert")
        self.setting = self.root.locator(".panel-setting")
        self.form = self.root.locator(".experiment-form")
        self.form_summary = self.root.get_by_text("Try other values")
        self.table_summary = self.root.get_by_text("All the numbers, epoch by epoch")
        self.table = self.root.get_by_role("group", name="Table of the run")
        self.diagram = self.root.locator(".diagram")

    def run(self, speed: str = "16") -> None:
        """Press Run and see the run to its end."""
        self.speed.select_option(speed)
        self.run_button.click()
        self.expect_end()

    def expect_end(self) -> None:
        """The words come when the end has been seen."""
        expect(self.words).not_to_be_empty()

    def seek(self, epoch: int) -> None:
        self.slider.fill(str(epoch))
        expect(self.epoch).to_have_attribute("value", str(epoch))

    def numbers(self) -> dict[str, tuple[str, str]]:
        """Each number of the read-out: its exact value and its text."""
        found = self.root.locator(".readout data").evaluate_all(
            "all => all.map((data) => [data.dataset.value, data.value, data.textContent])"
        )
        return {name: (value, text) for name, value, text in found}

    def value(self, name: str) -> float:
        return float(self.numbers()[name][0])

    def in_diagram(self) -> dict[str, str]:
        return {part: self.diagram.locator(f'[data-part="{part}"]').text_content() or "" for part in ("w", "b", "a")}

    def control(self, field: str) -> Locator:
        return self.form.get_by_label(LABELS[field], exact=True)

    def complaint(self, field: str) -> Locator:
        """The text beside a field, found through the field's own reference to it."""
        described = (self.control(field).get_attribute("aria-describedby") or "").split()
        return self.page.locator(f"#{described[-1]}")

    def open_form(self) -> None:
        if not self.form.is_visible():
            self.form_summary.click()
        expect(self.form).to_be_visible()

    def fill(self, values: dict[str, Any]) -> None:
        self.open_form()
        for field, value in values.items():
            control = self.control(field)
            if isinstance(value, str) and field in {"cost", "activation"}:
                control.select_option(value)
            else:
                control.fill(str(value))

    def run_with(self, values: dict[str, Any]) -> None:
        """Run other values through the form, to the end."""
        self.fill(values)
        self.speed.select_option("16")
        self.form.get_by_role("button", name="Run with these").click()
        self.expect_end()

    def chart(self, column: str) -> "Chart":
        return Chart(self, column)


class Chart:
    """A drawn curve. `data[1]` of Plotly's is the curve at full strength; the faint rest is `data[0]`."""

    def __init__(self, panel: Panel, column: str) -> None:
        self.panel = panel
        self.column = column
        self.frame = panel.root.locator(f'[data-plot="{column}"]')
        self.drawing = self.frame.locator(".plot-drawing")

    def expect_points(self, count: int) -> None:
        """Plotly draws a frame or two after the rows have come."""
        self.panel.page.wait_for_function(
            "([drawing, count]) => drawing.data?.[1].x.length === count", arg=[self.drawing.element_handle(), count]
        )

    def points(self) -> tuple[list[float], list[float]]:
        """x and y of the curve at full strength."""
        x, y = self.drawing.evaluate("drawing => [[...drawing.data[1].x], [...drawing.data[1].y]]")
        # Playwright makes a large whole number an int, which is another number than the float of the same digits.
        return [float(value) for value in x], [float(value) for value in y]

    def ranges(self) -> list[list[float]]:
        """The ends of the two axes, as Plotly has them."""
        found: list[list[float]] = self.drawing.evaluate(
            "({ _fullLayout: { xaxis, yaxis } }) => [xaxis.range, yaxis.range].map((range) => [...range])"
        )
        return found


class Story:
    """The front page, opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panels = {name: Panel(page, name) for name in PRESETS}

    def panel(self, name: str) -> Panel:
        return self.panels[name]

    def pair(self, names: Sequence[str]) -> list[Panel]:
        return [self.panels[name] for name in names]

    def run_both(self, names: Sequence[str]) -> Locator:
        section = "It is all in the slope" if names == PAIRS[0] else "Another cost"
        return self.page.get_by_role("region", name=section, exact=True).get_by_role("button", name="Run both")

    def run_all(self) -> None:
        """Press each of the four Runs, and see them all to the end."""
        for panel in self.panels.values():
            panel.speed.select_option("16")
            panel.run_button.click()
        for panel in self.panels.values():
            panel.expect_end()


def assert_shows(panel: Panel, outcome: Outcome, epoch: int) -> None:
    """Every number on the panel is that of this row, to the last bit, and is written as numbers are here."""
    row = {name: outcome.trace[name][epoch] for name in NUMBERS}
    shown = panel.numbers()
    assert {name: float(value) for name, (value, _) in shown.items()} == row, panel.name
    assert {name: text for name, (_, text) in shown.items()} == {n: decimals(v) for n, v in row.items()}, panel.name
    assert panel.in_diagram() == {name: decimals(row[name]) for name in ("w", "b", "a")}, panel.name
    expect(panel.epoch).to_have_text(f"{epoch:,}")


def decimals(value: float) -> str:
    """A number as the page writes it: four decimals, or two and an exponent when it is very small or very large."""
    size = Decimal(abs(value))
    if size != 0 and (size < Decimal("5e-4") or size >= 100_000):
        text = exponential(size, 2)
    else:
        text = str(size.quantize(Decimal("0.0001"), ROUND_HALF_UP))
    return signed(text, value)


def roughly(value: float) -> str:
    """A number as the page writes it in running text."""
    size = Decimal(abs(value))
    if size != 0 and (size < Decimal("0.005") or size >= 100_000):
        return signed(exponential(size, 1), value)
    return signed(str(size.quantize(Decimal("0.01"), ROUND_HALF_UP)), value)


def exponential(size: Decimal, digits: int) -> str:
    """A positive number as 1.25e−7, halves rounded away from zero as JavaScript does."""
    with localcontext(prec=1100):
        exponent = size.adjusted()
        mantissa = size.scaleb(-exponent).quantize(Decimal(10) ** -digits, ROUND_HALF_UP)
        if mantissa >= 10:
            exponent += 1
            mantissa = (mantissa / 10).quantize(Decimal(10) ** -digits)
    return f"{mantissa}e{exponent}".replace("-", "−")


def signed(text: str, value: float) -> str:
    return f"−{text}" if value < 0 else text


def words_of(outcome: Outcome) -> str:
    """What is to be said of a run that did not diverge, from its rows and its summary."""
    a, y, summary = outcome.trace["a"], outcome.experiment["y"], outcome.summary
    near = next((epoch for epoch, output in enumerate(a) if abs(output - y) <= 0.9), -1)
    fastest = summary["fastest_epoch"]
    way = "falls" if a[fastest + 1] < a[fastest] else "rises"
    if 0 < near <= fastest:
        side, level = ("above", y + 0.9) if a[0] > y else ("below", y - 0.9)
        words = f"The output stays {side} {roughly(level)} until epoch {near}, then {way} fastest at epoch {fastest}."
    else:
        words = f"The output starts at {roughly(a[0])} and {way} fastest at epoch {fastest}."
    half = summary["epochs_to_half"]
    if half is None:
        words += f" It does not come within 0.5 of its target in {outcome.experiment['epochs']} epochs"
    elif half == 0:
        words += " It is within 0.5 of its target from the start"
    else:
        words += f" It comes within 0.5 of its target at epoch {half}"
    return f"{words} and ends at {roughly(summary['final_output'])}."


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.found.append((attributes["rel"], attributes["href"]))
        elif tag == "script" and "src" in attributes:
            self.found.append((attributes.get("type", "script"), attributes["src"]))
        elif tag == "img":
            self.found.append(("img", attributes["src"]))


def references(html: str, kind: str | None = None) -> list[str]:
    """The addresses that a page names: of one kind ("stylesheet", "modulepreload", "module", "script"), or all."""
    parser = _References()
    parser.feed(html)
    return [address for rel, address in parser.found if kind is None or rel == kind]


def frames(page: Page, count: int = 12) -> None:
    """Let some frames pass: whatever moves has moved after them."""
    page.evaluate(
        """count => new Promise((done) => {
          const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
          next();
        })""",
        count,
    )
