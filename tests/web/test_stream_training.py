"""Training networks over the stream: the protocol, the same numbers as elsewhere, and clients that do not behave."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection

from app.experiments.kinds import ANY_EXPERIMENT
from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.web.stream_messages import SERVER_MESSAGE
from app.web.wire import to_json
from tests.conftest import StartServer
from tests.servers import Server
from tests.web.talking import Message, open_stream, receive, send, strict_json, trace_of
from tests.web.test_stream import deaf_client, wait_until
from tests.web.test_workers import is_alive

XOR: dict[str, Any] = {"kind": "network", "epochs": 60}
LANES = [XOR, {**XOR, "epochs": 90, "cost": "quadratic", "eta": 2.0}]
LONG = {"kind": "network", "epochs": 60_000}
DEEP = {"kind": "network", "problem": "digits", "hidden": [30, 30], "epochs": 3, "batch_size": 10}


@pytest.fixture
def stream(server: Server) -> Iterator[ClientConnection]:
    with open_stream(server) as opened:
        yield opened


def ask(stream: ClientConnection, *lanes: Any, run_id: str = "a", **fields: Any) -> None:
    send(stream, type="run", id=run_id, experiments=list(lanes), **fields)


def hear(stream: ClientConnection, *kinds: str) -> list[Message]:
    """Messages up to one of these kinds."""
    messages = [receive(stream)]
    while messages[-1]["type"] not in kinds:
        messages.append(receive(stream))
    return messages


def kinds_of(messages: list[Message]) -> list[str]:
    """What was said but for rows and places in the queue, which depend on who else is there."""
    return [message["type"] for message in messages if message["type"] not in ("rows", "queued", "snapshot")]


def expected(lane: Any, every: int = 1) -> tuple[Any, Any]:
    """The trace and the summary, as they are without any server."""
    experiment = ANY_EXPERIMENT.validate_python(lane)
    assert isinstance(experiment, NetworkExperiment)
    trace, summary = train(experiment, every=every)
    return strict_json(to_json(trace)), strict_json(to_json(summary))


def workers_of(server: Server) -> list[int]:
    """The server's processes that train or have trained."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == server.process.pid and b"spawn_main" in command and words[0] != "Z":
            found.append(int(stat.parent.name))
    return found


# A training


@pytest.mark.parametrize("lanes", [[XOR], LANES, [DEEP]], ids=["one lane", "two lanes", "digits"])
def test_a_training_has_the_numbers_of_the_same_experiment_elsewhere(
    lanes: list[Any], stream: ClientConnection
) -> None:
    ask(stream, *lanes)
    messages = hear(stream, "finished")
    assert kinds_of(messages) == ["started", "finished"]
    assert {message["id"] for message in messages} == {"a"}
    for number, lane in enumerate(lanes):
        trace, summary = expected(lane)
        assert trace_of(messages, number) == trace
        assert messages[-1]["summaries"][number] == summary


def test_every_message_is_as_the_schema_says(stream: ClientConnection) -> None:
    ask(stream, *LANES, snapshots=True)
    send(stream, type="set", id="a", eta=1.5)
    messages = hear(stream, "finished")
    send(stream, type="continue", id="a", epochs=1)
    messages += hear(stream, "finished")
    send(stream, type="pause", id="a")
    messages += hear(stream, "failed")
    for message in messages:
        SERVER_MESSAGE.validate_python(message)
    kinds = {"started", "rows", "changed", "snapshot", "finished", "resumed", "failed"}
    assert {message["type"] for message in messages} - {"queued"} == kinds


@pytest.mark.parametrize("every", [7, 1000])
def test_rows_are_thinned_as_elsewhere(every: int, stream: ClientConnection) -> None:
    ask(stream, XOR, every=every)
    assert trace_of(hear(stream, "finished"), 0) == expected(XOR, every)[0]


def test_snapshots_follow_their_rows_from_the_first_to_the_last(stream: ClientConnection) -> None:
    ask(stream, {**XOR, "epochs": 300}, snapshots=True)
    messages = hear(stream, "finished")
    seen, pictures = -1, []
    for message in messages:
        if message["type"] == "rows":
            seen = message["columns"]["epoch"][-1]
        elif message["type"] == "snapshot":
            assert message["epoch"] <= seen
            pictures.append(message["epoch"])
    assert pictures == sorted(set(pictures))
    assert (pictures[0], pictures[-1]) == (0, 300)
    assert len(pictures) <= 60


