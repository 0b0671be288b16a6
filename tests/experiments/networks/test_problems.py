"""Problems: names, options and tables, what is wrong with them, and a data set that is added."""

import json
from typing import Any

import pytest

from app.experiments.networks.problems import MODELS, Problem, read_problem
from app.experiments.networks.schema import NetworkExperiment
from app.learning.datasets import DATA_SETS, DataSet, load
from tests.experiments.networks.examples import TABLE, refusals

MADE = [name for name, data_set in DATA_SETS.items() if not data_set.is_given]


@pytest.mark.parametrize("name", MADE)
def test_a_name_stands_for_all_options_as_they_are(name: str) -> None:
    problem = read_problem(name)
    assert problem.model_dump() == {
        "name": name,
        **{option: rules.default for option, rules in DATA_SETS[name].options.items()},
    }
    assert read_problem({"name": name}) == problem
    assert read_problem(problem) is problem


@pytest.mark.parametrize("name", [name for name in MADE if not DATA_SETS[name].files])
def test_the_extent_is_that_of_the_data(name: str) -> None:
    problem = read_problem(name)
    assert problem.extent == load(name, problem.options).extent


@pytest.mark.parametrize("name", [name for name in MADE if type(DATA_SETS[name]).extent is not DataSet.extent])
def test_no_data_are_made_to_judge_a_problem_that_says_its_extent(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("data were made")

    for method in ("make", "make_from"):
        monkeypatch.setattr(type(DATA_SETS[name]), method, fail)
    assert NetworkExperiment.model_validate({"problem": name}).work > 0


def test_what_comes_with_the_app_says_its_extent() -> None:
    quick = {name for name in MADE if type(DATA_SETS[name]).extent is not DataSet.extent}
    assert {"xor", "moons", "circles", "spirals", "blobs", "digits", "mnist"} <= quick


@pytest.mark.parametrize(
    ("problem", "field", "message"),
    [
        (3, "problem", "problem must be the name of a data set or an object with a name, got 3"),
        (None, "problem", "problem must be the name of a data set or an object with a name, got null"),
        ([], "problem", "problem must be the name of a data set or an object with a name, got a list of 0"),
        ("none", "problem", f"problem must be one of {', '.join(DATA_SETS)}, got 'none'"),
        ("x" * 1000, "problem", f"problem must be one of {', '.join(DATA_SETS)}, got a text of 1000 characters"),
        ({}, "problem.name", f"name must be one of {', '.join(DATA_SETS)}, got none"),
        ({"name": 7}, "problem.name", f"name must be one of {', '.join(DATA_SETS)}, got 7"),
        ({"name": "moons", "noise": 3}, "problem.noise", "noise must be at most 1, got 3"),
        ({"name": "moons", "noise": float("nan")}, "problem.noise", "noise must be a finite number, got nan"),
        ({"name": "moons", "n": 10**9}, "problem.n", "n must be at most 10000, got 1000000000"),
        ({"name": "moons", "n": 10.5}, "problem.n", "n must be a whole number, got 10.5"),
        ({"name": "moons", "classes": 3}, "problem.classes", "classes is not a field here"),
        ({"name": "boolean", "function": 1}, "problem.function", "function must be a text, got 1"),
        ("table", "problem.x", "x is required"),
        (
            {**TABLE, "x": [[1.0], [1.0, 2.0], [1.0]]},
            "problem.x.1",
            "x[1] must be a list of 1, as x[0] is, got a list of 2",
        ),
        ({**TABLE, "x": [[1.0]]}, "problem.y", "y must be a list of 1, one each an example in x, got a list of 3"),
        ({**TABLE, "x": [[]] * 3}, "problem.x.0", "x[0] must be a list of at least 1, got a list of 0"),
        ({**TABLE, "x": []}, "problem.x", "x must be a list of at least 1, got a list of 0"),
        ({**TABLE, "x": [[1e9]] * 3}, "problem.x.0.0", "x[0][0] must be between -1000 and 1000, got 1000000000.0"),
        ({**TABLE, "x": [[1.0] * 1000] * 300}, "problem.x", "x must hold at most 200000 numbers, got 300000"),
        ({**TABLE, "x": [["1"]] * 3}, "problem.x.0.0", "x[0][0] must be a number, got '1'"),
        ({**TABLE, "y": [[2.0]] * 3}, "problem.y.0.0", "y[0][0] must be between 0 and 1, got 2.0"),
        ({**TABLE, "y": [[float("inf")]] * 3}, "problem.y.0.0", "y[0][0] must be a finite number, got inf"),
        ({**TABLE, "y": 1.0}, "problem.y", "y must be a list, got 1.0"),
        ({**TABLE, "y": [1.0, 0.0, 1.0]}, "problem.y.0", "y[0] must be a list, got 1.0"),
    ],
)
def test_a_complaint_names_field_rule_and_value(problem: Any, field: str, message: str) -> None:
    found = {each.field: each.message for each in refusals({"problem": problem})}
    assert found[field] == message


def test_an_unknown_choice_names_those_that_are_known() -> None:
    [complaint] = refusals({"problem": {"name": "boolean", "function": "maybe"}})
    assert complaint.field == "problem.function"
    assert complaint.message.startswith("function must be one of and, nand, or,")
    assert complaint.message.endswith("got 'maybe'")


@pytest.mark.parametrize("name", MADE)
def test_the_json_schema_of_a_data_set_has_its_options(name: str) -> None:
    shapes = NetworkExperiment.model_json_schema()["properties"]["problem"]["oneOf"]
    [by_name] = [shape for shape in shapes if shape["type"] == "string"]
    assert name in by_name["enum"]
    [rules] = [
        shape["properties"] for shape in shapes if shape.get("properties", {}).get("name", {}).get("const") == name
    ]
    for option_name, option in DATA_SETS[name].options.items():
        described = rules[option_name]
        assert (described["title"], described["description"]) == (option.label, option.summary)
        assert described["default"] == option.default
        if option.kind in ("int", "float"):
            assert (described.get("minimum"), described.get("maximum")) == (option.low, option.high)
        if option.choices:
            assert described["enum"] == list(option.choices)


def test_a_table_can_only_be_given_whole() -> None:
    shapes = NetworkExperiment.model_json_schema()["properties"]["problem"]["oneOf"]
    assert "table" not in shapes[0]["enum"]
    assert json.dumps(MODELS["table"].model_json_schema())
    assert issubclass(MODELS["table"], Problem)
