"""networks/, link/network-state.js and words/network-words.js, computed in the browser without any page."""

from typing import Any

import pytest

from tests.browser.modules import Modules
from tests.browser.network_page import SUMMARY, snapshot

LIMITS = {"rows": 5, "columns": 3, "characters": 10_000, "classes": 3}
LOAD = """
const sheet = csv.sheetOf(argument.text, argument.limits);
if ("problem" in sheet) return sheet;
const label = argument.label ?? csv.likelyLabel(sheet);
return { label, header: sheet.header, ...csv.tableOf(sheet, label, argument.limits) };
"""
RULES: dict[str, Any] = {
    "problems": {
        "xor": {"label": "XOR", "options": {"n": {"kind": "int", "default": 4, "low": 4, "high": 100, "choices": []}}},
        "moons": {
            "label": "Two moons",
            "options": {
                "noise": {"kind": "float", "default": 0.1, "low": 0, "high": 1, "choices": [], "label": "Noise"},
                "side": {"kind": "choice", "default": "left", "low": None, "high": None, "choices": ["left", "right"]},
            },
        },
    },
    "fields": [
        {"name": "problem", "shape": "problem", "default": {"name": "xor"}, "options": [], "title": "Problem"},
        {
            "name": "hidden",
            "shape": "list",
            "default": [2],
            "options": [],
            "minimum": 1,
            "maximum": 10,
            "longest": 3,
            "title": "Hidden layers",
        },
        {
            "name": "cost",
            "shape": "choice",
            "default": "quadratic",
            "options": [
                {"value": "quadratic", "label": "Quadratic"},
                {"value": "cross-entropy", "label": "Cross-entropy"},
            ],
            "title": "Cost",
        },
        {"name": "eta", "shape": "number", "default": 0.5, "options": [], "minimum": 0, "maximum": 10, "title": "η"},
        {
            "name": "init_outputs",
            "shape": "list",
            "default": None,
            "options": [],
            "minimum": 0,
            "maximum": 9,
            "longest": 3,
            "title": "Wrong outputs",
        },
        {"name": "shuffle", "shape": "flag", "default": True, "options": [], "title": "Shuffle"},
    ],
    "limits": {"lanes": 3},
    "costs": {},
    "outputs": {"sigmoid": {"isProbability": True}, "linear": {"isProbability": False}},
}
BOTH = """
const rules = { ...argument.rules, isPossible: () => true };
const first = link.parseNetworks(argument.query, rules);
const written = link.formatNetworks(first.state, rules);
const again = link.parseNetworks(written, rules);
return [first, written, JSON.stringify(again.state) === JSON.stringify(first.state), again.complaints];
"""


class Scripts:
    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._base = modules.addresses["words/format.js"].removesuffix("words/format.js")

    def run(self, body: str, argument: Any = None, **imports: str) -> Any:
        for module in imports.values():
            self._modules.addresses.setdefault(module, self._base + module)
        return self._modules.run(body, argument, **imports)

    def table(self, text: str, **more: Any) -> Any:
        return self.run(LOAD, {"text": text, "limits": LIMITS, **more}, csv="networks/csv.js")

    def link(self, query: str) -> Any:
        return self.run(BOTH, {"query": query, "rules": RULES}, link="link/network-state.js")


@pytest.fixture(scope="module")
def scripts(modules: Modules) -> Scripts:
    return Scripts(modules)


