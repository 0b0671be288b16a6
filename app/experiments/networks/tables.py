"""Trainings as tables: the header of traces, and summaries with a line a run.

Cells are those of ../exports (a list becomes cells of its own, `hidden_1`, `hidden_2`); the options of a problem are
cells too, `problem_noise`. Given examples, weights and biases are left out: they are no facts about a run but its data.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from app.experiments.exports import table
from app.experiments.exports.summaries import Cell, cells
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY
from app.experiments.networks.trace import LISTS, NETWORK_COLUMNS, SATURATION_BINS, WHOLE
from app.experiments.trace import Columns

GIVEN = ("weights", "biases")


def no_rows(experiment: NetworkExperiment) -> Columns:
    """The columns of its trace without a row."""
    layers = len(experiment.sizes) - 1
    shapes = {"histogram": (0, SATURATION_BINS)} | dict.fromkeys(LISTS, (0, layers))
    return {name: np.zeros(shapes.get(name, (0,)), int if name in WHOLE else float) for name in NETWORK_COLUMNS}


def trace_header(experiments: Iterable[NetworkExperiment]) -> dict[str, type]:
    """The cells of a line of a trace, and whether each is a whole number or a number."""
    depths = {len(experiment.hidden): experiment for experiment in experiments}
    names = table.header([no_rows(experiment) for experiment in depths.values()])
    return {name: int if name == "run" or name.partition("_")[0] in WHOLE else float for name in names}


def summary_header(experiments: Iterable[NetworkExperiment]) -> dict[str, type]:
    """The cells of a line of summaries, and whether each holds a text, a whole number or a number."""
    nothing = dict.fromkeys(NETWORK_SUMMARY)
    found: dict[str, dict[str, type]] = {}
    for experiment in experiments:
        for part, value in _parts(0, experiment, nothing):
            for name, cell in cells(part, value):
                kinds = found.setdefault(part.partition("_")[0] if part.startswith("problem") else part, {})
                if cell is not None or part in NETWORK_SUMMARY:
                    kinds[name] = _kind(part, cell)
    return {name: kind for kinds in found.values() for name, kind in kinds.items()}


def _kind(part: str, cell: Cell) -> type:
    if part in NETWORK_SUMMARY:
        return int if NETWORK_SUMMARY[part].is_whole else float
    return str if isinstance(cell, str) else int if isinstance(cell, int) else float


def summary_row(run: int, experiment: NetworkExperiment, summary: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells of a line of summaries by name."""
    return {name: cell for part, value in _parts(run, experiment, summary) for name, cell in cells(part, value)}


def _parts(run: int, experiment: NetworkExperiment, summary: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a line says, before lists become cells."""
    yield "run", run
    for name, value in experiment.model_dump(exclude={*GIVEN, "problem"}).items():
        yield name, str(value).lower() if isinstance(value, bool) else value
        if name == "kind":
            yield "problem", experiment.problem.name
            if not experiment.problem.data_set.is_given:
                for option, chosen in experiment.problem.options.items():
                    yield f"problem_{option}", chosen
    yield from summary.items()
