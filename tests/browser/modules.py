"""The JavaScript modules that the server serves, one by one, inside the browser."""

from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.browser.lab import references

BLANK = '<!doctype html><html lang="en"><title>Blank</title><link rel="icon" href="data:,">'


class Modules:
    """Imports modules by name ("runs/player.js") and calls what they export."""

    def __init__(self, page: Page) -> None:
        self.page = page
        front_page = page.request.get("/")
        addresses = references(front_page.text(), "modulepreload") + references(front_page.text(), "module")
        self.addresses = {address.partition("/js/")[2]: urljoin(front_page.url, address) for address in addresses}
        page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=BLANK))
        page.goto("/blank")

    def run(self, body: str, argument: Any = None, **imports: str) -> Any:
        """What an asynchronous JavaScript function returns, given modules by a name and one `argument`.

        `run("return axes.roundUp(argument)", 3, axes="axes.js")`
        """
        addresses = {name: self.addresses[module] for name, module in imports.items()}
        loads = "".join(f"const {name} = await import(addresses.{name});" for name in imports)
        return self.page.evaluate(f"async ([addresses, argument]) => {{ {loads} {body} }}", [addresses, argument])
