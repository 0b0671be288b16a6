"""The limit of a body, declared or not, and HEAD."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from app.web.messages import MAX_BATCH_BYTES, MAX_BODY_BYTES
from tests.servers import Server
from tests.web.talking import strict_json

PATH = "/api/v1/simulations"
JSON = {"Content-Type": "application/json"}


GOOD = {PATH: b'{"experiments":[{"epochs":1}]}', "/api/v1/exports": b'{"experiments":[{}],"format":"script"}'}
LIMITS = {PATH: MAX_BATCH_BYTES, "/api/v1/exports": MAX_BODY_BYTES}
"""A batch may be larger than anything else."""


def body_of(path: str, size: int) -> bytes:
    """A good request of so many bytes."""
    return GOOD[path] + b" " * (size - len(GOOD[path]))


def in_parts(content: bytes) -> Iterator[bytes]:
    """The content in chunks, which declares no length."""
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


@pytest.mark.parametrize("path", LIMITS)
def test_the_largest_body_is_taken_declared_or_in_chunks(path: str, client: httpx.Client) -> None:
    content = body_of(path, LIMITS[path])
    assert client.post(path, content=content, headers=JSON).status_code == 200
    assert client.post(path, content=in_parts(content), headers=JSON).status_code == 200


@pytest.mark.parametrize("path", LIMITS)
@pytest.mark.parametrize("is_declared", [True, False])
def test_one_byte_more_is_refused_as_a_problem(is_declared: bool, path: str, client: httpx.Client) -> None:
    content = body_of(path, LIMITS[path] + 1)
    answer = client.post(path, content=content if is_declared else in_parts(content), headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert strict_json(answer.content)["detail"] == f"the body may hold at most {LIMITS[path]} bytes"


def test_a_declared_length_is_refused_before_a_byte_is_sent(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (PATH.encode(), 10**15))
        assert connection.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/readyz", "/version", "/openapi.json", "/api/v1/presets"])
def test_head_is_answered_as_get_without_a_body(path: str, client: httpx.Client) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "content-encoding"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_head_is_refused_where_get_is(client: httpx.Client) -> None:
    assert client.head(PATH).status_code == 405
    assert client.head("/nowhere").status_code == 404
