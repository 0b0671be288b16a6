"""The parts of scripts and notebooks: what is in them, and that what is added later is."""

from typing import Any

import pytest

from app.experiments.exports.program import program
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from tests.experiments.exports import later
from tests.experiments.exports.runs import OF_EVERY_PAIR, SEVERAL, Experiments, experiments_of

ENDING = "table(runs)"
SHAPES: list[list[dict[str, Any]]] = [[{}], [SEVERAL], [{}, SEVERAL]]


def code_of(experiments: Experiments, *, explain: bool = False) -> str:
    made = program(experiments, ENDING, explain)
    return "\n".join(section.code for section in made.mathematics) + made.run


@pytest.mark.parametrize("name", OF_EVERY_PAIR)
def test_no_other_cost_or_activation_is_in_it(name: str) -> None:
    batch = OF_EVERY_PAIR[name]
    made = program(batch, ENDING, explain=False).run
    for registry, chosen in ((COSTS, batch[0].cost), (ACTIVATIONS, batch[0].activation)):
        for other, entry in registry.items():
            assert (f"{type(entry).__name__}()" in made) == (other == chosen)


def test_the_loop_is_the_one_that_is_needed() -> None:
    scalar, lists, both = (code_of(experiments_of(*bodies)) for bodies in SHAPES)
    assert ("_scalar_rows" in scalar, "_array_rows" in scalar) == (True, False)
    assert ("_scalar_rows" in lists, "_array_rows" in lists) == (False, True)
    assert ("_scalar_rows" in both, "_array_rows" in both) == (True, True)


def test_what_only_other_parts_of_the_lab_need_is_not_in_it() -> None:
    code = code_of(experiments_of({"cost": "cross-entropy"}))
    for absent in ("gain", "label", "summary", "check_pair", "train_many", "NotImplementedError", "isinstance"):
        assert absent not in code
    assert "def gain" in code_of(experiments_of({"cost": "cross-entropy"}), explain=True)


def test_headings_are_in_the_order_of_need() -> None:
    titles = [section.title for section in program(experiments_of({}), ENDING, explain=True).mathematics]
    assert titles[0] == "Elementary functions"
    assert titles[-2:] == ["The neuron, its rows and its descent", "The rows taken apart"]


def test_a_module_without_a_title_of_ours_is_announced_by_its_docstring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COSTS, "strong", later.STRONG)
    titles = [
        section.title for section in program(experiments_of({"cost": "strong"}), ENDING, explain=False).mathematics
    ]
    assert "A cost and activations as somebody may add them: with a helper, a constant and an argument" in titles