def test_a_diverging_lane_ends_alone(stream: ClientConnection) -> None:
    wild = {**XOR, "output": "linear", "cost": "quadratic", "eta": 900.0}
    ask(stream, wild, XOR, snapshots=True)
    messages = hear(stream, "finished")
    diverged = [summary["diverged"] for summary in messages[-1]["summaries"]]
    assert diverged[0] is not None
    assert diverged[1] is None
    assert trace_of(messages, 1) == expected(XOR)[0]
    send(stream, type="continue", id="a", epochs=5)
    assert trace_of(hear(stream, "finished"), 1)["epoch"] == [61, 62, 63, 64, 65]


# Pausing, going on, other learning rates


def test_a_pause_changes_no_number(stream: ClientConnection) -> None:
    lane = {**XOR, "epochs": 1500}
    ask(stream, lane)
    messages = hear(stream, "rows")
    for _ in range(3):
        send(stream, type="pause", id="a")
        messages += hear(stream, "paused")
        assert messages[-1]["summaries"][0]["final_cost"] == trace_of(messages, 0)["cost"][-1]
        send(stream, type="resume", id="a")
        messages += hear(stream, "rows")
    messages += hear(stream, "finished")
    assert kinds_of(messages) == ["started", *["paused", "resumed"] * 3, "finished"]
    assert (trace_of(messages, 0), messages[-1]["summaries"][0]) == expected(lane)


def test_a_continued_training_is_a_longer_one(stream: ClientConnection) -> None:
    ask(stream, *LANES)
    messages = hear(stream, "finished")
    send(stream, type="continue", id="a", epochs=40)
    messages += hear(stream, "finished")
    assert kinds_of(messages) == ["started", "finished", "resumed", "finished"]
    for number, lane in enumerate(LANES):
        trace, summary = expected({**lane, "epochs": lane["epochs"] + 40})
        assert trace_of(messages, number) == trace
        assert messages[-1]["summaries"][number] == summary


def test_a_learning_rate_is_changed_in_one_lane_from_the_row_that_is_told(stream: ClientConnection) -> None:
    ask(stream, LONG, LONG)
    messages = hear(stream, "rows")
    send(stream, type="set", id="a", eta=0.125, lane=1)
    messages += hear(stream, "changed")
    changed = messages[-1]
    assert (changed["lane"], changed["eta"]) == (1, 0.125)
    messages += hear(stream, "rows") + hear(stream, "rows") + hear(stream, "rows")
    send(stream, type="stop", id="a")
    messages += hear(stream, "stopped")
    rates = dict(zip(*(trace_of(messages, 1)[name] for name in ("epoch", "eta")), strict=True))
    assert {rate for epoch, rate in rates.items() if epoch <= changed["epoch"]} == {0.5}
    assert {rate for epoch, rate in rates.items() if epoch > changed["epoch"]} == {0.125}
    assert set(trace_of(messages, 0)["eta"]) == {0.5}


@pytest.mark.parametrize(
    ("message", "status", "field", "words"),
    [
        ({"type": "pause", "id": "a"}, 409, "id", "id must name a training that waits or runs, and 'a' has finished"),
        ({"type": "resume", "id": "a"}, 409, "id", "id must name a paused training, and 'a' has finished"),
        ({"type": "resume", "id": "b"}, 404, "id", "id must name the run of this socket, got 'b'"),
        ({"type": "set", "id": "a", "eta": 0}, 422, "eta", "eta must be greater than 0, got 0"),
        ({"type": "set", "id": "a", "eta": 1, "lane": 1}, 422, "lane", "lane must be at most 0 in this run, got 1"),
        (
            {"type": "continue", "id": "a", "epochs": 99_999},
            422,
            "epochs",
            "epochs must be at most 99940, for 100000 in all, got 99999",
        ),
    ],
)
def test_what_is_wrong_or_late_is_answered_in_words(
    message: Message, status: int, field: str, words: str, stream: ClientConnection
) -> None:
    ask(stream, XOR)
    hear(stream, "finished")
    send(stream, **message)
    failed = receive(stream)
    assert (failed["type"], failed["id"]) == ("failed", message["id"])
    assert failed["problem"]["status"] == status
    assert failed["problem"]["errors"] == [{"field": field, "message": words}]
    send(stream, type="continue", id="a", epochs=2)
    assert hear(stream, "finished")[-1]["summaries"]


