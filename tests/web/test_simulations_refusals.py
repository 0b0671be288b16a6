"""Batches that are refused: with field, rule and value, shortly and soon, and no input breaks them."""

import json
import time
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.experiments.schema import Experiment
from app.web import messages
from tests.web.talking import strict_json

PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}


def refused(client: httpx.Client, content: bytes | str, headers: dict[str, str] = JSON) -> dict[str, Any]:
    """The problem with a body. What a client sent is never repeated at length."""
    answer = client.post("/api/v1/simulations", content=content, headers=headers)
    assert answer.status_code in (400, 413, 422), answer.text[:200]
    assert answer.headers["content-type"] == PROBLEM
    assert len(answer.content) < 6000
    problem: dict[str, Any] = strict_json(answer.content)
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    return problem


ONE = '{"experiments":[{%s}]}'
MANY = '{"experiments":[%s]}'
THIRTEEN = ",".join("1" * 13)


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (ONE % '"w":NaN', "experiments.0.w", "w must be a finite number, got nan"),
        (ONE % '"w":-Infinity', "experiments.0.w", "w must be a finite number, got -inf"),
        (ONE % '"eta":1e999', "experiments.0.eta", "eta must be a finite number, got inf"),
        (ONE % f'"b":{"9" * 400}', "experiments.0.b", "a number of hundreds of digits"),
        (ONE % f'"epochs":{"9" * 400}', "experiments.0.epochs", "epochs must be at most 100000"),
        (ONE % '"w":"0.6"', "experiments.0.w", "w must be a number, got '0.6'"),
        (ONE % '"w":true', "experiments.0.w", "w must be a number, got true"),
        (ONE % '"w":null', "experiments.0.w", "w must be a number, got null"),
        (ONE % '"w":[]', "experiments.0.w", "w must be a list of at least 1"),
        (ONE % '"w":{}', "experiments.0.w", "w must be a number, got an object"),
        (ONE % '"w":[1,2]', "experiments.0.x", "so x must be a list of 2 numbers"),
        (ONE % '"y":[0,1]', "experiments.0.x", "so x must be a list of 2 examples"),
        (ONE % '"x":[1,[2]],"y":[0,1]', "experiments.0.x.1", "x[1] must be a number"),
        (ONE % '"eta":0', "experiments.0.eta", "eta must be greater than 0, got 0"),
        (ONE % '"y":-0.1', "experiments.0.y", "y must be at least 0, got -0.1"),
        (ONE % '"epochs":100001', "experiments.0.epochs", "epochs must be at most 100000, got 100001"),
        (ONE % '"epochs":1.5', "experiments.0.epochs", "epochs must be a whole number, got 1.5"),
        (ONE % '"cost":"hinge"', "experiments.0.cost", "cost must be one of quadratic, "),
        (ONE % '"cost":"\\ud800"', "experiments.0.cost", "got '\\ud800'"),
        (ONE % '"kind":"nerve"', "experiments.0.kind", "kind must be 'neuron' or 'network', got 'nerve'"),
        (ONE % '"cost":"cross-entropy","activation":"tanh"', "experiments.0.activation", "between 0 and 1"),
        (ONE % '"rate":1', "experiments.0.rate", "rate is not a field here"),
        ('{"experiments":[{},{},{"eta":-1}]}', "experiments.2.eta", "eta must be greater than 0, got -1"),
        ('{"experiments":[5]}', "experiments.0", "experiments[0] must be an object, got 5"),
        ('{"experiments":{}}', "experiments", "experiments must be a list, got an object"),
        ('{"experiments":[]}', "experiments", "a list of at least 1, got a list of 0"),
        (MANY % ",".join(["{}"] * 10_001), "experiments", "a list of at most 10000"),
        ("{}", "experiments", "experiments is required"),
        ("[]", "", "the body must be an object, got a list of 0"),
        ("null", "", "the body must be an object, got null"),
        ('{"experiments":[{}],"every":0}', "every", "every must be at least 1, got 0"),
        ('{"experiments":[{}],"every":%s}' % ("9" * 30), "every", "every must be at most 100000"),
        ('{"experiments":[{}],"record":"all"}', "record", "record must be 'trace' or 'summary', got 'all'"),
        ('{"experiments":[{}],"format":"csv"}', "format", "format is not a field here"),
        (MANY % ",".join(['{"epochs":100000}'] * 41), "", "may hold at most 40000000 numbers"),
        (
            ONE % f'"epochs":100000,"x":[{THIRTEEN}],"y":[{THIRTEEN}]',
            "experiments.0.epochs",
            "may hold at most 5000000 numbers",
        ),
    ],
    ids=lambda value: value[:60],
)
def test_a_body_that_does_not_fit_is_answered_with_field_rule_and_value(
    body: str, field: str, words: str, client: httpx.Client
) -> None:
    problem = refused(client, body)
    assert problem["status"] == 422
    assert problem["errors"][0]["field"] == field
    assert words in problem["errors"][0]["message"]
    assert problem["detail"] == problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"x",
        b'{"experiments":[{}]}{}',
        b'{"experiments":[{"w":0.6,}]}',
        b"\xff\xfe{}",
        b'{"experiments":[{"cost":"\xff"}]}',
        b"[" * 100_000,
        b'{"experiments":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"experiments":[{"epochs":' + b"9" * 5000 + b"}]}",
    ],
    ids=lambda value: value[:40].decode("latin-1"),
)
def test_a_body_that_is_no_json_is_answered_400(body: bytes, client: httpx.Client) -> None:
    assert refused(client, body)["status"] == 400


