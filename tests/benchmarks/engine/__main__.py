"""`make bench-engine`: measures, prints tables of ratios, writes a plot, and JSON with `--json FILE`."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.benchmarks.engine import growth, huge, machine, many, one, report, training
from tests.benchmarks.engine.answers import Differs
from tests.benchmarks.engine.contestants import Broken, Contestant

WIDTH = 120
"""Of the tables in a file or a pipe, whose own width nobody knows."""

PLOT = Path("build/engine.html")


def main() -> None:
    names = [*many.works(quick=True), *training.works(quick=True), "one", "growth", "huge"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=names, nargs="+", default=names)
    parser.add_argument("--rounds", type=int, default=7, help="calls of each contestant; the median counts")
    parser.add_argument("--quick", action="store_true", help="a hundredth of the runs: to see that it works")
    parser.add_argument("--json", type=Path, help="also write the numbers to this file")
    parser.add_argument(
        "--plot", type=Path, default=PLOT, help="where the plot of the growth goes (default: %(default)s)"
    )
    chosen = parser.parse_args()

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    progress = Console(stderr=True)
    found: dict[str, Any] = {"machine": machine.describe(), "results": []}
    report.show_machine(console, found["machine"])
    contestants = [Contestant(name, place) for name, place in many.PLACES.items()]
    try:
        with progress.status("Starting") as status:
            # Without a terminal the turns are told line by line.
            say = status.update if progress.is_terminal else progress.print
            measure(chosen, contestants, console, say, found)
    except (Broken, Differs) as problem:
        sys.exit(f"The benchmark stops: {problem}")
    finally:
        for contestant in contestants:
            contestant.close()
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(
    chosen: argparse.Namespace,
    contestants: list[Contestant],
    console: Console,
    say: Callable[[str], None],
    found: dict[str, Any],
) -> None:
    """What was chosen, shown when it is there and added to what was found."""
    for result in many.measure(chosen.only, contestants, chosen.rounds, chosen.quick, say):
        report.show(console, result)
        found["results"].append(result.as_json())
    for result in training.measure(chosen.only, chosen.rounds, chosen.quick, say):
        report.show(console, result)
        found["results"].append(result.as_json())
    if "growth" in chosen.only:
        growths = growth.measure(contestants, chosen.quick, say)
        growth.draw(growths, chosen.plot)
        report.show_growth(console, growths, chosen.plot)
        found["growth"] = [asdict(curve) for curve in growths]
    if "one" in chosen.only:
        result = one.measure(chosen.rounds, say)
        report.show(console, result)
        found["results"].append(result.as_json())
    if "huge" in chosen.only:
        sweeps = huge.measure(chosen.quick, say)
        report.show_huge(console, sweeps)
        found["huge"] = [asdict(sweep) for sweep in sweeps]


if __name__ == "__main__":
    main()
