"""After which epochs a snapshot is sent: few enough for any training, and more of them while much happens."""

import time

MOST = 60
"""Snapshots of one lane between two ends (the first end of a training, or of its continuation, and the last)."""
DENSITY = 2.0
"""With the power 2, the first tenth of the epochs has a third of the snapshots."""
SHARE = 0.25
ALLOWANCE = 0.5
"""Seconds. Snapshots of many examples take long: beyond this they may have a share of the time alone."""


def picture_epochs(first: int, last: int) -> frozenset[int]:
    """From `first` to `last`, both among them: at most 60, all of them where there are no more."""
    span = last - first
    if span < MOST:
        return frozenset(range(first, last + 1))
    # Near the start the power alone asks for several within one epoch; `+ k` keeps them apart.
    rest = span - (MOST - 1)
    return frozenset(first + k + round(rest * (k / (MOST - 1)) ** DENSITY) for k in range(MOST))


class Allowance:
    """Keeps the time for snapshots within its share, whatever they cost."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._spent = 0.0

    @property
    def is_left(self) -> bool:
        return self._spent <= ALLOWANCE + SHARE * (time.perf_counter() - self._begun)

    def spend(self, seconds: float) -> None:
        self._spent += seconds
