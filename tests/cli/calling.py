"""Calling the command `slowdown`: in this process where that is enough, else in one of its own."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from app.cli.commands import cli
from app.web.settings import PREFIX
from tests.servers import ROOT, environment

COMMAND = [sys.executable, "-m", "app.cli"]
SECONDS = 60


class Ended(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What stands on standard error, line by line."""
        return self.err.splitlines()


def call(*arguments: str, stdin: str | None = None, **settings: object) -> Ended:
    """The command in this process; standard output is no terminal there, 80 columns wide and writes UTF-8."""
    chosen = {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.items()}
    result = CliRunner(env={"COLUMNS": "80", **chosen}).invoke(cli, arguments, input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment in which the app is found from any folder and no wish of the tester's terminal is left."""
    inherited = environment({})
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG", "PYTHONIOENCODING"):
        inherited.pop(name, None)
    return {**inherited, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TERM": "xterm-256color", **(more or {})}


@dataclass
class Terminal:
    """The command in a terminal of its own, as wide as is asked."""

    process: "subprocess.Popen[bytes]"
    shown: bytearray = field(default_factory=bytearray)
    _side: int = -1

    @classmethod
    def start(
        cls, *arguments: str, columns: int = 80, folder: Path = ROOT, more: Mapping[str, str] | None = None
    ) -> "Terminal":
        ours, theirs = pty.openpty()
        process = subprocess.Popen(  # noqa: S603 (our own words)
            [*COMMAND, *arguments],
            cwd=folder,
            env=surroundings({"COLUMNS": str(columns), **(more or {})}),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        return cls(process, _side=ours)

    def read_until(self, is_enough: Callable[[str], bool]) -> str:
        """What it has shown so far, as soon as that is enough, or when it has ended."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and not is_enough(self.text):
            ready, _, _ = select.select([self._side], [], [], 0.05)
            if ready:
                try:
                    self.shown += os.read(self._side, 65536)
                except OSError:  # the other side is closed
                    break
        return self.text

    def wait(self) -> int:
        self.read_until(lambda _: False)
        status = self.process.wait(SECONDS)
        os.close(self._side)
        return status

    @property
    def text(self) -> str:
        return self.shown.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def plain(self) -> str:
        """The text without colours and movements."""
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.text)
