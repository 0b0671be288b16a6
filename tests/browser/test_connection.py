"""A connection that fails: what is said, what is kept, and that the next Run works."""

import json
import signal
from collections.abc import Callable

from playwright.sync_api import Page, WebSocket, WebSocketRoute, expect

from tests.browser.lab import Story, assert_shows, outcome_of_preset, simulate
from tests.browser.watch import Watch
from tests.servers import Server

REFUSED = "WebSocket connection to .* failed.*ERR_CONNECTION_REFUSED"
NOT_BEGUN = "The connection to the server failed before the run began. Press Run to try again."


class Cutter:
    """Forwards streams to the server, and cuts the first one after some messages with rows."""

    def __init__(self, after: int) -> None:
        self.sockets = 0
        self._after = after

    def __call__(self, socket: WebSocketRoute) -> None:
        self.sockets += 1
        is_first = self.sockets == 1
        server = socket.connect_to_server()
        rows = 0
        is_cut = False

        def forward(message: str | bytes) -> None:
            nonlocal rows, is_cut
            if is_cut:
                return
            if is_first and json.loads(message)["type"] == "rows":
                if rows == self._after:
                    is_cut = True
                    socket.close(code=4000)
                    server.close()
                    return
                rows += 1
            socket.send(message)

        server.on_message(forward)


def test_connection_that_is_lost_in_mid_run_keeps_what_had_come_and_the_next_run_recovers(
    page: Page, server: Server
) -> None:
    outcome = outcome_of_preset(server, "quadratic-wrong")
    cutter = Cutter(after=2)
    page.route_web_socket("**/stream", cutter)
    page.goto("/")
    panel = Story(page).panel("wrong")
    panel.speed.select_option("16")
    panel.run_button.click()
    # The first blocks hold 16 and 32 rows.
    expect(panel.problem).to_have_text(
        "The connection was lost at epoch 47. What had arrived is drawn; press Run to start again."
    )
    expect(panel.epoch).to_have_text("47")
    assert_shows(panel, outcome, 47)
    expect(panel.slider).to_have_attribute("max", "47")
    expect(panel.words).to_be_empty()
    for column in ("cost", "a"):
        panel.chart(column).expect_points(48)
        assert panel.chart(column).points() == (outcome.trace["epoch"][:48], outcome.trace[column][:48])
    panel.seek(11)
    assert_shows(panel, outcome, 11)
    panel.run()
    assert cutter.sockets == 2
    expect(panel.problem).to_be_empty()
    assert_shows(panel, outcome, 300)
    panel.chart("a").expect_points(301)


def test_connection_that_is_lost_before_the_first_row_leaves_the_start_and_the_next_run_recovers(
    page: Page, server: Server
) -> None:
    page.route_web_socket("**/stream", Cutter(after=0))
    page.goto("/")
    panel = Story(page).panel("badly-wrong")
    panel.run_button.click()
    expect(panel.problem).to_have_text(NOT_BEGUN)
    assert_shows(panel, outcome_of_preset(server, "quadratic-badly-wrong"), 0)
    expect(panel.slider).to_be_disabled()
    panel.run()
    expect(panel.problem).to_be_empty()
    assert_shows(panel, outcome_of_preset(server, "quadratic-badly-wrong"), 300)


def test_run_both_tells_of_a_lost_connection_in_both_panels(page: Page) -> None:
    page.route_web_socket("**/stream", Cutter(after=3))
    page.goto("/")
    story = Story(page)
    names = ("wrong", "badly-wrong")
    story.run_both(names).click()
    for panel in story.pair(names):
        expect(panel.problem).to_contain_text("The connection was lost at epoch")
        expect(panel.play).to_be_visible()


def test_server_that_is_gone_is_told_of(start_server: Callable[..., Server], page: Page, watch: Watch) -> None:
    own = start_server()
    watch.allow(own.url)
    watch.expect(REFUSED)
    page.goto(own.url)
    panel = Story(page).panel("wrong")
    expect(panel.chart("a").drawing.locator(".main-svg").first).to_be_visible()
    own.stop()
    panel.run_button.click()
    expect(panel.problem).to_have_text(NOT_BEGUN)
    expect(panel.run_button).to_be_enabled()


def test_server_that_dies_in_mid_run_leaves_the_rows_that_had_come(
    start_server: Callable[..., Server], page: Page, watch: Watch, server: Server
) -> None:
    own = start_server()
    watch.allow(own.url)
    page.goto(own.url)
    panel = Story(page).panel("wrong")
    expect(panel.chart("a").drawing.locator(".main-svg").first).to_be_visible()
    panel.fill({"epochs": 100_000})

    def kill(message: str | bytes) -> None:
        if '"rows"' in str(message)[:40] and own.process.poll() is None:
            own.process.send_signal(signal.SIGKILL)

    page.on("websocket", lambda socket: socket.on("framereceived", kill))
    panel.run_button.click()
    expect(panel.problem).to_contain_text("The connection was lost at epoch")
    last = int(panel.slider.get_attribute("max") or "")
    assert 0 < last < 100_000
    expect(panel.problem).to_contain_text(f"The connection was lost at epoch {last}.")
    trace = simulate(server, {"epochs": last}).trace
    panel.seek(last)
    assert panel.value("a") == trace["a"][last]
    panel.page.wait_for_function(
        "([d, last]) => d.data?.[1].x.at(-1) === last", arg=[panel.chart("a").drawing.element_handle(), last]
    )
    own.kill()


def test_server_with_too_many_streams_is_told_of(start_server: Callable[..., Server], page: Page, watch: Watch) -> None:
    own = start_server(max_streams=1)
    watch.allow(own.url)
    page.goto(own.url)
    page.evaluate(
        """() => new Promise((done) => {
          globalThis.held = new WebSocket(`ws://${location.host}/api/v1/stream`);
          held.onopen = done;
        })"""
    )
    panel = Story(page).panel("wrong")
    panel.run_button.click()
    expect(panel.problem).to_have_text(NOT_BEGUN)
    page.evaluate("() => new Promise((done) => { held.onclose = done; held.close(); })")
    panel.run()
    expect(panel.problem).to_be_empty()


def test_run_during_a_run_hangs_up_the_first_connection(page: Page, server: Server) -> None:
    opened: list[WebSocketRoute] = []
    closed: list[WebSocketRoute] = []

    def keep_the_first_waiting(socket: WebSocketRoute) -> None:
        opened.append(socket)
        if len(opened) > 1:
            socket.connect_to_server()
        else:
            socket.on_close(lambda _code, _reason: closed.append(socket))

    page.route_web_socket("**/stream", keep_the_first_waiting)
    page.goto("/")
    panel = Story(page).panel("wrong")
    panel.run_button.click()
    panel.run()
    assert len(opened) == 2
    assert closed == opened[:1]
    assert_shows(panel, outcome_of_preset(server, "quadratic-wrong"), 300)


def test_a_reader_holds_no_connection(page: Page) -> None:
    """A socket is opened by Run and closed when its rows have come."""
    opened: list[str] = []
    closed: list[str] = []

    def follow(socket: WebSocket) -> None:
        opened.append(socket.url)
        socket.on("close", lambda ended: closed.append(ended.url))

    page.on("websocket", follow)
    page.goto("/")
    panel = Story(page).panel("wrong")
    expect(panel.chart("a").drawing.locator(".main-svg").first).to_be_visible()
    assert opened == []
    panel.run()
    assert len(opened) == 1
    assert closed == opened
