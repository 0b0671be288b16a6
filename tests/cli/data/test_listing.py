"""`slowdown data list`."""

from pathlib import Path

import pytest

from app.learning.datasets import DATA_SETS
from tests.cli.calling import Terminal, call


def test_every_data_set_is_listed_with_its_options(tmp_path: Path) -> None:
    ended = call("data", "list", "--data-folder", str(tmp_path))
    words = " ".join(ended.out.split())
    assert ended.status == 0
    for data_set in DATA_SETS.values():
        assert f"{data_set.name} {data_set.label}. {data_set.summary}" in words
    assert "n = 200, noise = 0.1, seed = 0" in words
    assert ended.lines == [f"The data folder is {tmp_path}."]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    assert "slowdown data fetch mnist gets them" in " ".join(call("data", "list", data_folder=tmp_path).out.split())


@pytest.mark.parametrize("name", DATA_SETS)
def test_one_data_set_is_told_in_full(name: str) -> None:
    words = " ".join(call("data", "list", name).out.split())
    for option_name, option in DATA_SETS[name].options.items():
        assert f"{option_name}: {option.summary} [" in words
        assert all(choice in words for choice in option.choices)
    assert all(other == name or f"{each.label}. {each.summary}" not in words for other, each in DATA_SETS.items())


def test_an_unknown_name_is_answered_with_all_of_them() -> None:
    ended = call("data", "list", "moon")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("NAME: name must be one of xor, and, or, ")


def test_a_narrow_terminal_that_knows_ascii_alone_shows_whole_words() -> None:
    terminal = Terminal.start("data", "list", "digits", columns=40, more={"LC_ALL": "C"})
    assert terminal.wait() == 0
    text = terminal.plain.partition("The data folder")[0]
    assert max(map(len, text.splitlines())) <= 40
    assert "8 x 8" in text
