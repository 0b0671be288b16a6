"""Python values and imports, written as a formatter would write them."""

import ast

import pytest

from app.experiments.exports.layout import WIDTH, import_lines, literal, parameters, registry
from tests.experiments.exports.runs import TOGETHER


@pytest.mark.parametrize(
    "value",
    [1e-7, "a", "it's", [], [1.0, 2.0], [[1.0, 2.0], [3.0]], {"x": [0.5] * 40, "y": 0.0}, [{"a": 1}, {"a": [1.5]}]],
)
def test_a_literal_reads_back_as_itself(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


def test_a_list_that_does_not_fit_on_its_line_has_a_line_for_each_item() -> None:
    assert literal([1.0, 2.0]) == "[1.0, 2.0]"
    assert literal([0.5] * 40).splitlines()[:2] == ["[", "    0.5,"]
    assert max(map(len, literal([[0.25] * 16] * 9).splitlines())) <= WIDTH


def test_parameters_leave_out_what_nobody_can_change() -> None:
    listed = ast.literal_eval(parameters(TOGETHER).removeprefix("EXPERIMENTS = "))
    assert listed == [experiment.model_dump(exclude={"kind"}) for experiment in TOGETHER]


def test_a_registry_of_one_is_a_tuple_all_the_same() -> None:
    assert registry("COSTS", "cost", ["Quadratic()"]) == "COSTS = {cost.name: cost for cost in (Quadratic(),)}\n"


def test_a_long_registry_is_broken_into_lines() -> None:
    lines = registry("COSTS", "cost", [f"Cost{number}OfAnEvenLongerName()" for number in range(4)]).splitlines()
    assert [line.split()[0] for line in lines] == ["COSTS", "cost.name:", "for", "}"]


def test_imports_stand_in_two_blocks() -> None:
    given = [("numpy", None, "np"), ("math", None, "math"), ("dataclasses", "fields", "fields"), ("sys", None, "sys")]
    given += [("dataclasses", "dataclass", "dataclass"), ("numpy.typing", "NDArray", "NDArray")]
    assert import_lines(given, {"math", "sys", "dataclasses"}).splitlines() == [
        "import math",
        "import sys",
        "from dataclasses import dataclass, fields",
        "",
        "import numpy as np",
        "from numpy.typing import NDArray",
    ]
