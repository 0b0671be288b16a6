"""What is said between the server and a worker process: a training to go on with, and what comes of it.

Everything here is small, or bytes that are only passed on: the server never makes a state into objects or rows into
JSON, so its event loop has nothing to do but forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from app.experiments.trace import Columns


class Trained(Protocol):
    """A network being trained, as `NetworkRun` is; tests have simpler ones."""

    eta: float

    def __init__(self, experiment: Any, data_folder: Path | None = None) -> None: ...

    def rows(self) -> Iterator[Columns]: ...

    def extend(self, epochs: int) -> None: ...

    def state(self) -> Any: ...

    @classmethod
    def resume(cls, state: Any, data_folder: Path | None = None) -> Self: ...

    def snapshot(self) -> dict[str, Any]: ...

    @property
    def summary(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Change:
    """A new learning rate of one lane, for what comes after the row of this epoch."""

    lane: int
    epoch: int
    eta: float


@dataclass(frozen=True)
class Job:
    """A training to begin, or to go on with from `state`."""

    id: str
    """As its client calls it: messages are written in the worker."""
    runs: type[Trained]
    experiments: tuple[Any, ...]
    data_folder: Path | None
    every: int
    snapshots: bool
    state: bytes | None
    """All lanes, as a worker has handed them over."""
    extend: int
    """Epochs to add to every lane of the state."""
    changes: tuple[Change, ...]
    """Learning rates changed at or after the state, in order."""
    sent: tuple[int, ...]
    """The last row of each lane that the server has: it is not to be sent twice. −1: none."""
    pictured: tuple[int, ...]
    """The same for snapshots."""


@dataclass(frozen=True)
class Warm:
    """To a worker that has just started: whoever reads this has loaded all that a training needs."""

    runs: type[Trained]


# To a worker at work.


@dataclass(frozen=True)
class Pause:
    """Hand the state over after the present epoch. A pause that its client knows of shows where it stands."""

    is_shown: bool


@dataclass(frozen=True)
class Stop:
    """Forget the training."""


@dataclass(frozen=True)
class SetEta:
    """Follow these learning rates, by lane, and say so."""

    etas: dict[int, float]


Command = Pause | Stop | SetEta

# From a worker.


@dataclass(frozen=True)
class Begun:
    """The data are there, and commands are listened to."""


@dataclass(frozen=True)
class Rows:
    lane: int
    epoch: int
    """Of the last of them."""
    message: bytes


@dataclass(frozen=True)
class Picture:
    lane: int
    epoch: int
    message: bytes


@dataclass(frozen=True)
class Changed:
    """A learning rate that was asked for is followed."""

    change: Change


@dataclass(frozen=True)
class Piece:
    """A part of a state, which may have tens of megabytes; `Kept` follows the last one."""

    content: bytes


@dataclass(frozen=True)
class Kept:
    """The pieces are a state, in which the lanes stand at these epochs."""

    epochs: tuple[int, ...]


@dataclass(frozen=True)
class Over:
    """The worker is free. A paused or finished training has its message; of a stopped one no state has come."""

    how: str
    """"paused", "finished" or "stopped"."""
    message: bytes = b""


@dataclass(frozen=True)
class Refused:
    """The training cannot be done as it was asked for: a complaint in words."""

    lane: int | None
    reason: str


@dataclass(frozen=True)
class Broken:
    """Something is wrong here: the text of a traceback."""

    trace: str


@dataclass(frozen=True)
class Lost:
    """The process has ended by itself, or could not be started. Said by the server's own thread."""


Report = Begun | Rows | Picture | Changed | Piece | Kept | Over | Refused | Broken | Lost
