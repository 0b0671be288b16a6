"""Tables for people: times, ratios to ours, and which goals are met."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.engine.growth import Growth
from tests.benchmarks.engine.huge import Huge
from tests.benchmarks.engine.race import Result


def show_machine(console: Console, machine: Mapping[str, Any]) -> None:
    console.print(", ".join(f"{name} {value}" for name, value in machine.items() if value is not None))


def show(console: Console, result: Result) -> None:
    """A step is one epoch of one neuron, or one mini-batch of every network.

    The last column says how many times as long as the first line one takes.
    """
    table = Table(title=f"{result.title} (load {result.load:g})", title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("median", "quickest", "slowest", "first call", "processors", "ns a step", "× first"):
        table.add_column(heading, justify="right")
    ours = next(iter(result.times.values())).median
    for name, time in result.times.items():
        times = [
            duration(seconds) for seconds in (time.median, time.quickest, time.slowest, time.first, time.processor)
        ]
        table.add_row(name, *times, f"{1e9 * time.median / result.steps:.3g}", f"{time.median / ours:.2f}")
    console.print()
    console.print(table)
    for name, reason in result.left_out.items():
        console.print(f"  {name} is left out: {reason}")
    for goal in result.goals:
        console.print(f"  {goal.reached:7.2f} times as fast as {goal.name}; {goal.verdict}".rstrip("; "))


def show_growth(console: Console, growths: Sequence[Growth], plot: Path) -> None:
    for growth in growths:
        table = Table(title=f"Time against {growth.axis}: {growth.title}", title_justify="left", title_style="bold")
        table.add_column(growth.axis)
        for size in growth.sizes:
            table.add_column(f"{size:,}", justify="right")
        for name, seconds in growth.seconds.items():
            table.add_row(name, *("" if v is None else duration(v) for v in seconds))
        console.print()
        console.print(table)
    console.print(f"  drawn in {plot}")


def show_huge(console: Console, sweeps: Sequence[Huge]) -> None:
    console.print(f"\n[bold]{sweeps[0].runs:,} runs through `slowdown sweep`[/]")
    for sweep in sweeps:
        console.print(
            f"  {duration(sweep.seconds)}, {sweep.own:.0f} MB of its own at most ({sweep.verdict}), "
            f"{sweep.resident:.0f} MB with the pages of the result: {sweep.title}"
        )


def duration(seconds: float) -> str:
    if seconds >= 1.0:
        return f"{seconds:.2f} s"
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.3g} µs"
