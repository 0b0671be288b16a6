"""A map that takes its time: coarse at once, finer while somebody looks, stopped when nobody wants it any more."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.browser.map_page import MapPage, SlowJobs, asked_by, until
from tests.browser.watch import Watch
from tests.servers import Server

# Neither a lattice nor small: for the real server a job of half a minute and more.
LARGE = (
    "across=x&across.start=-5&across.stop=5&up=w&up.start=-10&up.stop=10&measure=final_output&w=2&b=1"
    "&epochs=20000&detail=fine"
)


@pytest.fixture
def jobs(page: Page, server: Server) -> SlowJobs:
    return SlowJobs(page, server)


@pytest.fixture
def slow(page: Page, jobs: SlowJobs) -> MapPage:
    """The page with its coarse maps, while the fine ones wait."""
    assert jobs.jobs == {}
    shown = MapPage(page).open(is_done=False)
    expect(shown.cancel).to_be_visible()
    expect(shown.said).to_have_text("Waiting for a free place on the server…")
    page.wait_for_function("() => document.querySelectorAll('.map-plot image').length === 2")
    return shown


def test_coarse_then_in_part_then_whole(slow: MapPage, jobs: SlowJobs) -> None:
    assert len(slow.pixels(0)) == 41
    jobs.advance(0.5, [[0, 100]])
    expect(slow.said).to_have_text("Computing: 50 %")
    expect(slow.progress).to_have_attribute("value", "0.5")
    slow.page.wait_for_function(
        "() => [...document.querySelectorAll('.map-side')].every((side) => side.querySelectorAll('image').length === 1)"
    )
    expect(slow.words).to_be_empty()  # nothing is said of a map that is not whole
    slow.hover(0, 0.5, 0.25)
    expect(slow.readout).to_have_text("w = 0, b = −2.5: quadratic 0 epochs, cross-entropy 0 epochs")
    slow.hover(0, 0.5, 0.953)
    expect(slow.readout).to_contain_text(": still being computed")
    assert len(slow.pixels(0)) == 201
    jobs.advance(1, [[0, 201]])
    slow.wait()
    expect(slow.cancel).to_be_hidden()
    expect(slow.words).not_to_be_empty()
    expect(slow.readout).not_to_contain_text("computed")


def test_a_computation_is_cancelled_and_goes_on_when_it_is_wanted_again(slow: MapPage, jobs: SlowJobs) -> None:
    jobs.advance(0.3, [[0, 60]])
    expect(slow.said).to_have_text("Computing: 30 %")
    slow.cancel.click()
    expect(slow.said).to_contain_text("Stopped.")
    expect(slow.cancel).to_be_hidden()
    until(slow.page, lambda: sorted(jobs.deleted) == ["job0", "job1"])
    slow.go_on.click()
    expect(slow.said).to_contain_text("Waiting")
    jobs.advance(1, [[0, 201]])
    slow.wait()


def test_who_cancels_by_a_key_goes_on_by_a_key(slow: MapPage, jobs: SlowJobs) -> None:
    slow.press(0, 0.605, 0.605)  # between two cells of the coarse map
    expect(slow.readout).to_contain_text("still being computed")
    slow.cancel.focus()
    slow.page.keyboard.press("Enter")
    expect(slow.go_on).to_be_focused()
    expect(slow.readout).to_contain_text("not computed")
    slow.page.keyboard.press("Enter")
    expect(slow.cancel).to_be_visible()
    until(slow.page, lambda: len(jobs.jobs) == 2)
    jobs.advance(1, [[0, 201]])
    slow.wait()


def test_a_new_question_takes_the_place_of_the_old_one(slow: MapPage, jobs: SlowJobs) -> None:
    slow.button("Where does it end?").click()
    expect(slow.legend).to_contain_text("Output at the end")
    until(slow.page, lambda: sorted(jobs.deleted) == ["job0", "job1"])
    until(slow.page, lambda: len(jobs.jobs) == 2)
    assert {jobs.bodies[name]["measure"] for name in jobs.jobs} == {"final_output"}
    jobs.advance(1, [[0, 201]])
    slow.wait()


def test_a_job_that_fails_says_why_and_keeps_what_there_was(slow: MapPage, jobs: SlowJobs) -> None:
    jobs.fail("a worker was lost three times")
    expect(slow.problem).to_contain_text("a worker was lost three times")
    expect(slow.cancel).to_be_hidden()
    assert len(slow.pixels(0)) == 41
    slow.go_on.click()
    expect(slow.problem).to_be_empty()
    expect(slow.said).to_contain_text("Waiting")
    jobs.advance(1, [[0, 201]])
    slow.wait()


def test_a_full_server_is_asked_again(page: Page, watch: Watch) -> None:
    asked: list[str] = []

    def refuse_once(route: Route) -> None:
        asked.append(route.request.post_data or "")
        if len(asked) > 1:
            return route.continue_()
        problem = {"type": "about:blank", "title": "Busy", "status": 503, "detail": "too many sweeps"}
        return route.fulfill(
            status=503, content_type="application/problem+json", headers={"Retry-After": "1"}, body=json.dumps(problem)
        )

    watch.expect("503")
    page.route("**/api/v1/sweeps", refuse_once)
    shown = MapPage(page).open(is_done=False)
    expect(shown.said).to_have_text(re.compile("Waiting|coarse"))
    shown.wait()
    assert asked.count(asked[0]) == 2


class Flight:
    """How many requests of sweeps are under way at once, by what they compute."""

    def __init__(self, page: Page) -> None:
        self.now: dict[str, int] = {}
        self.most = 0
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        if request.url.endswith("/sweeps"):
            cost = asked_by(request)["base"]["cost"]
            self.now[cost] = self.now.get(cost, 0) + 1
            self.most = max(self.most, self.now[cost])

    def _end(self, request: Request) -> None:
        if request.url.endswith("/sweeps"):
            self.now[asked_by(request)["base"]["cost"]] -= 1


@pytest.fixture
def flight(page: Page) -> Iterator[Flight]:
    watching = Flight(page)
    yield watching
    assert watching.most == 1


def test_a_map_never_has_two_questions_under_way(page: Page, flight: Flight) -> None:
    shown = MapPage(page).open("detail=coarse")
    for _ in range(4):
        shown.button("Closer").click()
    shown.button("Which η is fair?").click()
    shown.button("How long is the plateau?").click()
    shown.wait()
    assert flight.most == 1


def test_a_real_computation_of_half_a_minute_is_stopped_at_once(page: Page, server: Server) -> None:
    gone: list[str] = []

    def note(request: Request) -> None:
        if request.method == "DELETE":
            gone.append(request.url)

    page.on("request", note)
    shown = MapPage(page).open(LARGE, is_done=False)
    expect(shown.said).to_have_text(re.compile(r"Computing: \d+ %|Waiting"), timeout=30_000)
    expect(shown.said).to_have_text(re.compile(r"Computing: \d+ %"), timeout=30_000)
    shown.cancel.click()
    expect(shown.said).to_contain_text("Stopped.")
    until(page, lambda: len(gone) == 2)
    until(page, lambda: states(server, gone) <= {"cancelled", "forgotten"})
    assert len(shown.pixels(0)) in (41, 401)


def test_a_page_that_is_left_leaves_no_work_behind(page: Page, server: Server) -> None:
    """Asked of the real server: what a page sends while it is left is not seen from outside it.

    It is left when it has asked after both jobs: until then it may know of one from nobody yet.
    """
    begun: set[str] = set()
    followed: set[str] = set()

    def note(answer: Response) -> None:
        if answer.status == 202:
            begun.add(server.url + answer.headers["location"])
        elif answer.request.method == "GET" and "/sweeps/" in answer.url:
            followed.add(answer.url.partition("/result")[0])

    page.on("response", note)
    MapPage(page).open(LARGE, is_done=False)
    until(page, lambda: len(begun) == 2 and begun <= followed)
    page.goto("/docs")
    until(page, lambda: states(server, sorted(begun)) <= {"cancelled", "forgotten"})


def states(server: Server, addresses: list[str]) -> set[str]:
    with server.client() as client:
        answers = [client.get(address) for address in addresses]
    return {answer.json()["state"] if answer.status_code == 200 else "forgotten" for answer in answers}
