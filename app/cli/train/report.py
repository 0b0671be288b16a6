"""What came of trainings, for people: measures and curves of each, or a line each with mean and spread over the seeds.

The spread is the standard deviation between the seeds (divided by one less than their number).
"""

import json
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from app.cli.plot import Curve, Panel, side_by_side
from app.cli.summary import COLOURS, TOGETHER, shown
from app.cli.terminal import fit, is_ascii_only
from app.cli.train.options import Field, fields_of
from app.cli.train.records import Result
from app.cli.train.words import happened, percent
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY

SHARES = ("initial_accuracy", "final_accuracy", "final_test_accuracy", "best_test_accuracy")
"""Measures that are read as percentages."""
COMPARED = {
    "final_cost": "cost",
    "final_accuracy": "accuracy, %",
    "final_test_accuracy": "test, %",
    "best_test_accuracy": "best test, %",
}
"""Measures of which the table of several runs has a column, and its heading."""
ALWAYS = ("problem", "hidden", "activation", "output", "cost", "eta", "epochs", "batch_size", "init", "seed")
"""Fields that are said even where they are the schema's own."""


def report(results: Sequence[Result], console: Console, *, plot: bool) -> Iterator[RenderableType]:
    """What is printed at the end."""
    fields = fields_of()
    differing = [f for f in fields if len({_key(each.experiment, f) for each in results}) > 1]
    yield Text(fit(said(results[0].experiment, [f for f in fields if f not in differing])), style="bold")
    yield from legend(results, differing)
    yield Text()
    if len(results) == 1:
        yield measures(results[0])
    else:
        yield compared(results)
        if any(len(group) > 1 for group in groups(results)):
            yield Text(fit("mean ± standard deviation between the seeds"), style="dim")
    begun = [each for each in results if each.columns is not None and len(each.columns["epoch"]) > 1]
    if plot and 0 < len(begun) <= TOGETHER:
        yield Text()
        yield from side_by_side(panels(begun), console.width, ascii_only=is_ascii_only(console.file))
    if len(results) <= TOGETHER:
        yield Text()
        for result in results:
            told = happened(result)
            yield Text(fit(f"{result.number}: {told}" if len(results) > 1 else told))


def _key(experiment: NetworkExperiment, field: Field) -> str:
    return json.dumps(experiment.model_dump()[field.name])


def said(experiment: NetworkExperiment, fields: Sequence[Field]) -> str:
    """The fields as they could be typed again; those that are as by themselves only where they are always said."""
    values = experiment.model_dump()
    told = []
    for field in fields:
        value = values[field.name]
        if field.name in ALWAYS or value != field.rules["default"]:
            told.append(f"{field.name}={written(value)}")
    return "  ".join(told)


def written(value: Any) -> str:
    """A value as it is typed; a long one is cut."""
    if isinstance(value, dict):
        options = ",".join(_options(value))
        text = f"{value['name']}:{options}" if options else str(value["name"])
    elif isinstance(value, list):
        text = ",".join(map(written, value)) or "none"
    elif isinstance(value, bool) or value is None:
        text = {True: "yes", False: "no", None: "none"}[value]
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _options(problem: Mapping[str, Any]) -> Iterator[str]:
    """What is said of a problem beside its name."""
    for name, value in problem.items():
        if isinstance(value, dict):
            yield from _options(value)
        elif name not in ("name", "digest"):
            yield f"{name}={written(value)}"


def measures(result: Result) -> Table:
    """A line for each measure of the summary."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("")
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", style="dim")
    for name, value in (result.summary or {}).items():
        measure = NETWORK_SUMMARY[name]
        table.add_row(fit(measure.label), fit(cell(name, value)), fit(measure.unit if value is not None else ""))
    return table


def cell(name: str, value: Any) -> str:
    if name in SHARES and isinstance(value, float):
        return percent(value)
    return shown(value)


def legend(results: Sequence[Result], differing: Sequence[Field]) -> Iterator[Text]:
    """What the runs differ in, but for their seeds, with the numbers of those that are alike."""
    told = [field for field in differing if field.name not in ("seed", "weights", "biases")]
    for group in groups(results) if told else ():
        numbers = ", ".join(str(results[place].number) for place in group)
        values = results[group[0]].experiment.model_dump()
        words = "  ".join(f"{field.name}={written(values[field.name])}" for field in told)
        yield Text(fit(f"{numbers}: {words}"))


def compared(results: Sequence[Result]) -> Table:
    """A line for each run, and one for the mean and spread of each group that differs in its seed alone."""
    table = Table(box=None, pad_edge=False)
    table.add_column("run", justify="right")
    table.add_column("seed", justify="right")
    for heading in COMPARED.values():
        table.add_column(heading, justify="right")
    for group in groups(results):
        for result in (results[place] for place in group):
            values = [_short(name, (result.summary or {}).get(name)) for name in COMPARED]
            table.add_row(str(result.number), str(result.experiment.seed), *map(fit, values))
        if len(group) > 1:
            alike = [results[place] for place in group]
            table.add_row("mean", "", *(fit(mean_and_spread(name, alike)) for name in COMPARED), style="bold")
    return table


def _short(name: str, value: Any) -> str:
    """A value below its heading, which has the per cent."""
    return f"{100 * value:.2f}" if name in SHARES and isinstance(value, float) else shown(value)


def groups(results: Sequence[Result]) -> list[list[int]]:
    """The runs that differ in their seed alone, by their places."""
    found: dict[str, list[int]] = {}
    for number, result in enumerate(results):
        rest = {name: value for name, value in result.experiment.model_dump().items() if name != "seed"}
        found.setdefault(json.dumps(rest), []).append(number)
    return list(found.values())


def mean_and_spread(name: str, results: Sequence[Result]) -> str:
    """As in 95.42 ± 0.13; runs that have no such number do not count, and are counted aloud."""
    found = [(result.summary or {}).get(name) for result in results]
    values = [float(value) for value in found if value is not None and math.isfinite(value)]
    if len(values) < 2:
        return "–"
    mean, spread = statistics.fmean(values), statistics.stdev(values)
    text = f"{100 * mean:.2f} ± {100 * spread:.2f}" if name in SHARES else f"{mean:.4g} ± {spread:.2g}"
    return text if len(values) == len(found) else f"{text} ({len(values)} of {len(found)})"


def panels(results: Sequence[Result]) -> list[Panel]:
    """Cost and accuracy against epochs: that of held-out examples where there are some."""
    costs, accuracies = [], []
    is_held_out = any(_has(result, "test_accuracy") for result in results)
    column = "test_accuracy" if is_held_out else "accuracy"
    for number, result in enumerate(results):
        columns = result.columns
        if columns is None:
            continue
        epoch, style = columns["epoch"].astype(float), COLOURS[number % len(COLOURS)]
        costs.append(Curve(epoch, columns["cost"].astype(float), style))
        if _has(result, column):
            accuracies.append(Curve(epoch, 100.0 * columns[column].astype(float), style))
    drawn = [Panel("Cost against epochs", costs, 0.0, 0.0)]
    if accuracies:
        title = "Test accuracy (%) against epochs" if is_held_out else "Accuracy (%) against epochs"
        low = min(float(np.nanmin(curve.y)) for curve in accuracies)
        drawn.append(Panel(title, accuracies, low, 100.0))
    return drawn


def _has(result: Result, column: str) -> bool:
    columns = result.columns
    return columns is not None and column in columns and bool(np.isfinite(columns[column].astype(float)).any())
