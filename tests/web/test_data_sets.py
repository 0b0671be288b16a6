"""What networks can learn, over REST: the data sets, and a problem's examples for the eye."""

from typing import Any

import httpx
import pytest

from app.experiments.networks.problems import read_problem
from app.experiments.networks.showing import show
from app.learning.datasets import DATA_SETS
from tests.conftest import StartServer
from tests.web.talking import strict_json

PATH = "/api/v1/problems"
TABLE = {"name": "table", "x": [[0, 1], [1, 0]], "y": [[1], [0]]}


def test_every_data_set_is_listed_with_its_options(client: httpx.Client) -> None:
    listed = strict_json(client.get(PATH).content)
    assert [each["name"] for each in listed] == list(DATA_SETS)
    for each in listed:
        data_set = DATA_SETS[each["name"]]
        assert (each["label"], each["summary"], each["given"]) == (data_set.label, data_set.summary, data_set.is_given)
        assert {option["name"]: option["default"] for option in each["options"]} == {
            name: option.default for name, option in data_set.options.items()
        }
        for option in each["options"]:
            there = data_set.options[option["name"]]
            assert (option["kind"], option["low"], option["high"]) == (there.kind, there.low, there.high)
            assert (option["choices"] or {}) == dict(there.choices)


def test_what_needs_files_that_are_not_there_says_so(start_server: StartServer, tmp_path: Any) -> None:
    with start_server(data_folder=tmp_path).client() as client:
        listed = {each["name"]: each for each in client.get(PATH).json()}
        assert listed["mnist"]["available"] is False
        assert listed["mnist"]["reason"].startswith("MNIST is not here")
        assert all(each["available"] and each["reason"] is None for name, each in listed.items() if name != "mnist")
        answer = client.post(PATH, json={"problem": "mnist"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "problem", "message": listed["mnist"]["reason"]}]
        trained = client.post(
            "/api/v1/simulations", json={"experiments": [{}, {"kind": "network", "problem": "mnist"}]}
        )
        assert trained.status_code == 422
        assert trained.json()["errors"] == [{"field": "experiments.1.problem", "message": listed["mnist"]["reason"]}]


@pytest.mark.parametrize("problem", ["xor", "moons", {"name": "blobs", "classes": 5}, "digits", TABLE])
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_problem_is_shown_as_it_is(problem: Any, output: str, client: httpx.Client) -> None:
    shown = client.post(PATH, json={"problem": problem, "output": output})
    assert shown.status_code == 200, shown.text
    assert strict_json(shown.content) == show(read_problem(problem), is_one_hot=output == "softmax")


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "problem", "problem is required"),
        ({"problem": "none"}, "problem", "problem must be one of xor, "),
        ({"problem": {"name": "moons", "noise": -1}}, "problem.noise", "noise must be at least 0, got -1"),
        ({"problem": {**TABLE, "y": [[1]]}}, "problem.y", "y must be a list of 2, one each an example in x"),
        ({"problem": "moons", "output": "nil"}, "output", "output must be one of sigmoid, linear, softmax"),
        ({"problem": "moons", "hidden": [2]}, "hidden", "hidden is not a field here"),
    ],
)
def test_a_complaint_names_field_rule_and_value(body: Any, field: str, message: str, client: httpx.Client) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == field
    assert error["message"].startswith(message)
