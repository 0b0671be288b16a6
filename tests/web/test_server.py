"""Starting and ending: the socket, the words at the start, signals, the garbage collector."""

import gc
import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from app.web import server as module
from app.web.server import listen, own_addresses, welcome
from app.web.settings import Settings
from tests.conftest import StartServer
from tests.servers import ROOT, Server, environment
from tests.web.talking import in_thread, open_stream, receive, send
from tests.web.test_stream import LONG, deaf_client

# The end


def end(server: Server, with_signal: int = signal.SIGTERM) -> float:
    """Seconds until the server has ended, which has to be without a failure."""
    start = time.monotonic()
    assert server.stop(with_signal) == 0
    return time.monotonic() - start


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_idle_server_at_once_and_without_a_word(with_signal: int, start_server: StartServer) -> None:
    server = start_server()
    assert end(server, with_signal) < 3
    assert server.log == ""


def test_a_signal_closes_streams_with_service_restart(start_server: StartServer) -> None:
    server = start_server()
    codes = []

    def read(stream: ClientConnection) -> None:
        try:
            while True:
                stream.recv(timeout=20)
        except ConnectionClosed as closed:
            codes.append(closed.rcvd and closed.rcvd.code)

    with open_stream(server) as idle, open_stream(server) as busy:
        send(busy, type="run", id="a", experiments=LONG)
        receive(busy)
        readers = [in_thread(lambda: read(idle)), in_thread(lambda: read(busy))]
        assert end(server) < 3
        for reader in readers:
            reader.join()
    assert codes == [1012, 1012]


def test_signals_end_a_server_with_deaf_clients_and_work_within_five_seconds(start_server: StartServer) -> None:
    server = start_server()
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(deaf_client(server))
        client = stack.enter_context(server.client())
        answers: list[int] = []

        def ask() -> None:
            answers.append(client.post("/api/v1/simulations", json={"experiments": [{}] * 500}).status_code)

        asking = in_thread(ask)
        asking.join(0.05)
        server.process.send_signal(signal.SIGTERM)
        asking.join(0.2)
        assert end(server) < 5, "nor does a second signal hang it"
        asking.join()
        assert answers == [200], "a short request is still answered"


def test_a_killed_server_leaves_its_port_to_the_next(start_server: StartServer) -> None:
    first = start_server()
    with open_stream(first):
        first.kill()
        second = start_server(port=first.port)
    with second.client() as client:
        assert client.get("/healthz").status_code == 200


# The start


def test_the_server_answers_from_the_moment_it_says_so(start_server: StartServer) -> None:
    server = start_server()
    with socket.create_connection(("127.0.0.1", server.port), timeout=10):
        pass


def test_a_port_in_use_is_one_sentence_and_status_1(server: Server) -> None:
    ended = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-m", "app.cli", "serve", "--port", str(server.port)],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr == f"Cannot listen on 127.0.0.1 port {server.port}: Address already in use.\n"
    assert ended.stdout == ""


def test_a_listening_socket_takes_connections_before_anybody_serves_them() -> None:
    with listen(Settings(port=0)) as listener, socket.create_connection(listener.getsockname(), timeout=10):
        pass


def test_an_ipv6_address_can_be_listened_on() -> None:
    with listen(Settings(host="::1", port=0)) as listener:
        assert listener.family == socket.AF_INET6


def test_connections_inherit_the_time_after_which_unread_data_ends_them() -> None:
    with listen(Settings(port=0, send_timeout=3.0)) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 6000


def test_an_address_that_cannot_be_had_raises_and_leaks_no_socket() -> None:
    with pytest.raises(OSError, match="Cannot assign"):
        listen(Settings(host="192.0.2.1"))
    gc.collect()  # a socket left open would be a ResourceWarning, which is an error here


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Neither a container nor a network."""
    monkeypatch.setattr(module, "in_container", lambda: False)
    monkeypatch.setattr(module, "own_addresses", list)
    return monkeypatch


@pytest.mark.usefixtures("nowhere")
def test_a_local_server_names_its_address_and_how_to_let_others_in() -> None:
    words = welcome(Settings(), 8000)
    assert "    http://localhost:8000    on this computer\n" in words
    assert "SLOWDOWN_HOST=0.0.0.0 lets other machines in" in words


def test_an_open_server_names_its_address_on_the_network(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setattr(module, "own_addresses", lambda: ["192.0.2.7"])
    for host in ("0.0.0.0", "::"):  # noqa: S104 (nothing is bound)
        words = welcome(Settings(host=host), 8000)
        assert "http://localhost:8000 " in words
        assert "    http://192.0.2.7:8000    on other machines in the network\n" in words
        assert "lets other machines in" not in words


@pytest.mark.usefixtures("nowhere")
def test_a_server_on_one_address_names_that() -> None:
    assert "    http://192.0.2.7:80 " in welcome(Settings(host="192.0.2.7"), 80)
    assert "    http://[::1]:80 " in welcome(Settings(host="::1"), 80)


def test_a_container_says_that_it_cannot_know_its_address(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setattr(module, "in_container", lambda: True)
    nowhere.setattr(module, "own_addresses", lambda: ["172.17.0.2"])
    words = welcome(Settings(host="0.0.0.0"), 8000)  # noqa: S104 (nothing is bound)
    assert "http://ADDRESS:8000" in words
    assert "SLOWDOWN_PUBLIC_URL" in words
    assert "172.17.0.2" not in words, "nobody outside can open it"


def test_a_public_address_is_named_instead(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setattr(module, "in_container", lambda: True)
    words = welcome(Settings(host="0.0.0.0", public_url="https://lab.example.org"), 8000)  # noqa: S104
    assert "    https://lab.example.org    elsewhere\n" in words
    assert "ADDRESS" not in words


def test_own_addresses_are_addresses_that_others_can_use() -> None:
    for address in own_addresses():
        socket.inet_aton(address)
        assert not address.startswith("127.")


# Quiet


def test_the_collector_is_kept_away_from_all_that_is_imported() -> None:
    program = (
        "import gc, json; import app.main; from app.web.server import quieten_garbage_collector; "
        "quieten_garbage_collector(); watched = len(gc.get_objects()); "
        "print(json.dumps([gc.isenabled(), gc.get_freeze_count(), gc.get_threshold(), watched]))"
    )
    words = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    ).stdout
    is_enabled, frozen, threshold, watched = json.loads(words)
    assert is_enabled, "a cycle that arises later is still collected"
    assert frozen > 50_000 > 100 * watched
    assert threshold[0] >= 10_000
