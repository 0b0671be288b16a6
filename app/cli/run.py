"""`slowdown run`: experiments run one by one, into a summary for people or into files for programs.

The numbers in the files are those of REST to the last bit: both run an experiment in app/experiments/run.py.
"""

from contextlib import ExitStack
from typing import Annotated, Any

import typer

from app.cli.files import STANDARD, csv_file, json_file
from app.cli.help import command_of
from app.cli.options import Base, Preset, Typed, experiments_of, whole, with_fields
from app.cli.problems import WrongUse
from app.cli.summary import TOGETHER, Shown, render
from app.cli.terminal import console
from app.experiments.run import Run, join, simulate
from app.experiments.schema import MAX_EPOCHS

RECORDS = ("trace", "summary")

EXAMPLES = """\b
Examples:
  slowdown run --cost cross-entropy --w 2 --b 2 --eta 0.15
  slowdown run --preset quadratic-badly-wrong --epochs 500
  slowdown run --cost quadratic --cost cross-entropy --w 2 --b 2
  slowdown run --w 1,2 --x "1,2;3,4" --y 0,1 --csv -

An option that is given more than once compares: each value is a run of its own, with every value of the others. A
list is written 1,2 and several examples of several inputs "1,2;3,4"; JSON, "[[1,2],[3,4]]", is understood too."""


def command() -> Any:
    """The command with an option for each field of an experiment."""
    return command_of("run", with_fields(run), EXAMPLES)


def run(
    typed: Typed,
    preset: Preset = None,
    experiment: Base = None,
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write every row as CSV; - is standard output, and then alone.")
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write traces and summaries as JSON, as the API answers; - as for CSV."),
    ] = None,
    record: Annotated[
        str, typer.Option(metavar="NAME", help="What is written: trace, every row, or summary, the measures alone.")
    ] = "trace",
    every: Annotated[
        str, typer.Option(metavar="NUMBER", help="Write one row in so many, and the last one. Measures see all rows.")
    ] = "1",
    explain: Annotated[
        bool, typer.Option("--explain", help="Write the columns error, gain and loss too: δ taken apart.")
    ] = False,
    plot: Annotated[bool, typer.Option("--plot/--no-plot", help="Whether output and cost are drawn.")] = True,
) -> None:
    """Run an experiment, or several to compare.

    Prints each run's measures, its output and cost against epochs, and what happened in a sentence.
    """
    names = {csv_file: csv, json_file: json}
    if list(names.values()).count(STANDARD) > 1:
        raise WrongUse("--json: only one of --csv and --json may be standard output, got - for both.")
    if record not in RECORDS:
        raise WrongUse(f"--record: record must be one of {', '.join(RECORDS)}, got {record[:40]!r}.")
    step = whole("--every", every, 1, MAX_EPOCHS)
    experiments = experiments_of(typed, preset or [], experiment)
    is_read = STANDARD not in names.values()
    waiting: list[Shown] = []
    with ExitStack() as files:
        writers = [
            files.enter_context(kind(name, experiments, explain=explain, record=record))
            for kind, name in names.items()
            if name
        ]
        for number, each in enumerate(experiments):
            if writers:
                running = Run(each, explain)
                columns = join(list(running.columns(step)))
                for write in writers:
                    write(number, each, columns, running.summary)
            if is_read:
                waiting.append(Shown(each, *simulate(each)))
            if len(waiting) == TOGETHER:
                show(waiting, plot=plot)
                waiting.clear()
    if waiting:
        show(waiting, plot=plot)


def show(runs: list[Shown], *, plot: bool) -> None:
    terminal = console()
    for part in render(runs, terminal, plot=plot):
        terminal.print(part)
