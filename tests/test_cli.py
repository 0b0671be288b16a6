"""The command `slowdown`."""

import subprocess
import sys

from app import __version__
from tests.conftest import StartServer
from tests.servers import ROOT, environment


def slowdown(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_version_is_printed() -> None:
    ended = slowdown("version")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{__version__}\n", "")


def test_without_a_command_it_says_what_it_can_do() -> None:
    ended = slowdown()
    assert "serve" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_every_bad_setting_is_one_sentence_and_the_status_is_2() -> None:
    ended = slowdown(
        "serve", port="abc", max_streams=0, log_level="loud", allowed_origins="https://a.example.org,b.example.org"
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        "SLOWDOWN_PORT: port must be a whole number, got 'abc'.",
        "SLOWDOWN_ALLOWED_ORIGINS: a web address starts with http:// or https:// and a name, got 'b.example.org'.",
        "SLOWDOWN_MAX_STREAMS: max_streams must be at least 1, got '0'.",
        "SLOWDOWN_LOG_LEVEL: log_level must be 'critical', 'error', 'warning', 'info' or 'debug', got 'loud'.",
    ]


def test_a_bad_option_is_refused_like_the_setting() -> None:
    ended = slowdown("serve", "--port", "70000")
    assert (ended.returncode, ended.stderr) == (2, "SLOWDOWN_PORT: port must be at most 65535, got 70000.\n")


def test_an_address_that_is_not_here_is_one_sentence_and_status_1() -> None:
    ended = slowdown("serve", "--host", "192.0.2.1")
    assert ended.returncode == 1
    assert ended.stderr == "Cannot listen on 192.0.2.1 port 8000: Cannot assign requested address.\n"


def test_options_win_over_the_environment(start_server: StartServer) -> None:
    server = start_server("-m", "app.cli", "serve", "--host", "127.0.0.1", "--port", "0", host="192.0.2.1", port=1)
    assert server.port > 1
    assert "http://localhost:" in server.welcome


def test_serving_takes_the_settings_from_the_environment(start_server: StartServer) -> None:
    server = start_server(host="::1", log_level="info")
    assert f"http://[::1]:{server.port}" in server.welcome
