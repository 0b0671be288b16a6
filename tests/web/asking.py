"""Asking for sweeps: bodies of every kind, and waiting for jobs."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from tests.servers import Server

PATH = "/api/v1/sweeps"
SMALL = {
    "axes": {"w": {"start": -5, "stop": 5, "num": 21}, "b": {"start": -5, "stop": 4, "num": 7}},
    "measure": "final_cost",
}
MIDDLE = {
    "base": {"x": 0.7, "epochs": 300},
    "axes": {"w": {"start": -5, "stop": 5, "num": 500}, "b": {"start": -5, "stop": 5, "num": 501}},
    "measure": "epochs_to_half",
}
"""A second of work, and few cells enough to be looked at."""
SLOW = {
    "base": {"w": [1, 2], "x": [[0, 1], [1, 0], [1, 1]], "y": [0, 1, 1], "epochs": 20_000},
    "axes": {"w.0": {"start": -5, "stop": 5, "num": 60}, "w.1": {"start": -5, "stop": 5, "num": 41}},
    "measure": "final_cost",
}
"""Many seconds of work for few cells, of which none can be had from another: nobody waits for its end."""
LONG = {
    "base": {"x": 0.7, "y": 0.3, "epochs": 2000},
    "axes": {"w": {"start": -5, "stop": 5, "num": 2000}, "b": {"start": -5, "stop": 5, "num": 1999}},
    "measure": "final_output",
}
"""Minutes of work."""


def start(client: httpx.Client, body: Any, **headers: str) -> str:
    """The address of a new job."""
    answer = client.post(PATH, json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def state_of(client: httpx.Client, job: str) -> str:
    answer = client.get(job)
    return str(answer.json()["state"]) if answer.status_code == 200 else str(answer.status_code)


def wait_for(is_so: Callable[[], bool]) -> None:
    """Waits until it is so."""
    give_up = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < give_up, "it never came to pass"
        time.sleep(0.02)


def finish_job(client: httpx.Client, job: str) -> None:
    wait_for(lambda: state_of(client, job) not in ("waiting", "running"))
    assert state_of(client, job) == "finished", client.get(job).text


def array_of(client: httpx.Client, job: str, **query: Any) -> Any:
    answer = client.get(f"{job}/result", params={"format": "npy", **query})
    assert answer.status_code == 200, answer.text
    return np.load(io.BytesIO(answer.content))


def workers_of(server: Server) -> list[int]:
    """The worker processes of a server."""
    pid = server.process.pid
    children = [
        int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()
    ]
    return [child for child in children if "spawn_main" in command_of(child)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except FileNotFoundError:
        return ""
