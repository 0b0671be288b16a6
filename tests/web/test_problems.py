"""Every error in one shape: problem details for programs, a page for people, and nothing from the inside for either."""

from collections.abc import Iterator

import httpx
import pytest

from app.experiments.complaints import Complaint
from app.web.problems import problem
from app.web.security import HEADERS
from tests.servers import Server
from tests.web.talking import strict_json

PROBLEM = "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

BROKEN = """
from app.main import create_app
from app.web import server
from app.web.settings import Settings

settings = Settings()
app = create_app(settings)

@app.get("/broken")
async def broken() -> None:
    raise RuntimeError("a secret from the inside")

server.serve(app, settings, server.listen(settings))
"""


@pytest.fixture(scope="module")
def broken() -> Iterator[Server]:
    """The application with a route that fails."""
    with Server(("-c", BROKEN)) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/nowhere", 404, "there is nothing at /nowhere"),
        ("GET", "/api/v1/sweep", 404, "there is nothing at /api/v1/sweep"),
        ("GET", "/api/v1/sweeps", 405, "/api/v1/sweeps does not take GET"),
        ("GET", "/static/nowhere.js", 404, "there is nothing at /static/nowhere.js"),
        ("GET", "/api/v1/stream", 404, "there is nothing at /api/v1/stream"),
        ("PUT", "/healthz", 405, "/healthz does not take PUT"),
        ("GET", "/api/v1/simulations", 405, "/api/v1/simulations does not take GET"),
        ("POST", "/", 405, "/ does not take POST"),
    ],
)
def test_programs_get_problem_details(method: str, path: str, status: int, detail: str, client: httpx.Client) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    found = strict_json(answer.content)
    assert found.pop("title")
    assert found == {"type": "about:blank", "status": status, "detail": detail, "errors": []}


def test_a_wrong_method_is_told_the_right_one(client: httpx.Client) -> None:
    assert client.get("/api/v1/simulations").headers["allow"] == "POST"


def test_people_get_a_page(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "There is nothing at /nowhere." in answer.text
    assert 'href="/"' in answer.text


def test_a_path_is_text_on_the_page_and_is_cut(client: httpx.Client) -> None:
    answer = client.get("/<script>alert(1)</script>" + "a" * 5000, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "a" * 201 not in answer.text


def test_a_failure_says_nothing_of_the_inside_but_is_logged(broken: Server) -> None:
    with broken.client() as program, broken.client(Accept=BROWSER) as browser, broken.client() as other:
        answer, page = program.get("/broken"), browser.get("/broken")
        assert other.get("/healthz").status_code == 200
    assert answer.status_code == page.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert strict_json(answer.content)["detail"].startswith("something went wrong here")
    assert page.headers["content-type"].startswith("text/html")
    for reply in (answer, page):
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
        assert "secret" not in reply.text
        assert "Error" not in reply.text.replace("Internal Server Error", "")
    assert "RuntimeError: a secret from the inside" in broken.log
    assert "GET /broken failed" in broken.log


def test_a_problem_lists_its_complaints() -> None:
    found = problem(422, "eta must be greater than 0, got 0", [Complaint("eta", "eta must be greater than 0, got 0")])
    assert found.model_dump()["errors"] == [{"field": "eta", "message": "eta must be greater than 0, got 0"}]
    assert found.title.startswith("Unprocessable")
