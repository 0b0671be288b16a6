"""A small page with the dialogs on it and something of everything that a key may mean something to."""

from typing import Any

from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Page

from tests.browser.lab import references
from tests.servers import ROOT

BODY = """
{% from "_partials/lesson_dialog.html" import lesson_dialog %}
{% from "_partials/shortcuts.html" import shortcuts %}
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pretend</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
{% for sheet in ("tokens", "base", "lesson", "projector") %}
<link rel="stylesheet" href="{{ base }}/css/{{ sheet }}.css">
{% endfor %}
</head><body>
<main class="prose">
<h1>Pretend</h1>
<p data-chrome>For one reader alone</p>
<section data-control="forms" data-control-label="The forms">
  <fieldset data-changes><label>Rate <input type="number" value="3"></label></fieldset>
</section>
<section data-control="speed" data-control-label="The speed">
  <label>Speed <select><option>1</option><option>2</option></select></label>
</section>
<section data-control="forms" data-control-label="The forms"><textarea aria-label="Notes"></textarea></section>
<label>Epoch <input type="range" max="300" value="100"></label>
<label><input type="radio" name="r" checked> One</label><label><input type="radio" name="r"> Two</label>
<button class="button" type="button">Press</button>
<div tabindex="0" role="group" aria-label="Table" style="height: 3rem; overflow: auto">
  <p style="height: 20rem">Long</p>
</div>
<p data-changes>A part that changes the lanes</p>
</main>
{{ lesson_dialog({"en": "English"}) }}
{{ shortcuts() }}
<script type="module">
import { format, parse, DEFAULT_VIEW } from "{{ base }}/js/link/url-state.js";
import { LessonDialog, applyLesson, controlsOf } from "{{ base }}/js/widgets/lesson/lesson-dialog.js";
import { Projector } from "{{ base }}/js/widgets/lesson/projector.js";
import { Shortcuts } from "{{ base }}/js/widgets/lesson/shortcuts.js";
const told = [];
const tell = (what) => (...more) => told.push([what, ...more]);
const projector = new Projector({ onChange: tell("projector") });
const fields = [{ name: "eta", default: 0.15, options: [], minimum: 0, maximum: 10 }];
const page = { state: { ...DEFAULT_VIEW, experiments: [{ eta: 0.3 }], epoch: 7 } };
const lesson = new LessonDialog(document.querySelector("[data-dialog=lesson]"), {
  getState: () => page.state,
  format: (state) => format(state, { fields }),
  frameOrigins: {{ frame_origins | tojson }},
});
const keys = new Shortcuts(document.querySelector("[data-dialog=shortcuts]"), {
  dispatch: (command) => told.push(command), run: tell("run"), faster: tell("faster"), slower: tell("slower"),
  projector: () => projector.toggle(),
});
Object.assign(document.body, { page, told, lesson, keys, projector, applyLesson, controlsOf, parse });
</script>
</body></html>
"""


class Pretend:
    """What the widgets tell is in `told`; they themselves hang on the page's body."""

    def __init__(self, page: Page, frame_origins: tuple[str, ...] = ()) -> None:
        self.page = page
        address = references(page.request.get("/").text(), "module")[0]
        environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
        html = environment.from_string(BODY).render(base=address.partition("/js/")[0], frame_origins=frame_origins)
        page.route("**/pretend*", lambda route: route.fulfill(content_type="text/html", body=html.strip()))
        page.goto("/pretend")
        page.wait_for_function("document.body.keys")
        self.lesson = page.get_by_role("dialog", name="A link for a lesson")
        self.link = self.lesson.get_by_role("textbox", name="Link")
        self.frame = self.lesson.get_by_role("textbox", name="For a course page")
        self.keys = page.get_by_role("dialog", name="Keys")

    def run(self, script: str) -> Any:
        names = "page, lesson, keys, projector, applyLesson, controlsOf"
        return self.page.evaluate(f"() => {{ const {{ {names} }} = document.body; return {script}; }}")

    @property
    def told(self) -> list[Any]:
        """Since it was last asked."""
        found: list[Any] = self.page.evaluate("document.body.told.splice(0)")
        return found
