"""The learning rate at which a neuron ends as far from its targets as another did: solved numerically.

E(η) is the mean |a − y| over the examples after a given number of epochs. For a small η it depends on η · epochs alone
(flow.py), and follows the flow; a large η may overshoot, and E jump to and fro. The smallest η that does it is looked
for, in stages: first with few epochs, so that all rates can be tried for next to nothing, then with more, each stage
starting from what the stages before predict. In the last one E is that of a `Descent` to the last bit.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.learning.elementwise import Array
from app.learning.errors import LearningError
from app.learning.neuron import Neuron
from app.learning.turns import Work
from app.learning.unrecorded import finish, finish_about, mean_error, mean_errors_at_end

COARSE = 256
"""Epochs of the first stage, at most."""
FINER = 8
"""How many times the epochs of one stage are those of the stage before."""
TOGETHER = 64
"""How many rates are tried at once, first the largest, its half, and so on."""
MOST_DIPS, CLOSER_LOOKS = 4, 4
"""How many minima between octaves are looked at closer, and how often; each look narrows the interval 30 times."""
ROUGHLY, EXACTLY, POLISHED = 1e-6, 1e-12, 1e-11
"""When a stage is done: |E − target| relative to the target, before the last stage, in it,
and when the run itself is asked."""
NOISE = 2e-16
"""What rounding alone makes of |E − target|."""
SMALLEST_TARGET = 1e-12
"""Of the targets. Where a − y is smaller, it is made of roundings, unless y is 0 or 1."""
GOOD_ENOUGH = 1e-9
"""How far the last E may be from the target where rounding, or the kink of ReLU, keeps it off."""
PARTED = 1e-6
"""How far apart the quick way and the exact one are, at least, where z is thrown to and fro."""
TRIALS, MORE_TRIALS = 8, 72
"""Rates that the root finder of one stage tries at most, and how many more where epochs are few; four are usual.
Only where E jumps to and fro, or its root is a kink, do they not suffice."""


class Unreachable(LearningError):
    """No learning rate does what is asked for, with the reason."""


class Tried(NamedTuple):
    """A rate and the E that it leads to."""

    eta: float
    error: float


Bracket = tuple[Tried, Tried]
"""Two rates, the smaller first: its E is above the target, that of the larger is not."""


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Both numbers with as many digits, six or more, as it takes to see that they differ, if they do."""
    for digits in range(6, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1] or one == other:
            return texts
    return f"{one:.17g}", f"{other:.17g}"


def rate_that_ends_at(neuron: Neuron, epochs: int, target: float, largest: float) -> Work[Tried]:
    """The smallest η up to `largest` with E(η) = `target` after these epochs of the neuron, and that E itself.

    Raises `Unreachable`, in whose words the neuron is "the other experiment", and "the reference" what the target is
    from. E(η) then is within 1e-11 of the target's size, wherever doubles allow it, and never further off than 1e-9.
    For a target below 1e-12, 1e-12 is taken.
    """
    start, wanted = mean_error(neuron), target
    target = max(wanted, SMALLEST_TARGET)
    if start <= target:
        raise Unreachable(_too_good(start, wanted))
    times: list[float] = []
    closest = math.inf
    for length in _lengths(epochs):
        stage = _Stage(finish_about, neuron, length, target, largest * (epochs / length))
        bracket = (yield from stage.around(*_predicted(times, length))) if times else None
        if bracket is None:
            times = []
            bracket = yield from stage.among_all()
        if bracket is not None:
            best = yield from stage.solve(bracket, ROUGHLY if length < epochs else EXACTLY)
            times.append(best.eta * length)
            continue
        before, closest = closest, stage.closest
        if closest - target > 0.9 * (before - target):
            break  # more and smaller steps lead hardly any closer
    if not times:
        raise Unreachable(_too_far(closest, wanted, largest))
    exact = _Stage(finish, neuron, epochs, target, largest)
    best = yield from exact.polish(times[-1] / epochs)
    if abs(best.error - target) <= GOOD_ENOUGH:
        return best
    raise Unreachable(
        f"around a learning rate of {best.eta:.6g} the final mean error of the other experiment jumps across the "
        f"{wanted:.6g} of the reference and never meets it"
    )


