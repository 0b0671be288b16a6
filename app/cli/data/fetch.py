"""`slowdown data fetch`: the files of a data set, downloaded into the data folder."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from app import __version__
from app.cli.data.download import Download, DownloadFailed, Report
from app.cli.problems import INTERRUPTED, Ended, Failed, WrongUse, naming, writing
from app.cli.terminal import console, say
from app.learning.datasets.errors import FileProblem, Truncated
from app.learning.datasets.folder import data_folder
from app.learning.datasets.mnist import path_of
from app.learning.datasets.originals import ORIGINALS, Original
from app.web.settings import PREFIX, Settings, check_address

NAME = "mnist"
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
MOST_REDIRECTS = 5


def fetch(name: str, named_folder: str | None, address: str | None, *, is_quiet: bool) -> None:
    """Downloads what is not there yet."""
    if name != NAME:
        raise WrongUse(f"NAME: name must be {NAME}, got {name[:40]!r}: the other data sets need no files.")
    url = address_of(address)
    folder = data_folder(named_folder)
    with writing(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    names = {"User-Agent": f"slowdown/{__version__}"}
    try:
        with httpx.Client(
            headers=names, timeout=TIMEOUT, follow_redirects=True, max_redirects=MOST_REDIRECTS
        ) as client:
            for original in ORIGINALS:
                _fetch(client, url, folder, original, is_quiet=is_quiet)
    except KeyboardInterrupt:
        raise Ended(INTERRUPTED, "Stopped. What has come is kept: the same command goes on.") from None
    if not is_quiet:
        say(f"MNIST is in {folder}.", is_error=True)


def address_of(typed: str | None) -> str:
    """Where the files are: what was typed, or the setting."""
    if typed is not None:
        try:
            return check_address(typed).rstrip("/")
        except ValueError as error:
            raise WrongUse(f"--address: {error}.") from None
    with naming(lambda field: f"{PREFIX}{field.upper()}"):
        return Settings().mnist_url.rstrip("/")


def _fetch(client: httpx.Client, url: str, folder: Path, original: Original, *, is_quiet: bool) -> None:
    there = path_of(folder, original.name)
    target = there or folder / f"{original.name}.gz"
    if there is not None:
        try:
            original.check(there)
        except Truncated:
            pass
        except FileProblem as error:
            # Perhaps it is somebody's own, like the other data sets whose files have the same names.
            raise Failed(f"{error}. Move {there} away, or choose another --data-folder.") from None
        else:
            if not is_quiet:
                say(f"{there.name} is there.", is_error=True)
            return
    with _shown(target.name, is_quiet=is_quiet) as report, writing(str(target)):
        try:
            Download(client, f"{url}/{original.name}.gz", target, original, report).run()
        except DownloadFailed as error:
            raise Failed(f"Cannot fetch {target.name}: {error}.") from None


@contextmanager
def _shown(name: str, *, is_quiet: bool) -> Iterator[Report]:
    """A bar on a terminal, a line at the end elsewhere."""
    if is_quiet:
        yield lambda _there, _total: None
    elif sys.stderr.isatty():
        with _bar(name) as report:
            yield report
        say(f"{name} is fetched.", is_error=True)
    else:
        yield lambda _there, _total: None
        say(f"{name} is fetched.", is_error=True)


@contextmanager
def _bar(name: str) -> Iterator[Report]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=None), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(is_error=True), transient=True, expand=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda there, total: progress.update(task, completed=there, total=total)
