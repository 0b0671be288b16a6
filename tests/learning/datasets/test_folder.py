"""Where files of data lie: named, by the setting, or the user's own folder."""

import sys
from pathlib import Path

import pytest

from app.learning.datasets.folder import VARIABLE, data_folder


@pytest.fixture(autouse=True)
def _linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/somebody")


def test_what_is_named_wins() -> None:
    assert data_folder("here", {VARIABLE: "/there"}) == Path("here")
    assert data_folder(Path("/here"), {}) == Path("/here")


@pytest.mark.parametrize("named", [None, ""])
def test_then_comes_the_setting(named: str | None) -> None:
    assert data_folder(named, {VARIABLE: "/there"}) == Path("/there")


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({}, "/home/somebody/.local/share/slowdown"),
        ({VARIABLE: ""}, "/home/somebody/.local/share/slowdown"),
        ({"XDG_DATA_HOME": "/data"}, "/data/slowdown"),
        ({"XDG_DATA_HOME": "relative"}, "/home/somebody/.local/share/slowdown"),
    ],
)
def test_then_that_of_the_user(environment: dict[str, str], folder: str) -> None:
    assert data_folder(None, environment) == Path(folder)


def test_a_tilde_is_the_home() -> None:
    assert data_folder("~/data", {}) == Path("/home/somebody/data")


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("darwin", {}, "/home/somebody/Library/Application Support/slowdown"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/slowdown"),
        ("win32", {}, "/home/somebody/slowdown"),
    ],
)
def test_other_systems_have_other_places(
    platform: str, environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert data_folder(None, environment) == Path(folder)


def test_who_has_no_home_gets_a_folder_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", nowhere)
    assert data_folder(None, {}).name == "slowdown"