def _too_good(start: float, wanted: float) -> str:
    """Why a neuron that starts with this mean error has no rate at which it ends with the wanted one."""
    ours, theirs = told_apart(start, wanted)
    if start == wanted:
        return f"the other experiment starts with the very mean error with which the reference ends, {ours}"
    if start < wanted:
        return (
            f"the other experiment starts with a mean error of {ours}, which is already smaller than the {theirs} with "
            "which the reference ends"
        )
    return (
        f"the other experiment starts with a mean error of {ours}, and the reference ends with {theirs}: both are so "
        f"small that they count as none, as all up to {SMALLEST_TARGET:g} do"
    )


def _too_far(closest: float, wanted: float, largest: float) -> str:
    """Why no rate brings a neuron to the wanted mean error, when `closest` is the best that was seen."""
    ours, theirs = told_apart(closest, wanted)
    no_rate = (
        f"at no learning rate up to {largest:g} does the other experiment end with a mean error as small as the "
        f"{theirs} of the reference"
    )
    if math.isinf(closest):
        return f"{no_rate}: it diverges"
    if closest <= max(wanted, SMALLEST_TARGET):  # seen among many, or with fewer epochs, and not confirmed
        return (
            f"no learning rate up to {largest:g} was found at which the other experiment ends with the mean error of "
            f"{theirs} of the reference: it jumps across it"
        )
    return f"{no_rate}: {ours} is about as close as it comes"


