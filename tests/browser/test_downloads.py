"""Files of the runs: what is asked of the server, what is saved, and what is said when it cannot be had."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.bench import Bench
from tests.browser.lab import preset
from tests.browser.watch import Watch
from tests.servers import Server

PANEL = '{% from "_partials/downloads.html" import downloads %}{{ downloads() }}'
FORMATS = {"CSV": "csv", "JSON": "json", "Python script": "script", "Notebook": "notebook"}


@pytest.fixture
def experiments(server: Server) -> list[dict[str, Any]]:
    return [{**preset(server, name), "epochs": 20} for name in ("quadratic-wrong", "same-rate-badly-wrong")]


@pytest.fixture
def panel(bench: Bench, experiments: list[dict[str, Any]]) -> Page:
    bench.open(PANEL)
    bench.run(
        """new files.Downloads(document.querySelector(".downloads"), {
          api: "/api/v1", getExperiments: () => argument });""",
        experiments,
        files="widgets/take-away/downloads.js",
    )
    return bench.page


@pytest.mark.parametrize("label", FORMATS)
def test_file_is_the_servers_own_to_the_last_byte(
    label: str, panel: Page, experiments: list[dict[str, Any]], server: Server
) -> None:
    with panel.expect_download() as saved:
        panel.get_by_role("button", name=label, exact=True).click()
    with server.client() as client:
        answer = client.post(
            "/api/v1/exports", json={"experiments": experiments, "format": FORMATS[label], "explain": True}
        )
    assert saved.value.path().read_bytes() == answer.content
    assert saved.value.suggested_filename in answer.headers["content-disposition"]
    expect(panel.get_by_role("status")).to_contain_text(saved.value.suggested_filename)
    expect(panel.get_by_role("alert")).to_be_empty()


def test_buttons_wait_for_the_file_and_keep_the_focus(panel: Page) -> None:
    held: list[Route] = []
    panel.route("**/api/v1/exports", lambda route: held.append(route))
    button = panel.get_by_role("button", name="CSV")
    button.click()
    expect(panel.get_by_role("status")).to_contain_text("CSV")
    expect(button).to_be_focused()
    for name in FORMATS:
        expect(panel.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-disabled", "true")
    panel.get_by_role("button", name="JSON").dispatch_event("click")
    with panel.expect_download():
        held[0].fulfill(headers={"content-disposition": 'attachment; filename="runs.csv"'}, body="a")
    expect(panel.get_by_role("status")).to_contain_text("runs.csv")
    expect(button).to_have_attribute("aria-disabled", "false")
    assert len(held) == 1
    assert json.loads(held[0].request.post_data or "")["format"] == "csv"


def test_refusal_is_said_in_the_servers_words(
    panel: Page, watch: Watch, experiments: list[dict[str, Any]], server: Server
) -> None:
    watch.expect("422")
    experiments[0]["eta"] = -1
    with server.client() as client:
        answer = client.post("/api/v1/exports", json={"experiments": experiments, "format": "csv"})
    panel.route("**/api/v1/exports", lambda route: route.fulfill(status=422, body=answer.text))
    panel.get_by_role("button", name="CSV").click()
    expect(panel.get_by_role("alert")).to_contain_text(answer.json()["detail"])
    expect(panel.get_by_role("status")).to_be_empty()


def test_no_file_while_a_form_holds_something_else(bench: Bench) -> None:
    """What would be saved are the values before, and nobody would see it."""
    bench.open(PANEL)
    bench.run(
        """globalThis.isReady = false;
        new files.Downloads(document.querySelector(".downloads"), {
          api: "/api/v1", getExperiments: () => [{ epochs: 5 }], isReady: () => globalThis.isReady });""",
        files="widgets/take-away/downloads.js",
    )
    asked: list[str] = []
    bench.page.on("request", lambda request: asked.append(request.url))
    bench.page.get_by_role("button", name="CSV").click()
    expect(bench.page.get_by_role("alert")).to_contain_text("There is no file yet")
    assert asked == []
    bench.page.evaluate("() => { globalThis.isReady = true; }")
    with bench.page.expect_download():
        bench.page.get_by_role("button", name="CSV").click()
    expect(bench.page.get_by_role("alert")).to_be_empty()


def test_server_that_is_gone_is_said_to_be(panel: Page, watch: Watch) -> None:
    watch.expect("ERR_CONNECTION_REFUSED")
    panel.route("**/api/v1/exports", lambda route: route.abort("connectionrefused"))
    panel.get_by_role("button", name="Notebook").click()
    expect(panel.get_by_role("alert")).to_contain_text("could not be reached")
    panel.unroute("**/api/v1/exports")
    with panel.expect_download():
        panel.get_by_role("button", name="Notebook").click()
    expect(panel.get_by_role("alert")).to_be_empty()
