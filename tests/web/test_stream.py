"""The stream: its protocol, what it refuses, and that no client can get in another's way.

It is long because one protocol is seen from both sides: clients that keep to it, and those that do not.
"""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection

from app.experiments.run import FIRST_BLOCK, SCALAR_BLOCK, simulate
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS
from app.web.messages import MAX_MESSAGE_BYTES
from app.web.stream_messages import SERVER_MESSAGE
from tests.conftest import StartServer
from tests.experiments.examples import DIVERGING
from tests.servers import Server
from tests.web.talking import as_lists, in_thread, open_stream, receive, receive_run, run, send, trace_of

LANES = [{"w": 0.6}, {"w": 2.0, "b": 2.0}, {"cost": "cross-entropy"}, {"epochs": 7}]
LONG = [{"epochs": 100_000}] * 4
TYPES = "type must be one of run, stop, pause, resume, set, continue"


@pytest.fixture
def stream(server: Server) -> Iterator[ClientConnection]:
    with open_stream(server) as opened:
        yield opened


def wait_until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


# A run


@pytest.mark.parametrize("lanes", [LANES[:1], LANES])
def test_a_run_is_started_rows_finished(lanes: list[Any], server: Server) -> None:
    messages = run(server, lanes)
    assert [message["type"] for message in messages[:2]] == ["started", "rows"]
    assert messages[-1]["type"] == "finished"
    assert {message["type"] for message in messages[1:-1]} == {"rows"}
    assert {message["id"] for message in messages} == {"a"}
    experiments = [Experiment.model_validate(lane) for lane in lanes]
    assert messages[0]["lanes"] == [experiment.model_dump() for experiment in experiments]
    for lane, experiment in enumerate(experiments):
        columns, summary = simulate(experiment)
        assert trace_of(messages, lane) == as_lists(columns)
        assert messages[-1]["summaries"][lane] == summary


def test_rows_come_in_columns_and_the_first_ones_soon(server: Server) -> None:
    rows = [message for message in run(server, [{"epochs": 5000}]) if message["type"] == "rows"]
    assert list(rows[0]["columns"]) == list(COLUMNS)
    sizes = [len(message["columns"]["epoch"]) for message in rows]
    assert sizes[:3] == [FIRST_BLOCK, 2 * FIRST_BLOCK, 4 * FIRST_BLOCK]
    assert max(sizes) == SCALAR_BLOCK
    assert sum(sizes) == 5001


def test_lanes_take_turns_so_that_all_pictures_start_together(server: Server) -> None:
    rows = [message["lane"] for message in run(server, [{}] * 4) if message["type"] == "rows"]
    assert rows[:8] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_every_message_is_as_the_schema_says(server: Server) -> None:
    for message in run(server, [*LANES[:3], DIVERGING["at once"]]):
        SERVER_MESSAGE.validate_python(message)
    [failed] = run(server, [])
    SERVER_MESSAGE.validate_python(failed)


def test_a_diverged_lane_ends_alone_and_sends_no_number_that_is_not_finite(server: Server) -> None:
    messages = run(server, [DIVERGING["at once"], DIVERGING["after a while"], {}])  # read as strictly as a browser does
    assert trace_of(messages, 0) == {}
    assert trace_of(messages, 1)["epoch"][-1] < 300
    assert trace_of(messages, 2)["epoch"][-1] == 300
    diverged = [summary["diverged"] for summary in messages[-1]["summaries"]]
    assert diverged == [0, len(trace_of(messages, 1)["epoch"]), None]


def test_a_socket_takes_one_run_after_another(stream: ClientConnection) -> None:
    for number in range(3):
        send(stream, type="run", id=f"run {number}", experiments=[{"epochs": 5}])
        assert receive_run(stream)[-1]["id"] == f"run {number}"


# Replacing and stopping


def test_a_new_run_replaces_the_old_which_ends_with_stopped(stream: ClientConnection) -> None:
    send(stream, type="run", id="old", experiments=LONG)
    assert receive(stream)["type"] == "started"
    send(stream, type="run", id="new", experiments=[{"epochs": 5}])
    old, new = receive_run(stream), receive_run(stream)
    assert (old[-1]["type"], old[-1]["id"]) == ("stopped", "old")
    assert {message["id"] for message in new} == {"new"}
    assert new[-1]["type"] == "finished"


