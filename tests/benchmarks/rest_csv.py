"""Full traces as CSV through REST: `python -m tests.benchmarks.rest_csv`. Rows a second, and the server's peak memory.

Every number of runs has a fresh server, whose peak is read from the system at the end. What is written is counted and
thrown away, as fast as it comes.
"""

import sys
import time
from pathlib import Path

from tests.servers import Server

RUNS = (100, 1_000, 10_000)
EPOCHS = 300


def measure() -> dict[str, float]:
    """Rows a second, and megabytes, by number of runs."""
    results: dict[str, float] = {}
    for runs in RUNS:
        with Server() as server, server.client() as client:
            client.post("/api/v1/simulations", params={"format": "csv"}, json={"experiments": [{}]}).raise_for_status()
            results["memory before (MB)"] = _peak(server)
            experiments = [{"w": 2 + number / runs, "b": 2, "epochs": EPOCHS} for number in range(runs)]
            start = time.perf_counter()
            rows = -1
            size = 0
            with client.stream(
                "POST", "/api/v1/simulations", params={"format": "csv"}, json={"experiments": experiments}
            ) as answer:
                for chunk in answer.iter_raw():
                    rows += chunk.count(b"\n")
                    size += len(chunk)
            seconds = time.perf_counter() - start
            if rows != runs * (EPOCHS + 1):
                raise RuntimeError(f"{rows} rows came, and not {runs * (EPOCHS + 1)}")
            results[f"{runs} runs, {size / 1e6:.0f} MB: rows a second"] = rows / seconds
            results[f"{runs} runs: seconds"] = seconds
            results[f"{runs} runs: peak memory (MB)"] = _peak(server)
    return results


def _peak(server: Server) -> float:
    """The most that the server's process has held so far, in megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    for name, value in measure().items():
        sys.stdout.write(f"  {value:12.1f}  {name}\n")
