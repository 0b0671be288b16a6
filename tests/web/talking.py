"""Talking to the stream, and reading JSON as strictly as a browser does."""

import json
import threading
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np
from websockets.sync.client import ClientConnection, connect

from app.experiments.trace import Columns
from tests.servers import Server

ENDS = ("finished", "stopped", "failed")
Message = dict[str, Any]


def strict_json(text: str | bytes) -> Any:
    """What a browser would make of it: NaN and Infinity are no JSON."""

    def refuse(name: str) -> NoReturn:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def open_stream(server: Server, **options: Any) -> ClientConnection:
    path = f"{server.ws_url}/api/v1/stream"
    opened: ClientConnection = connect(path, max_size=None, compression=None, proxy=None, open_timeout=20, **options)
    return opened


def send(socket: ClientConnection, **message: Any) -> None:
    socket.send(json.dumps(message))


def receive(socket: ClientConnection) -> Message:
    message: Message = strict_json(socket.recv(timeout=30))
    return message


def receive_run(socket: ClientConnection) -> list[Message]:
    """Messages up to the end of a run or a failure."""
    messages = [receive(socket)]
    while messages[-1]["type"] not in ENDS:
        messages.append(receive(socket))
    return messages


def run(server: Server, experiments: list[Any], **fields: Any) -> list[Message]:
    """All messages of a run on a socket of its own."""
    with open_stream(server) as socket:
        send(socket, type="run", id="a", experiments=experiments, **fields)
        return receive_run(socket)


def trace_of(messages: list[Message], lane: int) -> dict[str, list[Any]]:
    """The columns of a lane out of all its messages."""
    blocks = [message["columns"] for message in messages if message["type"] == "rows" and message["lane"] == lane]
    names = blocks[0] if blocks else ()
    return {name: [value for block in blocks for value in block[name]] for name in names}


def as_lists(columns: Columns) -> dict[str, list[Any]]:
    return {name: np.asarray(column).tolist() for name, column in columns.items()}


def in_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
