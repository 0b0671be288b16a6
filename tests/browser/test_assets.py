"""What pages refer to: it exists, and every module that is going to be imported is announced."""

import json
import re
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Story, references
from tests.servers import ROOT, Server

PAGES = ("/", "/lab", "/map", "/network", "/softmax", "/docs")
IMPORT = re.compile(r"""\bfrom\s+["'](\.[^"']+)["']|\bimport\s+["'](\.[^"']+)["']""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def fetch(client: httpx.Client, address: str) -> httpx.Response:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


def imported_by(client: httpx.Client, address: str) -> set[str]:
    """The addresses of all modules that a module imports, however deep."""
    found: set[str] = set()
    waiting = [address]
    while waiting:
        module = waiting.pop()
        for one, other in IMPORT.findall(COMMENT.sub("", fetch(client, module).text)):
            target = urljoin(module, one or other)
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_a_page_refers_to_exists(page: str, client: httpx.Client) -> None:
    html = fetch(client, page).text
    addresses = references(html)
    assert len(addresses) > 4
    for address in addresses:
        media_type = MEDIA_TYPES["." + address.rpartition(".")[2]]
        assert fetch(client, address).headers["content-type"].startswith(media_type), address


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_a_style_sheet_refers_to_exists(page: str, client: httpx.Client) -> None:
    for sheet in references(fetch(client, page).text, "stylesheet"):
        for target in re.findall(r"url\(\s*['\"]?([^'\")]+)", fetch(client, sheet).text):
            if not target.startswith("data:"):
                fetch(client, urljoin(sheet, target))


def test_addresses_that_scripts_are_given_exist(client: httpx.Client) -> None:
    found = re.search(r'id="page-data">(.*?)</script>', fetch(client, "/").text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    fetch(client, data["plotly"])
    assert data["stream"] == "/api/v1/stream"


def test_modules_announced_are_exactly_those_imported(client: httpx.Client) -> None:
    html = fetch(client, "/").text
    (entry,) = references(html, "module")
    announced = references(html, "modulepreload")
    assert sorted(announced) == sorted(imported_by(client, entry))
    assert len(announced) > 15


def test_no_module_is_asked_for_that_was_not_announced_and_none_twice(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    story = Story(page)
    story.panel("wrong").run()
    expect(story.panel("wrong").chart("a").drawing.locator(".main-svg").first).to_be_visible()
    html = page.request.get("/").text()
    announced = {urljoin(page.url, a) for kind in ("modulepreload", "module") for a in references(html, kind)}
    scripts = [url for url in asked if url.endswith(".js")]
    assert len(scripts) == len(set(scripts))
    (plotly,) = set(scripts) - announced
    assert "/plotly-" in plotly
    assert announced <= set(scripts)


def test_plotly_comes_after_the_page_is_there(page: Page) -> None:
    """The largest script must not hold up the text."""
    page.goto("/")
    assert not any("/plotly-" in address for address in references(page.request.get("/").text()))


def test_every_file_of_scripts_and_styles_is_used(client: httpx.Client) -> None:
    used: set[str] = set()
    for page in PAGES:
        html = fetch(client, page).text
        used.update(references(html))
        for entry in references(html, "module"):
            used |= imported_by(client, entry)
    names = {re.sub(r"^/static/[0-9a-f]+/", "", address) for address in used}
    for path in [*(ROOT / "static/js").rglob("*.js"), *(ROOT / "static/css").rglob("*.css")]:
        assert path.relative_to(ROOT / "static").as_posix() in names


def test_every_asset_that_a_template_names_exists() -> None:
    libraries = {"swagger-ui.js", "swagger-ui.css", "plotly.js"}
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""(?:asset|modules)\(\s*["']([^"']+)["']\s*\)""", template.read_text(encoding="utf-8"))
    }
    assert len(named) > 5
    assert [name for name in named - libraries if not (ROOT / "static" / name).is_file()] == []


def test_error_page_refers_to_what_exists(server: Server) -> None:
    with server.client(Accept="text/html") as client:
        answer = client.get("/nothing-here")
        assert answer.status_code == 404
        for address in references(answer.text):
            fetch(client, address)
