"""The real server in a process of its own, so that signals, sockets and settings are real too."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import httpx

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
STOP_SECONDS = 15
SERVE = ("-m", "app.cli", "serve")


def environment(settings: Mapping[str, object]) -> dict[str, str]:
    """This process's environment with these settings of the app alone: {"port": 0} is SLOWDOWN_PORT=0."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SLOWDOWN_")}
    return inherited | {f"SLOWDOWN_{name.upper()}": str(value) for name, value in settings.items()}


class Server:
    """A server that has said where it listens. Use it in a `with`, or `stop` it."""

    def __init__(
        self, arguments: Sequence[str] = SERVE, folder: Path = ROOT, settings: Mapping[str, object] | None = None
    ) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed in __exit__)
        self.process = subprocess.Popen(  # noqa: S603 (our own words)
            [sys.executable, *arguments],
            cwd=folder,
            env=environment({"port": 0, **(settings or {})}),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.welcome = self._read_welcome()
        found = re.search(r"http://\S+:(\d+) ", self.welcome)
        if found is None:
            self.kill()
            raise AssertionError(f"the server did not start:\n{self.welcome}\n{self.log}")
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}"

    def _read_welcome(self) -> str:
        assert self.process.stdout is not None
        lines = []
        alarm = threading.Timer(START_SECONDS, self.process.kill)
        alarm.start()
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Ctrl+C"):
                break
        alarm.cancel()
        return "".join(lines)

    @property
    def log(self) -> str:
        """What the server has written to its standard error."""
        self._log.seek(0)
        return self._log.read()

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=60.0, trust_env=False)

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """The exit status after a signal. Raises `subprocess.TimeoutExpired` when the server does not end."""
        self.process.send_signal(with_signal)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.process.poll() is None:
                self.stop()
        finally:
            self.kill()
            self._log.close()
