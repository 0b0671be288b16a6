"""A page of its own for a widget: the server's styles, scripts, policy and API around a few lines of HTML."""

import re
from typing import Any

from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Page

from app.web.files import TEMPLATES
from tests.servers import Server

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
{styles}</head><body><main>{body}</main></body></html>"""
STYLES = ("tokens", "base", "panel", "predict")


class Bench:
    """Puts a template's macros on a page, and gives scripts the modules that they name."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        front = page.request.get(f"{server.url}/")
        found = re.search(r'"(/static/[0-9a-f]+/)css/base\.css"', front.text())
        assert found is not None
        self._assets = found[1]
        self._policy = front.headers["content-security-policy"]
        self._address = f"{server.url}/bench"
        plotly = re.search(r'"plotly": ?"([^"]+)"', front.text())
        assert plotly is not None
        self.plotly = plotly[1]

    def module(self, name: str) -> str:
        """The address of a script such as "runs/trace.js"."""
        return f"{self._assets}js/{name}"

    def open(self, template: str, **context: Any) -> None:
        environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
        styles = "".join(f'<link rel="stylesheet" href="{self._assets}css/{name}.css">' for name in STYLES)
        body = environment.from_string(template).render(**context)
        html = FRAME.format(styles=styles, body=body)
        headers = {"content-type": "text/html", "content-security-policy": self._policy}
        self.page.route("**/bench", lambda route: route.fulfill(headers=headers, body=html))
        self.page.goto(self._address)

    def style(self, name: str) -> None:
        """Adds a style sheet to whatever page is open."""
        self.page.add_style_tag(url=f"{self._assets}css/{name}.css")

    def run(self, body: str, argument: Any = None, **imports: str) -> Any:
        """What an asynchronous function returns, given modules by a name, Plotly's address and one `argument`."""
        addresses = {name: self.module(module) for name, module in imports.items()}
        loads = "".join(f"const {name} = await import(addresses.{name});" for name in imports)
        return self.page.evaluate(
            f"async ([addresses, plotly, argument]) => {{ {loads} {body} }}", [addresses, self.plotly, argument]
        )
