"""Downloading a file whose content is known by its digest, from servers that may be slow, cut off or rude.

What has come lies beside the file with the ending .part, and is gone on with: within a call when the connection breaks,
and by the next call. The file itself is there whole and checked, or not at all. Not here: words on a terminal
(fetch.py).
"""

import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

import httpx

from app.learning.datasets.errors import FileProblem, Truncated

ATTEMPTS = 4
"""How many attempts in a row may bring next to nothing."""
PAUSE = 0.5
"""Seconds before the second of them; twice as long before each further one."""
ENOUGH = 1 << 16
"""Bytes after which an attempt has not been for nothing."""
STALLED = 30.0
"""Seconds in which so many must come, or the connection counts as broken."""
SLACK = 1 << 16
"""Bytes by which a packed file may be larger than its content: more is not what was asked for."""
MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which another attempt may succeed."""
NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
"""What file systems say that cannot keep others away."""


class Content(Protocol):
    """What the file should hold: an Original of learning/datasets/originals.py."""

    @property
    def size(self) -> int: ...
    def check(self, path: Path) -> None: ...


class DownloadFailed(Exception):
    """Why the file cannot be had, as a sentence without its full stop."""


class _Broken(Exception):
    """Why an attempt failed that another may go on with."""


Report = Callable[[int, int | None], None]
"""Called with how many bytes are there, and how many there will be if the server says so."""


class Download:
    """One file on its way."""

    def __init__(self, client: httpx.Client, url: str, target: Path, content: Content, report: Report) -> None:
        self._client = client
        self._url = url
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._content = content
        self._report = report
        self._is_mixed = False
        """Whether the bytes come from several answers, and so perhaps from several versions of the file."""
        self._restarts = 0
        self._gained = 0

    def run(self, pause: float = PAUSE) -> None:
        """Puts the file there. Raises DownloadFailed, and OSError of the disk; what has come is kept."""
        with self._part.open("ab") as file, _alone(file):
            try:
                self._complete(file, pause)
            except BaseException:
                if file.tell() == 0:
                    self._part.unlink()
                raise
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()  # or it cannot be renamed there
            self._part.replace(self._target)

    def _complete(self, file: IO[bytes], pause: float) -> None:
        self._is_mixed = file.tell() > 0
        in_vain = 0
        while (reason := self._attempt(file)) is not None:
            in_vain = 1 if self._gained >= ENOUGH else in_vain + 1
            if in_vain >= ATTEMPTS:
                kept = "; what has come is kept, and the same command goes on" if file.tell() else ""
                raise DownloadFailed(f"{self._url}: {reason}{kept}")
            self._is_mixed = file.tell() > 0
            time.sleep(pause * 2 ** (in_vain - 1))

    def _attempt(self, file: IO[bytes]) -> str | None:
        """Goes on with the file. None if it is whole then, else why not; raises where another try has no use."""
        before = file.tell()
        try:
            with self._asked(before) as answer:
                is_at_end = answer.status_code == 416 and before > 0
                if not is_at_end:
                    self._receive(answer, file)
        except _Broken as error:
            return str(error)
        except httpx.TransportError as error:
            return f"the connection broke ({str(error) or type(error).__name__})"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DownloadFailed(f"{self._url}: {error}") from None
        finally:
            file.flush()
            self._gained = file.tell() - before
        try:
            self._content.check(self._part)
        except Truncated as error:
            return self._begin_again(file, str(error)) if is_at_end else str(error)
        except FileProblem as error:
            if not self._is_mixed:
                _empty(file)
                raise DownloadFailed(f"what {self._url} sends is not the file: {error}") from None
            return self._begin_again(file, str(error))
        return None

    def _asked(self, begun: int) -> AbstractContextManager[httpx.Response]:
        # Bytes as they are on the server: packed once more for the way, they could not be gone on with.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begun}-"} if begun else {})
        return self._client.stream("GET", self._url, headers=headers)

    def _receive(self, answer: httpx.Response, file: IO[bytes]) -> None:
        self._place(answer, file)
        announced = answer.headers.get("Content-Length", "")
        total = file.tell() + int(announced) if re.fullmatch(r"[0-9]{1,15}", announced) else None
        moment, came = time.monotonic(), 0
        for piece in answer.iter_raw():
            file.write(piece)
            self._report(file.tell(), total)
            if file.tell() > self._content.size + SLACK:
                _empty(file)
                raise DownloadFailed(f"{self._url} sends more than the file can be")
            came += len(piece)
            if came >= ENOUGH:
                moment, came = time.monotonic(), 0
            elif time.monotonic() - moment > STALLED:
                raise _Broken("the server sends next to nothing")

    def _place(self, answer: httpx.Response, file: IO[bytes]) -> None:
        """Sees to it that what is written next is what the answer brings."""
        status = f"{answer.status_code} {answer.reason_phrase}".strip()
        if answer.status_code == 206:
            found = re.match(r"bytes ([0-9]{1,15})-", answer.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != file.tell():
                raise _Broken(self._begin_again(file, "the server sends another part than was asked for"))
        elif answer.status_code == 200:
            # A server that does not know ranges sends all of it again.
            _empty(file)
            self._is_mixed = False
        elif answer.status_code in MAY_PASS:
            raise _Broken(f"the server answers {status}")
        else:
            raise DownloadFailed(f"{self._url} answers {status}")

    def _begin_again(self, file: IO[bytes], reason: str) -> str:
        """Throws away what is there, once. Gives the reason back."""
        _empty(file)
        self._restarts += 1
        if self._restarts > 1:
            raise DownloadFailed(f"{self._url}: {reason}")
        return reason


def _empty(file: IO[bytes]) -> None:
    # A file that is appended to does not notice by itself where its end is now.
    file.seek(0)
    file.truncate()


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    """Keeps another fetch from writing to the same file, where the system can."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DownloadFailed(f"{file.name} is being written by another fetch") from None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
    yield
