"""`slowdown sweep`."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from app.cli import sweep_file
from app.cli.sweep_file import short
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.experiments.sweeps.formats import FORMATS
from app.learning.elementwise import Array
from tests.cli.calling import COMMAND, Terminal, call, surroundings

MAP = ("--axis", "w=-2:2:5", "--axis", "b=-1:3:3", "--measure", "epochs_to_half")
LONG = ("--x", "0.5,1", "--y", "0,1", "--measure", "final_cost")
"""Two examples, which no law of one z makes short."""
ENOUGH = 1.5
"""Seconds: so long that a signal arrives in the middle."""


def test_the_formula_of_the_plateau_is_met_at_the_golden_numbers() -> None:
    ended = call("sweep", "--axis", "z0=2,4,6,8", "--measure", "epochs_to_half", "--epochs", "20000", "--out", "-")
    assert ended.status == 0
    assert ended.out == "z0,epochs_to_half\n2.0,52\n4.0,232\n6.0,1416\n8.0,10028\n"


def test_every_cell_is_the_run_of_its_experiment(tmp_path: Path) -> None:
    ended = call("sweep", *MAP, "--cost", "cross-entropy", "--out", str(tmp_path / "map.npy"))
    assert ended.status == 0
    values = np.load(tmp_path / "map.npy")
    for i, w in enumerate(np.linspace(-2.0, 2.0, 5).tolist()):
        for j, b in enumerate(np.linspace(-1.0, 3.0, 3).tolist()):
            half = simulate(Experiment(cost="cross-entropy", w=w, b=b))[1]["epochs_to_half"]
            assert values[i, j] == (np.nan if half is None else half)


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_of_the_name_says_the_format(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"map{FORMATS[name].suffix}"
    assert call("sweep", *MAP, "--out", str(file), "-q") == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    expected = call("sweep", *MAP, "--out", "-", "--format", "json", "-q").out
    assert np.array_equal(_values_in(file), np.array(json.loads(expected)["values"], dtype=float), equal_nan=True)


def _values_in(file: Path) -> Array:
    """The map that a file holds, never as NaN."""
    if file.suffix == ".npy":
        found = np.load(file)
    elif file.suffix == ".json":
        found = json.loads(file.read_text())["values"]
    elif file.suffix == ".csv":
        found = [row["epochs_to_half"] or "nan" for row in csv.DictReader(file.read_text().splitlines())]
    else:
        parquet = pytest.importorskip("pyarrow.parquet")
        found = parquet.read_table(file)["epochs_to_half"].to_numpy()
    return np.array(found, dtype=float).reshape(5, 3)


def test_a_format_of_its_own_wins_over_the_ending(tmp_path: Path) -> None:
    assert call("sweep", *MAP, "--out", str(tmp_path / "map.txt"), "--format", "csv", "-q").status == 0
    assert (tmp_path / "map.txt").read_text().startswith("w,b,epochs_to_half\n")


def test_it_says_what_it_is_about_to_do_and_what_came_of_it(tmp_path: Path) -> None:
    ended = call("sweep", *MAP, "--epochs", "40", "--out", str(tmp_path / "map.npy"))
    assert ended.lines[0].startswith("15 cells (5 × 3), 600 epochs in all, about as much work as ")
    assert ended.lines[-1] == f"Wrote {tmp_path / 'map.npy'}."
    words = " ".join(ended.out.split())
    assert words.startswith("Epochs to one half: smallest 0 at w = -2, b = -1 largest ")
    assert re.search(r"none in \d+ of 15 cells \(\d+\.\d%\)$", words)


def test_with_the_numbers_on_standard_output_all_else_is_on_the_other() -> None:
    ended = call("sweep", *MAP, "--out", "-")
    assert len(list(csv.DictReader(io.StringIO(ended.out)))) == 15
    assert "smallest" in ended.err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "--axis: axes is required."),
        (["--axis", "w=1,2"], "--measure: measure is required."),
        (["--axis", "w=1,2", "--measure", "speed"], "--measure: measure must be one of initial_output, "),
        (["--axis", "speed=1,2", "--measure", "diverged"], "--axis speed: "),
        (["--axis", "eta=-1:1:3", "--measure", "diverged"], "--axis eta: start must be greater than 0, got -1"),
        (["--axis", "eta=0.1:1:0", "--measure", "diverged"], "--axis eta: num must be at least 1, got 0."),
        (
            ["--axis", "eta=0.1:1:3:ln", "--measure", "diverged"],
            "--axis eta: scale must be 'linear' or 'log', got 'ln'.",
        ),
        (["--axis", "w=a:1:3", "--measure", "diverged"], "--axis w: start must be a number, got 'a'."),
        ([*MAP, "--axis", "eta=1,2"], "--axis: axes must be 1 or 2, got 3."),
        ([*MAP, "--eta", "-1"], "--eta: eta must be greater than 0, got -1."),
        (
            [*MAP, "--eta", "1", "--eta", "2"],
            "--eta: a sweep starts from one experiment, got 2; what varies is an --axis.",
        ),
        (list(MAP), "--out: out is required: a file's name, or - for standard output."),
        ([*MAP, "--out", "map.xls"], "--out: out must end in one of .json, .csv, .npy, .parquet, or have a --format, "),
        (
            [*MAP, "--out", "-", "--format", "xls"],
            "--format: format must be one of json, csv, npy, parquet, got 'xls'.",
        ),
        ([*MAP, "--out", "-", "--resume"], "--resume: there is nothing to go on with where --out is standard output."),
        ([*MAP, "--out", "-", "--workers", "0"], "--workers: workers must be at least 1, got 0."),
        (
            [*MAP, "--out", "-", "--scheduler", "tcp://x:1", "--workers", "2"],
            "--scheduler: the cluster has workers of ",
        ),
    ],
)
def test_a_mistake_is_one_line_that_names_the_option(arguments: list[str], line: str) -> None:
    ended = call("sweep", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.lines[0].startswith(line)


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("/nowhere/map.npy", "Cannot write /nowhere/map.npy: No such file or directory."),
        ("{}/there.npy", "{}/there.npy is there already: --force overwrites it."),
        ("{}/cut.npy", "{}/cut.npy.part holds a sweep that was cut off"),
    ],
)
def test_it_overwrites_nothing_and_says_why(out: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "there.npy").write_text("dear")
    (tmp_path / "cut.npy.part").write_text("dear")
    (tmp_path / "cut.npy.journal").write_text("dear")
    ended = call("sweep", *MAP, "--out", out.format(tmp_path))
    assert (ended.status, ended.out, len(ended.lines)) == (1, "", 1)
    assert ended.err.startswith(words.format(tmp_path))
    assert (tmp_path / "there.npy").read_text() == "dear"


def test_force_overwrites(tmp_path: Path) -> None:
    (tmp_path / "map.npy").write_text("old")
    assert call("sweep", *MAP, "--out", str(tmp_path / "map.npy"), "--force").status == 0
    assert np.load(tmp_path / "map.npy").shape == (5, 3)


def test_a_sweep_that_no_disk_can_hold_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    ended = call("sweep", "--axis", "w=-5:5:1000", "--measure", "diverged", "--out", str(tmp_path / "map.npy"))
    assert ended.status == 1
    assert ended.err.endswith("1,000 cells take 8 thousand bytes, and 1 thousand are free.\n")
    assert list(tmp_path.iterdir()) == []


def test_there_is_nothing_to_resume_where_nothing_was_begun(tmp_path: Path) -> None:
    ended = call("sweep", *MAP, "--out", str(tmp_path / "map.npy"), "--resume")
    assert ended.status == 1
    assert ended.err.startswith("there is no sweep to go on with")


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    ended = call("sweep", *MAP, "--out", str(tmp_path / "map.npy"), "--scheduler", "nonsense")
    assert (ended.status, len(ended.lines)) == (1, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("count", "text"), [(0.5, "0.5"), (999, "999"), (2.4e4, "24 thousand"), (1.2e9, "1.2 billion")]
)
def test_large_numbers_are_said_in_words(count: float, text: str) -> None:
    assert short(count) == text


def test_ctrl_c_while_the_file_is_written_leaves_what_resume_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Iterator[bytes]:
        yield b"w,b"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(FORMATS, "csv", replace(FORMATS["csv"], write=interrupted))  # type: ignore[arg-type]
        ended = call("sweep", *MAP, "--out", str(tmp_path / "map.csv"), "-q")
    assert (ended.status, len(ended.lines)) == (130, 1)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.csv.journal", "map.csv.part"]
    assert call("sweep", *MAP, "--out", str(tmp_path / "map.csv"), "-q", "--resume") == (0, "", "")
    assert (tmp_path / "map.csv").read_text() == call("sweep", *MAP, "--out", "-", "-q").out


def test_standard_output_needs_no_disk_unless_it_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = call("sweep", *MAP, "--out", "-", "-q")
    monkeypatch.setattr(sweep_file, "IN_MEMORY", 0)
    assert call("sweep", *MAP, "--out", "-", "-q") == in_memory
    monkeypatch.setattr(tempfile, "gettempdir", _nowhere)
    ended = call("sweep", *MAP, "--out", "-", "-q")
    assert (ended.status, ended.out) == (1, "")
    assert "There is no folder for temporary files" in ended.err


def _nowhere() -> str:
    raise FileNotFoundError(2, "No usable temporary directory found")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with subprocess.Popen(  # noqa: S603 (our own words)
        [*COMMAND, "sweep", "--axis", "w=0:1:200000", "--measure", "initial_cost", "--out", "-", "-q"],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"w,initial_cost\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


# In a terminal, with signals


class Whole(NamedTuple):
    arguments: tuple[str, ...]
    result: bytes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A sweep that takes a while on this machine, and its file when nothing interrupts it."""
    file = tmp_path_factory.mktemp("whole") / "map.npy"
    rows, seconds = 20, 0.0
    while seconds < ENOUGH:
        rows = 2 * rows if seconds < ENOUGH / 4 else round(1.3 * rows)
        arguments = (*LONG, "--axis", f"w=-5:5:{rows}", "--axis", f"eta=0.1:1:{rows}")
        begun = time.monotonic()
        assert call("sweep", *arguments, "--out", str(file), "-q", "--force").status == 0
        seconds = time.monotonic() - begun
    return Whole(arguments, file.read_bytes())


