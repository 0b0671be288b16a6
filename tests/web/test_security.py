"""Security headers on every answer. Who may open the stream is tested with the stream (test_stream.py)."""

import re

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Message

from app.web.messages import MAX_BATCH_BYTES
from app.web.security import HEADERS, POLICY, SecurityHeaders, policy


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/docs", 200),
        ("GET", "/healthz", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/api/v1/presets", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.js", 404),
        ("DELETE", "/healthz", 405),
        ("POST", "/api/v1/simulations", 422),
    ],
)
def test_every_answer_carries_the_headers(method: str, path: str, status: int, client: httpx.Client) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_an_answer_without_a_body_carries_them_too(client: httpx.Client) -> None:
    unchanged = client.get("/", headers={"If-None-Match": client.get("/").headers["etag"]})
    assert unchanged.status_code == 304
    assert {name: unchanged.headers.get(name) for name in HEADERS} == HEADERS


def test_a_body_that_is_too_large_is_refused_with_them(client: httpx.Client) -> None:
    refused = client.post("/api/v1/simulations", content=b"x" * (MAX_BATCH_BYTES + 1))
    assert refused.status_code == 413
    assert {name: refused.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_is_loaded_from_elsewhere_and_no_script_stands_in_a_page(client: httpx.Client) -> None:
    assert POLICY["default-src"] == "'none'"
    assert POLICY["script-src"] == "'self'"
    for sources in POLICY.values():
        assert "unsafe" not in sources
        assert "http" not in sources
    assert "server" not in client.get("/").headers


@pytest.mark.parametrize("path", ["/", "/docs", "/nowhere"])
def test_the_pages_keep_to_the_policy(path: str, client: httpx.Client) -> None:
    html = client.get(path, headers={"Accept": "text/html"}).text
    scripts = re.findall(r"<script\b([^>]*)>([^<]*)", html)
    assert all("src=" in tag or 'type="application/json"' in tag for tag, _ in scripts)
    assert not re.search(r"<[^>]*\s(style|on\w+)=", html)
    assert not re.search(r"<style\b", html)
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="([^"]+)""", html)
    assert loaded
    assert all(target.startswith("/static/") for target in loaded)


CSP = "Content-Security-Policy"


def headers_given(answer: Response) -> dict[str, str]:
    """The headers of an answer when it has gone through the middleware."""
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the answer needs nothing from the client")

    async def send(message: Message) -> None:
        sent.append(message)

    # Nothing in here waits for anything, so it runs to its end without a loop of events.
    with pytest.raises(StopIteration):
        SecurityHeaders(answer)({"type": "http", "method": "GET"}, receive, send).send(None)
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_nobody_may_show_a_page_in_a_frame_unless_named() -> None:
    assert policy() == HEADERS[CSP]
    assert policy([]) == HEADERS[CSP]
    assert policy().endswith("; frame-ancestors 'none'")


def test_a_page_that_may_be_framed_differs_in_nothing_else() -> None:
    chosen = policy(["https://course.example.org", "http://localhost:8080"])
    assert chosen == policy().replace(
        "frame-ancestors 'none'", "frame-ancestors 'self' https://course.example.org http://localhost:8080"
    )


def test_an_answer_with_a_policy_of_its_own_keeps_it_and_gets_the_rest() -> None:
    chosen = policy(["https://course.example.org"])
    given = headers_given(Response(headers={CSP: chosen}))
    expected = {**HEADERS, CSP: chosen}
    assert {name: given.get(name.lower()) for name in HEADERS} == expected
