"""Fixtures for all tests: a server that they share, and servers of their own.

Tests talk to a real server over real sockets. Nothing here runs an event loop in the main thread: Playwright keeps
one there as soon as the first browser test has run.
"""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import httpx
import hypothesis
import pytest

from tests.servers import SERVE, Server

# What is drawn is the same in every run, and nobody's clock decides; `--hypothesis-profile=default` draws anew.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Whoever is started in the background ignores Ctrl-C, and so would all processes that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


class StartServer(Protocol):
    def __call__(self, *arguments: str, **settings: object) -> Server: ...


WITH_OTHERS = ("browser", "cli", "web")
"""Folders whose tests talk with other processes, over sockets, beside whatever else the machine does."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A second try for tests that another process may keep waiting; the report names each that needed it.

    What is wrong fails twice. A test of the mathematics gets one try.
    """
    for item in items:
        if item.path.relative_to(item.config.rootpath / "tests").parts[0] in WITH_OTHERS:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server that all tests share; at the end nothing may have gone wrong in it."""
    with Server() as running:
        yield running
        assert running.process.poll() is None, "the server ended by itself"
        assert running.log == ""


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Starts a server with settings of its own, `start_server(max_streams=1)`; it ends with the test."""
    with ExitStack() as stack:

        def start(*arguments: str, **settings: object) -> Server:
            return stack.enter_context(Server(arguments or SERVE, settings=settings))

        yield start


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as talking:
        yield talking
