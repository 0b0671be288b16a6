"""The notebook: its form, and that a kernel that runs it finds our numbers."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from app import __version__
from app.experiments.exports.notebook import notebook
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from tests.experiments.exports.runs import OF_EVERY_PAIR, TOGETHER, Experiments, expected_table

ALL = {**OF_EVERY_PAIR, "several shapes together": TOGETHER}

RUN = """
import sys
import nbformat
from nbclient import NotebookClient

document = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(document, timeout=60, kernel_name="python3").execute()
nbformat.write(document, sys.argv[1])
"""
PRINT_TABLE = 'print("".join(table(runs)), end="")'


def cells_of(text: str) -> list[Any]:
    document: Any = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(document)
    cells: list[Any] = document.cells
    return cells


def executed(text: str, folder: Path) -> list[Any]:
    """The cells after a kernel has run them, in a process of its own: an event loop is no guest of a test's."""
    file = folder / "slowdown.ipynb"
    document = json.loads(text)
    last: dict[str, Any] = {"id": "last", "metadata": {}, "execution_count": None, "outputs": [], "source": PRINT_TABLE}
    document["cells"].append({"cell_type": "code", **last})
    file.write_text(json.dumps(document), encoding="utf-8")
    homes = {name: str(folder) for name in ("HOME", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")}
    subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", RUN, str(file)],
        cwd=folder,
        env={**os.environ, **homes, "MPLBACKEND": "agg"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return cells_of(file.read_text(encoding="utf-8"))


def printed(cell: Any) -> str:
    return "".join(output["text"] for output in cell["outputs"] if output["output_type"] == "stream")


def test_a_kernel_that_runs_it_finds_our_table_to_the_last_bit(tmp_path: Path) -> None:
    cells = executed(notebook(TOGETHER), tmp_path)
    table = expected_table(TOGETHER)
    assert printed(cells[-1]) == table
    by_name = {cell["id"]: cell for cell in cells}
    assert printed(by_name["table"]).splitlines()[:8] == table.splitlines()[:8]
    is_drawn = any("image/png" in output.get("data", {}) for output in by_name["picture"]["outputs"])
    assert is_drawn or "matplotlib is not installed" in printed(by_name["picture"])


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_its_form_is_that_of_format_4_5_and_its_code_compiles(name: str, explain: bool) -> None:
    text = notebook(ALL[name], explain=explain)
    document = json.loads(text)
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    cells = cells_of(text)
    assert len({cell["id"] for cell in cells}) == len(cells)
    for cell in cells:
        if cell["cell_type"] == "code":
            compile(cell["source"], cell["id"], "exec")


def test_every_piece_of_code_has_words_before_it() -> None:
    cells = cells_of(notebook(TOGETHER, explain=True))
    for before, cell in pairwise(cells):
        if cell["cell_type"] == "code":
            assert before["cell_type"] == "markdown"
            assert before["id"] == f"{cell['id']}-text"


def words_of(batch: Experiments) -> str:
    return "\n".join(cell["source"] for cell in cells_of(notebook(batch)) if cell["cell_type"] == "markdown")


@pytest.mark.parametrize("name", ALL)
def test_it_says_what_its_costs_and_activations_are(name: str) -> None:
    words = words_of(ALL[name])
    assert f"Learning Slowdown Lab, version {__version__}" in " ".join(words.split())
    for experiment in ALL[name]:
        assert words.count(COSTS[experiment.cost].summary) == 1
        assert words.count(ACTIVATIONS[experiment.activation].summary) == 1
