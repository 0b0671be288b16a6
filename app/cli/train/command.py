"""`slowdown train`: networks trained, over several seeds if asked, into a report, records and files of weights.

Nothing that was trained is lost: Ctrl-C ends with the present epoch and writes what is there, and `--start` goes on
from a file of weights to the same bits as if nothing had happened.
"""

import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.files import STANDARD
from app.cli.help import command_of
from app.cli.options import Base, whole
from app.cli.problems import FAILURE, Ended, WrongUse
from app.cli.sweep import leave
from app.cli.terminal import console, say
from app.cli.train.keep import Keep
from app.cli.train.options import Typed, with_fields
from app.cli.train.plan import Asked, plan
from app.cli.train.records import CsvRecords, CsvSummaries, JsonRecords, NoRecords, Records, Result
from app.cli.train.report import report
from app.cli.train.session import Outcome, Session, endings
from app.cli.train.state import Planned
from app.cli.train.weight_files import ENDING, Weights, names_of
from app.cli.watch import signals
from app.experiments.schema import MAX_EPOCHS
from app.experiments.sweeps.executors import processors
from app.learning.datasets.folder import data_folder as named_folder

MAX_SEEDS = 1000
MAX_WORKERS = 256
UNTIL_STUCK = 10.0
"""Seconds after the first signal from which another one ends the command at once, whatever it is at."""
SMALL = 5_000_000_000
"""Multiply-adds: about a second of work."""
FORMATS = ("csv", "json")
RECORDS = ("trace", "summary")

EXAMPLES = """\b
Examples:
  slowdown train --problem moons --hidden 8 --epochs 200
  slowdown train --preset mnist-quadratic --seeds 5
  slowdown train --cost quadratic --cost cross-entropy --seeds 5
  slowdown train --csv flowers.csv --label species --hidden 6 \\
      --output softmax --cost log-likelihood
  slowdown train --problem digits --hidden 30 --weights digits.npz
  slowdown train --start digits.npz --epochs 10 --out more.csv

An option that is given more than once compares: each value is a run of its own, with every value of the others.

Ctrl-C ends with the present epoch and keeps what is there: --start goes on from the weights."""


def command() -> Any:
    """The command with an option for each field of a network experiment."""
    return command_of("train", with_fields(train), EXAMPLES)


