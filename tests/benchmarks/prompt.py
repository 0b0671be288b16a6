"""How prompt the server stays while it works hard: `python -m tests.benchmarks.prompt`.

Three clients ask again and again: for /healthz over one open connection (the event-loop probe, whose answer needs
nothing but a turn of the loop) and over new ones, and for the first row of a stream. Beside them nothing runs, the
largest sweeps allowed run, their results are fetched in part, a batch of full traces is written, or two networks are
trained: digits, which keep a processor busy each, or XOR, whose many short epochs make as many rows as can be sent. The
goal beside two trainings is a first row within 150 ms for 95 of 100.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from app.experiments.sweeps.schema import Sweep
from app.web.messages import MAX_SWEEP_CELLS, MAX_SWEEP_COST
from tests.servers import Server
from tests.web.asking import PATH
from tests.web.talking import open_stream, receive, send

SECONDS = 10.0
DIGITS = {"kind": "network", "problem": "digits", "hidden": [300, 300], "batch_size": 10, "epochs": 2000}
XOR = {"kind": "network", "epochs": 100_000}
PAUSE = 0.01


def measure(words: Sequence[str] = ()) -> dict[str, dict[str, float]]:
    """Milliseconds by what is asked, for each kind of work beside it, or where its name has one of the words."""
    works: dict[str, Callable[[Server], Any]] = {
        "nothing else": nothing,
        "the two largest sweeps allowed": sweeps,
        "the same, and their results fetched in part": fetched,
        "10,000 full traces as CSV": traces,
        "two trainings of digits": lambda server: trainings(server, DIGITS),
        "two trainings of XOR": lambda server: trainings(server, XOR),
    }
    results = {}
    for name, work in works.items():
        if words and not any(word in name for word in words):
            continue
        with Server() as server, work(server):
            results[f"beside {name}"] = probe(server)
    return results


def probe(server: Server) -> dict[str, float]:
    """Quantiles of all answers that come within some seconds."""
    kinds = {
        "event loop (/healthz, one connection)": loop,
        "/healthz, a new connection": health,
        "first row": first_row,
        "first row, a new connection (as the pages do)": first_row_of_a_socket,
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    over = threading.Event()
    threads = [threading.Thread(target=kind, args=(server, over, times[name])) for name, kind in kinds.items()]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    over.set()
    for thread in threads:
        thread.join()
    return {label: value for name in kinds for label, value in quantiles(name, times[name]).items()}


def quantiles(name: str, times: list[float]) -> dict[str, float]:
    ordered = [1000 * seconds for seconds in sorted(times)]
    return {
        f"{name}, median (ms)": ordered[len(ordered) // 2],
        f"{name}, 95th percentile (ms)": ordered[int(0.95 * len(ordered))],
        f"{name}, 99th percentile (ms)": ordered[int(0.99 * len(ordered))],
        f"{name}, longest of {len(ordered)} (ms)": ordered[-1],
    }


def loop(server: Server, over: threading.Event, times: list[float]) -> None:
    with server.client() as client:
        client.get("/healthz")
        while not over.is_set():
            asked = time.perf_counter()
            client.get("/healthz")
            times.append(time.perf_counter() - asked)
            time.sleep(PAUSE)


def health(server: Server, over: threading.Event, times: list[float]) -> None:
    while not over.is_set():
        with server.client() as client:
            asked = time.perf_counter()
            client.get("/healthz")
            times.append(time.perf_counter() - asked)
        time.sleep(PAUSE)


def first_row(server: Server, over: threading.Event, times: list[float]) -> None:
    """From a stream's `run` to its first rows."""
    number = 0
    with open_stream(server) as stream:
        while not over.is_set():
            number += 1
            asked = time.perf_counter()
            send(stream, type="run", id=str(number), experiments=[{}])
            while receive(stream)["type"] != "rows":
                pass
            times.append(time.perf_counter() - asked)
            while receive(stream)["type"] != "finished":
                pass
            time.sleep(PAUSE)


