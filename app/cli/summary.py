"""Runs for people to read: what was run, its measures, its curves, and what happened in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from app.cli.plot import Curve, Panel, side_by_side
from app.cli.terminal import fit, is_ascii_only
from app.cli.words import happened
from app.experiments.schema import Experiment
from app.experiments.trace import Columns
from app.learning.activations import activation_named
from app.learning.costs import COSTS
from app.learning.measures import MEASURES, Result
from app.web.forms import FormField, form_fields

COLOURS = ("#0072B2", "#D55E00", "#CC79A7", "#009E73")
"""Okabe and Ito's, in the order in which the pages give them to costs."""

TOGETHER = len(COLOURS)
"""How many runs stand side by side."""

LISTED = 4
"""How many numbers of a list are shown."""


@dataclass(frozen=True)
class Shown:
    experiment: Experiment
    columns: Columns
    summary: dict[str, Result]


def render(runs: Sequence[Shown], console: Console, *, plot: bool) -> Iterator[RenderableType]:
    """What is printed for up to `TOGETHER` runs."""
    fields = form_fields()
    differing = [f for f in fields if len({str(getattr(run.experiment, f.name)) for run in runs}) > 1]
    common = [f for f in fields if f not in differing]
    yield Text(fit(said(runs[0].experiment, common)), style="bold")
    for number, run in enumerate(runs, start=1):
        if len(runs) > 1:
            told = said(run.experiment, differing) or "the same again"
            yield Text(fit(f"{number}: {told}"), style=f"bold {style_of(run, runs)}")
    yield Text()
    yield measures(runs)
    if plot and any(len(run.columns["epoch"]) for run in runs):
        yield Text()
        yield from side_by_side(panels(runs), console.width, ascii_only=is_ascii_only(console.file))
    yield Text()
    for number, run in enumerate(runs, start=1):
        told = happened(run.experiment, run.columns, run.summary)
        yield Text(fit(f"{number}: {told}" if len(runs) > 1 else told))


def said(experiment: Experiment, fields: Sequence[FormField]) -> str:
    """The fields as they could be typed again, choices by their labels."""
    return "  ".join(_said(field, getattr(experiment, field.name)) for field in fields)


def _said(field: FormField, value: object) -> str:
    label = next((option.label for option in field.options if option.value == value), None)
    if label is not None:
        return f"{field.title.lower()} {label}"
    text = str(value).replace(".0,", ",").replace(".0]", "]").replace(" ", "").removesuffix(".0")
    return f"{field.name}={text if len(text) <= 40 else text[:40] + '…'}"


def style_of(run: Shown, runs: Sequence[Shown]) -> str:
    """The colour of its cost where each has another cost, else the one of its place."""
    costs = [each.experiment.cost for each in runs]
    place = list(COSTS).index(run.experiment.cost) if len(set(costs)) == len(costs) else runs.index(run)
    return COLOURS[place % len(COLOURS)]


def measures(runs: Sequence[Shown]) -> Table:
    """A line for each measure of a summary, a column for each run."""
    table = Table(box=None, pad_edge=False, show_header=len(runs) > 1)
    table.add_column("")
    for number in range(1, len(runs) + 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column("", style="dim")
    for name, measure in MEASURES.items():
        values = [run.summary[name] for run in runs]
        unit = measure.unit if any(value is not None for value in values) else ""
        table.add_row(fit(measure.label), *(fit(shown(value)) for value in values), fit(unit))
    return table


def shown(value: Result) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value[:LISTED]) + ", …" * (len(value) > LISTED)
    return str(value) if isinstance(value, int) else f"{value:.6g}"


def panels(runs: Sequence[Shown]) -> list[Panel]:
    """Output and cost against epochs; a curve for each run, and for several examples the mean of their outputs."""
    outputs, costs = [], []
    for run in runs:
        epoch, a = run.columns["epoch"].astype(float), run.columns["a"]
        outputs.append(Curve(epoch, a if a.ndim == 1 else a.mean(axis=1), style_of(run, runs)))
        costs.append(Curve(epoch, run.columns["cost"], style_of(run, runs)))
    is_mean = any(run.columns["a"].ndim > 1 for run in runs)
    probable = all(activation_named(run.experiment.activation).is_probability for run in runs)
    title = "Mean output against epochs" if is_mean else "Output a against epochs"
    return [
        Panel(title, outputs, 0.0, 1.0 if probable else 0.0),
        Panel("Cost C against epochs", costs, 0.0, 0.0),
    ]
