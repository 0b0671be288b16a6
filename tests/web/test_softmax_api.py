"""REST of softmax and cross-entropy: the numbers of the mathematics, and refusals that name field, rule and value."""

import math
from typing import Any

import httpx
import numpy as np
import pytest

from app.learning.multiclass import Answers, categorical, per_output
from app.learning.softmax_layer import SoftmaxLayer
from tests.web.talking import strict_json

CHAPTER = [2.5, -1.0, 3.2, 0.5]
P = [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
Q = [[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]]


def ask(client: httpx.Client, path: str, **body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return strict_json(answer.content)


def refused(client: httpx.Client, path: str, **body: Any) -> dict[str, str]:
    """What is said of each field."""
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 422, answer.text[:200]
    return {error["field"]: error["message"] for error in strict_json(answer.content)["errors"]}


# A layer


@pytest.mark.parametrize("c", [0.1, 1.0, 7.5, 1000.0])
def test_a_layer_is_taken_apart_to_the_last_bit(c: float, client: httpx.Client) -> None:
    answer = ask(client, "softmax", z=CHAPTER, c=c, label=1, raised=3, by=0.5)
    layer = SoftmaxLayer(np.array(CHAPTER), c)
    wanted = layer.wanting(1)
    assert answer["a"] == layer.a.tolist()
    assert answer["sum"] == math.fsum(layer.a)
    assert answer["jacobian"] == layer.jacobian.tolist()
    assert answer["sigmoids"]["a"] == layer.sigmoids.tolist()
    assert answer["truth"]["cost"] == wanted.log_likelihood
    assert answer["truth"]["delta"] == wanted.delta.tolist()
    assert answer["truth"]["quadratic"] == {"cost": wanted.quadratic, "delta": wanted.quadratic_delta.tolist()}
    assert answer["raised"]["a"] == layer.with_raised(3, 0.5).a.tolist()
    assert answer["raised"]["change"] == layer.change(3, 0.5).tolist()


def test_what_is_not_asked_for_is_null(client: httpx.Client) -> None:
    answer = ask(client, "softmax", z=[0, 0])
    assert (answer["a"], answer["truth"], answer["raised"], answer["also"]) == ([0.5, 0.5], None, None, [])


def test_several_sharpnesses_are_answered_at_once(client: httpx.Client) -> None:
    answer = ask(client, "softmax", z=CHAPTER, also=[0.1, 1, "max"])
    assert answer["also"][0] == SoftmaxLayer(np.array(CHAPTER), 0.1).a.tolist()
    assert answer["also"][1:] == [answer["a"], [0, 0, 1, 0]]


def test_the_maximum_has_an_infinite_cost_as_null(client: httpx.Client) -> None:
    truth = ask(client, "softmax", z=CHAPTER, c="max", label=1)["truth"]
    assert truth["cost"] is None
    assert truth["delta"] == [0.0, None, None, 0.0]
    assert truth["quadratic"] == {"cost": 1.0, "delta": [0.0] * 4}


def test_huge_inputs_are_answered(client: httpx.Client) -> None:
    answer = ask(client, "softmax", z=[1e6, -1e6], c=1000.0, label=1)
    assert answer["a"] == [1.0, 0.0]
    assert answer["truth"]["cost"] == 2e9


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"z": [1.0]}, "z", "z must be a list of at least 2, got a list of 1"),
        ({"z": [1.0, 2e6]}, "z.1", "z[1] must be at most 1000000, got 2000000.0"),
        ({"c": 0.0}, "c", "c must be greater than 0, got 0.0"),
        ({"c": "sharp"}, "c", "c must be 'max', got 'sharp'"),
        ({"also": [1.0, -1.0]}, "also.1", "also[1] must be greater than 0, got -1.0"),
        ({"also": [1.0] * 21}, "also", "also must be a list of at most 20, got a list of 21"),
        ({"label": 4}, "label", "label must be less than 4, the number of outputs, got 4"),
        ({"raised": -1}, "raised", "raised must be at least 0, got -1"),
        ({"by": True}, "by", "by must be a number, got true"),
        ({"y": 1}, "y", "y is not a field here"),
    ],
)
def test_a_wrong_layer_is_refused_by_field(
    change: dict[str, Any], field: str, message: str, client: httpx.Client
) -> None:
    assert refused(client, "softmax", **{"z": CHAPTER, **change})[field] == message


# Backwards


def test_outputs_lead_back_to_inputs(client: httpx.Client) -> None:
    answer = ask(client, "softmax/inverse", a=[0.1, 0.2, 0.7], constant=3)
    assert answer["z"] == pytest.approx([math.log(share) + 3 for share in (0.1, 0.2, 0.7)], rel=1e-15)
    assert answer["a"] == pytest.approx([0.1, 0.2, 0.7], rel=1e-15)


def test_an_output_of_nothing_has_no_input(client: httpx.Client) -> None:
    assert ask(client, "softmax/inverse", a=[0.5, 0.5, 0]) == {
        "z": [math.log(0.5), math.log(0.5), None],
        "a": [0.5, 0.5, 0.0],
    }