def first_row_of_a_socket(server: Server, over: threading.Event, times: list[float]) -> None:
    """From opening a stream to its first rows."""
    while not over.is_set():
        asked = time.perf_counter()
        with open_stream(server) as stream:
            send(stream, type="run", id="a", experiments=[{}])
            while receive(stream)["type"] != "rows":
                pass
            times.append(time.perf_counter() - asked)
        time.sleep(PAUSE)


@contextmanager
def nothing(_: Server) -> Iterator[None]:
    yield


def largest() -> dict[str, Any]:
    """A sweep at both caps: as many cells as there may be, and as many epochs as they may take."""
    side = int(MAX_SWEEP_CELLS**0.5)
    axes = {name: {"start": -5, "stop": 5, "num": side - place} for place, name in enumerate(("w", "b"))}

    def body(epochs: int) -> dict[str, Any]:
        return {"base": {"x": 0.7, "y": 0.3, "epochs": epochs}, "axes": axes, "measure": "final_output"}

    epochs = 1
    while Sweep.model_validate(body(2 * epochs)).cost <= MAX_SWEEP_COST:
        epochs *= 2
    return body(epochs)


@contextmanager
def sweeps(server: Server) -> Iterator[list[str]]:
    with server.client() as client:
        jobs = [client.post(PATH, json=largest()).raise_for_status().headers["location"] for _ in range(2)]
        while client.get(jobs[0]).json()["done"] == 0:
            time.sleep(0.1)
        yield jobs
        states = [client.get(job).json()["state"] for job in jobs]
        if states != ["running", "running"]:
            sys.stderr.write(f"the sweeps did not last: {states}\n")


@contextmanager
def fetched(server: Server) -> Iterator[None]:
    """Their results are read in part, one format after the other."""
    with sweeps(server) as jobs:
        urls = [f"{server.url}{jobs[0]}/result?partial=true&format={form}" for form in ("json", "csv", "npy")]
        with again_and_again(urls):
            yield


@contextmanager
def traces(server: Server) -> Iterator[None]:
    """Somebody takes ten thousand traces."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as body:
        json.dump({"experiments": [{"w": number / 1000} for number in range(10_000)]}, body)
        body.flush()
        options = ["-H", "Content-Type: application/json", "-d", f"@{body.name}"]
        with again_and_again([*options, f"{server.url}/api/v1/simulations?format=csv"]):
            yield


@contextmanager
def trainings(server: Server, experiment: dict[str, Any]) -> Iterator[None]:
    """Two clients train, and read what comes as fast as it comes."""
    with ExitStack() as stack:
        reading = [stack.enter_context(open_stream(server)) for _ in range(2)]
        for stream in reading:
            send(stream, type="run", id="a", experiments=[experiment], snapshots=True)
            assert [receive(stream)["type"] for _ in range(2)] == ["started", "rows"]
        threads = [threading.Thread(target=lambda stream=stream: deque(stream, maxlen=0)) for stream in reading]
        for thread in threads:
            thread.start()
        yield
        for stream, thread in zip(reading, threads, strict=True):
            if not thread.is_alive():
                sys.stderr.write("a training did not last\n")
            stream.close()
            thread.join()


@contextmanager
def again_and_again(words: list[str]) -> Iterator[None]:
    """curl with these words in a process of its own, until the end: here it would hold the clock's interpreter."""
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def ask() -> None:
        while not over.is_set():
            command = ["curl", "--silent", "--noproxy", "*", *words]
            running[:] = [subprocess.Popen(command, stdout=subprocess.DEVNULL)]  # noqa: S603 (our own words)
            running[0].wait()

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    yield
    over.set()
    running[0].terminate()
    asking.join()


def main() -> None:
    """Everything, or what is named by words of its title: `python -m tests.benchmarks.prompt trainings nothing`."""
    for title, numbers in measure(sys.argv[1:]).items():
        sys.stdout.write(f"\n{title}\n")
        for name, value in numbers.items():
            sys.stdout.write(f"  {value:10.1f}  {name}\n")


if __name__ == "__main__":
    main()