def train(
    typed: Typed,
    preset: Annotated[
        list[str] | None,
        typer.Option("--preset", metavar="NAME", help="Start from named experiments (slowdown presets lists them)."),
    ] = None,
    experiment: Base = None,
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Learn a table of your own instead of a problem; needs --label.")
    ] = None,
    label: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column of that table to learn: its name, or its number.")
    ] = None,
    data_folder: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Where files of data lie, such as MNIST's.")
    ] = None,
    seeds: Annotated[
        str, typer.Option(metavar="NUMBER", help="Train with so many seeds, and say the mean and the spread.")
    ] = "1",
    start: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Go on from weights that were saved, with their experiment. --epochs are then further ones.",
        ),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Save the weights as .npz; several runs have their numbers in the name."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write a row an epoch, as .csv or .json; - is standard output, and then alone."
        ),
    ] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        str | None, typer.Option(metavar="NAME", help=f"The format of --out: {', '.join(FORMATS)}.")
    ] = None,
    every: Annotated[
        str, typer.Option(metavar="NUMBER", help="Write one row in so many, and the last one. Measures see all rows.")
    ] = "1",
    record: Annotated[
        str, typer.Option(metavar="NAME", help="What is written: trace, every row, or summary, a line or object a run.")
    ] = "trace",
    workers: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="How many runs are trained at once; by default one a processor."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    plot: Annotated[bool, typer.Option("--plot/--no-plot", help="Whether cost and accuracy are drawn.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Train a network, or several to compare.

    Prints measures and curves, or for several runs a table with the mean and the spread over their seeds.
    """
    step = whole("--every", every, 1, MAX_EPOCHS)
    at_once = None if workers is None else whole("--workers", workers, 1, MAX_WORKERS)
    kind = format_of(out, format)
    if record not in RECORDS:
        raise WrongUse(f"--record: record must be one of {', '.join(RECORDS)}, got {record[:40]!r}.")
    asked = Asked(
        presets=preset or [],
        base=experiment,
        csv=csv,
        label=label,
        start=start,
        seeds=whole("--seeds", seeds, 1, MAX_SEEDS),
        folder=named_folder(data_folder),
    )
    planned = plan(typed, asked)
    keep = None if out in (None, STANDARD) else Keep(str(out), force=force)
    if keep is not None:
        keep.check()
    files = Weights([] if weights is None else names_of(weights, len(planned)), start, force=force)
    results = [Result(each) for each in planned]
    records = records_of(kind if out is not None else None, keep, results, None if record == "summary" else step)
    if start is not None and not quiet:
        say(how_it_begins(planned, start), is_error=True)
    # Until the last word is said: whoever presses Ctrl-C twice still wants to know what was written.
    with signals(endings(), UNTIL_STUCK) as came:
        outcome = Session(planned, results, records, files).run(at_once or workers_for(planned), came, is_quiet=quiet)
        begun = [result for result in results if result.columns is not None]
        if begun and not quiet:
            terminal = console(is_error=out == STANDARD)
            for part in report(begun, terminal, plot=plot):
                terminal.print(part)
        written = [*files.finished, *([keep.name] if keep is not None and outcome.has_records else [])]
        finish(outcome, results, written, is_quiet=quiet)


def format_of(out: str | None, chosen: str | None) -> str:
    """The format that is named, or that of the file's ending."""
    if chosen is None and out not in (None, STANDARD):
        chosen = Path(str(out)).suffix.removeprefix(".")
        if chosen not in FORMATS:
            endings = ", ".join(f".{name}" for name in FORMATS)
            raise WrongUse(f"--out: out must end in one of {endings}, or have a --format, got {str(out)[-40:]!r}.")
    chosen = chosen or FORMATS[0]
    if chosen not in FORMATS:
        raise WrongUse(f"--format: format must be one of {', '.join(FORMATS)}, got {chosen[:40]!r}.")
    return chosen


def workers_for(planned: Sequence[Planned]) -> int:
    """One a processor, unless all is done before a second process would have started."""
    return 1 if sum(each.experiment.work for each in planned) < SMALL else processors()


def records_of(kind: str | None, keep: Keep | None, results: Sequence[Result], every: int | None) -> Records:
    """What is written beside the report: every so many rows, or where that is None the summaries alone."""
    if kind is None:
        return NoRecords()
    if kind == "json":
        return JsonRecords(keep, results, every)
    return CsvSummaries(keep, results) if every is None else CsvRecords(keep, results, every)


def how_it_begins(planned: Sequence[Planned], start: str) -> str:
    """Whether the file of weights is gone on from."""
    if planned[0].begun is not None:
        return f"Goes on from epoch {planned[0].first_epoch} of {start}."
    return f"Begins a new training with the weights of {start}."


def finish(outcome: Outcome, results: Sequence[Result], written: Sequence[str], *, is_quiet: bool) -> None:
    """Says what was written and what went wrong, and ends with the status that belongs to it."""
    said = f"Wrote {', '.join(written)}." if written else ""
    is_cut = any(result.is_stopped or not result.is_over for result in results)
    if outcome.signal is not None and is_cut:
        ended = Ended(128 + outcome.signal, stopped(results, written), *outcome.troubles)
    elif outcome.troubles:
        ended = Ended(FAILURE, *outcome.troubles, *([said] if said else []))
    else:
        if said and not is_quiet:
            say(said, is_error=True)
        return
    if outcome.is_at_work:
        leave(ended)
    if outcome.signal is not None:
        # The end is near and has words of its own, which another Ctrl-C would cut off.
        for number in endings():
            signal.signal(number, signal.SIG_IGN)
    raise ended


def stopped(results: Sequence[Result], written: Sequence[str]) -> str:
    """What there is after a signal."""
    if len(results) == 1:
        said = f"Stopped after epoch {results[0].epoch} of {results[0].experiment.epochs}."
    else:
        count = sum(result.is_over and not result.is_stopped for result in results)
        said = f"Stopped when {count} of {len(results)} runs were over."
    if written:
        said += f" Wrote {', '.join(written)}."
    weights = [name for name in written if name.endswith(ENDING)]
    if len(weights) > 1:
        return f"{said} slowdown train --start goes on from each of them."
    return f"{said} slowdown train --start {weights[0]} goes on." if weights else said
