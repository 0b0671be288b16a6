"""`slowdown presets`: the experiments that have a name."""

import sys

from rich.padding import Padding

from app.cli.terminal import console, fit
from app.experiments.networks.presets import NETWORK_PRESETS, NetworkPreset
from app.experiments.presets import PRESETS, Preset


def show(*, as_json: bool) -> None:
    """A list for people, or what GET /api/v1/presets answers."""
    presets: list[Preset | NetworkPreset] = [*PRESETS.values(), *NETWORK_PRESETS.values()]
    if as_json:
        from app.web.wire import to_json

        sys.stdout.buffer.write(to_json([preset.model_dump() for preset in presets]) + b"\n")
        return
    terminal = console()
    for preset in presets:
        terminal.print(preset.name, style="bold")
        terminal.print(Padding(fit(f"{preset.title}. {preset.description}"), (0, 0, 0, 4)))
    if sys.stdout.isatty():
        terminal.print(f"\nNetworks begin with {next(iter(NETWORK_PRESETS))}: slowdown train --preset NAME.")
        terminal.print("Those above it are single neurons: slowdown run --preset NAME.")
