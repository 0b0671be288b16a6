"""Contestants take turns at one work; what counts is the median of each, and the ratio to ours."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.benchmarks.engine import machine
from tests.benchmarks.engine.contestants import Broken, Contestant, Missing, Spent
from tests.benchmarks.engine.work import Answer

Check = Callable[[str, Answer, Answer], None]
"""Name of a contestant, its answer and that of the first; raises `Differs`."""


@dataclass(frozen=True)
class Time:
    """Seconds: the first call, with compilation, and the median, quickest and slowest of the calls after it.

    `processor` is the median of the processors' own time, which a busy machine changes less; waiting threads that spin
    are in it.
    """

    first: float
    median: float
    quickest: float
    slowest: float
    processor: float


@dataclass
class Result:
    title: str
    steps: int
    """Neuron-epochs, counted as if every run were computed."""
    times: dict[str, Time] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    """Contestant to the reason why it did not take part."""
    goals: list["Goal"] = field(default_factory=list)
    load: float = 0.0
    """The machine's load average before the first round, of which the contestants' own preparing is a part."""

    def fastest(self, names: Sequence[str]) -> str | None:
        there = [name for name in names if name in self.times]
        return min(there, key=lambda name: self.times[name].median) if there else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Goal:
    """How many times as fast ours is as somebody, and should be; None where that is only worth knowing."""

    name: str
    wanted: float | None
    reached: float

    @property
    def verdict(self) -> str:
        if self.wanted is None:
            return ""
        return f"wanted {self.wanted:g}: " + ("met" if self.reached >= self.wanted else "missed")


def race(
    title: str,
    work: Any,
    steps: int,
    contestants: Sequence[Contestant],
    rounds: int,
    check: Check,
    say: Callable[[str], None],
) -> Result:
    """The first contestant is ours: the others' answers are compared with its own before any clock is read."""
    result = Result(title, steps)
    first: dict[str, float] = {}
    ours: Answer | None = None
    for contestant in contestants:
        say(f"{title}: {contestant.name} prepares and is compared")
        try:
            spent, answer = contestant.prepare(work)
        except (Missing, Broken) as problem:
            if ours is None:
                raise
            result.left_out[contestant.name] = str(problem)
            continue
        first[contestant.name] = spent.seconds
        if ours is None:
            ours = answer
        check(contestant.name, answer, ours)
    running = [contestant for contestant in contestants if contestant.name in first]
    calls: dict[str, list[Spent]] = {name: [] for name in first}
    result.load = machine.load()
    for turn in range(rounds):
        # Everybody runs once before anybody runs again, and each in turn goes first.
        start = turn % len(running)
        for contestant in running[start:] + running[:start]:
            say(f"{title}: round {turn + 1} of {rounds}, {contestant.name}")
            calls[contestant.name].append(contestant.again())
    for name, spent_by in calls.items():
        seconds = [call.seconds for call in spent_by]
        processor = statistics.median(call.processor for call in spent_by)
        result.times[name] = Time(first[name], statistics.median(seconds), min(seconds), max(seconds), processor)
    return result