def test_a_run_under_way_can_be_stopped(stream: ClientConnection) -> None:
    send(stream, type="run", id="a", experiments=LONG)
    assert receive(stream)["type"] == "started"
    send(stream, type="stop", id="a")
    messages = receive_run(stream)
    assert messages[-1] == {"type": "stopped", "id": "a"}
    assert sum(len(message["columns"]["epoch"]) for message in messages[:-1]) < 400_004
    send(stream, type="run", id="b", experiments=[{"epochs": 1}])
    assert {message["id"] for message in receive_run(stream)} == {"b"}


def test_stopping_a_finished_or_unknown_run_is_answered_too(stream: ClientConnection) -> None:
    send(stream, type="run", id="a", experiments=[{"epochs": 1}])
    receive_run(stream)
    for run_id in ("a", "never heard of"):
        send(stream, type="stop", id=run_id)
        assert receive(stream) == {"type": "stopped", "id": run_id}


def test_stopping_an_unknown_run_leaves_the_running_one_alone(stream: ClientConnection) -> None:
    send(stream, type="run", id="a", experiments=[{"epochs": 20_000}])
    send(stream, type="stop", id="b")
    messages = receive_run(stream)
    assert messages.pop() == {"type": "stopped", "id": "b"}
    assert receive_run(stream)[-1]["type"] == "finished"


# What cannot be followed


