"""A small file server that behaves as it is told, well or badly."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import httpx

Manners = Callable[["Request"], None]
"""How a request is answered."""


@dataclass
class Asked:
    """What was asked for: the name of a file, and from which byte on."""

    name: str
    begun: int | None


class Request(BaseHTTPRequestHandler):
    """One request, with the ways to answer it."""

    protocol_version = "HTTP/1.1"
    server: "Files"

    def do_GET(self) -> None:
        found = re.fullmatch(r"bytes=([0-9]+)-", self.headers.get("Range", ""))
        self.asked = Asked(self.path.strip("/"), int(found[1]) if found else None)
        self.server.asked.append(self.asked)
        self.close_connection = True
        self.server.manners(self)

    @property
    def content(self) -> bytes:
        return self.server.files[self.asked.name]

    def head(self, status: int, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def body(self, content: bytes) -> None:
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Files(ThreadingHTTPServer):
    """Files by their names. Change `manners` at any time."""

    daemon_threads = True
    client: httpx.Client
    """Whoever is to ask, where a test wants the two together."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.files = files
        self.manners: Manners = honest
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A client that has gone away is none of our concern."""


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[Files]:
    with Files(files) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


# Manners


def honest(request: Request) -> None:
    """As it should be, ranges and all."""
    cut(10**12)(request)


def cut(most: int) -> Manners:
    """Announces all that was asked for, sends so many bytes and hangs up."""

    def answer(request: Request) -> None:
        begun, content = request.asked.begun or 0, request.content
        if begun and begun >= len(content):
            request.head(416, 0, Content_Range=f"bytes */{len(content)}")
            return
        rest = content[begun:]
        if request.asked.begun is None:
            request.head(200, len(rest))
        else:
            request.head(206, len(rest), Content_Range=f"bytes {begun}-{len(content) - 1}/{len(content)}")
        request.body(rest[:most])

    return answer


def ignoring_ranges(most: int = 10**12, *, says_length: bool = True) -> Manners:
    """Always sends the whole, or its beginning."""

    def answer(request: Request) -> None:
        request.head(200, len(request.content) if says_length else None)
        request.body(request.content[:most])

    return answer


def saying(status: int, body: bytes = b"", **headers: str) -> Manners:
    def answer(request: Request) -> None:
        request.head(status, len(body), **headers)
        request.body(body)

    return answer


def in_turn(*manners: Manners) -> Manners:
    """One after the other; the last one for good."""
    numbers = count()

    def answer(request: Request) -> None:
        manners[min(next(numbers), len(manners) - 1)](request)

    return answer


def hanging_up(request: Request) -> None:
    request.connection.close()


def babbling(request: Request) -> None:
    request.body(b"\x00\xff nothing of HTTP \r\n\r\n" * 10)


def endless(request: Request) -> None:
    request.head(200)
    while True:
        request.body(bytes(request.content[:1000]) * 100)
