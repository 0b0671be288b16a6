"""`slowdown presets`: the experiments that have a name."""

import sys

from rich.padding import Padding

from app.cli.terminal import console, fit, say
from app.experiments.presets import PRESETS


def show(*, as_json: bool) -> None:
    """A list for people, or what GET /api/v1/presets answers."""
    if as_json:
        from app.web.wire import to_json

        sys.stdout.buffer.write(to_json([preset.model_dump() for preset in PRESETS.values()]) + b"\n")
        return
    terminal = console()
    for preset in PRESETS.values():
        terminal.print(preset.name, style="bold")
        terminal.print(Padding(fit(f"{preset.title}. {preset.description}"), (0, 0, 0, 4)))
    if sys.stdout.isatty():
        say("\nRun one with: slowdown run --preset NAME")
