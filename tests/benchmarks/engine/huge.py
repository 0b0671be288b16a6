"""10⁸ runs through the command line: how long it takes, and how much memory it holds at most.

The result itself, 800 MB, is a file mapped into memory: its pages count as resident while they are warm, and the
system takes them back when it likes. What the process needs for itself is the anonymous part.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SIDE = 10_000
QUICK_SIDE = 300
BOUND = 256.0
"""MB of its own that a sweep may hold, however many cells it has."""
LOOK = 0.05
"""Seconds between two looks at the process."""

SWEEPS = {
    "epochs_to_half over (w, b), a lattice": ("w=-5:5:{side}", "b=-5:5:{side}", "epochs_to_half"),
    "final_output over (w, η), nothing shared": ("w=-5:5:{side}", "eta=0.01:1:{side}:log", "final_output"),
}


@dataclass(frozen=True)
class Huge:
    title: str
    runs: int
    seconds: float
    own: float
    """Most memory of its own at any time, in MB."""
    resident: float
    """The same with the pages of the result."""

    @property
    def verdict(self) -> str:
        return f"wanted below {BOUND:g}: " + ("met" if self.own <= BOUND else "missed")


def measure(quick: bool, say: Callable[[str], None]) -> list[Huge]:
    side = QUICK_SIDE if quick else SIDE
    results = []
    for title, (first, second, name) in SWEEPS.items():
        say(f"{side * side:,} runs: {title}")
        axes = ["--axis", first.format(side=side), "--axis", second.format(side=side)]
        with tempfile.TemporaryDirectory() as folder:
            words = ["sweep", *axes, "--measure", name, "--quiet", "--out", str(Path(folder) / "huge.npy")]
            seconds, own, resident = watched([sys.executable, "-m", "app.cli", *words])
        results.append(Huge(title, side * side, seconds, own, resident))
    return results


def watched(command: list[str]) -> tuple[float, float, float]:
    """Seconds, and the largest anonymous and resident memory in MB. Raises `CalledProcessError`."""
    start = time.perf_counter()
    own = resident = 0.0
    with subprocess.Popen(command) as process:  # noqa: S603 (our own command)
        while process.poll() is None:
            held = memory_of(process.pid)
            own, resident = max(own, held.get("RssAnon", 0.0)), max(resident, held.get("VmRSS", 0.0))
            time.sleep(LOOK)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, own, resident


def memory_of(pid: int) -> dict[str, float]:
    """What Linux says of a process, in MB; nothing elsewhere, or when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = [line.split() for line in lines if line.endswith(" kB")]
    return {name.rstrip(":"): float(value) / 1000 * 1.024 for name, value, _ in pairs}
