"""The command `slowdown`."""

from typing import Annotated, Any

import typer

from app import __version__

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Learning Slowdown Lab.")


@cli.callback()
def slowdown() -> None:
    """Why a badly wrong neuron learns slowly, and what cures it."""


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Start the server. Every setting is an environment variable, SLOWDOWN_PORT for one; options win over them."""
    from pydantic import ValidationError

    from app.experiments.complaints import complaints
    from app.main import create_app
    from app.web import server
    from app.web.settings import PREFIX, Settings

    chosen: dict[str, Any] = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        for field, message in complaints(error.errors()):
            typer.echo(f"{PREFIX}{field.partition('.')[0].upper()}: {message}.", err=True)
        raise typer.Exit(2) from None
    try:
        listener = server.listen(settings)
    except OSError as error:
        typer.echo(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}.", err=True)
        raise typer.Exit(1) from None
    server.serve(create_app(settings), settings, listener)


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    cli()


if __name__ == "__main__":
    main()
