"""A sweep while it is watched."""

import re
import signal
import threading
import time

import pytest

from app.cli import watch as module
from app.cli.watch import Stopped, duration, signals, state, watch


class Sweeping:
    """Something that takes a while, and can be cancelled; `number` is a signal that comes meanwhile."""

    def __init__(self, seconds: float, error: Exception | None = None, number: signal.Signals | None = None) -> None:
        self.done = 0.0
        self.seconds_left: float | None = None
        self._end = threading.Event()
        self._seconds = seconds
        self._error = error
        self._number = number

    def run(self) -> bool:
        if self._number is not None:
            signal.raise_signal(self._number)
        if self._error is not None:
            raise self._error
        if self._end.wait(self._seconds):
            return False
        self.done = 1.0
        return True

    def cancel(self) -> None:
        self._end.set()


def test_it_returns_when_all_is_there() -> None:
    watch(Sweeping(0.01), 3, is_quiet=True)


def test_what_goes_wrong_in_the_thread_is_raised_here() -> None:
    with pytest.raises(OSError, match="full"):
        watch(Sweeping(1.0, OSError("full")), 3, is_quiet=True)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_at_once_and_handlers_are_as_before(number: signal.Signals, status: int) -> None:
    before = signal.getsignal(number)
    begun = time.monotonic()
    with pytest.raises(Stopped) as stopped:
        watch(Sweeping(60.0, number=number), 3, is_quiet=True)
    assert stopped.value.status == status
    assert time.monotonic() - begun < 30.0
    assert signal.getsignal(number) is before


def test_a_signal_that_comes_long_after_the_first_ends_what_is_stuck() -> None:
    before = signal.getsignal(signal.SIGINT)
    with signals(patience=60.0) as came:
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
    assert came == [signal.SIGINT] * 3
    with pytest.raises(KeyboardInterrupt), signals(patience=0.0):
        _twice()
    assert signal.getsignal(signal.SIGINT) is before


def _twice() -> None:
    signal.raise_signal(signal.SIGINT)
    time.sleep(0.001)
    signal.raise_signal(signal.SIGINT)


def test_without_a_terminal_a_line_comes_now_and_then_unless_it_is_to_be_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "LINE", 0.0)
    watch(Sweeping(0.3), 1234, is_quiet=False)
    assert re.fullmatch(r"\d+% of 1,234 cells", capsys.readouterr().err.splitlines()[0])
    watch(Sweeping(0.3), 1234, is_quiet=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1.0, "0 s"), (0.4, "0 s"), (59.4, "59 s"), (61.0, "1 min 01 s"), (7260.0, "2 h 01 min")]
)
def test_time_is_said_as_people_do(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_the_state_is_one_line() -> None:
    assert state(0.374, 1_002_001, 12.3) == "37% of 1,002,001 cells, 12 s left"
    assert state(0.0, 5, None) == "0% of 5 cells"
