"""The lab's form of an experiment alone on a page, and what its handlers were told.

The page of the lab does much more with every change; what the form itself does is seen best without it.
"""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Locator, Page, expect

from app.experiments.schema import Experiment
from app.web.forms import form_fields
from tests.browser.lab import LABELS, references
from tests.browser.modules import Modules
from tests.servers import ROOT

PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Form</title><link rel="icon" href="data:,">
{% for sheet in sheets %}<link rel="stylesheet" href="{{ sheet }}">{% endfor %}
{% from "_partials/experiment_form.html" import experiment_form %}
<main>{{ experiment_form("lab", fields, experiment, sliders=true, several=true, actions=false) }}</main></html>"""

MAKE = """const told = [];
const form = new forms.ExperimentForm(document.querySelector("form"), {
  onChange: (experiment) => told.push(["change", experiment]),
  onCommit: (experiment) => told.push(["commit", experiment]),
});
form.value = argument;
Object.assign(globalThis, { form, told });"""

DEFAULTS: dict[str, Any] = Experiment().model_dump()
AND: dict[str, Any] = {**DEFAULTS, "w": [0.5, -0.5], "x": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 0, 0, 1]}


class FormPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.locator("form")
        self.table = page.get_by_role("table")
        self.switch = page.get_by_role("checkbox", name="Several inputs or examples")
        self.sentence = page.locator(".examples > .field-error")
        environment = Environment(
            loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined
        )
        sheets = [sheet for sheet in references(page.request.get("/").text(), "stylesheet") if "noscript" not in sheet]
        html = environment.from_string(PAGE).render(fields=form_fields(), experiment=DEFAULTS, sheets=sheets)
        modules = Modules(page)
        page.route("**/form", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=html))
        page.goto("/form")
        modules.run(MAKE, DEFAULTS, forms="widgets/form/experiment-form.js")

    def number(self, field: str) -> Locator:
        return self.form.get_by_role("spinbutton", name=LABELS[field], exact=True)

    def slider(self, field: str) -> Locator:
        return self.form.get_by_role("slider", name=f"{LABELS[field]} as a slider")

    def complaint(self, field: str) -> Locator:
        return self.form.locator(f'[data-field="{field}"] .field-error')

    def cell(self, name: str) -> Locator:
        return self.table.get_by_role("textbox", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.form.get_by_role("button", name=name, exact=True)

    def value(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("() => globalThis.form.value")
        return found

    def choose(self, experiment: dict[str, Any]) -> None:
        self.page.evaluate("experiment => { globalThis.form.value = experiment; }", experiment)

    def complain(self, errors: dict[str, str]) -> bool:
        found = [{"field": field, "message": message} for field, message in errors.items()]
        answer: bool = self.page.evaluate("errors => globalThis.form.complain(errors)", found)
        return answer

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """What the handlers were told since this was last asked."""
        return [(kind, value) for kind, value in self.page.evaluate("() => globalThis.told.splice(0)")]

    def paste(self, name: str, text: str, html: str = "") -> None:
        """Paste into a cell, as a spreadsheet gives it: as text, and as a table of HTML beside it."""
        self.cell(name).evaluate(
            """(cell, [text, html]) => {
              cell.focus();
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              if (html) clipboardData.setData("text/html", html);
              cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            [text, html],
        )

    def expect_fields(self) -> None:
        expect(self.table).to_be_hidden()
        expect(self.number("w")).to_be_visible()

    def expect_table(self) -> None:
        expect(self.table).to_be_visible()
        expect(self.number("w")).to_be_hidden()
