"""The script, run as a student would: alone in an empty folder, with NumPy and nothing of ours."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import __version__
from app.experiments.exports.script import script
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from tests.experiments.examples import experiments
from tests.experiments.exports import later
from tests.experiments.exports.runs import (
    DIVERGED,
    OF_EVERY_PAIR,
    SEVERAL,
    TOGETHER,
    Experiments,
    expected_table,
    experiments_of,
)

ALL = {**OF_EVERY_PAIR, **DIVERGED, "several shapes together": TOGETHER}


def run_alone(text: str, folder: Path, *arguments: str) -> str:
    """What the script prints. `-I` keeps our own packages out of reach; a warning ends it."""
    (folder / "slowdown.py").write_text(text, encoding="utf-8")
    finished = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-I", "-W", "error", "slowdown.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.stderr == ""
    assert finished.returncode == 0
    return finished.stdout


def run_here(text: str) -> str:
    """The same in this process, which takes a tenth of the time."""
    names: dict[str, Any] = {"__name__": "slowdown"}
    exec(compile(text, "slowdown.py", "exec"), names)  # noqa: S102 (our own words)
    return "".join(names["table"]([names["run"](experiment) for experiment in names["EXPERIMENTS"]]))


@pytest.mark.parametrize("name", ALL)
def test_it_prints_our_table_to_the_last_bit(name: str, tmp_path: Path) -> None:
    assert run_alone(script(ALL[name]), tmp_path) == expected_table(ALL[name])


def test_it_explains_when_asked_to(tmp_path: Path) -> None:
    assert run_alone(script(TOGETHER, explain=True), tmp_path) == expected_table(TOGETHER, explain=True)


@settings(max_examples=40, deadline=None)
@given(batch=st.lists(experiments(), min_size=1, max_size=4), explain=st.booleans())
def test_any_experiments_give_our_table_to_the_last_bit(batch: list[Experiment], explain: bool) -> None:
    assert run_here(script(batch, explain=explain)) == expected_table(batch, explain=explain)


def test_a_long_run_of_many_examples_is_the_same_however_it_is_cut() -> None:
    """The Lab computes in blocks, the script all at once."""
    n = 37
    body = {"w": [0.3] * 16, "x": [[(i * j % 11) / 7 - 0.5 for j in range(16)] for i in range(n)], "epochs": 400}
    batch = experiments_of({**body, "y": [(i % 5) / 4 for i in range(n)], "cost": "cross-entropy"})
    assert run_here(script(batch)) == expected_table(batch)


@pytest.mark.parametrize("shape", [{"w": -2.0}, SEVERAL], ids=["numbers", "lists"])
def test_a_cost_and_activations_that_are_added_later_are_in_it_by_themselves(
    shape: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COSTS, "strong", later.STRONG)
    for name, activation in later.LEAKY.items():
        monkeypatch.setitem(ACTIVATIONS, name, activation)
    batch = experiments_of(*({**shape, "cost": "strong", "activation": name} for name in later.LEAKY))
    text = script(batch, explain=True)
    assert run_here(text) == expected_table(batch, explain=True)
    assert "unused" not in text


def test_it_writes_the_table_into_a_file(tmp_path: Path) -> None:
    batch = experiments_of({"y": 0.3})
    assert run_alone(script(batch), tmp_path, "table.csv") == ""
    assert (tmp_path / "table.csv").read_text() == expected_table(batch)


def test_numbers_may_be_changed(tmp_path: Path) -> None:
    """Also to whole numbers, as people write them."""
    changed = script(experiments_of({})).replace('"w": 0.6', '"w": 2').replace('"epochs": 300', '"epochs": 20')
    assert run_alone(changed, tmp_path) == expected_table(experiments_of({"w": 2.0, "epochs": 20}))


def test_it_says_what_it_is_and_where_its_parameters_are() -> None:
    tree = ast.parse(script(TOGETHER))
    docstring = ast.get_docstring(tree)
    assert docstring is not None
    assert f"Learning Slowdown Lab {__version__}" in docstring
    first = next(node for node in tree.body if not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom))
    assert ast.unparse(first).startswith("EXPERIMENTS = [")


@pytest.mark.parametrize("name", ["quadratic, sigmoid, numbers", "cross-entropy, sigmoid, numbers"])
def test_it_is_short_enough_to_read(name: str) -> None:
    assert len(script(ALL[name][:1]).splitlines()) < 265


def test_it_imports_nothing_but_numpy_and_the_standard_library() -> None:
    for batch in (TOGETHER, *(ALL[name][:1] for name in OF_EVERY_PAIR)):
        tree = ast.parse(script(batch, explain=True))
        modules = [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
        assert {module.partition(".")[0] for module in modules} <= {"numpy", *sys.stdlib_module_names}


def test_ruff_has_nothing_to_say(tmp_path: Path) -> None:
    """By its own default rules, and as formatted in lines as long as ours."""
    given: dict[str, Experiments] = {**ALL, "one of a pair": TOGETHER[:1]}
    for number, batch in enumerate(given.values()):
        (tmp_path / f"slowdown_{number}.py").write_text(script(batch, explain=number % 2 == 0), encoding="utf-8")
    # elementwise.py tells NaN by comparing a number with itself
    for arguments in (["check"], ["format", "--check", "--line-length", "120"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "--quiet", "."]
        finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
        assert finished.stdout + finished.stderr == ""