@pytest.fixture
def stopped(request: pytest.FixtureRequest, tmp_path: Path, whole: Whole) -> Terminal:
    """That sweep on a terminal, stopped by a signal as soon as some of it is there."""
    name, *more = request.param
    arguments = [*whole.arguments, "--workers", "1", *more]
    terminal = Terminal.start("sweep", *arguments, "--out", "map.npy", columns=60, folder=tmp_path)
    terminal.read_until(lambda _: re.search(r" [1-9]\d?% of", terminal.plain) is not None)
    os.killpg(terminal.process.pid, name)
    return terminal


@pytest.mark.parametrize(
    ("stopped", "status"),
    [((signal.SIGINT,), 130), ((signal.SIGTERM,), 143), ((signal.SIGINT, "--processes"), 130)],
    indirect=["stopped"],
    ids=["Ctrl-C", "SIGTERM", "Ctrl-C with processes"],
)
def test_a_signal_keeps_what_is_computed_and_resume_makes_it_whole(
    stopped: Terminal, status: int, tmp_path: Path, whole: Whole
) -> None:
    assert stopped.wait() == status
    assert "Traceback" not in stopped.text
    last = stopped.plain.splitlines()[-1]
    assert re.fullmatch(r".*Stopped at \d+%\. What is computed is kept: the same command with --resume goes on\.", last)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["map.npy.journal", "map.npy.part"]
    other = call("sweep", *whole.arguments, "--b", "0.2", "--out", str(tmp_path / "map.npy"), "--resume")
    assert (other.status, len(other.lines)) == (1, 1)
    assert "another sweep" in other.err
    ended = call("sweep", *whole.arguments, "--out", str(tmp_path / "map.npy"), "--resume")
    assert ended.status == 0
    assert re.search(r" (?!0%)\d+% is there\.$", ended.lines[0])
    assert [file.name for file in tmp_path.iterdir()] == ["map.npy"]
    assert (tmp_path / "map.npy").read_bytes() == whole.result