def test_a_run_of_neurons_cannot_be_paused(stream: ClientConnection) -> None:
    send(stream, type="pause", id="a")
    assert receive(stream)["problem"]["detail"] == "id must name the run of this socket, got 'a'"
    ask(stream, {})
    hear(stream, "finished")
    send(stream, type="pause", id="a")
    assert "'a' is a run of neurons" in receive(stream)["problem"]["detail"]


def test_another_run_replaces_a_training_and_the_other_way_round(stream: ClientConnection) -> None:
    ask(stream, LONG)
    hear(stream, "rows")
    ask(stream, {"epochs": 3}, run_id="b")
    assert hear(stream, "stopped")[-1]["id"] == "a"
    assert hear(stream, "finished")[-1]["id"] == "b"
    ask(stream, XOR, run_id="c")
    messages = hear(stream, "finished")
    assert {message["id"] for message in messages} == {"c"}


def test_data_that_are_not_there_are_a_problem_with_the_experiment(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server(data_folder=tmp_path)
    with open_stream(server) as stream:
        ask(stream, XOR, {"kind": "network", "problem": "mnist", "epochs": 1})
        failed = hear(stream, "failed")[-1]
        assert failed["problem"]["status"] == 422
        assert failed["problem"]["errors"][0]["field"] == "experiments.1"
        ask(stream, XOR, run_id="b")
        hear(stream, "finished")
    assert server.log == ""


# Many clients, and some that do not behave


def test_the_queue_is_told_and_a_client_that_goes_makes_room(start_server: StartServer) -> None:
    server = start_server(training_workers=1, max_trainings=2)
    with ExitStack() as stack:
        first, second, third, fourth = (stack.enter_context(open_stream(server)) for _ in range(4))
        ask(first, LONG)
        hear(first, "rows")
        for number, waiting in enumerate((second, third)):
            ask(waiting, XOR)
            assert receive(waiting) == {"type": "queued", "id": "a", "ahead": number}
        ask(fourth, XOR)
        failed = receive(fourth)
        assert (failed["type"], failed["problem"]["status"]) == ("failed", 503)
        second.socket.shutdown(socket.SHUT_RDWR)
        assert receive(third) == {"type": "queued", "id": "a", "ahead": 0}
        send(first, type="pause", id="a")
        hear(first, "paused")
        assert trace_of(hear(third, "finished"), 0) == expected(XOR)[0]
        send(first, type="resume", id="a")
        hear(first, "rows")
    assert server.log == ""


def test_killed_workers_are_not_noticed(start_server: StartServer) -> None:
    server = start_server(training_workers=1)
    lane = {**XOR, "epochs": 700}
    with open_stream(server) as stream:
        ask(stream, lane, snapshots=True)
        messages = hear(stream, "rows")
        for _ in range(2):
            messages += hear(stream, "rows")
            for pid in workers_of(server):
                os.kill(pid, signal.SIGKILL)
        messages += hear(stream, "finished")
    assert kinds_of(messages) == ["started", "finished"]
    assert (trace_of(messages, 0), messages[-1]["summaries"][0]) == expected(lane)
    pictures = [message["epoch"] for message in messages if message["type"] == "snapshot"]
    assert pictures == sorted(set(pictures))
    assert server.log == ""


def test_clients_that_go_or_stop_reading_leave_their_workers_to_others(start_server: StartServer) -> None:
    server = start_server(training_workers=1, send_timeout=1.0)
    with ExitStack() as stack:
        for _ in range(3):
            gone = stack.enter_context(open_stream(server))
            ask(gone, LONG)
            gone.socket.shutdown(socket.SHUT_RDWR)
        for _ in range(2):
            stack.enter_context(deaf_client(server, [LONG] * 4))
        with open_stream(server) as stream:
            ask(stream, XOR)
            hear(stream, "finished")
        assert len(workers_of(server)) == 1
    assert server.log == ""


def test_a_server_with_much_to_train_stops_soon_and_leaves_no_process(start_server: StartServer) -> None:
    server = start_server(training_workers=2)
    with ExitStack() as stack:
        for _ in range(4):
            stream = stack.enter_context(open_stream(server))
            ask(stream, LONG)
        hear(stream, "queued")
        wait_until(lambda: len(workers_of(server)) == 2)
        pids = workers_of(server)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 3
    assert not any(is_alive(pid) for pid in pids)
    assert server.log == ""
