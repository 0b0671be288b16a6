"""`slowdown presets`."""

import json

import httpx

from app.experiments.networks.presets import NETWORK_PRESETS, NetworkPreset
from app.experiments.presets import PRESETS, Preset
from tests.cli.calling import Terminal, call


def test_every_preset_is_listed_with_what_it_shows() -> None:
    ended = call("presets")
    words = " ".join(ended.out.split())
    assert (ended.status, ended.err) == (0, "")
    presets: list[Preset | NetworkPreset] = [*PRESETS.values(), *NETWORK_PRESETS.values()]
    for preset in presets:
        assert f"{preset.name}\n" in ended.out
        assert f"{preset.title}. {preset.description}" in words


def test_json_is_the_answer_of_rest(client: httpx.Client) -> None:
    assert json.loads(call("presets", "--json").out) == client.get("/api/v1/presets").json()


def test_a_narrow_terminal_shows_whole_words() -> None:
    terminal = Terminal.start("presets", columns=40)
    assert terminal.wait() == 0
    assert max(map(len, terminal.plain.splitlines())) <= 40
    assert "…" not in terminal.text
