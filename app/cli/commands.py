"""The commands, and how every one of them ends: one line to standard error and a status (problems.py).

`run` and `sweep` have an option for each field of an experiment. Reading the schema takes a quarter of a second, so it
is done when one of the two is called, and not for `slowdown --help`.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from app import __version__
from app.cli.data.command import data
from app.cli.help import HELP, Command
from app.cli.problems import FAILURE, INTERRUPTED, NO_READER, WRONG_USE, Ended, Failed, WrongUse
from app.cli.terminal import say

PROGRAM = "slowdown"


def _run() -> Any:
    from app.cli.run import command

    return command()


def _sweep() -> Any:
    from app.cli.sweep import command

    return command()


def _train() -> Any:
    # Mini-batches are too small for several threads of the linear algebra, which then only get in each other's way.
    # It reads this when NumPy is imported: here, and in the processes that are started.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ.setdefault(name, "1")
    from app.cli.train.command import command

    return command()


BUILT_WHEN_CALLED: dict[str, Callable[[], Any]] = {"run": _run, "sweep": _sweep, "train": _train}


class Commands(TyperGroup):
    """The group of all commands.

    Typer's own types are those of a click that it keeps to itself, so the overrides below cannot name them.
    """

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        name, command, rest = super().resolve_command(ctx, args)
        return name, BUILT_WHEN_CALLED[name]() if name in BUILT_WHEN_CALLED else command, rest

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **_: Any) -> Any:  # type: ignore[override]
        """Runs a command and ends the process with its status."""
        sys.exit(self._status_of(list(sys.argv[1:] if args is None else args), prog_name or PROGRAM))

    def _status_of(self, args: list[str], program: str) -> int:
        try:
            with self.make_context(program, args) as context:
                self.invoke(context)
            sys.stdout.flush()
        except typer.Exit as end:
            return _flushed(end.exit_code)
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            return _hush()
        except Ended as end:
            for line in end.lines:
                say(line, is_error=True)
            return _flushed(end.status)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            say("Cannot write standard output: No space left on device.", is_error=True)
            _hush()
            return FAILURE
        except Exception as error:
            # Typer keeps the class of its own complaints about options to itself.
            if not hasattr(error, "format_message"):
                raise
            where = getattr(error, "ctx", None)
            path = where.command_path if where else program
            message = error.format_message().rstrip(".")
            say(f"{path}: {message}{'' if message.endswith('?') else '.'} See {path} --help.", is_error=True)
            return WRONG_USE
        return 0


def _flushed(status: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _hush()
    return status


def _hush() -> int:
    """Whoever read our output has gone, as `head` does: there is nobody left to complain to, at the exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NO_READER


cli = typer.Typer(
    cls=Commands,
    name=PROGRAM,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=HELP,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        say(__version__)
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def slowdown(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 (its callback does it)
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Why a badly wrong neuron learns slowly, and what cures it."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(WRONG_USE)


@cli.command(cls=Command)
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Start the server: the pages, the API and the stream.

    Every setting is an environment variable, SLOWDOWN_PORT for one; options win over them.
    """
    from pydantic import ValidationError

    from app.experiments.complaints import complaints
    from app.main import create_app
    from app.web import server
    from app.web.settings import PREFIX, Settings

    chosen: dict[str, Any] = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        found = complaints(error.errors())
        raise WrongUse(
            *(f"{PREFIX}{field.partition('.')[0].upper()}: {message}." for field, message in found)
        ) from None
    try:
        listener = server.listen(settings)
    except OSError as error:
        raise Failed(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}.") from None
    server.serve(create_app(settings), settings, listener)


@cli.command(cls=Command)
def run() -> None:
    """Run an experiment, or several to compare."""


@cli.command(cls=Command)
def sweep() -> None:
    """Run a grid of experiments, keep a measure of each."""


@cli.command(cls=Command)
def train() -> None:
    """Train a network, or several to compare."""


@cli.command(cls=Command)
def presets(
    json: Annotated[bool, typer.Option("--json", help="Print them as JSON, as GET /api/v1/presets does.")] = False,
) -> None:
    """List the experiments of the chapter that have a name."""
    from app.cli.presets import show

    show(as_json=json)


cli.add_typer(data)


@cli.command(cls=Command)
def version() -> None:
    """Print the version."""
    say(__version__)