def test_an_empty_body_is_answered_as_missing(client: httpx.Client) -> None:
    assert refused(client, b"")["detail"] == "the body is required"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
def test_a_body_of_another_type_is_answered_with_the_right_one(content_type: str | None, client: httpx.Client) -> None:
    problem = refused(client, b'{"experiments":[{}]}', {"Content-Type": content_type} if content_type else {})
    assert problem["status"] == 422
    assert problem["detail"] == "the body must be an object, got bytes that are not declared as application/json"


@pytest.mark.parametrize(
    "body",
    [
        b'{"experiments":[{"cost":"' + b"h" * 900_000 + b'"}]}',
        b'{"experiments":[{"' + b"h" * 900_000 + b'":1}]}',
        b'{"experiments":[{"w":[' + b"7," * 400_000 + b"7]}]}",
        b'{"experiments":[{}],' + b",".join(b'"k%d":1' % number for number in range(80_000)) + b"}",
        b'{"experiments":[' + b'{"x":["a","a","a","a"],"y":["a","a"],"k":1},' * 999 + b"{}]}",
        b'{"experiments":[' + b"5," * 500_000 + b"5]}",
    ],
    ids=["long value", "long name", "long list", "many names", "many mistakes", "many experiments"],
)
def test_a_large_wrong_body_is_answered_shortly_and_soon(body: bytes, client: httpx.Client) -> None:
    assert len(body) < messages.MAX_BODY_BYTES

    def seconds() -> float:
        start = time.perf_counter()
        assert refused(client, body)["status"] == 422
        return time.perf_counter() - start

    # Some 30 ms here; the same bodies took up to 2.4 s when every mistake was worded. Thrice, for a busy machine.
    assert any(seconds() < 1.0 for _ in range(3))


def test_only_the_first_of_many_mistakes_are_listed_and_the_rest_counted(client: httpx.Client) -> None:
    problem = refused(client, MANY % ",".join(['{"eta":0}'] * 30))
    assert len(problem["errors"]) == 20
    assert "(the first 20 of 30 errors are listed)" in problem["detail"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(list(Experiment.model_fields))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.dictionaries(FIELDS, JSON_VALUES, max_size=3))
def test_no_json_is_answered_500(body: dict[str, Any], client: httpx.Client) -> None:
    content = json.dumps({"experiments": [{"epochs": 2, **body}]})
    answer = client.post("/api/v1/simulations", content=content, headers=JSON)
    assert answer.status_code in (200, 422)
    strict_json(answer.content)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_are_answered_500(content: bytes, client: httpx.Client) -> None:
    refused(client, content)


def test_a_large_batch_names_the_experiment_that_does_not_fit(client: httpx.Client) -> None:
    batch: list[dict[str, Any]] = [{"w": 0.1, "b": 0.2, "epochs": 1}] * messages.MAX_EXPERIMENTS
    batch[7_654] = {"eta": -1.0}
    problem = refused(client, json.dumps({"experiments": batch, "every": 0}))
    assert [error["field"] for error in problem["errors"]] == ["experiments.7654.eta", "every"]


def test_a_large_wrong_batch_is_answered_shortly(client: httpx.Client) -> None:
    problem = refused(client, MANY % ",".join(['{"eta":NaN}'] * messages.MAX_EXPERIMENTS))
    assert problem["errors"][0] == {"field": "experiments.0.eta", "message": "eta must be a finite number, got nan"}
    assert "(the first 20 of 10000 errors are listed)" in problem["detail"]