def _lengths(epochs: int) -> Iterator[int]:
    """The epochs of every stage, the last being all of them."""
    stages = 0
    while epochs // FINER**stages > COARSE:
        stages += 1
    return (epochs // FINER**stage for stage in range(stages, -1, -1))


def _predicted(times: list[float], length: int) -> tuple[float, float]:
    """η for this stage from η · epochs of those before, and how far off that may be, relatively.

    η · epochs differs from the flow's by about the length of a step, so the last change goes on by 1/FINER of itself.
    """
    if len(times) == 1:
        return times[-1] / length, 0.1
    change = (times[-1] - times[-2]) / FINER
    return (times[-1] + change) / length, min(max(abs(change) / times[-1], 1e-8), 0.1)


def _dips(errors: Array) -> list[int]:
    """Where the list has a minimum that is no rounding, from the left."""
    left, middle, right = errors[:-2], errors[1:-1], errors[2:]
    return (np.flatnonzero((middle < left * (1.0 - 1e-9)) & (middle <= right)) + 1).tolist()


class _Stage:
    """The neuron with a given number of epochs, and how close to the target it has come."""

    def __init__(
        self, finish: Callable[[Neuron, int], Work[Neuron]], neuron: Neuron, epochs: int, target: float, largest: float
    ) -> None:
        self._finish, self._neuron, self._epochs, self._target, self._largest = finish, neuron, epochs, target, largest
        self.closest = math.inf

    def _try(self, eta: float) -> Work[Tried]:
        end = yield from self._finish(replace(self._neuron, eta=eta), self._epochs)
        return Tried(eta, mean_error(end))

    def among_all(self) -> Work[Bracket | None]:
        """The first bracket among all rates, from the smallest up.

        First among octaves. Where E has a minimum before it reaches the target, it may dip below the target between
        two octaves: one example's |a − y| is 0 where the last update carries a across y. There we look closer, if
        epochs are few: with many, a is not carried across y but by a step that is too large anyway.
        """
        top = self._largest
        while True:
            etas = top * 0.5 ** np.arange(TOGETHER - 1, -1, -1, dtype=np.float64)
            errors = yield from mean_errors_at_end(self._neuron, etas, self._epochs)
            self.closest = min(self.closest, float(errors.min()))
            reached = np.flatnonzero(errors <= self._target)
            first = int(reached[0]) if len(reached) else TOGETHER
            for dip in _dips(errors[:first])[:MOST_DIPS] if self._epochs <= COARSE else []:
                bracket = yield from self._inside(etas[dip - 1], etas[dip + 1])
                if bracket is not None:
                    return bracket
            if first > 0 or top < 1e-280:
                return (yield from self._confirmed(etas[first - 1], etas[first])) if 0 < first < TOGETHER else None
            top = float(etas[0])

    def _inside(self, low: float, high: float) -> Work[Bracket | None]:
        """A bracket around a minimum of E between two rates, looked at closer and closer."""
        for _ in range(CLOSER_LOOKS):
            etas = np.geomspace(low, high, TOGETHER)
            errors = yield from mean_errors_at_end(self._neuron, etas, self._epochs)
            self.closest = min(self.closest, float(errors.min()))
            first = int((errors <= self._target).argmax())
            if first > 0:
                return (yield from self._confirmed(etas[first - 1], etas[first]))
            dip = int(errors.argmin())
            low, high = etas[max(dip - 1, 0)], etas[min(dip + 1, TOGETHER - 1)]
        return None

    def _confirmed(self, low: float, high: float) -> Work[Bracket | None]:
        """The bracket as single runs see it, which round differently from many at once."""
        below, above = (yield from self._try(float(low))), (yield from self._try(float(high)))
        if below.error > self._target >= above.error:
            return below, above
        return (yield from self.around(float(high), 1e-3))

    def around(self, eta: float, spread: float) -> Work[Bracket | None]:
        """A bracket found from a prediction, in steps that grow; None where a factor of 2 either way has none."""
        tried = yield from self._try(min(eta, self._largest))
        factor = 1.0 + spread
        while tried.error > self._target:
            low = tried
            if low.eta >= min(2.0 * eta, self._largest):
                return None
            tried = yield from self._try(min(low.eta * factor, self._largest))
            if tried.error <= self._target:
                return low, tried
            factor = min(factor**2, 2.0)
        while tried.error <= self._target:
            high = tried
            if high.eta <= 0.5 * eta:
                return None
            tried = yield from self._try(high.eta / factor)
            factor = min(factor**2, 2.0)
        return tried, high

    def polish(self, eta: float) -> Work[Tried]:
        """The root next to one that was found with slightly other roundings; mostly that one."""
        tried = yield from self._try(eta)
        if self._distance(tried) <= POLISHED * self._target + NOISE or self._distance(tried) > PARTED:
            return tried
        bracket = yield from self.around(eta, 1e-9)
        return (yield from self.solve(bracket, EXACTLY)) if bracket is not None else tried

    def solve(self, bracket: Bracket, tolerance: float) -> Work[Tried]:
        """The root in a bracket by the Illinois method on log η, halving where that gains too little."""
        low, high = bracket
        miss_low, miss_high = self._miss(low), self._miss(high)
        allowed = tolerance * self._target + NOISE
        best = min(bracket, key=self._distance)
        replaced = 0
        for trial in range(TRIALS + min(MORE_TRIALS, 40_000 // self._epochs)):
            if self._distance(best) <= allowed:
                break
            share = miss_low / (miss_low - miss_high) if math.isfinite(miss_low - miss_high) else math.nan
            if trial % 5 == 4 or not 0.0 < share < 1.0:
                share = 0.5
            eta = low.eta * (high.eta / low.eta) ** share
            if not low.eta < eta < high.eta:
                break  # no double is left between the two
            tried = yield from self._try(eta)
            best = min(best, tried, key=self._distance)
            if tried.error > self._target:
                low, miss_low = tried, self._miss(tried)
                miss_high *= 0.5 if replaced < 0 else 1.0  # the same end twice: the other one counts for less
                replaced = -1
            else:
                high, miss_high = tried, self._miss(tried)
                miss_low *= 0.5 if replaced > 0 else 1.0
                replaced = 1
        return best

    def _distance(self, tried: Tried) -> float:
        return abs(tried.error - self._target)

    def _miss(self, tried: Tried) -> float:
        """Above 0 where E is above the target; a logarithm, because E falls by orders of magnitude."""
        if self._target > 0.0 and tried.error > 0.0:
            return math.log(tried.error / self._target)
        return tried.error - self._target