@pytest.mark.parametrize("how", [(), ("--processes",)])
def test_a_chunk_that_takes_minutes_is_not_waited_for(how: tuple[str, ...], tmp_path: Path) -> None:
    inputs, ones = ",".join(["1"] * 16), ",".join(["1"] * 50)
    long = ("--w", inputs, "--x", ";".join([inputs] * 50), "--y", ones, "--epochs", "20000")
    shown = Terminal.start(
        *("sweep", *long, "--axis", "b=0:1:200", "--measure", "final_cost", "--out", "map.npy", *how), folder=tmp_path
    )
    shown.read_until(lambda _: "200 cells" in shown.plain)
    time.sleep(ENOUGH)
    shown.process.send_signal(signal.SIGINT)
    assert shown.wait() == 130
    assert "Traceback" not in shown.text
    assert "--resume goes on." in shown.plain


@pytest.mark.parametrize("columns", [40, 80])
def test_the_bar_and_the_map_fit_the_terminal(columns: int, tmp_path: Path) -> None:
    shown = Terminal.start("sweep", *MAP, "--out", "map.npy", columns=columns, folder=tmp_path)
    assert shown.wait() == 0
    assert "of 15 cells" in shown.plain
    assert "│" in shown.plain
    lines = shown.plain.replace("\r", "\n").splitlines()
    assert max(len(line) for line in lines if "cells (" not in line) <= columns
