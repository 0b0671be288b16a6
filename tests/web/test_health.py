"""Alive, ready, and which version."""

import httpx

from app import __version__


def test_the_server_is_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_the_version_is_that_of_the_package(client: httpx.Client) -> None:
    assert client.get("/version").json() == {"name": "Learning Slowdown Lab", "version": __version__}
    assert client.get("/openapi.json").json()["info"]["version"] == __version__
