"""Many large batches at once: who waits, who is sent away, and that those who leave make room."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.web.wire import SMALL
from tests.conftest import StartServer
from tests.servers import Server
from tests.web.talking import in_thread

LARGE = {"experiments": [{"epochs": 100_000}] * 8, "record": "summary"}
"""Half a second of work: long enough that those who ask together meet."""
JUST_LARGE = {"experiments": [{"epochs": SMALL // 10}], "record": "summary"}


def test_a_simulation_that_would_wait_too_long_is_answered_503(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    statuses: list[int] = []
    retry_after: set[str | None] = set()

    def ask() -> None:
        with server.client() as asking:
            answer = asking.post("/api/v1/simulations", json=LARGE)
            statuses.append(answer.status_code)
            retry_after.add(answer.headers.get("retry-after"))

    askers = [in_thread(ask) for _ in range(6)]
    with server.client() as other:
        small = other.post("/api/v1/simulations", json={"experiments": [{}], "record": "summary"})
    for asker in askers:
        asker.join()
    assert small.status_code == 200, "a small simulation never waits"
    assert sorted(statuses) == [200, 200, 200, 503, 503, 503]
    assert retry_after == {None, "5"}


def test_a_client_that_goes_away_leaves_its_place_to_others(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    for _ in range(4):
        with server.client() as impatient, pytest.raises(httpx.TimeoutException):
            impatient.post("/api/v1/simulations", json=LARGE, timeout=0.1)
    with server.client() as patient:
        assert patient.post("/api/v1/simulations", json=JUST_LARGE).status_code == 200


def test_a_client_that_leaves_in_the_middle_of_a_csv_ends_its_work(start_server: StartServer) -> None:
    server = start_server(max_waiting=1)
    body = {"experiments": [{"epochs": 3000}] * 1000}  # half a minute of work
    for _ in range(4):
        with (
            server.client() as leaving,
            leaving.stream("POST", "/api/v1/simulations", params={"format": "csv"}, json=body) as answer,
        ):
            next(answer.iter_raw())
    with server.client() as staying:
        assert until(lambda: staying.post("/api/v1/simulations", json=JUST_LARGE).status_code == 200)
        assert until(lambda: is_idle(server)), "nothing is computed for those who left"
    assert server.log == ""


def until(is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so before long."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def is_idle(server: Server) -> bool:
    """Whether the server has used next to no processor time in a tenth of a second."""

    def used() -> int:
        fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = used()
    time.sleep(0.1)
    return used() - before <= 1
