"""Help pages: plain, 80 columns wide or as narrow as the terminal, in letters that it can show.

Without the frames that Typer draws by default: they leave no room for words in a narrow terminal.
"""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand

from app.cli.terminal import fit

HELP = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command whose help is spelled where it must be."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer's own secret
        return fit(super().get_help(ctx))


def command_of(name: str, function: Callable[..., None], epilog: str) -> Any:
    """The function as a command of its own, to be put among the others when it is called."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    app.command(name, cls=Command, epilog=epilog, context_settings=HELP)(function)
    return typer.main.get_command(app)