def test_a_table_is_scaled_and_its_labels_become_outputs(scripts: Scripts) -> None:
    table = scripts.table("size;weight;kind\r\n1;10;b\r\n3;10;a\r\n5;10;b\r\n")
    assert (table["label"], table["features"], table["classes"]) == (2, ["size", "weight"], ["a", "b"])
    # Mean 3, standard deviation √(8/3); a column that never changes is 0.
    assert table["x"] == [[-1.2247, 0], [0, 0], [1.2247, 0]]
    assert table["y"] == [[0, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("text", "label", "classes"),
    [
        ("1,2,10\n3,4,9\n", 2, ["9", "10"]),
        ('kind,"a, b"\n"say ""x""",1\ny,2\n', 0, ['say "x"', "y"]),
        ("1,5;a\n2,25;b\n", 1, ["a", "b"]),
        ("\ufeffx\ty\n1\tno\n2\tyes\n", 1, ["no", "yes"]),
    ],
)
def test_columns_are_found_however_a_table_is_written(
    text: str, label: int, classes: list[str], scripts: Scripts
) -> None:
    table = scripts.table(text)
    assert (table["label"], table["classes"]) == (label, classes)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b", "A table needs at least two lines."),
        ("1\n2\n", "A table needs at least two columns"),
        ("1,2\n3\n", "Line 2 has 1 cell, the first one 2."),
        ('1,"2\n3,4\n', "The quotation mark that opens in line 1 is never closed."),
        ("1,2,3,4,a\n1,2,3,4,b\n", "at most 3 columns beside the labels, and these are 4"),
        ("".join(f"{n},a\n" for n in range(6)), "at most 5 lines, and these are 6"),
        ("x,k\n\n1,a\nbad,b\n", "Line 4, x: a number is needed, and there is “bad”."),
        ("1,\n2,b\n", "Line 1 has no label."),
        ("1,a\n2,a\n", "All labels are “a”"),
        ("1,a\n2,b\n3,c\n4,d\n", "4 different labels, and there can be at most 3"),
        ("1,a\n1e999,b\n", "Line 2, column 1: a number is needed"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(text: str, problem: str, scripts: Scripts) -> None:
    assert problem in scripts.table(text)["problem"]


def test_a_table_too_large_for_a_message_says_what_would_do(scripts: Scripts) -> None:
    limits = {"rows": 1000, "columns": 3, "characters": 200, "classes": 3}
    text = "".join(f"{n},{n * n},{'ab'[n % 2]}\n" for n in range(100))
    problem = scripts.run(LOAD, {"text": text, "limits": limits}, csv="networks/csv.js")["problem"]
    assert problem.startswith("100 lines of this width are too much for one message; about ")


def test_a_link_comes_back_as_it_was(scripts: Scripts) -> None:
    first, written, is_same, complaints = scripts.link(
        "problem=moons&problem.noise=0.25&hidden=none&lanes=3&lane2.cost=cross-entropy&lane3.init_outputs=0,2&epoch=7&on=held-out"
    )
    assert (first["complaints"], is_same, complaints) == ([], True, [])
    experiments = first["state"]["experiments"]
    assert experiments[0]["problem"] == {"name": "moons", "noise": 0.25, "side": "left"}
    assert (experiments[0]["hidden"], experiments[0]["init_outputs"], experiments[2]["init_outputs"]) == (
        [],
        None,
        [0, 2],
    )
    assert [experiment["cost"] for experiment in experiments] == ["quadratic", "cross-entropy", "quadratic"]
    assert written == (
        "problem=moons&problem.noise=0.25&problem.side=left&hidden=none&cost=quadratic&eta=0.5&init_outputs=all&shuffle=yes"
        "&lanes=3&lane2.cost=cross-entropy&lane3.init_outputs=0,2&on=held-out&epoch=7"
    )


def test_a_table_in_a_link_comes_back_and_a_long_one_is_left_out(scripts: Scripts) -> None:
    first, written, is_same, complaints = scripts.link("problem=table&problem.x=0.5,-1;2,3&problem.y=1;0")
    assert (first["complaints"], is_same, complaints) == ([], True, [])
    assert first["state"]["experiments"][0]["problem"] == {"name": "table", "x": [[0.5, -1], [2, 3]], "y": [[1], [0]]}
    assert "problem.x=0.5,-1;2,3&problem.y=1;0" in written
    assert (
        scripts.run(
            "const [x, y] = [Array(2000).fill([0.1234]), Array(2000).fill([1])];"
            "return link.fitsLink([{ problem: { name: 'table', x, y } }])",
            link="link/network-state.js",
        )
        is False
    )


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("hidden=1,2,3,4", "it may have at most 3 numbers"),
        ("hidden=0", "it must be at least 1"),
        ("hidden=1.5", "it must be a whole number"),
        ("problem=unknown", "it must be one of xor, moons, table"),
        ("problem=table&problem.x=1;2", "the table itself is not in the link"),
        ("problem=table&problem.x=1,2;3&problem.y=1;0", "its rows must be equally long"),
        ("problem=moons&problem.noise=2", "it must be at most 1"),
        ("problem=xor&problem.noise=2", "which this page does not know"),
        ("eta=x", "it must be a number"),
        ("shuffle=perhaps", "it must be one of yes, no"),
        ("lane3.eta=1&lanes=2", "it has 2 lanes and no such field"),
    ],
)
def test_what_a_link_says_wrongly_is_named_and_replaced(query: str, complaint: str, scripts: Scripts) -> None:
    first, _, is_same, complaints = scripts.link(query)
    assert any(complaint in said for said in first["complaints"]), first["complaints"]
    assert (is_same, complaints) == (True, [])


def test_snapshots_are_found_by_epoch_in_whatever_order_they_come(scripts: Scripts) -> None:
    body = """
const all = new kept.Snapshots();
for (const one of argument) all.add(one);
return [[-1, 0, 4, 5, 99].map((epoch) => all.at(epoch)?.epoch ?? null), all.length, all.largestWeight];
"""
    found = scripts.run(body, [snapshot(5), snapshot(0), snapshot(9), snapshot(5)], kept="networks/snapshots.js")
    assert found == [[None, 0, 0, 5, 9], 3, 4]


