"""REST for explanations: that its numbers are those of the mathematics, its refusals, and that it holds nobody up.

It is long because the four endpoints of explore.py are one family, with one form of refusal and one place to wait.
"""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from starlette.exceptions import HTTPException

from app.experiments.fairness import RULES, fair_rate
from app.experiments.plateau import plateaus
from app.experiments.run import simulate
from app.experiments.schema import MAX_EXAMPLES, Experiment
from app.learning.activations import activation_named
from app.learning.costs import cost_named
from app.learning.turns import Work, result_of
from app.main import create_app
from app.web.explore import POINTS, Answers
from app.web.explore_messages import PlateausRequest, SurfacesRequest
from app.web.settings import Settings
from app.web.wire import Unwanted
from tests.conftest import StartServer
from tests.experiments.examples import PAIRS, experiments
from tests.web.talking import in_thread, open_stream, receive_run, send, strict_json
from tests.web.test_wire import finish

PROBLEM = "application/problem+json"
DOCUMENT: dict[str, Any] = create_app(Settings()).openapi()


def ask(client: httpx.Client, path: str, **body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return strict_json(answer.content)


def refused(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 422, answer.text[:200]
    assert answer.headers["content-type"] == PROBLEM
    problem: dict[str, Any] = strict_json(answer.content)
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("path", ["plateaus", "rates", "surfaces"])
def test_the_examples_of_the_document_work(path: str, client: httpx.Client) -> None:
    described = DOCUMENT["paths"][f"/api/v1/{path}"]["post"]
    assert described["summary"]
    ask(client, path, **described["requestBody"]["content"]["application/json"]["example"])


# Curves


@pytest.mark.parametrize(("cost", "activation"), PAIRS)
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_a_curve_is_what_the_cost_says(cost: str, activation: str, y: float, client: httpx.Client) -> None:
    query: dict[str, Any] = {"cost": cost, "activation": activation, "y": y, "low": -7.0, "high": 9.0}
    curves = strict_json(client.get("/api/v1/curves", params=query).content)
    assert curves["z"] == np.linspace(-7.0, 9.0, POINTS).tolist()
    for z, c, delta in zip(curves["z"], curves["cost"], curves["delta"], strict=True):
        assert c == pytest.approx(cost_named(cost).value(activation_named(activation), z, y), rel=1e-13)
        assert delta == pytest.approx(cost_named(cost).delta(activation_named(activation), z, y), rel=1e-12, abs=1e-15)


def test_a_curve_without_any_choice_is_the_quadratic_cost_of_a_sigmoid(client: httpx.Client) -> None:
    curves = client.get("/api/v1/curves").json()
    assert (curves["z"][0], curves["z"][96], curves["z"][-1]) == (-10.0, 0.0, 10.0)
    assert (curves["cost"][96], curves["delta"][96]) == (0.125, 0.125)


def test_what_is_not_finite_on_a_curve_is_null(client: httpx.Client) -> None:
    query: dict[str, Any] = {"cost": "cross-entropy-as-animated", "low": 0, "high": 1e6}
    assert strict_json(client.get("/api/v1/curves", params=query).content)["delta"][-1] is None


def test_a_wrong_address_names_the_field(client: httpx.Client) -> None:
    problem = refused(client.get("/api/v1/curves?cost=cross-entropy&activation=tanh&y=-1&low=1&high=0"))
    assert [error["field"] for error in problem["errors"]] == ["activation", "y", "high"]
    assert problem["errors"][1]["message"] == "y must be at least 0, got '-1'"


# The plateau law


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(experiment=experiments())
def test_the_plateau_law_of_any_experiment_is_that_of_the_mathematics(
    experiment: Experiment, client: httpx.Client
) -> None:
    answered = ask(client, "plateaus", experiment=experiment.model_dump())
    assert answered == json.loads(result_of(plateaus(experiment)).model_dump_json())


def test_the_chapters_plateau_is_among_the_points(client: httpx.Client) -> None:
    law = ask(client, "plateaus", experiment={"w": 2, "b": 2})
    assert (law["applies"], law["reason"], law["start"], law["start_epochs"]) == (True, None, 4.0, 232)
    simulated = law["costs"]["quadratic"]["simulated"]
    assert simulated["epochs"][simulated["z"].index(8.0)] == 10028


def test_several_examples_have_no_plateau_law(client: httpx.Client) -> None:
    law = ask(client, "plateaus", experiment={"x": [1, 2], "y": [0, 1]})
    assert law == {
        "applies": False,
        "reason": "several-examples",
        "kappa": None,
        "start": None,
        "start_epochs": None,
        "z": [],
        "costs": {},
    }


# Fair rates


@pytest.mark.parametrize("rule", RULES)
def test_a_fair_rate_is_that_of_the_mathematics(rule: str, client: httpx.Client) -> None:
    reference, other = Experiment(w=2.0, b=2.0), Experiment(cost="cross-entropy", w=1.0, b=1.0, y=0.2)
    answered = ask(client, "rates", reference=reference.model_dump(), other=other.model_dump(), rule=rule)
    assert answered == result_of(fair_rate(reference, other, rule)).model_dump()


def test_a_rate_that_cannot_be_is_refused_with_a_sentence(client: httpx.Client) -> None:
    body = {"reference": {"w": 2, "b": 2}, "other": {"w": -3}, "rule": "final-output"}
    problem = refused(client.post("/api/v1/rates", json=body))
    assert problem["detail"].startswith("the other experiment starts with a mean error of 0.1")
    assert problem["errors"] == []


# Surfaces


def test_a_surface_is_the_cost_of_runs_from_there(client: httpx.Client) -> None:
    experiment = {"w": [0.5, -1.5], "x": [[0.0, 1.0], [1.0, 0.0]], "y": [1.0, 0.25], "epochs": 1}
    grid = {"w1": {"start": -2, "stop": 2, "num": 3}, "w2": {"start": 0, "stop": 5, "num": 2}}
    answered = ask(client, "surfaces", experiment=experiment, b=0.5, **grid)
    assert (answered["w1"], answered["w2"]) == ([-2.0, 0.0, 2.0], [0.0, 5.0])
    for row, w2 in enumerate(answered["w2"]):
        for column, w1 in enumerate(answered["w1"]):
            columns, _ = simulate(Experiment.model_validate({**experiment, "w": [w1, w2], "b": 0.5}))
            assert answered["cost"][row][column] == pytest.approx(columns["cost"][0], rel=1e-13)
    assert answered == ask(client, "surfaces", experiment={**experiment, "b": 0.5}, **grid)


def test_the_largest_surface_is_answered_soon(client: httpx.Client) -> None:
    many = {"w": [0.0, 0.0], "x": [[0.1, 0.2]] * MAX_EXAMPLES, "y": [0.5] * MAX_EXAMPLES, "cost": "cross-entropy"}
    axis = {"start": -5, "stop": 5, "num": 101}
    start = time.perf_counter()
    answered = ask(client, "surfaces", experiment=many, w1=axis, w2=axis)
    assert (len(answered["cost"]), len(answered["cost"][0])) == (101, 101)
    assert time.perf_counter() - start < 15.0  # 0.3 s here


# Many at once

HARD: dict[str, Any] = {
    "reference": {"epochs": 10_000, "w": [0.5, -1.5], "x": [[1, 2], [2, 1], [0, 1]], "y": [0, 1, 0.5], "eta": 0.01},
    "other": {"epochs": 10_000, "w": [0.5, -1.5], "x": [[1, 2], [2, 1], [0, 1]], "y": [0, 1, 0.5]},
    "rule": "final-output",
}


def test_others_are_served_while_a_hard_rate_is_looked_for(start_server: StartServer) -> None:
    server = start_server()
    statuses: list[int] = []

    def look() -> None:
        with server.client() as looking:
            statuses.append(looking.post("/api/v1/rates", json=HARD).status_code)

    with server.client() as other:
        other.get("/healthz")
        lookers = [in_thread(look) for _ in range(2)]
        time.sleep(0.2)
        waits = []
        while not statuses:
            start = time.perf_counter()
            assert other.get("/healthz").status_code == 200
            waits.append(time.perf_counter() - start)
        with open_stream(server) as socket:
            send(socket, type="run", id="a", experiments=[{}])
            assert receive_run(socket)[-1]["type"] == "finished"
        for looker in lookers:
            looker.join()
    assert statuses == [200, 200]
    assert len(waits) > 20
    assert np.median(waits) < 0.2  # 5 ms here, with room for a busy machine


def test_a_rate_that_would_wait_too_long_is_answered_503_and_one_given_up_makes_room(
    start_server: StartServer,
) -> None:
    server = start_server(max_waiting=1)
    with server.client() as patient:
        for _ in range(4):
            with server.client() as impatient, pytest.raises(httpx.TimeoutException):
                impatient.post("/api/v1/rates", json=HARD, timeout=0.2)
        deadline = time.monotonic() + 30.0
        soft = {"reference": {}, "other": {}, "rule": "same"}
        answers = []
        while (answer := patient.post("/api/v1/rates", json=soft)).status_code != 200:
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
            answers.append(answer)
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert server.log == ""


async def still_there() -> bool:
    return False


async def gone() -> bool:
    return True


def test_a_question_whose_asker_has_gone_is_not_worked_on() -> None:
    def work() -> Work[int]:
        pytest.fail("nobody wants it")
        yield

    async def asked() -> None:
        answers = Answers(max_waiting=1)
        for _ in range(5):  # and every one leaves its place
            with pytest.raises(Unwanted):
                await answers.to("a question", work, gone)

    finish(asked())


def test_only_so_many_questions_wait_and_those_that_are_answered_need_not() -> None:
    async def asked() -> list[object]:
        answers = Answers(max_waiting=2)
        can_go_on = asyncio.Event()

        def work() -> Work[int]:
            while not can_go_on.is_set():
                yield
            return 1

        async def ask(question: str) -> object:
            try:
                return await answers.to(question, work, still_there)
            except HTTPException as refusal:
                return refusal.status_code, (refusal.headers or {})["Retry-After"]

        asking = [asyncio.create_task(ask(question)) for question in ("a", "a", "b", "c", "d")]
        await asyncio.sleep(0.05)
        can_go_on.set()
        return [await task for task in asking] + [await ask("a"), await ask("c")]

    full = (503, "5")
    # One is worked on, two wait, and who asks the same as another needs no place.
    assert finish(asked()) == [b"1", b"1", b"1", b"1", full, b"1", b"1"]


def test_an_answer_is_kept_for_all_questions_that_have_the_same() -> None:
    two = {"w": [0.5, -1.5], "x": [1.0, 2.0]}
    axes = {axis: {"start": -1.0, "stop": 1.0, "num": 3} for axis in ("w1", "w2")}

    def surface(bias: float | None = None, **fields: Any) -> object:
        experiment = Experiment.model_validate({**two, **fields})
        return SurfacesRequest.model_validate({"experiment": experiment, "b": bias, **axes}).question

    assert surface() == surface(w=[0.0, 9.0], eta=3.0, epochs=5) == surface(0.9) == surface(0.9, b=7.0)
    others = [
        surface(0.8),
        surface(cost="cross-entropy"),
        surface(activation="tanh"),
        surface(x=[1.0, 2.5]),
        surface(y=1),
    ]
    assert len({surface(), *others}) == 6
    first, second = (PlateausRequest(experiment=Experiment(epochs=epochs)) for epochs in (3, 4))
    assert first.question == second.question
    assert first.question != PlateausRequest(experiment=Experiment(eta=0.2)).question


def test_large_simulations_go_on_while_rates_are_looked_for(start_server: StartServer) -> None:
    """Rates that take many seconds are looked for, as many as may be at once; the lookers give up in the end."""
    server = start_server(max_waiting=1)
    large = {"experiments": [{"epochs": 10_000}], "record": "summary"}
    harder = {**HARD, **{name: {**HARD[name], "epochs": 100_000} for name in ("reference", "other")}}

    def look() -> None:
        with server.client() as client, suppress(httpx.TimeoutException):
            client.post("/api/v1/rates", json=harder, timeout=3)

    with server.client() as client:
        looking = [in_thread(look) for _ in range(2)]
        time.sleep(0.2)
        assert [client.post("/api/v1/simulations", json=large).status_code for _ in range(3)] == [200] * 3
    for thread in looking:
        thread.join()


def test_a_question_that_was_just_answered_is_not_worked_on_again() -> None:
    worked = 0

    def work() -> Work[int]:
        nonlocal worked
        worked += 1
        yield
        return worked

    async def asked() -> list[bytes]:
        answers = Answers(max_waiting=1, most=2)
        questions = [PlateausRequest(experiment=Experiment(w=w)).question for w in (1.0, 1.0, 2.0, 1.0, 3.0, 2.0)]
        return [await answers.to(question, work, still_there) for question in questions]

    # The third question puts out the one that was asked for longest ago, w = 2.
    assert finish(asked()) == [b"1", b"1", b"2", b"1", b"3", b"4"]
