"""The softmax page as a person finds it: fields by their labels, pictures by their parts, numbers to the last digit."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from playwright.sync_api import Locator, Page, Request

from tests.servers import Server

IS_RESTING = """async () => {
  const shown = () => [...document.querySelectorAll(".softmax data")].map((each) => each.value).join();
  const before = shown();
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  return shown() === before;
}"""


class SoftmaxPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.layer = self.part("layer")
        self.cost = self.part("cost")
        self.notice = self.part("notice")
        self.p = page.get_by_role("textbox", name="Wanted, p")
        self.q = page.get_by_role("textbox", name="Answered")

    def open(self, query: str = "") -> "SoftmaxPage":
        """Until all three questions of the page have been answered."""
        waiting = {"/softmax", "/softmax/inverse", "/cross-entropy"}

        def is_answered(request: Request) -> bool:
            waiting.discard(urlsplit(request.url).path.removeprefix("/api/v1"))
            return not waiting

        with self.page.expect_event("requestfinished", predicate=is_answered):
            self.page.goto(f"/softmax{'?' if query else ''}{query}")
        self.page.wait_for_function(IS_RESTING)
        return self

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]')

    def field(self, label: str) -> Locator:
        return self.page.get_by_role("spinbutton", name=label, exact=True)

    def slider(self, label: str) -> Locator:
        return self.page.get_by_role("slider", name=f"{label} as a slider")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def numbers(self, selector: str) -> list[float]:
        """The exact numbers of `<data>` elements, NaN for what is infinite."""
        values: list[str] = self.page.locator(selector).evaluate_all("all => all.map(({ value }) => value)")
        return [float(value) if value else float("nan") for value in values]

    @property
    def query(self) -> dict[str, Any]:
        return dict(parse_qsl(urlsplit(self.page.url).query))


def asked(server: Server, path: str, body: object) -> httpx.Response:
    """What the server says itself."""
    with server.client() as client:
        return client.post(f"/api/v1/{path}", json=body)
