"""The JavaScript modules one by one, as the server serves them, inside the browser.

It is long because each module has a few tests only, and they share the way into the browser.
"""

import random
from decimal import Decimal
from typing import Any

import pytest

from tests.browser.lab import decimals, roughly
from tests.browser.modules import Modules


def numbers(seed: int) -> list[float]:
    """Numbers of every size and sign."""
    draw = random.Random(seed)  # noqa: S311 (nothing secret)
    return [draw.choice((-1, 1)) * draw.random() * 10.0 ** draw.randint(-12, 12) for _ in range(400)]


# words/format.js

FORMATTED = {
    0.0: "0.0000",
    1.0: "1.0000",
    0.98201379: "0.9820",
    -2.25: "−2.2500",
    0.0005: "0.0005",
    0.000499: "4.99e−4",
    -1.5e-7: "−1.50e−7",
    99999.0: "99999.0000",
    100000.0: "1.00e5",
    1.7976931348623157e308: "1.80e308",
}


def test_numbers_have_four_decimals_or_an_exponent(modules: Modules) -> None:
    shown = modules.run("return argument.map(format.decimals)", list(FORMATTED), format="words/format.js")
    assert shown == list(FORMATTED.values())
    assert [decimals(value) for value in FORMATTED] == shown


def test_every_number_is_rounded_as_on_paper(modules: Modules) -> None:
    values = numbers(1)
    shown = modules.run("return argument.map(format.decimals)", values, format="words/format.js")
    assert shown == [decimals(value) for value in values]
    shown = modules.run("return argument.map(format.roughly)", values, format="words/format.js")
    assert shown == [roughly(value) for value in values]


def test_missing_number_is_a_dash(modules: Modules) -> None:
    assert modules.run("return [null, undefined].map(format.decimals)", format="words/format.js") == ["–", "–"]


def test_plain_number_is_said_in_full(modules: Modules) -> None:
    values = [0.15, 2, -3, 1e-7, 0.1234567890123, 1e21, *numbers(2)]
    shown = modules.run("return argument.map(format.plain)", values, format="words/format.js")
    assert [float(text.replace("−", "-")) for text in shown] == values
    assert shown[:6] == ["0.15", "2", "−3", "1e−7", "0.1234567890123", "1e21"]


# runs/trace.js

BLOCKS = [
    {"epoch": [0, 1], "a": [0.9, 0.7], "cost": [4.0, -1.0]},
    {"epoch": [2], "a": [0.8], "cost": [2.0]},
]
FILL = "const t = new trace.Trace(); for (const block of argument) t.append(block);"


def test_trace_grows_block_by_block(modules: Modules) -> None:
    columns, length, last = modules.run(
        f"{FILL} return [t.columns, t.length, t.lastEpoch]", BLOCKS, trace="runs/trace.js"
    )
    assert columns == {"epoch": [0, 1, 2], "a": [0.9, 0.7, 0.8], "cost": [4.0, -1.0, 2.0]}
    assert (length, last) == (3, 2)


def test_trace_keeps_its_columns_apart_from_the_blocks(modules: Modules) -> None:
    assert modules.run(f"{FILL} argument[0].a[0] = 7; return t.columns.a[0]", BLOCKS, trace="runs/trace.js") == 0.9


@pytest.mark.parametrize(("epoch", "index"), [(0, 0), (1, 1), (1.9, 1), (2, 2), (3, 2), (1e9, 2), (-4, 0)])
def test_trace_answers_with_the_nearest_row(epoch: float, index: int, modules: Modules) -> None:
    row = modules.run(f"{FILL} return t.at({epoch})", BLOCKS, trace="runs/trace.js")
    assert (
        row
        == [
            {"epoch": 0, "a": 0.9, "cost": 4.0},
            {"epoch": 1, "a": 0.7, "cost": -1.0},
            {"epoch": 2, "a": 0.8, "cost": 2.0},
        ][index]
    )


def test_extent_of_a_column_is_its_least_and_greatest(modules: Modules) -> None:
    assert modules.run(f"{FILL} return ['a', 'cost'].map((name) => t.extent(name))", BLOCKS, trace="runs/trace.js") == [
        [0.7, 0.9],
        [-1.0, 4.0],
    ]


def test_empty_trace_has_no_row_and_no_extent(modules: Modules) -> None:
    found = modules.run(
        "const t = new trace.Trace(); return [t.length, t.lastEpoch, t.at(0), t.extent('a')]", trace="runs/trace.js"
    )
    assert found == [0, -1, None, None]


# axes.js


def test_round_up_takes_the_next_round_number(modules: Modules) -> None:
    values = [abs(value) for value in numbers(3)]
    for value, rounded in zip(
        values, modules.run("return argument.map(axes.roundUp)", values, axes="axes.js"), strict=True
    ):
        assert value * (1 - 1e-9) <= rounded <= 2.5 * value
        assert mantissa(rounded) in {1, 2, 2.5, 5}


