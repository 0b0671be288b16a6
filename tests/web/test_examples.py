"""The examples of the OpenAPI document: every route has a question and an answer, and that is what is answered."""

from typing import Any

import httpx
import pytest

from app.main import create_app
from app.web.examples import ANSWERS, PARAMETERS
from app.web.settings import Settings
from tests.web.asking import PATH, finish_job
from tests.web.talking import strict_json

DOCUMENT: dict[str, Any] = create_app(Settings()).openapi()
ROUTES = {
    f"{method} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def fits(example: Any, answer: Any) -> bool:
    """Whether an example is the answer, rounded to six digits and shortened."""
    if isinstance(example, dict):
        return isinstance(answer, dict) and all(key in answer and fits(example[key], answer[key]) for key in example)
    if isinstance(example, list):
        begun = isinstance(answer, list) and len(example) <= len(answer)
        return begun and all(fits(one, other) for one, other in zip(example, answer, strict=False))
    if isinstance(example, float) and isinstance(answer, (int, float)):
        return answer == pytest.approx(example, rel=1e-5, abs=1e-9)
    return bool(example == answer)


def cells(text: str) -> list[Any]:
    """The cells of a CSV, numbers as such."""

    def read(cell: str) -> Any:
        try:
            return float(cell)
        except ValueError:
            return cell

    return [read(cell) for line in text.splitlines() for cell in line.split(",")]


def question_of(name: str) -> tuple[dict[str, Any], Any]:
    """The parameters and the body that the document shows for a route."""
    operation = ROUTES[name]
    parameters = {each["name"]: each["example"] for each in operation.get("parameters", ()) if "example" in each}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    return parameters, body


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_shows_a_question_and_an_answer(name: str) -> None:
    operation = ROUTES[name]
    parameters, body = question_of(name)
    assert body is not None or "requestBody" not in operation
    needed = {each["name"] for each in operation.get("parameters", ()) if each["in"] != "header"}
    assert needed == set(parameters)
    for status, reply in operation["responses"].items():
        if status == "200" or status == "202":
            media_type = next(iter(ANSWERS[name][status]))
            assert reply["content"][media_type]["example"] == ANSWERS[name][status][media_type]
    assert set(operation["responses"]) & {"200", "202", "204"}


@pytest.mark.parametrize("name", [name for name in ROUTES if "{" not in name])
def test_what_is_shown_is_answered(name: str, client: httpx.Client) -> None:
    method, _, path = name.partition(" ")
    parameters, body = question_of(name)
    for status, contents in ANSWERS[name].items():
        for media_type, example in contents.items():
            headers = {"Accept": media_type} | ({"Prefer": "respond-async"} if status == "202" else {})
            asked = parameters | ({"format": "csv"} if media_type == "text/csv" and "format" in parameters else {})
            answer = client.request(method, path, params=asked, json=body, headers=headers)
            assert answer.status_code == int(status)
            assert answer.headers["content-type"].partition(";")[0] == media_type
            if status == "202":
                assert strict_json(answer.content).keys() == example.keys()
            elif media_type == "text/csv":
                lines = zip(example.splitlines(), answer.text.splitlines(), strict=False)
                assert all(fits(cells(shown), cells(given)) for shown, given in lines), answer.text
            else:
                assert fits(example, strict_json(answer.content)), answer.text[:2000]


def test_what_is_shown_of_a_job_is_answered(client: httpx.Client) -> None:
    _, body = question_of(f"post {PATH}")
    job = client.post(PATH, json=body, headers={"Prefer": "respond-async"}).headers["location"]
    finish_job(client, job)
    report = strict_json(client.get(job).content)
    shown = ANSWERS[f"get {PATH}/{{job_id}}"]["200"]["application/json"]
    own = {"id", "result", "kept_seconds"}
    assert {name: report[name] for name in report.keys() - own} == {name: shown[name] for name in shown.keys() - own}
    parameters = {
        name: value for name, value in PARAMETERS[f"get {PATH}/{{job_id}}/result"].items() if name != "job_id"
    }
    result = client.get(report["result"], params=parameters)
    assert strict_json(result.content) == ANSWERS[f"get {PATH}/{{job_id}}/result"]["200"]["application/json"]
    assert client.delete(job).status_code == 204


@pytest.mark.parametrize(
    ("example", "answer", "is_fit"),
    [
        ([1, 2], [1, 2, 3], True),
        ([1, 2, 3], [1, 2], False),
        ({"a": 0.333333}, {"a": 1 / 3, "b": 2}, True),
        ({"a": 0.3334}, {"a": 1 / 3}, False),
        ({"a": None}, {}, False),
    ],
)
def test_an_example_fits_when_it_is_the_rounded_beginning(example: Any, answer: Any, is_fit: bool) -> None:
    assert fits(example, answer) is is_fit
