"""`slowdown run`."""

import csv
import io
import json
from pathlib import Path

import httpx
import pytest

from app.experiments.presets import PRESETS
from app.learning.measures import MEASURES
from tests.cli.calling import Terminal, call
from tests.experiments.examples import DIVERGING, ONE_OF_EACH_SHAPE

BADLY_WRONG = ("--w", "2", "--b", "2")
SHAPES = {**ONE_OF_EACH_SHAPE, **DIVERGING}


@pytest.fixture(params=SHAPES, ids=str)
def shape(request: pytest.FixtureRequest) -> dict[str, object]:
    return {"epochs": 100} | SHAPES[request.param]


def test_the_summary_has_every_measure_and_says_what_happened() -> None:
    ended = call("run", "--cost", "cross-entropy", *BADLY_WRONG, "--eta", "0.15")
    assert (ended.status, ended.err) == (0, "")
    for measure in MEASURES.values():
        assert measure.label in ended.out
    assert "cost Cross-entropy  activation Sigmoid  w=2  b=2  x=1  y=0  eta=0.15" in ended.out
    words = " ".join(ended.out.split())
    assert "It comes within 0.5 of its target at epoch 17 and ends at 0.01201." in words
    assert "Epochs to one half 17 epochs" in words


def test_output_and_cost_are_drawn_unless_told_otherwise() -> None:
    drawn, plain = call("run", *BADLY_WRONG), call("run", *BADLY_WRONG, "--no-plot")
    assert "Output a against epochs" in drawn.out
    assert any("\u2800" < letter <= "\u28ff" for letter in drawn.out)
    assert "against epochs" not in plain.out
    assert "stays above 0.9 until epoch 172" in plain.out


def test_two_costs_stand_side_by_side() -> None:
    ended = call("run", "--cost", "quadratic", "--cost", "cross-entropy", *BADLY_WRONG)
    words = " ".join(ended.out.split())
    assert "1: cost Quadratic 2: cost Cross-entropy" in words
    assert "Epochs to one half 232 17 epochs" in words
    assert ended.out.count("Output a against epochs") == 1


def test_more_than_four_runs_are_shown_four_by_four() -> None:
    ended = call("run", *(part for eta in range(1, 7) for part in ("--eta", str(eta))))
    assert ended.out.count("Output a against epochs") == 2
    assert "eta=6" in ended.out


def test_the_csv_of_a_run_is_alone_on_standard_output() -> None:
    ended = call("run", *BADLY_WRONG, "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert ended.err == ""
    assert len(rows) == 301
    assert f"{float(rows[300]['a']):.6f}" == "0.202848"


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("explain", [False, True])
def test_json_is_the_answer_of_rest_to_the_last_bit(
    shape: dict[str, object], every: int, explain: bool, client: httpx.Client
) -> None:
    arguments = ["run", "--experiment", "-", "--json", "-", "--every", str(every), *["--explain"] * explain]
    ended = call(*arguments, stdin=json.dumps(shape))
    body = {"experiments": [shape], "every": every, "explain": explain}
    answer = client.post("/api/v1/simulations", json=body)
    assert json.loads(ended.out) == answer.json()


def test_csv_is_the_answer_of_rest_letter_by_letter(client: httpx.Client) -> None:
    runs = [{"epochs": 60} | shape for shape in SHAPES.values()]
    ended = call("run", "--experiment", "-", "--csv", "-", stdin=json.dumps(runs))
    answer = client.post("/api/v1/simulations?format=csv", json={"experiments": runs})
    assert ended.out == answer.text


def test_summaries_alone_are_those_of_rest(client: httpx.Client) -> None:
    runs = [{"epochs": 60} | shape for shape in SHAPES.values()]
    body = {"experiments": runs, "record": "summary"}
    arguments = ["run", "--experiment", "-", "--record", "summary"]
    ended = call(*arguments, "--json", "-", stdin=json.dumps(runs))
    assert json.loads(ended.out) == client.post("/api/v1/simulations", json=body).json()
    ended = call(*arguments, "--csv", "-", stdin=json.dumps(runs))
    assert ended.out == client.post("/api/v1/simulations?format=csv", json=body).text


def test_files_are_written_beside_the_summary(tmp_path: Path) -> None:
    table, numbers = tmp_path / "run.csv", tmp_path / "run.json"
    ended = call("run", "--csv", str(table), "--json", str(numbers), "--epochs", "10")
    assert (ended.status, ended.err) == (0, "")
    assert "Output at the end" in ended.out
    assert len(table.read_text(encoding="utf-8").splitlines()) == 12
    assert json.loads(numbers.read_text(encoding="utf-8"))["results"][0]["trace"]["epoch"] == list(range(11))


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_runs(name: str) -> None:
    ended = call("run", "--preset", name, "--json", "-", "--record", "summary")
    assert json.loads(ended.out)["results"][0]["experiment"] == PRESETS[name].experiment.model_dump()


def test_every_shape_can_be_shown(shape: dict[str, object]) -> None:
    ended = call("run", "--experiment", "-", stdin=json.dumps(shape))
    assert (ended.status, ended.err) == (0, "")
    assert max(map(len, ended.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["--eta", "-1"], 2, "--eta: eta must be greater than 0, got -1."),
        (["--every", "0"], 2, "--every: every must be at least 1, got 0."),
        (["--record", "all"], 2, "--record: record must be one of trace, summary, got 'all'."),
        (
            ["--csv", "-", "--json", "-"],
            2,
            "--json: only one of --csv and --json may be standard output, got - for both.",
        ),
        (["--csv", "/nowhere/run.csv"], 1, "Cannot write /nowhere/run.csv: No such file or directory."),
        (["--csv", "/dev/full"], 1, "Cannot write /dev/full: No space left on device."),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_status(arguments: list[str], status: int, line: str) -> None:
    assert call("run", *arguments) == (status, "", f"{line}\n")


def test_a_mistake_leaves_the_file_that_is_there_alone(tmp_path: Path) -> None:
    (tmp_path / "run.csv").write_text("dear", encoding="utf-8")
    assert call("run", "--eta", "0", "--csv", str(tmp_path / "run.csv")).status == 2
    assert (tmp_path / "run.csv").read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize("columns", [40, 80])
def test_it_fits_the_terminal_and_has_colour_there(columns: int) -> None:
    terminal = Terminal.start("run", "--cost", "quadratic", "--cost", "cross-entropy", *BADLY_WRONG, columns=columns)
    assert terminal.wait() == 0
    assert "\x1b[" in terminal.text
    assert max(map(len, terminal.plain.splitlines())) <= columns


def test_no_color_is_obeyed() -> None:
    terminal = Terminal.start("run", *BADLY_WRONG, more={"NO_COLOR": "1"})
    assert terminal.wait() == 0
    assert "\x1b[3" not in terminal.text


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"LANG": "C"}, {"PYTHONIOENCODING": "latin-1"}], ids=str)
def test_a_terminal_of_few_letters_gets_ascii(more: dict[str, str]) -> None:
    terminal = Terminal.start("run", *BADLY_WRONG, more=more)
    assert terminal.wait() == 0
    assert terminal.shown.isascii()
    assert "*" in terminal.text


def test_the_help_can_be_read_with_few_letters() -> None:
    assert "δ" in call("run", "--help").out
    terminal = Terminal.start("run", "--help", more={"LC_ALL": "C"}, columns=40)
    assert terminal.wait() == 0
    assert terminal.shown.isascii()
    assert "delta" in terminal.text
