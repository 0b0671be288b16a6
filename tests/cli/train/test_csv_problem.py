"""A table in a file as a problem."""

import io
import pickle
from pathlib import Path

import numpy as np
import pytest

from app.cli.problems import WrongUse
from app.cli.train.csv_problem import csv_problem
from app.experiments.networks.run import NetworkRun
from app.experiments.networks.schema import NetworkExperiment

TABLE = "height,width,kind\n" + "".join(f"{i % 7},{i % 5},{'tall' if i % 7 > 3 else 'small'}\n" for i in range(40))


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "t.csv").write_text(TABLE)
    return str(tmp_path / "t.csv")


def test_it_is_trained_on_like_any_problem(file: str) -> None:
    problem = csv_problem(file, "kind", {"test_share": 0.5})
    experiment = NetworkExperiment.model_validate({"problem": problem, "epochs": 3})
    assert experiment.sizes == (2, 2, 1)
    run = NetworkRun(experiment)
    assert len(list(run.rows())) == 4
    assert run.examples.test_x is not None
    assert len(run.examples.test_x) == 20
    assert experiment.model_dump()["problem"]["file"] == file


def test_another_process_has_the_same_examples(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TABLE))
    for name in (file, "-"):
        problem = csv_problem(name, "kind", {})
        again = pickle.loads(pickle.dumps(problem))  # noqa: S301 (our own)
        assert np.array_equal(again.data.x, problem.data.x)
        assert again.model_dump() == problem.model_dump()


def test_a_file_that_has_changed_is_another_problem(file: str) -> None:
    before = csv_problem(file, "kind", {}).model_dump()
    assert csv_problem(file, "kind", {}).model_dump() == before
    Path(file).write_text(f"{TABLE}1,1,small\n")
    assert csv_problem(file, "kind", {}).model_dump() != before


@pytest.mark.parametrize(
    ("name", "label", "chosen", "line"),
    [
        ("t.csv", None, {}, "--label: label is required with --csv: "),
        ("t.csv", "colour", {}, "--label: label must be one of height, width, kind, or a number from 1 to 3, got "),
        ("t.csv", "height", {}, "--csv: {}: line 2: 'kind' must be a number, got 'small'."),
        ("t.csv", "kind", {"test_share": 2}, "--problem: test_share must be at most 0.9, got 2."),
        ("t.csv", "kind", {"share": 2}, "--problem: an option of csv must be one of text, label, header, "),
        ("gone.csv", "kind", {}, "--csv: gone.csv cannot be read: No such file or directory."),
        ("", "kind", {}, "--csv: "),
    ],
)
def test_a_mistake_is_one_line_that_names_the_option(
    name: str, label: str | None, chosen: dict[str, object], line: str, file: str
) -> None:
    path = str(Path(file).parent / name)
    with pytest.raises(WrongUse) as found:
        csv_problem(path, label, chosen)
    assert found.value.lines[0].startswith(line.format(path))
