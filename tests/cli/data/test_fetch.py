"""`slowdown data fetch`: what is downloaded where, and what is said of it."""

import gzip
import hashlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.data import download, fetch
from app.learning.datasets.originals import Original
from tests.cli import rude
from tests.cli.calling import Terminal, call
from tests.cli.rude import Files, serving
from tests.learning.datasets.idx_files import idx, small_mnist


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """A server that has a small copy of MNIST, which is expected from it too."""
    contents = {name: idx(values) for name, values in small_mnist(tmp_path / "source").items()}
    originals = [Original(name, len(c), hashlib.sha256(c).hexdigest()) for name, c in contents.items()]
    monkeypatch.setattr(fetch, "ORIGINALS", originals)
    monkeypatch.setattr(download, "PAUSE", 0.0)
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving({f"{name}.gz": gzip.compress(content) for name, content in contents.items()}) as files:
        yield files


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_all_files_come_into_a_folder_that_is_made(server: Files, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(folder))
    assert (ended.status, ended.out) == (0, "")
    assert ended.lines == [*(f"{name} is fetched." for name in server.files), f"MNIST is in {folder}."]
    assert names(folder) == sorted(server.files)


def test_settings_say_where_from_and_where_to(server: Files, tmp_path: Path) -> None:
    ended = call("data", "fetch", "mnist", "-q", mnist_url=f"{server.address}/", data_folder=tmp_path / "here")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert names(tmp_path / "here") == sorted(server.files)


def test_what_is_there_is_checked_and_left(server: Files, tmp_path: Path) -> None:
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(tmp_path / "source"))
    assert ended.status == 0
    assert ended.lines[:-1] == [f"{name} is there." for name in server.files]
    assert server.asked == []


def test_what_is_truncated_is_fetched_again(server: Files, tmp_path: Path) -> None:
    path = tmp_path / "source" / next(iter(server.files))
    path.write_bytes(path.read_bytes()[:-5])
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(tmp_path / "source"))
    assert ended.lines[0] == f"{path.name} is fetched."
    assert path.read_bytes() == server.files[path.name]


def test_other_data_under_the_same_name_is_not_written_over(server: Files, tmp_path: Path) -> None:
    path = tmp_path / "source" / next(iter(server.files))
    path.write_bytes(b"somebody's own")
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(tmp_path / "source"))
    assert ended.status == 1
    assert "Move" in ended.err
    assert str(path) in ended.err
    assert path.read_bytes() == b"somebody's own"


def test_a_refusal_is_one_line(server: Files, tmp_path: Path) -> None:
    server.manners = rude.saying(404)
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(tmp_path / "x"))
    name = next(iter(server.files))
    assert ended.status == 1
    assert ended.lines == [f"Cannot fetch {name}: {server.address}/{name} answers 404 Not Found."]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["mnits"], "NAME: name must be mnist, got 'mnits': the other data sets need no files."),
        (["xor"], "NAME: name must be mnist, got 'xor': the other data sets need no files."),
        (["mnist", "--address", "example.org"], "--address: a web address starts with http:// or https://"),
        (["mnist", "--address", "file:///etc"], "--address: a web address starts with http:// or https://"),
        ([], "slowdown data fetch: Missing argument 'NAME'. See slowdown data fetch --help."),
    ],
)
def test_wrong_use_is_said(arguments: list[str], said: str) -> None:
    ended = call("data", "fetch", *arguments)
    assert ended.status == 2
    assert ended.err.startswith(said)


def test_a_setting_that_is_no_address_is_named() -> None:
    ended = call("data", "fetch", "mnist", mnist_url="example.org")
    assert ended.status == 2
    assert ended.err.startswith("SLOWDOWN_MNIST_URL: ")


def test_a_folder_that_cannot_be_written_is_said(server: Files, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "below"
    ended = call("data", "fetch", "mnist", "--address", server.address, "--data-folder", str(folder))
    assert ended.status == 1
    assert ended.lines == [f"Cannot write {folder}: Not a directory."]


def test_a_terminal_shows_a_bar_and_ctrl_c_keeps_what_has_come(tmp_path: Path) -> None:
    halfway = threading.Event()

    def stopping(request: rude.Request) -> None:
        request.head(200, 2_000_000)
        request.body(bytes([0, 0, 8]) + bytes(999_997))
        halfway.wait(60)

    with serving({}) as server:
        server.manners = stopping
        terminal = Terminal.start(
            "data", "fetch", "mnist", "--address", server.address, "--data-folder", str(tmp_path),
            columns=100, more={"NO_PROXY": "*", "no_proxy": "*"},
        )  # fmt: skip
        assert "1.0/2.0 MB" in terminal.read_until(lambda text: "1.0/2.0 MB" in text)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.wait() == 130
        halfway.set()
    assert "Stopped. What has come is kept: the same command goes on." in terminal.plain
    assert "Traceback" not in terminal.plain
    (part,) = tmp_path.iterdir()
    assert (part.name, part.stat().st_size) == ("train-images-idx3-ubyte.gz.part", 1_000_000)