def test_a_large_layer_shows_its_ends_and_a_gap(scripts: Scripts) -> None:
    body = """
const { places, gaps, radius } = drawing.layoutOf(argument, { left: 10, right: 110, top: 0, bottom: 120 });
const shown = places.map((layer) => layer.map(({ neuron }) => neuron));
return [shown, gaps.map(({ layer, count }) => [layer, count]), radius,
  places.flat().every(({ x, y }) => x >= 10 && x <= 110 && y >= 0 && y <= 120)];
"""
    shown, gaps, radius, is_inside = scripts.run(body, [2, 30, 1], drawing="networks/layout.js")
    assert shown == [[0, 1], [0, 1, 2, 3, 4, 5, 25, 26, 27, 28, 29], [0]]
    assert gaps == [[1, 19]]
    assert radius > 3
    assert is_inside


DESCRIBE = """
const { columns } = argument;
const trace = { columns, length: columns.epoch.length, lastEpoch: columns.epoch.at(-1) };
const lane = { experiment: { output: argument.output }, trace, summary: argument.summary };
return words.describeNetwork(lane, argument.rules);
"""


@pytest.mark.parametrize(
    ("changes", "output", "sentences"),
    [
        (
            {},
            "sigmoid",
            ["All 4 outputs that are wrong at the start are saturated there", "near 50\u00a0% for 7 epochs"],
        ),
        ({"saturated_at_start": 1}, "sigmoid", ["4 outputs are wrong at the start, and 1 of them saturated"]),
        ({"wrong_at_start": 0}, "sigmoid", ["No output is wrong at the start."]),
        ({"saturated_at_start": None}, "linear", ["linear outputs cannot saturate"]),
        ({"plateau_epochs": None}, "sigmoid", ["In 2 epochs, accuracy never leaves its plateau at 50\u00a0%."]),
        ({"plateau_epochs": 1}, "sigmoid", ["leaves the 50\u00a0% of the start in the first epoch"]),
        ({"initial_accuracy": 1.0, "plateau_epochs": None}, "sigmoid", ["Accuracy is 100\u00a0% from the start."]),
        ({"initial_accuracy": None, "final_accuracy": None}, "linear", ["The cost takes 5 epochs to fall by a tenth."]),
        (
            {"final_test_accuracy": 0.9549},
            "sigmoid",
            ["100\u00a0% on the training examples and 95.49\u00a0% on held-out"],
        ),
        ({"diverged": 3}, "sigmoid", ["At epoch 3 the numbers grow beyond all bounds"]),
    ],
)
def test_words_say_what_the_numbers_say(
    changes: dict[str, Any], output: str, sentences: list[str], scripts: Scripts
) -> None:
    columns = {"epoch": [0, 1, 2], "accuracy": [0.5, 0.5, 0.95], "eta": [1, 1, 0.25]}
    argument = {"columns": columns, "output": output, "summary": {**SUMMARY, **changes}, "rules": RULES}
    said = scripts.run(DESCRIBE, argument, words="words/network-words.js")
    for sentence in sentences:
        assert sentence in said
    assert "From epoch 1 on it was trained with η\u00a0=\u00a00.25." in said


def test_of_a_training_without_an_epoch_only_the_start_is_told(scripts: Scripts) -> None:
    columns = {"epoch": [0], "accuracy": [0.5], "eta": [900]}
    argument = {"columns": columns, "output": "linear", "summary": {**SUMMARY, "diverged": 1}, "rules": RULES}
    said = scripts.run(DESCRIBE, argument, words="words/network-words.js")
    assert said == (
        "4 outputs start wrong; linear outputs cannot saturate. At epoch 1 the numbers grow beyond all bounds: the "
        "steps are too long. What came before is drawn."
    )


def test_one_epoch_is_not_several(scripts: Scripts) -> None:
    columns = {"epoch": [0, 1], "accuracy": [0.5, 0.5], "eta": [1, 1]}
    argument = {"columns": columns, "output": "sigmoid", "summary": {**SUMMARY, "plateau_epochs": None}, "rules": RULES}
    said = scripts.run(DESCRIBE, argument, words="words/network-words.js")
    assert "In 1 epoch, accuracy never leaves its plateau" in said
    assert "After 1 epoch it is" in said


@pytest.mark.parametrize(
    ("plateaus", "sentence"),
    [
        ([100, 4], "The plateau of lane A is 25 times as long as that of lane B."),
        ([None, 4], "Lane A is still on the plateau when lane B has left it."),
        ([None, None], "No lane leaves its plateau in these epochs."),
        ([10, 9], "The plateaus of the lanes are about equally long."),
    ],
)
def test_lanes_are_compared_by_their_plateaus(plateaus: list[int | None], sentence: str, scripts: Scripts) -> None:
    lanes = [{"summary": {**SUMMARY, "plateau_epochs": until}, "trace": {"columns": {}}} for until in plateaus]
    body = "return words.compareNetworks(argument, ['A', 'B'])"
    assert scripts.run(body, lanes, words="words/network-words.js") == sentence
