"""The page of the API, which needs nothing from elsewhere."""

import re

import httpx

from app.web.docs import swagger_files


def test_swagger_ui_comes_with_the_installed_packages() -> None:
    files = swagger_files()
    assert set(files) == {"swagger-ui.js", "swagger-ui.css"}
    assert all(path.is_file() for path in files.values())


def test_the_page_loads_swagger_ui_from_this_server(client: httpx.Client) -> None:
    html = client.get("/docs").text
    for name in ("swagger-ui", "api-docs.js"):
        [*urls] = re.findall(rf'/static/[^"]*{re.escape(name)}[^"]*', html)
        assert urls
        assert all(client.get(url).status_code == 200 for url in urls)
    assert 'data-openapi="/openapi.json"' in html
