"""`slowdown sweep`: a grid of experiments, one measure of each, into a file.

What is computed goes into a file beside the one that is asked for, so that neither Ctrl-C nor a lost machine costs more
than the pieces under way; `--resume` goes on from there (app/experiments/sweeps/storage.py).
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.axis import FORM, axes_of
from app.cli.files import STANDARD
from app.cli.grid_report import report
from app.cli.help import command_of
from app.cli.options import Base, Preset, Typed, choices, experiments_of, flag, whole, with_fields
from app.cli.problems import Ended, Failed, WrongUse, naming
from app.cli.sweep_file import Cells, check_room, finish, short, store
from app.cli.terminal import say
from app.cli.watch import Stopped, watch
from app.experiments.sweeps.axes import AXES
from app.experiments.sweeps.errors import AlreadyThere, SchedulerLost, SweepError, WorkersLost
from app.experiments.sweeps.executors import dask, processes, threads
from app.experiments.sweeps.formats import FORMATS
from app.experiments.sweeps.pool import Pool
from app.experiments.sweeps.runner import SweepRun
from app.experiments.sweeps.schema import Sweep
from app.learning.measures import MEASURES

MAX_WORKERS = 1024
PATIENCE = 1.0
"""Seconds; most chunks take a tenth of that."""
TEXTS = ("csv", "json")
"""The formats that a terminal can show."""

EXAMPLES = """\b
Examples:
  slowdown sweep --axis w=-5:5:1001 --axis b=-5:5:1001 \\
      --measure epochs_to_half --out map.npy
  slowdown sweep --axis eta=0.001:10:200:log --measure final_cost \\
      --cost cross-entropy --w 2 --b 2 --out rates.csv
  slowdown sweep --axis z0=2,4,6,8 --measure epochs_to_half --out -

Ctrl-C stops it and keeps what is computed: the same command with --resume goes on."""


def command() -> Any:
    """The command with an option for each field of the experiment that the grid starts from."""
    return command_of("sweep", with_fields(sweep), EXAMPLES)


def sweep(
    typed: Typed,
    preset: Preset = None,
    experiment: Base = None,
    axis: Annotated[
        list[str] | None,
        typer.Option(
            metavar="AXIS",
            help=f"What varies, once or twice: {FORM}. Names: {', '.join(AXES)}, or a place in a list, as w.0.",
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What is kept of each run." + choices({name: entry.label for name, entry in MEASURES.items()}),
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Where to; the name's ending says in which format, and - is standard output."
        ),
    ] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        str | None, typer.Option(metavar="NAME", help=f"The format: {', '.join(FORMATS)}.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was stopped.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    workers: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="How many threads or processes; by default one a processor.")
    ] = None,
    in_processes: Annotated[bool, typer.Option("--processes", help="Use processes instead of threads.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Use a Dask cluster, as in tcp://host:8786 (extra: dask).")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Run a grid of experiments and keep one measure of each.

    The options of an experiment, as for slowdown run, are what every cell starts from.
    """
    asked = sweep_of(typed, preset or [], experiment, axis or [], measure)
    kind = format_of(out, format)
    count = None if workers is None else whole("--workers", workers, 1, MAX_WORKERS)
    if scheduler and (in_processes or count):
        raise WrongUse("--scheduler: the cluster has workers of its own, so leave out --workers and --processes.")
    if out is None:
        raise WrongUse("--out: out is required: a file's name, or - for standard output.")
    if out == STANDARD and resume:
        raise WrongUse("--resume: there is nothing to go on with where --out is standard output.")

    try:
        FORMATS[kind].check()
        check_room(asked, out, resume=resume, force=force)
        with (
            not_waited_for(pool(scheduler, count, in_processes)) as workforce,
            store(asked, out, resume=resume, force=force) as stored,
        ):
            compute(asked, stored, workforce, out, is_quiet=quiet)
            finish(asked, stored, out, kind)
    except AlreadyThere as error:
        raise Failed(f"{error} (--resume goes on with it, --force begins again).") from None
    except SweepError as error:
        is_kept = isinstance(error, (SchedulerLost, WorkersLost)) and out != STANDARD
        raise Failed(f"{error}.{' What is computed is kept: --resume goes on.' if is_kept else ''}") from None
    except MemoryError:
        raise Failed(f"There is not enough memory for {asked.cells:,} cells.") from None
    if out != STANDARD and not quiet:
        say(f"Wrote {out}.", is_error=True)


