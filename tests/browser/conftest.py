"""Fixtures for tests in a real browser: Chromium, the page, and a watch over everything that happens on it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.bench import Bench
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.lab import Story
from tests.browser.modules import Modules
from tests.browser.watch import Watch
from tests.servers import Server

PATIENCE = 10_000
"""Milliseconds that a condition may take on a busy machine. A test that passes never waits that long."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = find_chromium(light=True)
    if path is None:
        pytest.fail("no Chromium found: install it, or name one with CHROMIUM=/path/to/it")
    return {**browser_type_launch_args, "executable_path": path, "args": [*FLAGS]}


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where relative addresses such as "/docs" lead."""
    return server.url


@pytest.fixture(autouse=True)
def watch(server: Server) -> Iterator[Watch]:
    """Fails a test on whose pages anything went wrong, whatever else it looked at."""
    watching = Watch(server.url)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], watch: Watch) -> Callable[..., BrowserContext]:
    """Every context, so every page of a test, is watched."""

    def make(**settings: Any) -> BrowserContext:
        context = new_context(**settings)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context

    return make


@pytest.fixture
def story(page: Page) -> Story:
    """The front page, opened."""
    page.goto("/")
    return Story(page)


@pytest.fixture(scope="module")
def modules(browser: Browser, server: Server) -> Iterator[Modules]:
    """The scripts of the front page, to be imported on a page that runs none of them; its tests share the page."""
    watching = Watch(server.url)
    context = browser.new_context(base_url=server.url)
    watching.over(context)
    yield Modules(context.new_page())
    context.close()
    assert watching.complaints == []


@pytest.fixture
def bench(page: Page, server: Server) -> Bench:
    """A page of its own for a widget."""
    return Bench(page, server)
