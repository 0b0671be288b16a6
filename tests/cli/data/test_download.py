"""Downloads from servers of all manners: the file is there whole and right, or not at all."""

import gzip
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from app.cli.data import download as module
from app.cli.data.download import ATTEMPTS, Download, DownloadFailed
from app.learning.datasets.originals import Original
from tests.cli import rude
from tests.cli.rude import Files, serving

CONTENT = bytes([0, 0, 8, 3]) + np.random.default_rng(0).bytes(300_000)
ORIGINAL = Original("images", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
PACKED = gzip.compress(CONTENT, 1)
OTHER = gzip.compress(CONTENT[:4] + bytes(300_000), 0)
NAME = "images.gz"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """One for all, because each reads the certificates of the system, which takes longer than a test."""
    with httpx.Client(follow_redirects=True, timeout=5.0, trust_env=False) as client:
        client.max_redirects = 3
        yield client


@pytest.fixture
def server(client: httpx.Client) -> Iterator[Files]:
    with serving({NAME: PACKED}) as files:
        files.client = client
        yield files


def fetched(server: Files, folder: Path, seen: list[tuple[int, int | None]] | None = None) -> Path:
    target = folder / NAME
    seen = [] if seen is None else seen
    download = Download(
        server.client, f"{server.address}/{NAME}", target, ORIGINAL, lambda there, total: seen.append((there, total))
    )
    download.run(pause=0.001)
    return target


def failure(server: Files, folder: Path) -> str:
    with pytest.raises(DownloadFailed) as caught:
        fetched(server, folder)
    assert not (folder / NAME).exists()
    return str(caught.value)


def begun(folder: Path, content: bytes) -> Path:
    part = folder / f"{NAME}.part"
    part.write_bytes(content)
    return part


def test_an_honest_server_is_asked_once(server: Files, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    assert fetched(server, tmp_path, seen).read_bytes() == PACKED
    assert [asked.begun for asked in server.asked] == [None]
    assert seen[-1] == (len(PACKED), len(PACKED))
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


def test_what_is_not_packed_is_taken_too(server: Files, tmp_path: Path) -> None:
    server.files = {NAME: CONTENT}
    assert fetched(server, tmp_path).read_bytes() == CONTENT


def test_a_connection_that_breaks_again_and_again_is_gone_on_with(server: Files, tmp_path: Path) -> None:
    server.manners = rude.cut(70_000)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert [asked.begun for asked in server.asked] == [None, 70_000, 140_000, 210_000, 280_000]


def test_what_an_earlier_call_has_left_is_gone_on_with(server: Files, tmp_path: Path) -> None:
    begun(tmp_path, PACKED[:100_000])
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert [asked.begun for asked in server.asked] == [100_000]


def test_a_server_without_ranges_sends_all_again(server: Files, tmp_path: Path) -> None:
    begun(tmp_path, b"x" * 100_000)
    server.manners = rude.ignoring_ranges()
    assert fetched(server, tmp_path).read_bytes() == PACKED


def test_a_server_without_ranges_that_breaks_off_is_given_up(server: Files, tmp_path: Path) -> None:
    server.manners = rude.ignoring_ranges(100_000)
    assert "the connection broke" in failure(server, tmp_path)
    assert len(server.asked) == ATTEMPTS
    assert (tmp_path / f"{NAME}.part").read_bytes() == PACKED[:100_000]


def test_an_end_that_comes_too_early_unannounced_is_noticed(server: Files, tmp_path: Path) -> None:
    server.manners = rude.in_turn(rude.ignoring_ranges(100_000, says_length=False), rude.honest)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert [asked.begun for asked in server.asked] == [None, 100_000]


def test_all_that_there_is_may_have_been_there(server: Files, tmp_path: Path) -> None:
    begun(tmp_path, PACKED)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert [asked.begun for asked in server.asked] == [len(PACKED)]


@pytest.mark.parametrize("left", [b"x" * 1000, PACKED[:1000] + b"x", OTHER[:200_000], PACKED + b"more", b"x" * 400_000])
def test_a_wrong_beginning_is_thrown_away(left: bytes, server: Files, tmp_path: Path) -> None:
    begun(tmp_path, left)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert server.asked[-1].begun is None


def test_wrong_bytes_are_thrown_away(server: Files, tmp_path: Path) -> None:
    server.files = {NAME: OTHER}
    assert "SHA-256" in failure(server, tmp_path)
    assert len(server.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_wrong_bytes_after_a_beginning_are_asked_for_once_more_only(server: Files, tmp_path: Path) -> None:
    begun(tmp_path, PACKED[:1000])
    server.files = {NAME: OTHER}
    assert "SHA-256" in failure(server, tmp_path)
    assert [asked.begun for asked in server.asked] == [1000, None]


def test_a_page_in_place_of_the_file_is_no_beginning(server: Files, tmp_path: Path) -> None:
    server.manners = rude.saying(200, b"<!doctype html><title>Please log in</title>")
    assert "is not the file" in failure(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_whose_file_is_truncated_is_given_up(server: Files, tmp_path: Path) -> None:
    server.files = {NAME: PACKED[:-100]}
    assert "is truncated" in failure(server, tmp_path)
    assert len(server.asked) <= 2 * ATTEMPTS


def test_another_part_than_was_asked_for_is_not_added(server: Files, tmp_path: Path) -> None:
    begun(tmp_path, PACKED[:1000])
    wrong = rude.saying(206, PACKED[500:], Content_Range=f"bytes 500-{len(PACKED) - 1}/{len(PACKED)}")
    server.manners = rude.in_turn(wrong, rude.honest)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    server.manners = wrong
    begun(tmp_path, PACKED[:1000])
    (tmp_path / NAME).unlink()
    assert "another part than was asked for" in failure(server, tmp_path)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 416, 501])
def test_a_refusal_is_believed_at_once(status: int, server: Files, tmp_path: Path) -> None:
    server.manners = rude.saying(status, b"no")
    assert f"{NAME} answers {status}" in failure(server, tmp_path)
    assert len(server.asked) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_that_may_pass_is_waited_for(status: int, server: Files, tmp_path: Path) -> None:
    server.manners = rude.in_turn(rude.saying(status), rude.saying(status), rude.honest)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    server.manners = rude.saying(status)
    (tmp_path / NAME).unlink()
    assert f"the server answers {status}" in failure(server, tmp_path)


@pytest.mark.parametrize("manners", [rude.hanging_up, rude.babbling], ids=["hanging up", "babbling"])
def test_who_does_not_speak_http_is_given_up(manners: rude.Manners, server: Files, tmp_path: Path) -> None:
    server.manners = manners
    assert "the connection broke" in failure(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_is_said(client: httpx.Client, tmp_path: Path) -> None:
    with serving({}) as gone:
        gone.client = client
    assert "the connection broke" in failure(gone, tmp_path)


def test_more_than_the_file_can_be_is_not_stored(server: Files, tmp_path: Path) -> None:
    server.manners = rude.endless
    assert "sends more than the file can be" in failure(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_redirection_is_followed_and_a_circle_is_not(server: Files, tmp_path: Path) -> None:
    server.manners = rude.in_turn(rude.saying(302, Location=f"/{NAME}"), rude.honest)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    (tmp_path / NAME).unlink()
    server.manners = rude.saying(302, Location=f"/{NAME}")
    assert "redirects" in failure(server, tmp_path)


def test_a_server_that_drips_counts_as_broken(server: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dripping(request: rude.Request) -> None:
        request.head(200, len(PACKED))
        for place in range(20):
            request.body(PACKED[place : place + 1])
            time.sleep(0.02)

    monkeypatch.setattr(module, "STALLED", 0.05)
    server.manners = rude.in_turn(dripping, rude.honest)
    assert fetched(server, tmp_path).read_bytes() == PACKED
    assert 0 < (server.asked[1].begun or 0) < 20


def test_two_at_once_do_not_write_to_the_same_file(server: Files, tmp_path: Path) -> None:
    part = begun(tmp_path, b"")
    fcntl = pytest.importorskip("fcntl", reason="this system has no locks of this kind")
    with part.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert "is being written by another fetch" in failure(server, tmp_path)
    assert fetched(server, tmp_path).read_bytes() == PACKED


def test_what_was_there_before_stays_until_the_new_one_is_whole(server: Files, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"old")
    server.manners = rude.saying(404)
    with pytest.raises(DownloadFailed):
        fetched(server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"old"
    server.manners = rude.honest
    assert fetched(server, tmp_path).read_bytes() == PACKED
