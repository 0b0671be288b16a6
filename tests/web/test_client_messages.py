"""Reading a frame. What cannot be followed is tried out on a real socket (test_stream.py)."""

import pytest

from app.web.client_messages import BadMessage, parse, refusal


@pytest.mark.parametrize("kind", ["stop", "pause", "resume"])
def test_a_message_is_parsed_into_what_it_says(kind: str) -> None:
    message = parse(f'{{"type":"{kind}","id":"a"}}')
    assert (message.type, message.id) == (kind, "a")


def test_a_learning_rate_is_for_all_lanes_unless_one_is_named() -> None:
    message = parse('{"type":"set","id":"a","eta":2}')
    assert message.model_dump() == {"type": "set", "id": "a", "eta": 2.0, "lane": None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type":"set","id":"a"}', "eta is required"),
        ('{"type":"set","id":"a","eta":0}', "eta must be greater than 0, got 0"),
        ('{"type":"set","id":"a","eta":1e999}', "eta must be a finite number, got inf"),
        ('{"type":"set","id":"a","eta":1,"lane":4}', "lane must be less than 4, got 4"),
        ('{"type":"continue","id":"a","epochs":0}', "epochs must be at least 1, got 0"),
        ('{"type":"continue","id":"a","epochs":1000000}', "epochs must be at most 100000, got 1000000"),
    ],
)
def test_a_complaint_names_the_field_the_rule_and_the_value(text: str, words: str) -> None:
    with pytest.raises(BadMessage) as bad:
        parse(text)
    assert bad.value.run_id == "a"
    assert bad.value.problem.detail == words


def test_a_refusal_is_a_problem_with_one_field() -> None:
    bad = refusal(409, "a", "id", "id must name a paused training, and 'a' is running")
    assert (bad.run_id, bad.problem.status, bad.problem.errors[0].field) == ("a", 409, "id")
    assert bad.problem.detail == bad.problem.errors[0].message