def test_outputs_that_do_not_sum_to_one_are_refused(client: httpx.Client) -> None:
    assert refused(client, "softmax/inverse", a=[0.5, 0.4]) == {"a": "a must sum to 1, got a sum of 0.9"}


# Cross-entropy


def test_the_worked_example(client: httpx.Client) -> None:
    forms = ask(client, "cross-entropy", p=P, q=Q)["forms"]
    assert [round(value, 3) for value in forms["categorical"]["values"]] == [0.693, 0.223]
    assert [round(value, 3) for value in forms["per_output"]["values"]] == [1.273, 0.434]
    assert round(forms["categorical"]["mean_per_example"], 3) == 0.458
    assert forms["categorical"]["mean_over_elements"] == pytest.approx(forms["categorical"]["mean_per_example"] / 3)


@pytest.mark.parametrize("shape", [(1, 2), (3, 4), (100, 100)])
def test_logits_are_answered_to_the_last_bit_in_every_shape(shape: tuple[int, int], client: httpx.Client) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(0.0, 300.0, shape)
    p = rng.dirichlet(np.ones(shape[1]), shape[0])
    answer = ask(client, "cross-entropy", p=p.tolist(), z=z.tolist())
    answers = Answers.of_logits(z)
    for name, batch in (("categorical", categorical(p, answers)), ("per_output", per_output(p, answers))):
        assert answer["forms"][name]["values"] == batch.values.tolist()
        assert answer["forms"][name]["terms"] == batch.terms.tolist()
    assert answer["q"] == answers.q.tolist()


def test_one_example_needs_no_second_pair_of_brackets(client: httpx.Client) -> None:
    assert ask(client, "cross-entropy", p=P[0], q=Q[0]) == ask(client, "cross-entropy", p=P[:1], q=Q[:1])


def test_a_zero_that_is_wanted_costs_infinitely_much_and_clipping_hides_it(client: httpx.Client) -> None:
    answer = ask(client, "cross-entropy", p=[[1, 0], [0.5, 0.5]], q=[[0.5, 0.5], [1, 0]])
    form = answer["forms"]["categorical"]
    assert (form["values"], form["infinite"]) == ([math.log(2), None], [1])
    assert (form["mean_per_example"], form["mean_over_elements"], form["terms"][1]) == (None, None, [0.0, None])
    clipped = answer["clipped"]
    assert (clipped["at"], clipped["elements"]) == (1e-10, [[1, 0], [1, 1]])
    assert clipped["forms"]["categorical"]["infinite"] == []
    assert clipped["forms"]["categorical"]["terms"][1][1] == pytest.approx(-0.5 * math.log(1e-10), rel=1e-15)


def test_a_zero_that_is_not_wanted_costs_nothing(client: httpx.Client) -> None:
    answer = ask(client, "cross-entropy", p=[[1, 0]], q=[[1, 0]], clip=None)
    assert answer["forms"]["categorical"]["values"] == answer["forms"]["per_output"]["values"] == [0.0]
    assert answer["clipped"] is None


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"p": [[1, 0], [0.5, 0.4]], "q": [[1, 0], [1, 0]]}, {"p.1": "p[1] must sum to 1, got a sum of 0.9"}),
        ({"p": [1, 0], "q": [0.7, 0.2]}, {"q": "q must sum to 1, got a sum of 0.9"}),
        ({"p": [[1, 0]], "q": [[1.5, -0.5]]}, {"q.0.0": "q[0][0] must be at most 1, got 1.5"}),
        (
            {"p": [[1, 0], [1, 0]], "q": [[1, 0]]},
            {"q": "q must have as many rows as p, which has 2, got 1"},
        ),
        (
            {"p": [[1, 0, 0]], "z": [[1, 0]]},
            {"z.0": "z[0] must have as many numbers as p[0], which has 3, got 2"},
        ),
        (
            {"p": [[1, 0], [1, 0, 0]], "q": [[1, 0], [1, 0]]},
            {"p.1": "p[1] must have as many numbers as p[0], which has 2, got 3"},
        ),
        (
            {"p": [1, 0]},
            {"z": "q, the answered probabilities, or z, their logits, must be given, got neither"},
        ),
        (
            {"p": [1, 0], "q": [1, 0], "z": [1, 0]},
            {"z": "q, the answered probabilities, or z, their logits, must be given, not both"},
        ),
        ({"p": [1, 0], "q": [1, 0], "clip": 0.5}, {"clip": "clip must be less than 0.5, got 0.5"}),
        ({"p": "all", "q": [1, 0]}, {"p": "p must be a list, got 'all'"}),
        ({"p": [], "q": [1, 0]}, {"p": "p must be a list of at least 2, got a list of 0"}),
        ({"p": [[0.01] * 100] * 101, "z": [[0.0] * 100] * 101}, {"p": "p may have at most 10000 numbers, got 10100"}),
    ],
)
def test_what_is_no_pair_of_distributions_is_refused_by_field(
    body: dict[str, Any], errors: dict[str, str], client: httpx.Client
) -> None:
    assert refused(client, "cross-entropy", **body) == errors
