"""Starting the server: the listening socket, uvicorn's settings, the words at the start.

`uvicorn app.main:app` works too; what it lacks is said where it is set here.
"""

import gc
import signal
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from app.web.messages import MAX_MESSAGE_BYTES
from app.web.settings import Settings

SHUTDOWN_SECONDS = 3
"""How long requests may still run after a signal; streams are closed at once with 1012."""

BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """The listening socket: from here on connections wait until they are served. Raises OSError.

    A client that stops reading keeps its connection open in the eyes of the whole stack above TCP.
    `TCP_USER_TIMEOUT`, which accepted connections inherit, lets the system end it once data has lain unread for so
    long; asyncio offers no such limit.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        milliseconds = int(2 * settings.send_timeout * 1000)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def serve(app: ASGIApp, settings: Settings, listener: socket.socket) -> None:
    """Serves until a signal, which ends the process with status 0: to be stopped is no failure.

    uvicorn closes everything first and then repeats the signal, for whoever was there before it: `_leave`. By default
    the repeated signal would end the process as if it had been killed; and process 1 of a container has no default.
    """
    signal.signal(signal.SIGINT, _leave)
    signal.signal(signal.SIGTERM, _leave)
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # it doubled the processor time of our frames
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        log_level=settings.log_level,
        server_header=False,
        backlog=BACKLOG,
    )
    sys.stdout.write(welcome(settings, listener.getsockname()[1]))
    sys.stdout.flush()
    quieten_garbage_collector()
    uvicorn.Server(config).run(sockets=[listener])


def _leave(*_: object) -> None:
    raise SystemExit(0)


def quieten_garbage_collector() -> None:
    """Keeps the collector away from all that is imported: a full round over it takes 25 ms of everybody's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def welcome(settings: Settings, port: int) -> str:
    """What a person reads at the start: the addresses to open."""
    everywhere = settings.host in ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)
    here = "localhost" if everywhere or settings.host == "127.0.0.1" else settings.host
    lines = ["Learning Slowdown Lab is running. Open", "", f"    {_url(here, port)}    on this computer"]
    if settings.public_url:
        lines.append(f"    {settings.public_url}    elsewhere")
    elif everywhere and in_container():
        lines.append(
            f"    http://ADDRESS:{port}    on others: ADDRESS is this computer's name or address on the network"
        )
        lines.append("    (a container cannot see it; SLOWDOWN_PUBLIC_URL puts it here)")
    elif everywhere:
        lines += [f"    {_url(address, port)}    on other machines in the network" for address in own_addresses()]
    else:
        lines.append("    (only here; SLOWDOWN_HOST=0.0.0.0 lets other machines in)")
    return "\n".join([*lines, "", "Ctrl+C stops it.", ""])


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def in_container() -> bool:
    """Whether this is a container, whose own addresses nobody outside it can open."""
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def own_addresses() -> list[str]:
    """The address that other machines on the network use, as the routing table has it; none without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: connecting a datagram socket sends nothing
            address = str(probe.getsockname()[0])
        except OSError:
            return []
    return [] if address.startswith("127.") else [address]