@pytest.mark.parametrize(
    ("text", "run_id", "status", "words"),
    [
        ("", None, 400, "the message is not JSON"),
        ("{", None, 400, "the message is not JSON"),
        ("[" * 60_000, None, 400, "the message is not JSON"),
        ('{"id":"a","n":%s}' % ("9" * 5000), None, 400, "the message is not JSON"),
        ("[]", None, 422, "a message must be an object, got a list of 0"),
        ("null", None, 422, "a message must be an object, got null"),
        ("{}", None, 422, f"{TYPES}, got null"),
        ('{"type":"play","id":"a"}', "a", 422, f"{TYPES}, got 'play'"),
        ('{"type":["run"],"id":"a"}', "a", 422, f"{TYPES}, got a list of 1"),
        ('{"type":"\\ud800"}', None, 422, "got '\\ud800'"),
        ('{"type":"run","experiments":[{}]}', None, 422, "id is required"),
        ('{"type":"run","id":"","experiments":[{}]}', None, 422, "id must be at least 1 characters long"),
        ('{"type":"run","id":"%s","experiments":[{}]}' % ("a" * 65), None, 422, "id must be at most 64 characters"),
        ('{"type":"run","id":"\\ud800","experiments":[{}]}', None, 422, "id must be a text of Unicode characters"),
        ('{"type":"stop","id":5}', None, 422, "id must be a text, got 5"),
        ('{"type":"run","id":"a"}', "a", 422, "experiments is required"),
        ('{"type":"run","id":"a","experiments":[]}', "a", 422, "a list of at least 1"),
        ('{"type":"run","id":"a","experiments":[{},{},{},{},{}]}', "a", 422, "a list of at most 4, got a list of 5"),
        ('{"type":"run","id":"a","experiments":[{}],"every":0}', "a", 422, "every must be at least 1, got 0"),
        ('{"type":"run","id":"a","experiments":[{}],"speed":2}', "a", 422, "speed is not a field here"),
        ('{"type":"run","id":"a","experiments":[{},{"w":NaN}]}', "a", 422, "w must be a finite number, got nan"),
        ('{"type":"run","id":"a","experiments":[{"w":1e999}]}', "a", 422, "w must be a finite number, got inf"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_message_that_cannot_be_followed_is_answered_and_life_goes_on(
    text: str, run_id: str | None, status: int, words: str, stream: ClientConnection
) -> None:
    stream.send(text)
    failed = receive(stream)
    assert (failed["type"], failed["id"]) == ("failed", run_id)
    assert failed["problem"]["status"] == status
    assert words in failed["problem"]["detail"]
    send(stream, type="run", id="next", experiments=[{"epochs": 1}])
    assert receive_run(stream)[-1]["type"] == "finished"


def test_the_field_of_a_mistake_is_named(stream: ClientConnection) -> None:
    send(stream, type="run", id="a", experiments=[{}, {"eta": -1.0}])
    assert receive(stream)["problem"]["errors"] == [
        {"field": "experiments.1.eta", "message": "eta must be greater than 0, got -1.0"}
    ]


def test_a_bad_message_leaves_the_run_under_way_alone(stream: ClientConnection) -> None:
    send(stream, type="run", id="a", experiments=[{"epochs": 20_000}])
    stream.send("{")
    assert receive_run(stream)[-1]["type"] == "failed"
    assert receive_run(stream)[-1]["type"] == "finished"


def test_lanes_that_are_too_large_together_are_refused(stream: ClientConnection) -> None:
    targets = [0.0] * 5
    send(stream, type="run", id="a", experiments=[{"epochs": 50_000, "x": targets, "y": targets}] * 4)
    assert "all traces of one request may hold at most" in receive(stream)["problem"]["detail"]


def test_a_binary_frame_is_refused_and_life_goes_on(stream: ClientConnection) -> None:
    stream.send(b'{"type":"stop","id":"a"}')
    assert receive(stream)["problem"]["detail"] == "messages are JSON in text frames, got a binary frame"
    send(stream, type="stop", id="a")
    assert receive(stream)["type"] == "stopped"


def test_the_largest_message_is_read_and_a_larger_one_closes_the_socket(server: Server) -> None:
    stop = json.dumps({"type": "stop", "id": "a"})
    with open_stream(server) as stream:
        stream.send(stop + " " * (MAX_MESSAGE_BYTES - len(stop)))
        assert receive(stream)["type"] == "stopped"
        stream.send(stop + " " * (MAX_MESSAGE_BYTES - len(stop) + 1))
        with pytest.raises(ConnectionClosedError) as closed:
            stream.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_a_text_that_is_no_utf_8_closes_the_socket_alone(start_server: StartServer) -> None:
    server = start_server()
    with open_stream(server) as stream, open_stream(server) as other:
        stream.send(b"\xff\xfe", text=True)
        with pytest.raises(ConnectionClosed):
            stream.recv(timeout=20)
        send(other, type="stop", id="a")
        assert receive(other)["type"] == "stopped"


# Who may come in


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [
        ("{own}", True),
        (None, True),
        ("https://course.example.org", True),
        ("https://lab.example.org", True),
        ("null", False),
        ("", False),
        ("{own}.evil.example", False),
        ("http://evil.example/{own}", False),
        ("https://127.0.0.1:{port}", False),
        ("http://127.0.0.1", False),
        ("http://127.0.0.1:1{port}", False),
        ("http://localhost:{port}", False),
        ("https://course.example.org.evil.example", False),
        ("https://evil.example?https://course.example.org", False),
        ("http://course.example.org", False),
        ("https://course.example.org:444", False),
        ("HTTPS://COURSE.EXAMPLE.ORG", False),
    ],
)
def test_only_pages_of_this_server_and_of_named_origins_may_open_the_stream(
    origin: str | None, is_welcome: bool, choosy: Server
) -> None:
    sent = None if origin is None else origin.format(own=choosy.url, port=choosy.port)
    with ExitStack() as stack:
        if is_welcome:
            stream = stack.enter_context(open_stream(choosy, origin=sent))
            send(stream, type="stop", id="a")
            assert receive(stream)["type"] == "stopped"
        else:
            refused = stack.enter_context(pytest.raises(InvalidStatus))
            with open_stream(choosy, additional_headers={"Origin": sent or ""}):
                pass
    if not is_welcome:
        assert refused.value.response.status_code == 403


@pytest.fixture(scope="module")
def choosy() -> Iterator[Server]:
    settings = {
        "allowed_origins": "https://course.example.org, https://other.example.org",
        "public_url": "https://lab.example.org/slowdown/",
    }
    with Server(settings=settings) as running:
        yield running


def test_one_stream_too_many_is_told_to_come_back_later(start_server: StartServer) -> None:
    server = start_server(max_streams=2)
    with open_stream(server) as first, open_stream(server), open_stream(server) as third:
        with pytest.raises(ConnectionClosed) as closed:
            third.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1013
        first.close()
        wait_until(lambda: has_room(server))


def has_room(server: Server) -> bool:
    with open_stream(server) as stream:
        try:
            send(stream, type="stop", id="a")
            return bool(receive(stream)["type"] == "stopped")
        except ConnectionClosed:
            return False


# Clients that do not behave


def test_a_client_that_goes_away_in_the_middle_of_a_run_leaves_nothing_behind(start_server: StartServer) -> None:
    server = start_server(max_streams=1)
    for _ in range(3):
        with open_stream(server) as stream:
            send(stream, type="run", id="a", experiments=LONG)
            receive(stream)
            stream.socket.shutdown(socket.SHUT_RDWR)
        wait_until(lambda: has_room(server))
    assert server.log == ""


def deaf_client(server: Server, experiments: list[Any] = LONG) -> socket.socket:
    """A client that has asked for long runs and reads nothing of what comes."""
    deaf = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    deaf.settimeout(20)
    deaf.connect(("127.0.0.1", server.port))
    deaf.sendall(
        b"GET /api/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert deaf.recv(12) == b"HTTP/1.1 101"
    message = json.dumps({"type": "run", "id": "a", "experiments": experiments}).encode()
    # a final text frame, masked with zeros
    deaf.sendall(b"\x81\xfe" + len(message).to_bytes(2, "big") + b"\0\0\0\0" + message)
    time.sleep(0.3)  # until all buffers on the way are full: only then does the server feel it
    return deaf


def is_held(server: Server, client: socket.socket) -> bool:
    """Whether the server still holds its socket towards this client, as the kernel has it."""
    established, ports = "01", (f"{server.port:04X}", f"{client.getsockname()[1]:04X}")
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return any((row[1][-4:], row[2][-4:]) == ports and row[3] == established for row in rows)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system cannot give up a connection")
def test_a_client_that_stops_reading_loses_its_place_and_then_its_socket(start_server: StartServer) -> None:
    server = start_server(max_streams=1, send_timeout=1.0)
    with deaf_client(server) as deaf:
        assert not has_room(server)
        wait_until(lambda: has_room(server))
        assert is_held(server, deaf), "the place is free before the system gives the connection up"
        wait_until(lambda: not is_held(server, deaf))
    assert server.log == ""


def test_a_client_that_stops_reading_holds_up_nobody_meanwhile(start_server: StartServer) -> None:
    server = start_server()
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(deaf_client(server))
        assert run(server, LANES)[-1]["type"] == "finished"


def finish(server: Server, experiments: list[Any]) -> None:
    """Runs experiments and looks at nothing of them, which would cost this process more than the server."""
    with open_stream(server) as stream:
        send(stream, type="run", id="a", experiments=experiments)
        while not str(stream.recv(timeout=30)).startswith('{"type":"finished"'):
            pass


def slowest_health_check(server: Server, is_over: Callable[[], bool]) -> tuple[int, float]:
    """How often the server was asked until it was over, and the longest wait for an answer, in seconds."""
    waits = []
    with server.client() as client:
        client.get("/healthz")
        while not is_over():
            start = time.perf_counter()
            assert client.get("/healthz").status_code == 200
            waits.append(time.perf_counter() - start)
            time.sleep(0.005)
    return len(waits), max(waits, default=0.0)


def wait_in_a_flood(server: Server) -> float:
    """The longest wait of others while one client sends a flood of messages."""
    with open_stream(server) as flooding:

        def flood() -> None:
            for number in range(4000):
                flooding.send("{" if number % 2 else '{"type":"stop","id":"a"}')

        flooded = in_thread(flood)
        answers: list[int] = []
        in_thread(lambda: answers.extend(len(receive(flooding)["type"]) for _ in range(4000)))
        checks, slowest = slowest_health_check(server, lambda: len(answers) == 4000 and not flooded.is_alive())
    assert checks > 0
    return slowest


def test_a_flood_of_messages_does_not_shut_others_out(server: Server) -> None:
    # A few milliseconds here. The machine may be busy with something else, so it is tried thrice.
    assert any(wait_in_a_flood(server) < 0.5 for _ in range(3))


def wait_beside_long_work(server: Server, client: httpx.Client) -> float:
    """The longest wait of others while a long run and a large batch are computed."""
    examples = [number / 10 for number in range(10)]
    batch = {"experiments": [{"epochs": 50_000, "x": examples, "y": [0.0] * 10}]}
    work = [in_thread(lambda: finish(server, LONG)), in_thread(lambda: client.post("/api/v1/simulations", json=batch))]
    checks, slowest = slowest_health_check(server, lambda: not any(thread.is_alive() for thread in work))
    assert checks > 20
    return slowest


def test_long_runs_and_large_batches_hold_the_loop_for_moments_only(server: Server, client: httpx.Client) -> None:
    # Ten to twenty milliseconds here; the batch alone took 400 when its columns were written whole.
    assert any(wait_beside_long_work(server, client) < 0.35 for _ in range(3))
