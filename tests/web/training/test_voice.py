"""What the client of a training hears."""

import json
from typing import Any

from app.web.problems import problem
from app.web.stream_messages import SERVER_MESSAGE
from app.web.training.task import Change
from app.web.training.voice import Voice
from tests.web.test_wire import finish
from tests.web.training.standins import networks


def heard(voice: Voice) -> list[Any]:
    """All that waits in its outbox, each as the schema has it."""
    messages = []
    while not voice.outbox.is_empty:
        messages.append(json.loads(finish(voice.outbox.take())))
        SERVER_MESSAGE.validate_python(messages[-1])
        assert messages[-1]["id"] == "a"
    return messages


def kinds(voice: Voice) -> list[str]:
    return [message["type"] for message in heard(voice)]


def a_voice() -> Voice:
    return Voice("a", list(networks(5)))


def test_a_place_in_the_queue_is_told_when_it_changes() -> None:
    voice = a_voice()
    for ahead in (3, 3, 2, 0):
        voice.ahead(ahead)
    voice.runs()
    messages = heard(voice)
    assert [message["type"] for message in messages] == ["queued"] * 3 + ["started"]
    assert [message["ahead"] for message in messages[:3]] == [3, 2, 0]
    assert messages[-1]["lanes"][0]["kind"] == "network"


def test_a_training_is_started_once_and_resumed_after_whatever_held_it_up() -> None:
    voice = a_voice()
    voice.runs()
    voice.runs()
    assert kinds(voice) == ["started"], "nobody need hear of another worker"
    voice.paused()
    voice.runs()
    voice.ahead(1)
    voice.runs()
    voice.finished(b'{"type":"finished","id":"a","summaries":[]}')
    voice.runs()
    assert kinds(voice) == ["paused", "resumed", "queued", "resumed", "finished", "resumed"]


def test_a_pause_says_what_its_worker_said_of_it() -> None:
    voice = a_voice()
    voice.paused(b'{"type":"paused","id":"a","summaries":[{"final_accuracy":1.0}]}')
    voice.paused()
    messages = [json.loads(finish(voice.outbox.take())) for _ in range(2)]
    assert [message["summaries"] for message in messages] == [[{"final_accuracy": 1.0}], None]


def test_a_training_that_was_paused_before_it_began_is_started_then() -> None:
    voice = a_voice()
    voice.ahead(0)
    voice.paused()
    voice.ahead(0)
    voice.runs()
    assert kinds(voice) == ["queued", "paused", "queued", "started"]


def test_changes_and_failures_are_told() -> None:
    voice = a_voice()
    voice.changed(Change(1, 20, 0.5))
    voice.failed(problem(500, "it cannot be done"))
    changed, failed = heard(voice)
    assert changed == {"type": "changed", "id": "a", "lane": 1, "epoch": 20, "eta": 0.5}
    assert failed["problem"]["detail"] == "it cannot be done"
