"""The command `slowdown`: serve, run, sweep, presets, data, version.

`main` is the entry point. What a command needs is imported when it is called, so that help and version come at once.
"""


def main() -> None:
    """The command line of this process."""
    from app.cli.commands import cli
    from app.cli.terminal import prepare

    prepare()
    cli()
