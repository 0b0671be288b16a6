"""What can go wrong with a sweep that is itself in order: its executor, its files. Each is a sentence for a person."""

TRIES = 3
"""How often a chunk is begun whose worker is lost on the way: the chunk itself may be what ends them."""


class SweepError(RuntimeError):
    """The root: catching it catches everything that a sweep's surroundings do to it."""


class MissingExtra(SweepError):
    """An optional package is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra {extra!r}: pip install 'learning-slowdown-lab[{extra}]'")


class SchedulerUnreachable(SweepError):
    """No Dask scheduler, or one without workers, answers at an address."""


class SchedulerLost(SweepError):
    """The Dask scheduler went away while a sweep ran."""


class VersionsDiffer(SweepError):
    """A worker has another version of the app, whose numbers might be others."""

    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__(f"every worker must have version {ours} of the app, got {theirs}")
        self.versions = ours, theirs

    def __reduce__(self) -> tuple[type["VersionsDiffer"], tuple[str, str]]:
        """Made again from its two versions where it arrives: it travels back from workers."""
        return type(self), self.versions


class WorkersLost(SweepError):
    """The same chunk ended its worker again and again."""

    @classmethod
    def too_often(cls) -> "WorkersLost":
        """After `TRIES`."""
        return cls(f"a worker process ended {TRIES} times at the same piece of the sweep")


class NothingToResume(SweepError):
    """There is no sweep at this place that was cut off."""


class OtherSweep(SweepError):
    """What lies at this place belongs to another sweep, or to another version of the app."""


class AlreadyThere(SweepError):
    """A sweep that was cut off lies at this place, and nobody said whether to go on or to begin again."""
