"""The page of networks as a person finds it; `Wire` stands in for a server that trains when the test says so."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

Message = dict[str, Any]

QUICK = "problem=xor&hidden=3&eta=2&epochs=12&batch_size=4&init=saturated&init_z=5&seed=3&speed=16"
"""One lane that is trained in a moment, and played in half a second."""
TWO = f"{QUICK}&lanes=2&cost=quadratic&lane2.cost=cross-entropy"
EDGES = 7


class NetworkPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.run_button = page.get_by_role("button", name="Run", exact=True)
        self.pause = page.get_by_role("button", name="Pause training")
        self.resume = page.get_by_role("button", name="Resume training")
        self.stop = page.get_by_role("button", name="Stop it")
        self.train_on = page.get_by_role("button", name="Train on")
        self.more = page.get_by_label("How many more epochs")
        self.status = page.locator('[data-part="status"]')
        self.spoken = page.locator('[data-part="spoken"]')
        self.words = page.locator('[data-part="words"]')
        self.notice = page.locator('[data-part="notice"]')
        self.setup = page.locator('[data-part="setup"]')
        self.setup_words = page.locator('[data-part="setup-words"]')
        self.slider = page.get_by_role("slider", name="Epoch")
        self.epoch = page.locator(".net-clock output data")
        self.example = page.get_by_label("Neurons show their answers to")

    def open(self, query: str = QUICK) -> "NetworkPage":
        self.page.goto(f"/network{'?' if query else ''}{query}")
        expect(self.run_button).to_be_enabled()
        return self

    def open_setup(self) -> None:
        if not self.setup.locator("form").is_visible():
            self.setup.locator("summary").first.click()

    def train(self, epochs: int) -> None:
        """Presses Run and waits until the server has done all of it."""
        self.run_button.click()
        self.expect_trained(epochs)

    def expect_trained(self, epochs: int) -> None:
        expect(self.status).to_contain_text(f"Trained for {epochs} epochs.", timeout=30_000)

    def seek(self, epoch: int) -> None:
        self.slider.fill(str(epoch))
        expect(self.epoch).to_have_attribute("value", str(epoch))

    def lane(self, letter: str) -> Locator:
        return self.page.locator(f'[data-lane="{letter}"]')

    def part(self, letter: str, part: str) -> Locator:
        return self.lane(letter).locator(f'[data-part="{part}"]')

    def field(self, name: str, letter: str = "A") -> Locator:
        return self.page.locator(f'[data-row="{name}"] [data-cell="{letter}"] [name="{name}"]')

    def split(self, name: str) -> Locator:
        return self.page.locator(f'[data-split="{name}"]')

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.page.url).query))


class Wire:
    """The other end of the stream, in the hands of the test."""

    def __init__(self, page: Page) -> None:
        self.said: list[Message] = []
        self._socket: WebSocketRoute | None = None
        self._page = page
        page.route_web_socket("**/api/v1/stream", self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(lambda text: self.said.append(json.loads(text)))

    def expect_said(self, kind: str) -> Message:
        """The next message from the page, which is of this kind."""
        for _ in range(200):
            if self.said:
                message = self.said.pop(0)
                assert message["type"] == kind, message
                return message
            self._page.wait_for_timeout(20)
        raise AssertionError(f"nobody said {kind}")

    def say(self, kind: str, **more: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps({"type": kind, "id": "training", **more}))

    def rows(self, lane: int, first: int, last: int, **columns: Any) -> None:
        """Rows that are made up, but for what the test says of them."""
        epochs = list(range(first, last + 1))
        usual: Mapping[str, Any] = {
            "cost": 0.5,
            "accuracy": 0.5,
            "test_cost": None,
            "test_accuracy": None,
            "saturation": 0.01,
            "slope": 0.01,
            "delta_norms": [0.001, 0.02],
            "gradient_norms": [0.001, 0.02],
            "histogram": [0, 0, 0, 3, 1, 0, 0],
            "wrong": 4,
            "eta": 2.0,
        }
        block = {name: [columns.get(name, value)] * len(epochs) for name, value in usual.items()}
        self.say("rows", lane=lane, columns={"epoch": epochs, **block})

    def finish(self, lanes: int = 1, **changes: Any) -> None:
        self.say("finished", summaries=[{**SUMMARY, **changes}] * lanes)

    def hang_up(self) -> None:
        assert self._socket is not None
        self._socket.close()


SUMMARY: Message = {
    "initial_cost": 0.5,
    "final_cost": 0.1,
    "initial_accuracy": 0.5,
    "final_accuracy": 1.0,
    "final_test_cost": None,
    "final_test_accuracy": None,
    "best_test_accuracy": None,
    "best_test_epoch": None,
    "wrong_at_start": 4,
    "saturated_at_start": 4,
    "plateau_epochs": 7,
    "cost_plateau_epochs": 5,
    "diverged": None,
}


def snapshot(epoch: int, level: int = 255) -> Message:
    """A network 2-3-1 that answers the same everywhere."""
    return {
        "epoch": epoch,
        "sizes": [2, 3, 1],
        "weights": [[[1.5, -0.5], [0.0, 2.0], [-3.0, 0.25]], [[1.0, -4.0, 0.5]]],
        "biases": [[0.0, 0.0, 0.0], [0.5]],
        "surface": {
            "x": [-0.15, 1.15],
            "y": [-0.15, 1.15],
            "size": 41,
            "range": [0, 1],
            "outputs": [base64.b64encode(bytes([level, level]) * 41 * 41).decode()],
        },
        "held_out": False,
        "mistakes": [],
        "answers": [[[0.25, 0.5, 1.0], [0.75]], [[0.0, 0.5, 1.0], [0.125]]],
    }