def test_round_numbers_stay_what_they_are(modules: Modules) -> None:
    values = [1, 2, 2.5, 5, 10, 0.1, 0.25, 1000, 5e-4]
    assert modules.run("return argument.map(axes.roundUp)", values, axes="axes.js") == pytest.approx(values, rel=1e-12)


def test_nice_step_is_round_and_near(modules: Modules) -> None:
    values = [abs(value) for value in numbers(4)]
    for value, step in zip(
        values, modules.run("return argument.map(axes.niceStep)", values, axes="axes.js"), strict=True
    ):
        assert 0.6 <= step / value <= 1.5
        assert mantissa(step) in {1, 2, 2.5, 5}


def mantissa(value: float) -> float:
    digits = Decimal(f"{value:.6g}")
    return float(digits.scaleb(-digits.adjusted()))


@pytest.mark.parametrize(
    ("usual", "extent", "expected"),
    [
        ([0, 0.5], None, [0, 0.5]),
        ([0, 0.5], [0.004, 0.48], [0, 0.5]),
        ([0, 0.5], [0, 0.5], [0, 0.5]),
        ([0, 0.5], [0.1, 0.6], [0, 1]),
        ([0, 4.5], [0.1, 4.6], [0, 5]),
        ([0, 4.5], [0.01, 0.3], [0, 0.5]),
        ([0, 4.5], [0.01, 2], [0, 4.5]),
        ([0, 4.5], [0, 0], [0, 4.5]),
        ([0, 1], [0, 0.01], [0, 1]),
        ([0, 1], [-0.7, 0.9], [-1, 1]),
        ([0, 1], [-30, 1e30], [-50, 1e30]),
    ],
)
def test_axis_keeps_its_usual_range_while_the_numbers_suit_it(
    usual: list[float], extent: list[float] | None, expected: list[float], modules: Modules
) -> None:
    found = modules.run("return axes.suitableRange(argument[0], argument[1])", [usual, extent], axes="axes.js")
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], [-2, 0]),
        ([0, None, -1], [-2, 0]),
        ([0.4, 0.003, 0], [-3, 0]),
        ([5], [-1, 1]),
        ([1], [-1, 1]),
        ([1e-30, 100], [-7, 3]),
    ],
)
def test_a_logarithmic_axis_holds_the_powers_of_ten_of_all_numbers(
    values: list[float | None], expected: list[float], modules: Modules
) -> None:
    body = "return axes.powerRange(argument, [-2, 0])"
    assert modules.run(body, values, axes="axes.js") == expected


# charts/thinning.js


def test_few_points_are_all_drawn(modules: Modules) -> None:
    body = "return [0, 1, 60].map((length) => thinning.thin(Array(length).fill(1), 60))"
    assert modules.run(body, thinning="charts/thinning.js") == [None, None, None]


