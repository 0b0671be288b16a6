"""The API page: Swagger UI from this server alone."""

import json

from playwright.sync_api import Page, expect

from tests.servers import Server


def test_every_endpoint_is_listed(page: Page, server: Server) -> None:
    with server.client() as client:
        paths = client.get("/openapi.json").json()["paths"]
    page.goto("/docs")
    for path, methods in paths.items():
        for method in methods:
            block = page.locator(f".opblock-{method}").filter(has=page.locator(f'[data-path="{path}"]'))
            expect(block).to_have_count(1)
    expect(page.locator(".opblock")).to_have_count(sum(len(methods) for methods in paths.values()))


def test_try_it_out_runs_a_simulation(page: Page) -> None:
    page.goto("/docs")
    block = page.locator(".opblock-post").filter(has=page.locator('[data-path="/api/v1/simulations"]'))
    block.locator(".opblock-summary").click()
    block.get_by_role("button", name="Try it out").click()
    block.locator("textarea.body-param__text").fill(
        json.dumps({"experiments": [{"w": 2, "b": 2}], "record": "summary"})
    )
    block.get_by_role("button", name="Execute").click()
    live = block.locator(".live-responses-table")
    expect(live.locator(".response-col_status").last).to_have_text("200")
    expect(live.locator(".response-col_description").last).to_contain_text('"epochs_to_half": 232')


def test_try_it_out_as_it_stands_is_a_request_that_works(page: Page) -> None:
    page.goto("/docs")
    block = page.locator(".opblock-post").filter(has=page.locator('[data-path="/api/v1/simulations"]'))
    block.locator(".opblock-summary").click()
    block.get_by_role("button", name="Try it out").click()
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_have_text("200")
