"""How far a training is, as the server knows it: all that a worker needs to go on, however the last one ended."""

from collections.abc import Sequence

from app.web.training.task import Change


class Progress:
    """The last state that a worker handed over, and what has happened since."""

    def __init__(self, epochs: Sequence[int]) -> None:
        """`epochs`: how many each lane is to have."""
        lanes = len(epochs)
        self.state: bytes | None = None
        self.at = [0] * lanes
        """Where the lanes of the state stand."""
        self.last = list(epochs)
        """Where they are to end."""
        self.extend = 0
        """Epochs that the state does not know of."""
        self.changes: list[Change] = []
        self.sent = [-1] * lanes
        self.pictured = [-1] * lanes

    def keep(self, state: bytes, at: Sequence[int]) -> None:
        """A new state. What was changed where it stands is done again, which does no harm."""
        self.state, self.at, self.extend = state, list(at), 0
        self.changes = [change for change in self.changes if change.epoch >= at[change.lane]]

    def continue_for(self, epochs: int) -> None:
        self.extend += epochs
        self.last = [last + epochs for last in self.last]

    def change(self, change: Change) -> None:
        """A worker follows a new learning rate from this epoch on."""
        same = (change.lane, change.epoch)
        self.changes = [*(old for old in self.changes if (old.lane, old.epoch) != same), change]

    def change_now(self, lane: int, eta: float) -> Change:
        """A new learning rate while no worker is at it: it counts from where the client sees the lane stand."""
        seen = [self.at[lane], self.sent[lane], *(old.epoch for old in self.changes if old.lane == lane)]
        change = Change(lane, max(seen), eta)
        self.change(change)
        return change