def test_thinning_keeps_first_last_and_extremes_of_any_data(modules: Modules) -> None:
    draw = random.Random(5)  # noqa: S311 (nothing secret)
    columns = [[draw.gauss(0, 1) ** 3 for _ in range(draw.randint(61, 700))] for _ in range(150)]
    kept = modules.run("return argument.map((c) => thinning.thin(c, 60))", columns, thinning="charts/thinning.js")
    for column, indexes in zip(columns, kept, strict=True):
        assert indexes == sorted(set(indexes))
        assert (indexes[0], indexes[-1]) == (0, len(column) - 1)
        assert len(indexes) <= 64
        values = [column[index] for index in indexes]
        assert (min(values), max(values)) == (min(column), max(column))
        # No spike is lost between two points that are kept: it is no higher than what is drawn nearby.
        stretch = -(-3 * len(column) // 60)
        for start in range(0, len(column), stretch):
            drawn = [column[index] for index in indexes if start <= index < start + stretch]
            assert (min(drawn), max(drawn)) == (
                min(column[start : start + stretch]),
                max(column[start : start + stretch]),
            )


# frames.js: one costly job a frame

QUEUE = """
const waiting = [];
globalThis.requestAnimationFrame = (callback) => waiting.push(callback);
const done = [];
const queue = new frames.FrameQueue();
const [one, two, three] = [{}, {}, {}];
const job = (name) => () => done.push(name);
const pass = () => { const now = waiting.splice(0); for (const callback of now) callback(0); return now.length; };
"""


def queued(modules: Modules, body: str) -> Any:
    return modules.run(QUEUE + body, frames="frames.js")


def test_one_job_is_done_a_frame_in_the_order_of_asking(modules: Modules) -> None:
    body = """queue.add(one, job("1")); queue.add(two, job("2")); queue.add(three, job("3"));
    const after = [[...done]]; while (waiting.length) { pass(); after.push([...done]); } return after;"""
    assert queued(modules, body) == [[], ["1"], ["1", "2"], ["1", "2", "3"]]


def test_latest_job_of_an_owner_wins(modules: Modules) -> None:
    body = """queue.add(one, job("old")); queue.add(two, job("2")); queue.add(one, job("new"));
    while (waiting.length) pass(); return done;"""
    assert queued(modules, body) == ["new", "2"]


def test_job_that_throws_does_not_stop_the_others(modules: Modules) -> None:
    body = """queue.add(one, () => { throw new Error("oh"); }); queue.add(two, job("2"));
    let thrown = ""; try { pass(); } catch (error) { thrown = error.message; }
    while (waiting.length) pass(); return [thrown, done];"""
    assert queued(modules, body) == ["oh", ["2"]]


def test_dropped_job_is_not_done_and_holds_nobody_up(modules: Modules) -> None:
    body = """queue.add(one, job("1")); queue.add(two, job("2")); queue.drop(one);
    while (waiting.length) pass(); return done;"""
    assert queued(modules, body) == ["2"]


def test_queue_asks_for_no_frame_when_it_is_empty(modules: Modules) -> None:
    body = """const before = waiting.length; queue.add(one, job("1")); queue.add(two, job("2"));
    const asked = waiting.length; pass(); pass(); return [before, asked, waiting.length, done.length];"""
    assert queued(modules, body) == [0, 1, 0, 2]


def test_job_that_asks_for_another_gets_a_later_frame(modules: Modules) -> None:
    body = """queue.add(one, () => { done.push("1"); queue.add(one, job("again")); });
    pass(); const after = [...done]; pass(); return [after, done];"""
    assert queued(modules, body) == [["1"], ["1", "again"]]


# words/describe.js

DESCRIBE = """
const t = new trace.Trace();
t.append({ epoch: argument.a.map((_, epoch) => epoch), a: argument.a });
return describing.describe({ experiment: { y: argument.y }, trace: t, summary: argument.summary });
"""


def described(modules: Modules, a: list[float], y: float = 0.0, **summary: Any) -> str:
    told = {"epochs_to_half": None, "fastest_epoch": 0, "final_output": a[-1] if a else None, "diverged": None}
    argument = {"a": a, "y": y, "summary": told | summary}
    text: str = modules.run(DESCRIBE, argument, describing="words/describe.js", trace="runs/trace.js")
    return text


def test_plateau_is_told_with_its_end(modules: Modules) -> None:
    text = described(modules, [0.99, 0.95, 0.89, 0.3, 0.2], fastest_epoch=2, epochs_to_half=3)
    assert text == (
        "The output stays above 0.90 until epoch 2, then falls fastest at epoch 2. "
        "It comes within 0.5 of its target at epoch 3 and ends at 0.20."
    )


def test_plateau_below_the_target_is_told_from_its_side(modules: Modules) -> None:
    text = described(modules, [0.01, 0.05, 0.11, 0.9], y=1.0, fastest_epoch=2, epochs_to_half=3)
    assert text == (
        "The output stays below 0.10 until epoch 2, then rises fastest at epoch 2. "
        "It comes within 0.5 of its target at epoch 3 and ends at 0.90."
    )


def test_start_near_the_target_is_no_plateau(modules: Modules) -> None:
    text = described(modules, [0.8, 0.3], fastest_epoch=0, epochs_to_half=1)
    assert text.startswith("The output starts at 0.80 and falls fastest at epoch 0.")


def test_output_that_only_gets_worse_is_no_plateau_that_ends(modules: Modules) -> None:
    text = described(modules, [0.95, 0.96, 0.97], fastest_epoch=0)
    assert text == (
        "The output starts at 0.95 and rises fastest at epoch 0. "
        "It does not come within 0.5 of its target in 2 epochs and ends at 0.97."
    )


def test_neuron_that_is_right_from_the_start_is_said_to_be(modules: Modules) -> None:
    text = described(modules, [0.2, 0.1], epochs_to_half=0)
    assert text.endswith("It is within 0.5 of its target from the start and ends at 0.10.")


def test_output_that_never_moves_is_said_not_to(modules: Modules) -> None:
    assert described(modules, [1.0, 1.0, 1.0], fastest_epoch=None) == (
        "The output starts at 1.00. It does not move at all. "
        "It does not come within 0.5 of its target in 2 epochs and ends at 1.00."
    )


def test_run_that_diverged_is_said_to_have(modules: Modules) -> None:
    assert described(modules, [1.0, 1e9], diverged=2).endswith(
        "and ends at 1.0e9. At epoch 2 the numbers grow beyond all bounds: the steps are too long. "
        "What came before is drawn."
    )
    assert described(modules, [], diverged=0).startswith("The very first step is beyond all bounds")
