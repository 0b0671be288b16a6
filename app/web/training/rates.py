"""Learning rates on their way to a worker: one command at a time, however often a slider is moved."""


class Rates:
    """By lane: those that are still to be told, and those that the worker has been told and has not yet followed."""

    def __init__(self) -> None:
        self._wanted: dict[int, float] = {}
        self._asked: dict[int, float] = {}

    def want(self, etas: dict[int, float]) -> None:
        """A newer one takes the place of one that has not been told."""
        self._wanted |= etas

    def ask(self) -> dict[int, float] | None:
        """What to tell the worker now, if anything; the rest waits until this is followed."""
        if self._asked or not self._wanted:
            return None
        self._asked, self._wanted = self._wanted, {}
        return self._asked.copy()

    def followed(self, lane: int) -> None:
        self._asked.pop(lane, None)

    def not_followed(self) -> None:
        """The worker has gone: all is to be told again."""
        self._wanted = self._asked | self._wanted
        self._asked = {}

    def take(self) -> dict[int, float]:
        """All that nobody has followed, for whoever sees to it otherwise."""
        self.not_followed()
        wanted, self._wanted = self._wanted, {}
        return wanted
