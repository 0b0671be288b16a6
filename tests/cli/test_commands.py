"""The command `slowdown`: its commands, its help, and how it ends."""

import subprocess
import time
from pathlib import Path

import pytest

from app import __version__
from app.cli.commands import cli
from tests.cli.calling import COMMAND, call, surroundings
from tests.conftest import StartServer

NAMES = [command.name or (command.callback and command.callback.__name__) for command in cli.registered_commands]


def test_the_commands_are_those_of_the_readme() -> None:
    assert NAMES == ["serve", "run", "sweep", "train", "presets", "version"]


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_the_version_is_printed(arguments: list[str]) -> None:
    assert call(*arguments) == (0, f"{__version__}\n", "")


def test_without_a_command_it_says_what_it_can_do_and_the_status_is_2() -> None:
    ended = call()
    assert ended.status == 2
    assert ended.err == ""
    for name in NAMES:
        assert f"\n  {name} " in ended.out


@pytest.mark.parametrize("name", [None, *NAMES])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(name: str | None, flag: str) -> None:
    ended = call(*([name] if name else []), flag)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: slowdown {name or '[OPTIONS]'}")
    assert max(len(line) for line in ended.out.splitlines()) <= 80


def test_no_line_of_the_list_of_commands_is_cut_off() -> None:
    assert "..." not in call("--help").out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["srve"], "slowdown: No such command 'srve'. Did you mean 'serve'? See slowdown --help."),
        (
            ["run", "--wx", "1"],
            "slowdown run: No such option: --wx (Possible options: --w, --x). See slowdown run --help.",
        ),
        (["run", "3"], "slowdown run: Got unexpected extra argument(s) (3). See slowdown run --help."),
    ],
)
def test_a_word_that_it_does_not_know_is_one_line_and_the_status_is_2(arguments: list[str], line: str) -> None:
    assert call(*arguments) == (2, "", f"{line}\n")


def test_help_comes_without_reading_the_schema_or_numpy() -> None:
    ended = subprocess.run(  # noqa: S603 (our own words)
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], "--help"],
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert imported.isdisjoint({"numpy", "pydantic", "fastapi", "app.experiments.schema"})


def test_every_bad_setting_is_one_sentence_and_the_status_is_2() -> None:
    ended = call(
        "serve", port="abc", max_streams=0, log_level="loud", allowed_origins="https://a.example.org,b.example.org"
    )
    assert (ended.status, ended.out) == (2, "")
    assert ended.lines == [
        "SLOWDOWN_PORT: port must be a whole number, got 'abc'.",
        "SLOWDOWN_ALLOWED_ORIGINS: a web address starts with http:// or https:// and a name, got 'b.example.org'.",
        "SLOWDOWN_MAX_STREAMS: max_streams must be at least 1, got '0'.",
        "SLOWDOWN_LOG_LEVEL: log_level must be 'critical', 'error', 'warning', 'info' or 'debug', got 'loud'.",
    ]


def test_a_bad_option_is_refused_like_the_setting() -> None:
    ended = call("serve", "--port", "70000")
    assert (ended.status, ended.err) == (2, "SLOWDOWN_PORT: port must be at most 65535, got 70000.\n")


def test_an_address_that_is_not_here_is_one_sentence_and_status_1() -> None:
    ended = call("serve", "--host", "192.0.2.1")
    assert ended.status == 1
    assert ended.err == "Cannot listen on 192.0.2.1 port 8000: Cannot assign requested address.\n"


def test_options_win_over_the_environment(start_server: StartServer) -> None:
    server = start_server("-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", "0", host="192.0.2.1", port=1)
    assert server.port > 1
    assert "http://localhost:" in server.welcome


def test_serving_takes_the_settings_from_the_environment(start_server: StartServer) -> None:
    server = start_server(host="::1", log_level="info")
    assert f"http://[::1]:{server.port}" in server.welcome


@pytest.mark.parametrize(
    "arguments",
    [["run", "--csv", "-", "--epochs", "100000"], ["run", "--json", "-", "--epochs", "100000"], ["presets", "--json"]],
)
def test_a_reader_that_goes_away_ends_it_quietly(arguments: list[str]) -> None:
    with subprocess.Popen(  # noqa: S603 (our own words)
        [*COMMAND, *arguments], env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if arguments[0] == "run":
            assert process.stdout.read(3) in (b"run", b'{"r')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_ctrl_c_while_a_run_is_computed_ends_it_quietly() -> None:
    endless = ["run", *(part for number in range(400) for part in ("--eta", f"0.{number + 1}")), "--epochs", "100000"]
    with subprocess.Popen(  # noqa: S603 (our own words)
        [*COMMAND, *endless, "--csv", "-"], env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read(3) == b"run"
        time.sleep(0.05)
        process.send_signal(2)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")


def test_a_full_disk_behind_standard_output_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(  # noqa: S603 (our own words)
            [*COMMAND, "run"], env=surroundings(), stdout=full, stderr=subprocess.PIPE, timeout=30, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr == b"Cannot write standard output: No space left on device.\n"
