"""Predict first: guesses by pointer, touch and keys, and what is said of them.

It is long because both kinds of guess are made by pointer, by touch and by keys, each with its own way to go wrong.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import findings
from tests.browser.bench import Bench
from tests.browser.lab import Outcome, Story, preset, simulate
from tests.servers import Server

PANEL = """
{% from "_partials/prediction.html" import prediction %}
{% from "_partials/plot.html" import plot_frame %}
<div class="panel cost-0">{{ plot_frame("cost", 0, 0.5, "Cost", "Chart of the cost") }}
{{ plot_frame("a", 0, 1, "Output", "Chart of the output") }}{{ prediction("A") }}</div>
"""
MAKE = """
const [experiment, axes] = argument;
const find = (selector) => document.querySelector(selector);
const told = [];
const guessing = new predicting.Prediction(find(".predict"), {
  outputPlot: find('[data-plot="a"]'), costPlot: find('[data-plot="cost"]'),
  onLock: (guess) => told.push(["lock", guess]),
  onSkip: () => told.push(["skip"]),
  onChange: () => told.push(["change"]),
});
find(".predict").hidden = false;
guessing.reset(experiment, axes);
document.querySelector("main").bench = { guessing, told };
"""
MARGIN = {"left": 44, "right": 12, "top": 8, "bottom": 40}
HEADROOM = 1.04


class Predict:
    """The panel and its two charts on a page of their own."""

    def __init__(self, bench: Bench, server: Server, axis: int | None = None, **changes: Any) -> None:
        self.page = bench.page
        self.outcome = simulate(server, {**preset(server, "quadratic-badly-wrong"), **changes})
        epochs = axis or self.outcome.experiment["epochs"]
        self.axes = {
            "a": {"epochs": epochs, "low": 0, "high": 1},
            "cost": {"epochs": epochs, "low": 0, "high": 0.5},
        }
        bench.open(PANEL)
        bench.run(MAKE, [self.outcome.experiment, self.axes], predicting="widgets/predict/prediction.js")
        self.lock = self.page.get_by_role("button", name="Lock it in")
        self.skip = self.page.get_by_role("button", name="Skip")
        self.again = self.page.get_by_role("button", name="Predict again")
        self.never = self.page.get_by_role("checkbox", name="Never")
        self.words = self.page.get_by_role("status")
        self.line = self.page.get_by_role("slider", name="Your guess of where")
        self.handles = self.page.get_by_role("slider", name="Point")

    def choose_sketch(self) -> None:
        self.page.get_by_role("radio", name="How the cost goes").check()

    def plot(self, column: str) -> Locator:
        return self.page.locator(f'[data-plot="{column}"]')

    def point(self, column: str, epoch: float, value: float) -> tuple[float, float]:
        """Where a chart has this place, on the page."""
        self.plot(column).scroll_into_view_if_needed()
        box = self.plot(column).bounding_box()
        assert box is not None
        axes = self.axes[column]
        width = box["width"] - MARGIN["left"] - MARGIN["right"]
        height = box["height"] - MARGIN["top"] - MARGIN["bottom"]
        part = (value - axes["low"]) / ((axes["high"] - axes["low"]) * HEADROOM)
        return (
            box["x"] + MARGIN["left"] + width * epoch / axes["epochs"],
            box["y"] + MARGIN["top"] + height * (1 - part),
        )

    def drag(self, column: str, places: list[tuple[float, float]]) -> None:
        points = [self.point(column, *place) for place in places]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)
        self.page.mouse.up()

    @property
    def told(self) -> list[list[Any]]:
        found: list[list[Any]] = self.page.evaluate("() => document.querySelector('main').bench.told")
        return found

    @property
    def guess(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("() => document.querySelector('main').bench.guessing.guess")
        return found

    def reveal(self, outcome: Outcome | None = None) -> str:
        """What is said when the end of the run has been seen."""
        experiment, trace, summary = outcome or self.outcome
        lane = {
            "experiment": experiment,
            "trace": {"columns": trace, "length": len(trace["epoch"])},
            "summary": summary,
        }
        self.page.evaluate("lane => document.querySelector('main').bench.guessing.reveal(lane)", lane)
        return self.words.inner_text()


@pytest.fixture
def predict(bench: Bench, server: Server) -> Predict:
    return Predict(bench, server)


# Where the output passes 0.5


def test_line_is_put_with_the_mouse_locked_and_compared(predict: Predict) -> None:
    expect(predict.lock).to_be_disabled()
    assert predict.guess == {"half": None, "sketch": None}
    predict.drag("a", [(150, 0.4), (100, 0.6), (60, 0.5)])
    assert predict.guess["half"] == 60
    expect(predict.line).to_have_attribute("aria-valuetext", "your guess: 60")
    predict.drag("a", [(80, 0.5)])
    assert predict.guess["half"] == 80
    predict.lock.click()
    assert predict.told[-1] == ["lock", {"half": 80, "sketch": None}]
    expect(predict.words).to_contain_text("locked in")
    predict.drag("a", [(200, 0.5)])
    assert predict.guess["half"] == 80
    assert predict.reveal() == "You said epoch 80; it was 232: the plateau is longer than most people expect."
    expect(predict.page.get_by_text("it was 232", exact=True)).to_be_visible()


def test_line_is_put_with_keys(predict: Predict) -> None:
    predict.line.focus()
    keyboard = predict.page.keyboard
    expect(predict.line).to_have_attribute("aria-valuetext", "not placed yet")
    for key, epoch in [
        ("ArrowRight", 153),
        ("ArrowRight", 156),
        ("ArrowLeft", 153),
        ("PageUp", 183),
        ("Shift+ArrowRight", 213),
        ("End", 300),
        ("ArrowRight", 300),
        ("PageDown", 270),
        ("Home", 0),
        ("ArrowDown", 0),
    ]:
        keyboard.press(key)
        expect(predict.line).to_have_attribute("aria-valuenow", str(epoch))
    assert predict.guess["half"] == 0
    expect(predict.line).to_be_focused()


def test_line_is_put_with_a_finger(new_context: Callable[..., BrowserContext], server: Server) -> None:
    page = new_context(has_touch=True, viewport={"width": 360, "height": 740}).new_page()
    predict = Predict(Bench(page, server), server)
    page.touchscreen.tap(*predict.point("a", 120, 0.5))
    assert predict.guess["half"] == pytest.approx(120, abs=1)
    predict.lock.tap()
    assert predict.told[-1][0] == "lock"


def test_never_is_a_guess_too(predict: Predict) -> None:
    predict.never.check()
    assert predict.guess["half"] == "never"
    predict.drag("a", [(100, 0.5)])
    expect(predict.never).not_to_be_checked()
    predict.never.check()
    predict.lock.click()
    assert predict.reveal() == "You said never; it was epoch 232: it gets there after all."


def test_never_is_right_where_it_never_happens(bench: Bench, server: Server) -> None:
    predict = Predict(bench, server, epochs=200)
    predict.never.check()
    predict.lock.click()
    assert predict.reveal() == "You said never, and you are right: it did not happen in 200 epochs."


def test_line_stays_within_a_run_that_is_shorter_than_the_axis(bench: Bench, server: Server) -> None:
    predict = Predict(bench, server, axis=600)
    predict.drag("a", [(250, 0.5)])
    assert predict.guess["half"] == pytest.approx(250, abs=1)
    predict.drag("a", [(500, 0.5)])
    assert predict.guess["half"] == 300


@pytest.mark.parametrize(
    ("guess", "changes", "words"),
    [
        (232, {}, "You said epoch 232, and that is it exactly!"),
        (240, {}, "You said epoch 240; it was 232: very well judged."),
        (280, {}, "You said epoch 280; it was 232: this neuron is quicker than it looks."),
        (10, {"w": 0.6, "b": 0.9}, "You said epoch 10; it was 36: it takes longer than one would think."),
        (
            90,
            {"epochs": 200},
            "You said epoch 90; it did not happen in 200 epochs: the plateau outlasts the whole run.",
        ),
        (50, {"w": -2, "b": -2}, "You said epoch 50; it was so from the very start."),
        ("never", {"w": -2, "b": -2}, "You said never; it was so from the very start."),
        (
            20,
            {"w": 0.6, "b": 0.9, "eta": 0.01},
            "You said epoch 20; it did not happen in 300 epochs, though it may later.",
        ),
        (
            150,
            {"w": [2, 1], "x": [[1, 0], [0, 1]], "y": [0, 1], "b": 1},
            "You said epoch 150; it was 240: the plateau is longer than most people expect.",
        ),
    ],
)
def test_distance_is_said_in_kind_words(
    guess: int | str, changes: dict[str, Any], words: str, bench: Bench, server: Server
) -> None:
    outcome = simulate(server, {**preset(server, "quadratic-badly-wrong"), **changes})
    lane = {"experiment": outcome.experiment, "trace": {"columns": outcome.trace}, "summary": outcome.summary}
    bench.open("")
    said = bench.run(
        "return predictions.halfWords(argument[0], argument[1])", [guess, lane], predictions="words/predictions.js"
    )
    assert said == words


# A sketch of the cost


def test_sketch_is_drawn_with_the_mouse_and_compared(predict: Predict) -> None:
    predict.choose_sketch()
    expect(predict.lock).to_be_disabled()
    predict.drag("cost", [(300 * part / 30, 0.48 - 0.46 * part / 30) for part in range(31)])
    sketch = predict.guess["sketch"]
    assert len(sketch) == 25
    assert sketch == pytest.approx([0.48 - 0.46 * index / 24 for index in range(25)], abs=0.005)
    predict.lock.click()
    said = predict.reveal()
    costs = predict.outcome.trace["cost"]
    off = sum(abs(0.48 - 0.46 * epoch / 300 - cost) for epoch, cost in enumerate(costs)) / len(costs) / 0.5
    assert said == (
        f"Your curve is on average {round(off * 100)}\u00a0% of the axis away from the real one. In the first third it "
        "is too low, in the last about right. At first the real cost hardly moves: that is the slowdown."
    ).replace("about right", last_third(costs))


def last_third(costs: list[float]) -> str:
    off = sum(0.48 - 0.46 * epoch / 300 - costs[epoch] for epoch in range(200, 301)) / 101 / 0.5
    return "about right" if abs(off) <= 0.05 else "too high" if off > 0 else "too low"


def test_sketch_that_is_the_curve_is_praised(predict: Predict) -> None:
    predict.choose_sketch()
    costs = predict.outcome.trace["cost"]
    predict.drag("cost", [(epoch, costs[epoch]) for epoch in range(0, 301, 5)])
    predict.lock.click()
    assert predict.reveal().endswith("of the axis away from the real one: very well drawn.")


def test_sketch_is_drawn_with_keys(predict: Predict) -> None:
    predict.choose_sketch()
    keyboard = predict.page.keyboard
    expect(predict.handles).to_have_count(9)
    predict.handles.first.focus()
    expect(predict.handles.first).to_have_attribute("aria-valuetext", "not drawn yet, at epoch 0")
    keyboard.press("PageUp")
    expect(predict.handles.first).to_have_attribute("aria-valuetext", "cost 0.3500 at epoch 0")
    keyboard.press("ArrowRight")
    expect(predict.handles.nth(1)).to_be_focused()
    keyboard.press("ArrowDown")
    expect(predict.handles.nth(1)).to_have_attribute("aria-valuetext", "cost 0.2400 at epoch 38")
    keyboard.press("End")
    for _ in range(4):
        keyboard.press("PageDown")
    expect(predict.handles.last).to_be_focused()
    sketch = predict.guess["sketch"]
    assert (sketch[0], sketch[3], sketch[24]) == (pytest.approx(0.35), pytest.approx(0.24), 0)
    assert sketch[1] == pytest.approx(0.35 + (0.24 - 0.35) / 3)
    tabs = predict.handles.evaluate_all("all => all.map((handle) => handle.getAttribute('tabindex'))")
    assert tabs == ["-1"] * 8 + ["0"]


def test_gaps_of_a_sketch_are_bridged(bench: Bench) -> None:
    bench.open("")
    sketch = [None] * 25
    body = "return predictions.completed(argument.map((v, i) => ({ 6: 4, 12: 1 })[i] ?? v), 9)"
    found = bench.run(body, sketch, predictions="words/predictions.js")
    assert found == [4.0] * 7 + [3.5, 3.0, 2.5, 2.0, 1.5, 1.0] + [1.0] * 12
    assert (
        bench.run("return predictions.completed(argument, 9)", sketch, predictions="words/predictions.js") == [9] * 25
    )


# The panel


def test_both_may_be_guessed(predict: Predict) -> None:
    predict.drag("a", [(60, 0.5)])
    predict.choose_sketch()
    predict.drag("cost", [(0, 0.4), (300, 0.1)])
    expect(predict.lock).to_be_enabled()
    predict.lock.click()
    said = predict.reveal()
    assert "You said epoch 60; it was 232" in said
    assert "Your curve is on average" in said


def test_guessing_can_be_skipped_and_taken_up_again(predict: Predict) -> None:
    predict.drag("a", [(60, 0.5)])
    predict.skip.click()
    assert predict.told[-1] == ["skip"]
    expect(predict.lock).to_be_hidden()
    expect(predict.again).to_be_focused()
    assert predict.reveal() == "No guess this time."
    predict.again.click()
    assert predict.told[-1] == ["change"]
    assert predict.guess == {"half": None, "sketch": None}
    expect(predict.lock).to_be_disabled()
    expect(predict.words).to_be_empty()


def test_guess_is_kept_nowhere_but_in_the_page(predict: Predict) -> None:
    predict.drag("a", [(60, 0.5)])
    predict.lock.click()
    kept = predict.page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie, location.search]")
    assert kept == [0, 0, "", ""]


def test_other_axes_leave_the_guess_at_its_numbers(predict: Predict) -> None:
    predict.choose_sketch()
    predict.drag("cost", [(0, 0.4), (300, 0.1)])
    before = predict.guess
    predict.axes["cost"]["high"] = 5
    predict.page.evaluate("axes => document.querySelector('main').bench.guessing.setAxes(axes)", predict.axes)
    assert predict.guess == before
    _, y = predict.point("cost", 0, 0.4)
    handle = predict.handles.first.bounding_box()
    assert handle is not None
    assert handle["y"] + handle["height"] / 2 == pytest.approx(y, abs=1)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(scheme: str, width: int, new_context: Callable[..., BrowserContext], server: Server) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    predict = Predict(Bench(page, server), server)
    page.evaluate("() => document.querySelector('main').prepend(document.createElement('h1'))")
    page.evaluate("() => (document.querySelector('h1').textContent = 'Bench')")
    # The bench's one heading is far above the panel's.
    rules = {"heading-order": {"enabled": False}}
    assert findings(page, rules=rules) == []
    predict.drag("a", [(60, 0.5)])
    predict.choose_sketch()
    predict.drag("cost", [(0, 0.4), (300, 0.1)])
    assert findings(page, rules=rules) == []
    predict.lock.click()
    predict.reveal()
    assert findings(page, rules=rules) == []


def test_line_stands_on_the_epoch_axis_of_the_real_chart(story: Story, page: Page, server: Server) -> None:
    panel = story.panel("badly-wrong")
    panel.run()
    panel.chart("a").expect_points(301)
    bench = Bench(page, server)
    body = """const plot = document.querySelector('[data-panel="badly-wrong"] [data-plot="a"]');
      const one = new marking.HalfMarker(plot, { describedBy: "", onChange: () => {} });
      one.reset([0.5]); one.setAxes({ epochs: 300, low: 0, high: 1 }, 300); one.setOpen(true); one._move(100);"""
    bench.style("predict")
    bench.run(body, marking="widgets/predict/half-marker.js")
    line = panel.chart("a").frame.locator(".guess-slider .guess-line")
    tick = panel.chart("a").drawing.locator(".xtick text", has_text="100")
    level = panel.chart("a").frame.locator(".guess-levels line")
    mark = panel.chart("a").drawing.locator(".ytick text", has_text="0.5")
    for ours, theirs, start, size in [(line, tick, "x", "width"), (level, mark, "y", "height")]:
        one, other = (
            found.evaluate(f"e => {{ const r = e.getBoundingClientRect(); return r.{start} + r.{size} / 2; }}")
            for found in (ours, theirs)
        )
        assert one == pytest.approx(other, abs=1.5)
