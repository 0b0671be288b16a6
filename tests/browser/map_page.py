"""The map as a person finds it: two maps by their costs, controls by role and label, numbers to the last digit.

What a map shows is read off its picture, pixel by pixel, and off the words beside it. `SlowJobs` stands in for a server
that takes its time, so that what is seen meanwhile can be looked at.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.servers import Server

SIDES = ("left", "right")

IS_DONE = """() => document.querySelector('[data-part="maps"]').getAttribute("aria-busy") === "false" """

IS_DRAWN = """async () => {
  // One costly drawing a frame: both maps, the words, the run.
  for (let frame = 0; frame < 8; frame += 1) await new Promise(requestAnimationFrame);
  return document.querySelector('[data-part="maps"]').getAttribute("aria-busy") === "false"
    && [...document.querySelectorAll(".map-plot")].every((map) => map.querySelectorAll("image").length === 1);
}"""

PIXELS = """async (plot) => {
  const image = new Image();
  image.src = plot.querySelector("image").getAttribute("href");
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return [canvas.width, canvas.height, [...data]];
}"""

BOX = """plot => {
  const { x, y, width, height } = plot.querySelector(".map-edge").getBoundingClientRect();
  return { x, y, width, height };
}"""


class MapPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.plots = [page.locator(f'.map-side[data-side="{side}"] .map-plot') for side in SIDES]
        self.readout = page.locator('[data-part="readout"]')
        self.spoken = page.locator('[data-part="spoken"]')
        self.words = page.locator('[data-part="words"]')
        self.legend = page.locator('[data-part="legend"]')
        self.progress = page.get_by_role("progressbar", name="Computing the maps")
        self.said = page.locator('[data-part="progress-words"]')
        self.cancel = page.get_by_role("button", name="Cancel")
        self.go_on = page.get_by_role("button", name="Compute again")
        self.problem = page.locator('[data-part="problem"]')
        self.notice = page.locator('[data-part="notice"]')
        self.lab_link = page.get_by_role("link", name="Open in the lab")
        self.run_values = page.locator('[data-part="run-list"] data')
        self.stripes = page.get_by_text("Why are there stripes?")
        self.table_summary = page.get_by_text("The maps as a table")
        self.table = page.get_by_role("group", name="Table of the map").get_by_role("table")

    def open(self, query: str = "", *, is_done: bool = True) -> "MapPage":
        self.page.goto(f"/map{'?' if query else ''}{query}")
        if is_done:
            self.wait()
        return self

    def wait(self) -> None:
        """Until both maps are there in full. The server computes them behind everything else that the machine does."""
        for _ in range(20):
            self.page.wait_for_function(IS_DONE, timeout=30_000)
            if self.page.evaluate(IS_DRAWN):
                return
        raise AssertionError("the maps are not drawn")

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Locator:
        return self.page.get_by_role("spinbutton", name=name, exact=True)

    def select(self, name: str) -> Locator:
        """A choice by the name that its control has in the form."""
        return self.page.locator(f'select[name="{name}"]')

    def type(self, name: str, value: str) -> None:
        self.field(name).fill(value)
        self.field(name).press("Tab")

    def point(self, side: int, across: float, up: float) -> tuple[float, float]:
        """Where a fraction of a map is, in pixels of the window."""
        self.plots[side].scroll_into_view_if_needed()
        box: dict[str, float] = self.plots[side].evaluate(BOX)
        return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]

    def hover(self, side: int, across: float, up: float) -> None:
        self.page.mouse.move(*self.point(side, across, up))

    def press(self, side: int, across: float, up: float) -> None:
        self.page.mouse.click(*self.point(side, across, up))

    def drag(self, side: int, start: tuple[float, float], stop: tuple[float, float]) -> None:
        self.page.mouse.move(*self.point(side, *start))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(side, *stop), steps=3)
        self.page.mouse.up()

    def pixels(self, side: int) -> list[list[tuple[int, int, int, int]]]:
        """The colours of the cells, the lowest row first."""
        width, height, data = self.plots[side].evaluate(PIXELS)
        cells = [tuple(data[4 * index : 4 * index + 4]) for index in range(width * height)]
        return [cells[row * width : (row + 1) * width] for row in reversed(range(height))]

    def expect_readout(self, text: str) -> None:
        expect(self.readout).to_have_text(text.replace("\u00a0", " "))


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits for what is seen from outside the page, at the server or in what is asked of it."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to pass")


def asked_by(request: Request) -> dict[str, Any]:
    """The body of a request, as it was before it became text."""
    body: dict[str, Any] = request.post_data_json or {}
    return body


def sweep(server: Server, body: Mapping[str, Any], **query: str) -> httpx.Response:
    with server.client() as client:
        answer = client.post("/api/v1/sweeps", json=body, params=query)
    assert answer.status_code == 200, answer.text
    return answer


def values_of(server: Server, body: Mapping[str, Any]) -> list[list[float | None]]:
    values: list[list[float | None]] = sweep(server, body).json()["values"]
    return values


class SlowJobs:
    """Answers sweeps in the server's place: small ones at once, large ones as jobs that go on when a test says so."""

    def __init__(self, page: Page, server: Server) -> None:
        self._server = server
        self.jobs: dict[str, dict[str, Any]] = {}
        self.bodies: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, list[list[int]]] = {}
        self.deleted: list[str] = []
        page.route("**/api/v1/sweeps", self._post)
        page.route("**/api/v1/sweeps/*", self._job)
        page.route("**/api/v1/sweeps/*/result?*", self._result)

    def advance(self, done: float, rows: list[list[int]]) -> None:
        """So much of every job is done, and these rows of it, as half-open ranges."""
        for name, job in self.jobs.items():
            job.update(state="finished" if done == 1 else "running", done=done)
            self.rows[name] = rows

    def fail(self, detail: str) -> None:
        for job in self.jobs.values():
            job.update(state="failed", problem={"title": "Failed", "detail": detail})

    def _post(self, route: Route) -> None:
        body = asked_by(route.request)
        cells = 1
        for axis in body["axes"].values():
            cells *= len(axis["values"])
        if cells < 2000:
            return self._answer(route, 200, sweep(self._server, body).json())
        name = f"job{len(self.bodies)}"
        self.bodies[name], self.rows[name] = body, []
        self.jobs[name] = {"id": name, "state": "waiting", "done": 0, "seconds_left": None, "problem": None}
        return self._answer(route, 202, self.jobs[name])

    def _job(self, route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if route.request.method == "DELETE":
            self.deleted.append(name)
            self.jobs.pop(name, None)
            return route.fulfill(status=204)
        return self._answer(route, 200, self.jobs[name])

    def _result(self, route: Route) -> None:
        name = urlsplit(route.request.url).path.split("/")[-2]
        answer = sweep(self._server, self.bodies[name]).json()
        if "partial=true" in route.request.url:
            answer["computed"] = self.rows[name]
            done = {row for start, stop in self.rows[name] for row in range(start, stop)}
            answer["values"] = [row if index in done else None for index, row in enumerate(answer["values"])]
        return self._answer(route, 200, answer)

    def _answer(self, route: Route, status: int, body: Any) -> None:
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
