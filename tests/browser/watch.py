"""What may never happen on a page, whatever a test is about."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, WebSocket

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error(`refused by the policy: ${violatedDirective} ${blockedURI}`));
"""


class Watch:
    """Notes every error and warning on the console, every uncaught error and every request to another server."""

    def __init__(self, *origins: str) -> None:
        self._origins = {_host(origin) for origin in origins}
        self._expected: list[str] = []
        self._notes: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)
        context.on("request", self._see)
        context.on("response", self._judge)
        context.on("page", self._follow)

    def allow(self, origin: str) -> None:
        """This server belongs to the test too."""
        self._origins.add(_host(origin))

    def expect(self, pattern: str) -> None:
        """The test brings this about itself: it has to happen, and is not held against the page."""
        self._expected.append(pattern)

    @property
    def complaints(self) -> list[str]:
        """What happened and was not expected, and what was expected and did not happen."""
        surprises = [note for note in self._notes if not any(re.search(p, note) for p in self._expected)]
        missing = [p for p in self._expected if not any(re.search(p, note) for note in self._notes)]
        return surprises + [f"expected, and did not happen: {pattern}" for pattern in missing]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self._notes.append(f"{message.type} on the console: {message.text}")

    def _catch(self, error: WebError) -> None:
        self._notes.append(f"uncaught: {error.error}")

    def _see(self, request: Request) -> None:
        self._look_at(request.url)

    def _judge(self, response: Response) -> None:
        if response.status >= 400:
            self._notes.append(f"answered {response.status}: {response.url}")

    def _follow(self, page: Page) -> None:
        page.on("websocket", self._see_socket)

    def _see_socket(self, socket: WebSocket) -> None:
        self._look_at(socket.url)

    def _look_at(self, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and _host(url) not in self._origins:
            self._notes.append(f"asked elsewhere: {url}")


def _host(url: str) -> str:
    return urlsplit(url).netloc
