"""`slowdown train`."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.cli.train import crew as module
from app.cli.train.state import Planned
from app.experiments.networks import run as network_run
from app.experiments.networks.run import NetworkRun, train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.summary import NETWORK_SUMMARY
from app.learning.datasets import load
from app.web.wire import to_json
from tests.cli.calling import COMMAND, Terminal, call, surroundings

SHORT = ("--problem", "moons", "--hidden", "6", "--epochs", "8")
ENDLESS = ("--problem", "digits", "--hidden", "30", "--epochs", "100000")
EXPERIMENT = {"kind": "network", "problem": "moons", "hidden": [6], "epochs": 8}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_says_what_was_trained_every_measure_and_what_happened() -> None:
    ended = call("train", *SHORT)
    assert (ended.status, ended.err) == (0, "")
    for measure in NETWORK_SUMMARY.values():
        assert measure.label in ended.out
    words = " ".join(ended.out.split())
    assert "problem=moons:n=200,noise=0.1,seed=0 hidden=6 activation=sigmoid output=sigmoid" in words
    assert re.search(r"\d+ outputs start wrong, .* On held-out examples it ends at \d+\.\d\d %", words)
    assert "Cost against epochs" in ended.out
    assert "against epochs" not in call("train", *SHORT, "--no-plot").out


def test_the_records_are_those_of_the_run_to_the_last_bit() -> None:
    columns, summary = train(NetworkExperiment.model_validate(EXPERIMENT))
    assert call("train", *SHORT, "--out", "o.json", "-q") == (0, "", "")
    (result,) = json.loads(Path("o.json").read_text())["results"]
    assert result["trace"] == json.loads(to_json(columns))
    assert result["summary"] == summary
    assert result["experiment"] == NetworkExperiment.model_validate(EXPERIMENT).model_dump()
    table = rows_of(call("train", *SHORT, "--out", "-", "-q").out)
    assert [float(row["cost"]) for row in table] == columns["cost"].tolist()
    assert [float(row["delta_norms_2"]) for row in table] == columns["delta_norms"][:, 1].tolist()


@pytest.mark.parametrize("every", ["1", "3"])
def test_the_records_are_the_answers_of_rest(every: str, client: httpx.Client) -> None:
    body = {"experiments": [EXPERIMENT, {**EXPERIMENT, "seed": 2}], "every": int(every)}
    arguments = ("train", *SHORT, "--seeds", "2", "--every", every, "-q", "--out", "-")
    answer = client.post("/api/v1/simulations", json=body)
    assert json.loads(call(*arguments, "--format", "json").out) == answer.json()
    assert call(*arguments).out == client.post("/api/v1/simulations?format=csv", json=body).text
    body["record"] = "summary"
    answer = client.post("/api/v1/simulations?format=csv", json=body)
    assert call(*arguments, "--record", "summary").out == answer.text


def test_summaries_alone_are_a_line_a_run() -> None:
    ended = call("train", *SHORT, "--seeds", "3", "--record", "summary", "--out", "-", "-q")
    table = rows_of(ended.out)
    assert [(row["run"], row["seed"], row["problem"], row["problem_noise"]) for row in table] == [
        (str(run), str(run + 1), "moons", "0.1") for run in range(3)
    ]
    call("train", *SHORT, "--seeds", "3", "--record", "summary", "--out", "o.json", "-q")
    found = json.loads(Path("o.json").read_text())["results"]
    assert [each["trace"] for each in found] == [None] * 3
    assert [each["summary"]["final_cost"] for each in found] == [float(row["final_cost"]) for row in table]


def test_the_weights_are_those_of_the_trained_network() -> None:
    assert call("train", *SHORT, "--weights", "w.npz").lines == ["Wrote w.npz."]
    run = NetworkRun(NetworkExperiment.model_validate(EXPERIMENT))
    list(run.rows())
    with np.load("w.npz", allow_pickle=False) as found:
        for layer, (weights, biases) in enumerate(zip(run.network.weights, run.network.biases, strict=True), 1):
            assert np.array_equal(found[f"weights_{layer}"], weights)
            assert np.array_equal(found[f"biases_{layer}"], biases)
        data = load("moons")
        hidden = 1.0 / (1.0 + np.exp(-data.x @ found["weights_1"].T - found["biases_1"]))
        is_one = hidden @ found["weights_2"].T + found["biases_2"] > 0.0
    assert np.mean(is_one[:, 0] == data.labels) == run.summary["final_accuracy"]
    assert os.listdir() == ["w.npz"]  # noqa: PTH208 (names)


# Going on


@pytest.mark.parametrize("how", [(), ("--precision", "single"), ("--no-shuffle",), ("--output", "softmax")])
def test_going_on_gives_the_bits_of_a_training_without_a_pause(how: tuple[str, ...]) -> None:
    call("train", *SHORT, *how, "--weights", "whole.npz", "--out", "whole.csv", "-q")
    call("train", *SHORT[:-1], "3", *how, "--weights", "half.npz", "-q")
    ended = call("train", "--start", "half.npz", "--epochs", "5", "--weights", "rest.npz", "--out", "rest.csv")
    assert ended.lines == ["Goes on from epoch 3 of half.npz.", "Wrote rest.npz, rest.csv."]
    assert Path("rest.csv").read_bytes() == Path("whole.csv").read_bytes()
    assert Path("rest.npz").read_bytes() == Path("whole.npz").read_bytes()


def test_another_rate_may_be_taken_on_the_way_and_stands_in_the_rows() -> None:
    call("train", *SHORT, "--weights", "w.npz", "-q")
    table = rows_of(call("train", "--start", "w.npz", "--epochs", "2", "--eta", "0.1", "--out", "-", "-q").out)
    assert [row["eta"] for row in table] == ["0.5"] * 9 + ["0.1"] * 2


def test_without_epochs_there_must_be_some_left() -> None:
    call("train", *SHORT, "--weights", "w.npz", "-q")
    ended = call("train", "--start", "w.npz")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == "--epochs: w.npz has 8 epochs behind it: say how many more there are to be.\n"
    assert call("train", "--start", "w.npz", "--epochs", "1e5").err.startswith("--epochs: epochs must be at most 100")


@pytest.mark.parametrize("change", [("--cost", "quadratic"), ("--seed", "9"), ("--seeds", "2"), ("--problem", "xor")])
def test_another_experiment_begins_with_the_weights(change: tuple[str, ...]) -> None:
    call("train", *SHORT, "--weights", "w.npz", "-q")
    ended = call("train", "--start", "w.npz", *change, "--epochs", "1", "--out", "o.json")
    assert ended.lines[0] == "Begins a new training with the weights of w.npz."
    result = json.loads(Path("o.json").read_text())["results"][0]
    with np.load("w.npz") as found:
        assert result["experiment"]["weights"][0] == found["weights_1"].tolist()
    assert result["trace"]["epoch"] == [0, 1]


def test_weights_of_another_program_say_the_layers() -> None:
    np.savez("w.npz", weights_1=np.ones((3, 2)), biases_1=np.zeros(3), weights_2=np.ones((1, 3)), biases_2=np.zeros(1))
    ended = call("train", "--start", "w.npz", "--epochs", "1", "--out", "o.json")
    assert ended.status == 0
    assert json.loads(Path("o.json").read_text())["results"][0]["experiment"]["hidden"] == [3]


def test_weights_of_another_shape_are_refused() -> None:
    call("train", *SHORT, "--weights", "w.npz", "-q")
    ended = call("train", "--start", "w.npz", "--problem", "digits", "--hidden", "6")
    assert (ended.status, ended.out) == (2, "")
    assert ended.lines[-2].startswith("--start: weights[0] must be 6 × 64 (outputs × inputs of layer 1), got 2 numbers")


# Several runs


def test_several_seeds_are_one_table_with_mean_and_spread() -> None:
    ended = call("train", *SHORT, "--seeds", "3", "--weights", "w.npz", "--out", "o.json")
    assert ended.lines == ["Wrote w-0.npz, w-1.npz, w-2.npz, o.json."]
    found = json.loads(Path("o.json").read_text())["results"]
    assert [each["experiment"]["seed"] for each in found] == [1, 2, 3]
    shares = [100 * each["summary"]["final_test_accuracy"] for each in found]
    assert f"{np.mean(shares):.2f} ± {np.std(shares, ddof=1):.2f}" in ended.out


def test_processes_give_the_numbers_of_one_after_the_other() -> None:
    arguments = [*SHORT, "--cost", "quadratic", "--cost", "cross-entropy", "--seeds", "2", "-q", "--out"]
    for workers in ("1", "2"):
        assert call("train", *arguments, f"{workers}.csv", "--workers", workers).status == 0
    assert Path("1.csv").read_bytes() == Path("2.csv").read_bytes()
    assert [row["run"] for row in rows_of(Path("1.csv").read_text())] == [
        str(run) for run in range(4) for _ in range(9)
    ]


def test_a_table_of_ones_own_is_learned_and_gone_on_with() -> None:
    lines = [f"{i % 7},{i % 5},{'tall' if i % 7 > 3 else 'small'}" for i in range(60)]
    Path("t.csv").write_text("\n".join(["height,width,kind", *lines]))
    begun = ["--csv", "t.csv", "--label", "kind", "--weights", "w.npz"]
    assert call("train", *begun, "--epochs", "3").status == 0
    ended = call("train", "--start", "w.npz", "--epochs", "2", "--no-plot")
    assert ended.lines == ["Goes on from epoch 3 of w.npz."]
    assert "problem=csv:file=t.csv,label=kind" in ended.out
    piped = call("train", "--csv", "-", "--label", "3", "--epochs", "5", "--no-plot", stdin=Path("t.csv").read_text())
    assert piped.out.partition("Cost at")[2] == ended.out.partition("Cost at")[2]


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["--eta", "-1"], 2, "--eta: eta must be greater than 0, got -1."),
        (["--seeds", "0"], 2, "--seeds: seeds must be at least 1, got 0."),
        (["--seeds", "many"], 2, "--seeds: seeds must be a whole number, got 'many'."),
        (["--seed", "4294967295", "--seeds", "2"], 2, "--seeds: seed must be at most 4294967295, got 4294967296."),
        (["--workers", "0"], 2, "--workers: workers must be at least 1, got 0."),
        (["--every", "0"], 2, "--every: every must be at least 1, got 0."),
        (["--record", "all"], 2, "--record: record must be one of trace, summary, got 'all'."),
        (["--out", "o.xls"], 2, "--out: out must end in one of .csv, .json, or have a --format, got 'o.xls'."),
        (["--format", "xls"], 2, "--format: format must be one of csv, json, got 'xls'."),
        (["--weights", "w.npy"], 2, "--weights: weights must end in .npz, got 'w.npy'."),
        (["--problem", "csv"], 2, "--problem: give the table with --csv FILE and --label COLUMN."),
        (["--label", "kind"], 2, "--label: give the table with --csv too."),
        (["--start", "gone.npz"], 2, "--start: cannot read gone.npz: No such file or directory."),
        (["--weights", "no/w.npz"], 1, "Cannot write no/w.npz: No such file or directory."),
        (["--out", "no/o.csv"], 1, "Cannot write no/o.csv: No such file or directory."),
        (["--out", "there.csv"], 1, "there.csv is there already: --force overwrites it."),
        (["--weights", "there.npz"], 1, "there.npz is there already: --force overwrites it."),
    ],
)
def test_a_mistake_is_one_line_and_a_status_and_nothing_is_touched(
    arguments: list[str], status: int, line: str
) -> None:
    for name in ("there.csv", "there.npz"):
        Path(name).write_text("dear")
    assert call("train", *arguments) == (status, "", f"{line}\n")
    assert {file.name: file.read_text() for file in Path().iterdir()} == {"there.csv": "dear", "there.npz": "dear"}


def test_files_that_are_not_there_are_said_with_their_folder(tmp_path: Path) -> None:
    ended = call("train", "--problem", "mnist", "--seeds", "2", "--workers", "1", "--data-folder", str(tmp_path))
    assert (ended.status, ended.out, len(ended.lines)) == (1, "", 1)
    assert "slowdown data fetch mnist" in ended.err
    assert f"The data folder is {tmp_path}." in ended.err


def test_a_training_that_diverges_is_a_result_and_its_weights_are_the_last_finite_ones() -> None:
    wild = ["--problem", "moons", "--output", "linear", "--cost", "quadratic", "--eta", "1000", "--activation", "relu"]
    ended = call("train", *wild, "--epochs", "50", "--weights", "w.npz", "--no-plot")
    assert ended.status == 0
    assert "the numbers grow beyond all bounds" in " ".join(ended.out.split())
    with np.load("w.npz") as found:
        assert all(np.isfinite(found[name]).all() for name in found.files if name.startswith(("weights", "biases")))


def test_a_full_disk_costs_no_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    os.symlink("/dev/full", "full.npz")  # noqa: PTH211 (shorter)
    ended = call("train", *SHORT, "--weights", "full.npz", "-q")
    assert (ended.status, len(ended.lines)) == (1, 1)
    place = re.fullmatch(r"Cannot write full\.npz: No space left on device\. It is in (.+) instead\.", ended.lines[0])
    assert place is not None
    with np.load(place[1]) as found:
        assert found["trace_epoch"].tolist() == list(range(9))


def test_a_mistake_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(network_run, "row_of", broken)
    with pytest.raises(ZeroDivisionError, match="ours"):
        call("train", *SHORT)


# Signals, pipes, terminals


def stopped(*more: str, with_signal: int = signal.SIGINT, columns: int = 100) -> Terminal:
    """An endless training that gets a signal after some epochs."""
    terminal = Terminal.start("train", *ENDLESS, *more, columns=columns, folder=Path().absolute())
    terminal.read_until(lambda _: re.search(r"epoch [1-9]", terminal.plain) is not None)
    os.killpg(terminal.process.pid, with_signal)
    return terminal


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=str
)
def test_a_signal_keeps_what_is_there_and_start_goes_on(number: int, status: int) -> None:
    terminal = stopped("--weights", "w.npz", "--out", "o.csv", with_signal=number)
    assert terminal.wait() == status
    assert "Traceback" not in terminal.text
    last = terminal.plain.splitlines()[-1]
    told = re.fullmatch(
        r"Stopped after epoch (\d+) of 100000\. Wrote w\.npz, o\.csv\. slowdown train --start w\.npz goes on\.", last
    )
    assert told is not None
    epochs = [int(row["epoch"]) for row in rows_of(Path("o.csv").read_text())]
    assert epochs == list(range(int(told[1]) + 1))
    ended = call("train", "--start", "w.npz", "--epochs", "1", "--no-plot")
    assert ended.status == 0
    assert ended.lines == [f"Goes on from epoch {told[1]} of w.npz."]


def test_whoever_hammers_on_ctrl_c_loses_nothing_and_is_told() -> None:
    terminal = stopped("--weights", "w.npz")
    for _ in range(6):
        time.sleep(0.01)
        if terminal.process.poll() is None:
            os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.wait() == 130
    assert "Traceback" not in terminal.text
    assert terminal.plain.endswith("Wrote w.npz. slowdown train --start w.npz goes on.\n")


def test_a_closed_standard_output_is_no_trouble() -> None:
    command = ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "train", *SHORT, "--out", "o.csv"]
    ended = subprocess.run(command, env=surroundings(), stderr=subprocess.PIPE, timeout=60, check=False)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, b"Wrote o.csv.\n")


def test_ctrl_c_with_processes_leaves_none_behind() -> None:
    terminal = stopped("--seeds", "2", "--workers", "2", "--weights", "w.npz")
    assert terminal.wait() == 130
    assert "Traceback" not in terminal.text
    assert "Stopped when 0 of 2 runs were over." in terminal.plain
    assert _is_empty(terminal.process.pid)


def _is_empty(group: int) -> bool:
    """Whether its last process has gone, some seconds from now at the latest."""
    end = time.monotonic() + 10.0
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_after_a_kill_the_unfinished_file_can_be_gone_on_from() -> None:
    terminal = stopped("--weights", "w.npz", with_signal=signal.SIGKILL)
    assert terminal.wait() == -9
    assert [file.name for file in Path().iterdir()] == ["w.npz.part"]
    refused = call("train", *ENDLESS, "--weights", "w.npz")
    assert (refused.status, len(refused.lines)) == (1, 1)
    assert "--start w.npz.part goes on from it" in refused.err
    ended = call("train", "--start", "w.npz.part", "--epochs", "1", "--weights", "w.npz", "--no-plot")
    assert ended.status == 0
    assert [file.name for file in Path().iterdir()] == ["w.npz"]


def test_an_epoch_that_takes_minutes_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    told: list[object] = []
    crew = module.Crew(_slow, [Planned(0, NetworkExperiment(), Path())], 1)
    with crew:
        for report in crew.reports():
            told.append(report)
            crew.stop()
        assert crew.is_at_work
    assert len(told) < 20


def _slow(_task: Any, _tell: module.Tell, is_stopped: module.IsStopped) -> None:
    while not is_stopped():
        time.sleep(0.01)
    time.sleep(3.0)


def test_a_reader_that_goes_away_ends_it_quietly_and_the_weights_are_kept() -> None:
    with subprocess.Popen(  # noqa: S603 (our own words)
        [*COMMAND, "train", *ENDLESS, "--out", "-", "--weights", "w.npz", "-q"],
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"run,epoch,cost,accuracy,")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141
    assert Path("w.npz").exists()


@pytest.mark.parametrize("columns", [40, 80])
def test_it_fits_the_terminal(columns: int) -> None:
    terminal = Terminal.start("train", *SHORT, "--seeds", "2", columns=columns, folder=Path().absolute())
    assert terminal.wait() == 0
    assert max(map(len, terminal.plain.replace("\r", "\n").splitlines())) <= columns


def test_a_terminal_of_few_letters_gets_ascii() -> None:
    terminal = Terminal.start("train", *SHORT, "--seeds", "2", more={"LC_ALL": "C"}, folder=Path().absolute())
    assert terminal.wait() == 0
    assert terminal.shown.isascii()
