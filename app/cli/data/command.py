"""`slowdown data`: which data sets there are, and the files of those that the app does not hold."""

from typing import Annotated

import typer

from app.cli.help import HELP, Command
from app.cli.problems import WRONG_USE
from app.cli.terminal import say

data = typer.Typer(name="data", rich_markup_mode=None, add_completion=False, context_settings=HELP)

Folder = Annotated[
    str | None,
    typer.Option("--data-folder", metavar="FOLDER", help="Where files of data lie. [default: SLOWDOWN_DATA_FOLDER]"),
]


@data.callback(invoke_without_command=True)
def about(context: typer.Context) -> None:
    """List data sets, or fetch what is missing."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(WRONG_USE)


@data.command("list", cls=Command)
def list_(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them, with what its options mean.")] = None,
    data_folder: Folder = None,
) -> None:
    """List the data sets, and say which are not here."""
    from app.cli.data.listing import show

    show(name, data_folder)


@data.command(cls=Command)
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The data set: mnist.", show_default=False)],
    data_folder: Folder = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The folder on the web that has the files. [default: SLOWDOWN_MNIST_URL]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Download a data set into the data folder.

    What is there already is checked and left. A download that was stopped or cut off is gone on with.
    """
    from app.cli.data.fetch import fetch as fetch_files

    fetch_files(name, data_folder, address, is_quiet=quiet)
