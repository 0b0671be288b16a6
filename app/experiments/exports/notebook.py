"""Experiments as a Jupyter notebook (format 4.5): the parts of the script, each with a word on what it is for."""

import json
from collections.abc import Sequence
from typing import Any

from app import __version__
from app.experiments.exports.layout import import_lines
from app.experiments.exports.program import Program, program
from app.experiments.exports.sources import FOREIGN
from app.experiments.exports.table import GENERATOR
from app.experiments.schema import Experiment
from app.learning.activations import activation_named
from app.learning.costs import cost_named

OPENING = """# A neuron that learns by gradient descent

Made by the {generator}, version {version}. Everything in this notebook is worked out here: it holds the Lab's own
functions and needs NumPy alone, and on the same machine its numbers are the Lab's to the last bit.

A neuron turns its input into a weighted input $z = \\sum_j w_j x_j + b$ and that into an output $a = f(z)$. In every
epoch it changes its weights and its bias a little, against the gradient of a cost that says how far $a$ is from the
target $y$. Where the start is badly wrong, watch how long it takes to get going, and what the slope $f'(z)$ has to do
with that.
"""

EXPERIMENTS = """## The experiments

`w` and `b` are the start, `x` and `y` what is to be learned, `eta` is the learning rate. Change a number and run all
cells again.
"""

WORDS = {
    "app.learning.elementwise": "Written so that nothing overflows on the way and tiny numbers keep their digits.",
    "app.learning.activations": "What the neuron makes of its weighted input. Where the curve is flat, the slope is "
    "next to nothing: the neuron is *saturated*.",
    "app.learning.costs": "A cost says how wrong an output is. Steps follow $\\delta = \\partial C/\\partial z$: see "
    "how the slope gets into it, or drops out.",
    "app.learning.neuron": "Row $k$ is the state *before* update $k$: row 0 is the start, and $n$ epochs give $n + 1$ "
    "rows. An update takes $\\eta$ times the gradient off the weights and the bias; both are means over the examples.",
    "app.learning.explain": "The error $a - y$, the gain that multiplies it in $\\delta$, the cost of each example.",
}
"""A few words on the functions of a module; one that is not here goes without."""

RUNS = """## The runs

A run that overflows ends before the first row that is not finite.
"""
RUN_ALL = "\n\nruns = [run(experiment) for experiment in EXPERIMENTS]\n"

TABLE = """## The table

One line a row, as in the Lab's CSV file; `run` counts the experiments from 0. To keep it all:
`open("slowdown.csv", "w").writelines(table(runs))`.
"""
FIRST_ROWS = '\n\nprint("".join(islice(table(runs), 8)))\n'

PICTURE = """## The picture

On the left the cost, on the right the output, with a line for each example. A stretch that is nearly level at the
start, though the output is far off, is the learning slowdown.
"""
PLOT = """try:
    import matplotlib.pyplot as plt
except ImportError:
    print("There is no picture, because matplotlib is not installed here: pip install matplotlib")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for number, (experiment, columns) in enumerate(zip(EXPERIMENTS, runs)):
        label = f"run {number}: {experiment['cost']}, η = {experiment['eta']}"
        left.plot(columns["epoch"], columns["cost"], color=f"C{number}", label=label)
        right.plot(columns["epoch"], columns["a"], color=f"C{number}")
    left.set(xlabel="epoch", ylabel="cost C")
    right.set(xlabel="epoch", ylabel="output a")
    left.legend()
    plt.show()
"""


def notebook(experiments: Sequence[Experiment], *, explain: bool = False) -> str:
    """The file, as JSON text."""
    made = program(experiments, RUN_ALL + FIRST_ROWS, explain)
    cells = _cells(made, _used(experiments))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _cells(made: Program, used: dict[str, str]) -> list[dict[str, Any]]:
    imports = import_lines(made.imports | {("itertools", "islice", "islice")}, FOREIGN - {"numpy"})
    cells = [
        _text("opening", OPENING.format(generator=GENERATOR, version=__version__)),
        _text("experiments-text", EXPERIMENTS),
        _code("experiments", f"{imports}\n{made.parameters}"),
    ]
    for place, section in enumerate(made.mathematics, start=1):
        words = [f"## {section.title}", WORDS.get(section.module, ""), used.get(section.module, "")]
        cells.append(_text(f"part-{place}-text", "\n\n".join(part for part in words if part)))
        cells.append(_code(f"part-{place}", section.code))
    return [
        *cells,
        _text("runs-text", RUNS),
        _code("runs", made.run + RUN_ALL),
        _text("table-text", TABLE),
        _code("table", made.table.code + FIRST_ROWS),
        _text("picture-text", PICTURE),
        _code("picture", PLOT),
    ]


def _used(experiments: Sequence[Experiment]) -> dict[str, str]:
    """What the registries say of the costs and activations in use, by the module of their functions."""
    entries: dict[str, list[str]] = {}
    for entry in [cost_named(e.cost) for e in experiments] + [activation_named(e.activation) for e in experiments]:
        line = f"- **{entry.label}**: {entry.summary}"
        lines = entries.setdefault(type(entry).__module__, [])
        if line not in lines:
            lines.append(line)
    return {module: "\n".join(lines) for module, lines in entries.items()}


def _text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(source)}


def _code(name: str, source: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": name, "metadata": {}, "source": _lines(source), **empty}


def _lines(source: str) -> list[str]:
    return source.strip().splitlines(keepends=True)