def compute(sweep: Sweep, stored: Cells, workforce: Pool, out: str, *, is_quiet: bool) -> None:
    """All cells that are not there yet, with a word before and a report after."""
    running = SweepRun(
        sweep,
        workforce,
        out=stored.values,
        finished=stored.finished,
        on_chunk=stored.keep,
        coarse_first=False,  # a file on a disk is best written from its beginning to its end
    )
    if not is_quiet:
        say(estimate(sweep) + (f" {running.done:.0%} is there." if stored.finished else ""), is_error=True)
    try:
        watch(running, sweep.cells, is_quiet=is_quiet)
    except Stopped as stop:
        kept = "" if out == STANDARD else " What is computed is kept: the same command with --resume goes on."
        raise Ended(stop.status, f"Stopped at {running.done:.0%}.{kept}") from None
    if not is_quiet:
        report(sweep, stored.values, is_error=out == STANDARD)


def sweep_of(typed: Typed, presets: list[str], experiment: str | None, axes: list[str], measure: str | None) -> Sweep:
    """The sweep that was asked for; what is wrong with it is said of the option that said it."""
    bases = experiments_of(typed, presets, experiment)
    if len(bases) > 1:
        twice = next((flag(name) for name, texts in typed.items() if len(texts) > 1), None)
        source = twice or ("--preset" if presets else "--experiment")
        raise WrongUse(f"{source}: a sweep starts from one experiment, got {len(bases)}; what varies is an --axis.")
    asked: dict[str, Any] = {"base": bases[0].model_dump()}
    if axes:
        asked["axes"] = axes_of(axes)
    if measure is not None:
        asked["measure"] = measure

    def option_of(field: str) -> str:
        head, _, rest = field.partition(".")
        if head == "axes":
            named = [name for name in asked.get("axes", {}) if f"{rest}.".startswith(f"{name}.")]
            name = max(named, key=len, default="")
            return f"--axis {name}".rstrip()
        return "--measure" if head == "measure" else flag(rest.partition(".")[0])

    with naming(option_of):
        return Sweep.model_validate(asked)


def format_of(out: str | None, chosen: str | None) -> str:
    """The format that is named, or that of the file's ending."""
    if chosen is None and out is not None and out != STANDARD:
        ending = Path(out).suffix
        chosen = next((name for name, kind in FORMATS.items() if kind.suffix.lstrip(".") == ending.lstrip(".")), None)
        if chosen is None:
            endings = ", ".join(f".{kind.suffix.lstrip('.')}" for kind in FORMATS.values())
            raise WrongUse(f"--out: out must end in one of {endings}, or have a --format, got {out[-40:]!r}.")
    chosen = chosen or TEXTS[0]
    if chosen not in FORMATS:
        raise WrongUse(f"--format: format must be one of {', '.join(FORMATS)}, got {chosen[:40]!r}.")
    if out == STANDARD and chosen not in TEXTS and sys.stdout.isatty():
        raise WrongUse(f"--format: format must be one of {', '.join(TEXTS)} on a terminal, got {chosen!r}.")
    return chosen


def estimate(sweep: Sweep) -> str:
    """What is about to be done, and how much of it is really computed."""
    shape = " × ".join(f"{size:,}" for size in sweep.shape)
    shape = f" ({shape})" if len(sweep.shape) > 1 else ""
    work = f"about as much work as {short(sweep.cost)} simple ones"
    return f"{sweep.cells:,} cells{shape}, {sweep.steps:,} epochs in all, {work}."


def pool(scheduler: str | None, workers: int | None, in_processes: bool) -> Pool:
    if scheduler:
        return dask(scheduler)
    return processes(workers) if in_processes else threads(workers)


@contextmanager
def not_waited_for(workforce: Pool) -> Iterator[Pool]:
    """The pool, to be closed. Whoever stops a sweep waits for the chunks under way no longer than `PATIENCE`.

    They would be dropped anyway, and what came before them is put away; a chunk of long runs may take many seconds.
    """
    with workforce:
        try:
            yield workforce
        except Ended as end:
            closing = threading.Thread(target=workforce.close, daemon=True)
            closing.start()
            closing.join(PATIENCE)
            if closing.is_alive():
                leave(end)
            raise


def leave(end: Ended) -> None:
    """Ends this process and its children at once, as `end` says."""
    for line in end.lines:
        say(line, is_error=True)
    for child in multiprocessing.active_children():
        child.kill()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.status)
