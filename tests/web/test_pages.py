"""The pages: rendered once, compressed, cached by tag, and complete without any script."""

import re

import httpx
import pytest

from tests.conftest import StartServer

PAGES = ["/", "/lab", "/embed", "/map", "/network", "/softmax", "/docs"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_that_is_asked_for_again_but_sent_once(path: str, client: httpx.Client) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    tag = page.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{16}"', tag)
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"0123456789abcdef"'}).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_compressed_for_who_can_unpack_it(path: str, client: httpx.Client) -> None:
    packed, plain = client.get(path), client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def directives(client: httpx.Client, path: str) -> dict[str, str]:
    policy = client.get(path).headers["content-security-policy"]
    return {name: sources for name, _, sources in (part.strip().partition(" ") for part in policy.split(";"))}


def test_nobody_may_frame_any_page_unless_the_server_allows_it(client: httpx.Client) -> None:
    for path in PAGES:
        assert directives(client, path)["frame-ancestors"] == "'none'"


def test_a_course_page_that_the_server_allows_may_frame_the_embedded_lab_alone(start_server: StartServer) -> None:
    with start_server(frame_origins="https://course.example.org").client() as client:
        assert directives(client, "/embed")["frame-ancestors"] == "'self' https://course.example.org"
        others = {name: sources for name, sources in directives(client, "/embed").items() if name != "frame-ancestors"}
        assert others == {
            name: sources for name, sources in directives(client, "/lab").items() if name != "frame-ancestors"
        }
        for path in ("/", "/lab", "/map", "/docs"):
            assert directives(client, path)["frame-ancestors"] == "'none'"
        tag = client.get("/embed").headers["etag"]
        again = client.get("/embed", headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert "https://course.example.org" in again.headers["content-security-policy"]


def test_the_tag_of_the_embedded_lab_changes_with_who_may_frame_it(
    client: httpx.Client, start_server: StartServer
) -> None:
    """A browser that asks again keeps the policy that it had, so the page must count as another one."""
    with start_server(frame_origins="https://course.example.org").client() as other:
        assert other.get("/embed").headers["etag"] != client.get("/embed").headers["etag"]


def test_the_embedded_lab_comes_without_what_is_around_it(client: httpx.Client) -> None:
    assert re.search(r'class="masthead"', client.get("/lab").text)
    embedded = client.get("/embed").text
    assert not re.search(r'class="(masthead|colophon)"', embedded)
    assert "data-lab" in embedded


@pytest.mark.parametrize(
    ("query", "attribute"), [("", ""), ("?theme=dark", "dark"), ("?w=2&theme=light", "light"), ("?theme=pink", "")]
)
@pytest.mark.parametrize("path", ["/lab", "/embed"])
def test_a_link_may_choose_the_colours_of_the_lab(path: str, query: str, attribute: str, client: httpx.Client) -> None:
    (root,) = re.findall(r"<html[^>]*>", client.get(path + query).text)
    assert (f'data-theme="{attribute}"' in root) == bool(attribute)
