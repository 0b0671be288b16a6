"""The command `slowdown`."""

from typing import Annotated

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

    from app.main import create_app
    from app.web.server import serve as run_server
    from app.web.settings import Settings

    chosen = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    try:
        settings = Settings.model_validate({**Settings().model_dump(), **chosen})
        run_server(create_app(settings), settings)
    except ValidationError as error:
        for item in error.errors():
            typer.echo(f"SLOWDOWN_{'_'.join(map(str, item['loc'])).upper()}: {item['msg']}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}.", err=True)
        raise typer.Exit(1) from None


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    cli()


if __name__ == "__main__":
    main()
