"""What is printed at the end of trainings."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.cli.train.options import fields_of
from app.cli.train.records import Result
from app.cli.train.report import groups, mean_and_spread, report, said, written
from app.cli.train.state import Planned
from app.experiments.networks.run import NetworkRun
from app.experiments.networks.schema import NetworkExperiment


def results(*fields: dict[str, Any]) -> list[Result]:
    found = []
    for number, each in enumerate(fields):
        experiment = NetworkExperiment.model_validate({"epochs": 2, **each})
        run = NetworkRun(experiment)
        result = Result(Planned(number, experiment, Path()))
        result.blocks = list(run.rows())
        result.summary, result.is_over = run.summary, True
        found.append(result)
    return found


def printed(found: list[Result], width: int = 80, *, plot: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width)
    for part in report(found, console, plot=plot):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def summaries(*values: float | None) -> list[Result]:
    found = results(*({"seed": seed} for seed in range(len(values))))
    for result, value in zip(found, values, strict=True):
        result.summary = {"final_test_accuracy": value, "final_cost": value}
    return found


def test_mean_and_spread_are_those_of_the_textbook() -> None:
    # 90, 92 and 94: mean 92, squares of the distances 4 + 0 + 4, over 3 − 1, root 2.
    assert mean_and_spread("final_test_accuracy", summaries(0.90, 0.92, 0.94)) == "92.00 ± 2.00"
    assert mean_and_spread("final_cost", summaries(1.0, 2.0, 3.0)) == "2 ± 1"


def test_a_run_without_a_number_does_not_count_and_is_said() -> None:
    assert mean_and_spread("final_cost", summaries(1.0, None, 3.0)) == "2 ± 1.4 (2 of 3)"
    assert mean_and_spread("final_cost", summaries(1.0, None)) == "–"
    assert mean_and_spread("final_cost", summaries(1.0, float("nan"), float("inf"))) == "–"


def test_runs_that_differ_in_their_seed_alone_are_a_group() -> None:
    found = results({"seed": 1}, {"seed": 1, "cost": "quadratic"}, {"seed": 2}, {"seed": 2, "cost": "quadratic"})
    assert groups(found) == [[0, 2], [1, 3]]


def test_each_group_has_its_mean() -> None:
    text = printed(
        results(*({"seed": seed, "cost": cost} for cost in ("quadratic", "cross-entropy") for seed in (1, 2)))
    )
    assert text.count("mean ") == 3
    assert "0, 1: cost=quadratic\n" in text
    assert re.findall(r"^ +(\d) +([12]) ", text, re.MULTILINE) == [("0", "1"), ("1", "2"), ("2", "1"), ("3", "2")]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_it_is_as_wide_as_the_terminal(width: int, count: int) -> None:
    text = printed(results(*({"seed": seed, "problem": "moons"} for seed in range(count))), width, plot=True)
    assert max(map(len, text.splitlines())) <= width


def test_what_is_said_of_an_experiment_can_be_typed_again() -> None:
    experiment = NetworkExperiment.model_validate({"problem": {"name": "moons", "n": 50}, "hidden": [3, 2], "seed": 7})
    told = said(experiment, fields_of())
    assert told.startswith("problem=moons:n=50,noise=0.1,seed=0  hidden=3,2  ")
    assert "init_z" not in told


@pytest.mark.parametrize(
    ("value", "text"), [([], "none"), (None, "none"), (True, "yes"), (0.5, "0.5"), ("moons", "moons"), ([1, 2], "1,2")]
)
def test_values_are_written_as_they_are_typed(value: object, text: str) -> None:
    assert written(value) == text


def test_a_matrix_of_thousands_is_cut() -> None:
    assert len(written([[0.123456] * 1000])) == 61
