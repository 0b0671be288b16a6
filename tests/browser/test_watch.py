"""The watch itself: what it must not miss, because every other test relies on it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE
from tests.browser.watch import Watch
from tests.servers import Server

MISDEEDS = {
    "console.error('oh')": "error on the console: oh",
    "console.warn('ah')": "warning on the console: ah",
    "setTimeout(() => { throw new Error('thrown') })": "uncaught: thrown",
    "void Promise.reject(new Error('rejected'))": "uncaught: rejected",
    "new Image().src = 'http://localhost:9/picture.png'": "asked elsewhere: http://localhost:9/picture.png",
    "document.body.innerHTML = '<p style=\"color: red\">'": "refused by the policy",
    "fetch('/nowhere')": "answered 404",
}


@pytest.fixture
def watched(browser: Browser, server: Server) -> Callable[[Watch], Page]:
    """A page under another watch than the one that judges this test."""

    def open_under(watch: Watch) -> Page:
        context = browser.new_context(base_url=server.url)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        page = context.new_page()
        page.goto("/")
        return page

    return open_under


@pytest.mark.parametrize(("misdeed", "complaint"), MISDEEDS.items())
def test_watch_notes_every_misdeed(
    misdeed: str, complaint: str, server: Server, watched: Callable[[Watch], Page]
) -> None:
    watch = Watch(server.url)
    page = watched(watch)
    assert watch.complaints == []
    page.evaluate(f"() => {{ {misdeed} }}")
    page.wait_for_function("() => new Promise(requestAnimationFrame)")
    for _ in range(200):
        if watch.complaints:
            break
        page.wait_for_function("() => new Promise(requestAnimationFrame)")
    page.context.close()
    assert any(complaint in found for found in watch.complaints)


def test_watch_wants_what_was_expected_and_forgives_nothing_else(
    server: Server, watched: Callable[[Watch], Page]
) -> None:
    watch = Watch(server.url)
    page = watched(watch)
    watch.expect("foreseen")
    assert watch.complaints == ["expected, and did not happen: foreseen"]
    page.evaluate("() => console.error('foreseen')")
    assert watch.complaints == []
    page.evaluate("() => console.error('something else')")
    page.context.close()
    assert watch.complaints == ["error on the console: something else"]
