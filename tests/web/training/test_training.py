"""What may be done with a training in each of its states, without any worker."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.experiments.schema import MAX_EPOCHS
from app.web.client_messages import BadMessage, parse, refusal
from app.web.stream_messages import RunMessage, StopMessage
from app.web.training.company import Kit
from app.web.training.outbox import HIGH
from app.web.training.task import (
    Begun,
    Broken,
    Change,
    Changed,
    Command,
    Job,
    Kept,
    Lost,
    Over,
    Pause,
    Piece,
    Refused,
    Rows,
    SetEta,
)
from app.web.training.training import TRIES, Training
from tests.web.test_wire import finish
from tests.web.training.standins import Counting, run_message


class Pretended:
    """Those who have the queue and the workers: they note what they are asked for."""

    def __init__(self) -> None:
        self.queued: list[Training] = []
        self.kept: list[Training] = []
        self.aside: list[Training] = []
        self.commands: list[Command] = []
        self.abandoned = 0
        self.is_full = False

    def refuse_if_full(self, training: Training) -> None:
        if self.is_full:
            raise refusal(503, training.id, "", "too many wait")

    def queue(self, training: Training, *, is_first: bool = False) -> None:
        self.queued.insert(0 if is_first else len(self.queued), training)

    def leave(self, training: Training) -> None:
        for place in (self.queued, self.kept, self.aside):
            if training in place:
                place.remove(training)

    def keep(self, training: Training) -> None:
        self.kept.append(training)

    def put_aside(self, training: Training) -> None:
        self.aside.append(training)

    def send(self, _: Training, command: Command) -> None:
        self.commands.append(command)

    def abandon(self, _: Training) -> None:
        self.abandoned += 1


class Lesson:
    """A training with its company, and shorthands for all that can happen to it."""

    def __init__(self, message: RunMessage | None = None) -> None:
        self.company = Pretended()
        self.training = Training(message or run_message(50, 50), self.company, Kit(Counting, None))
        self.company.queue(self.training)

    def say(self, kind: str, **fields: Any) -> None:
        message = parse(json.dumps({"type": kind, "id": "a", **fields}))
        assert not isinstance(message, RunMessage | StopMessage)
        self.training.obey(message)

    def begin(self) -> Job:
        self.company.leave(self.training)
        return self.training.begin()

    def run(self) -> None:
        self.begin()
        self.training.hear(Begun())

    def rows(self, epoch: int) -> None:
        for lane in (0, 1):
            self.training.hear(Rows(lane, epoch, b'{"type":"rows"}'))

    def hand_over(self, epoch: int, how: str = "paused") -> None:
        self.training.hear(Piece(f"state {epoch}".encode()))
        self.training.hear(Kept((epoch, epoch)))
        self.training.hear(Over(how, json.dumps({"type": how, "summaries": [epoch]}).encode()))

    def pause(self) -> None:
        self.run()
        self.say("pause")
        self.hand_over(10)

    def finish(self) -> None:
        self.run()
        self.hand_over(50, "finished")

    def be_dropped(self) -> None:
        self.finish()
        self.training.drop()

    def fail(self) -> None:
        self.run()
        self.training.hear(Refused(None, "no"))

    @property
    def messages(self) -> list[dict[str, Any]]:
        messages = []
        while not self.training.outbox.is_empty:
            messages.append(json.loads(finish(self.training.outbox.take())))
        return messages

    @property
    def heard(self) -> list[str]:
        return [message["type"] for message in self.messages]


STATES: dict[str, Callable[[Lesson], object]] = {
    "waiting": lambda _: None,
    "beginning": Lesson.begin,
    "running": Lesson.run,
    "paused": Lesson.pause,
    "finished": Lesson.finish,
    "dropped": Lesson.be_dropped,
    "failed": Lesson.fail,
}
WANTED = {
    "pause": ("waiting", "beginning", "running"),
    "resume": ("paused",),
    "set": ("waiting", "beginning", "running", "paused", "finished"),
    "continue": ("finished",),
}
FIELDS: dict[str, dict[str, Any]] = {"set": {"eta": 2.0}, "continue": {"epochs": 5}}


@pytest.mark.parametrize("kind", WANTED)
@pytest.mark.parametrize("state", STATES)
def test_what_comes_out_of_turn_is_refused_and_changes_nothing(state: str, kind: str) -> None:
    lesson = Lesson()
    STATES[state](lesson)
    before = lesson.training.state
    if state in WANTED[kind]:
        lesson.say(kind, **FIELDS.get(kind, {}))
        return
    with pytest.raises(BadMessage, match=r"id must name .*, and 'a' ") as bad:
        lesson.say(kind, **FIELDS.get(kind, {}))
    assert (bad.value.problem.status, bad.value.problem.errors[0].field) == (409, "id")
    assert lesson.training.state == before


@pytest.mark.parametrize("state", STATES)
def test_it_can_be_stopped_in_every_state_and_holds_nothing_then(state: str) -> None:
    lesson = Lesson()
    STATES[state](lesson)
    lesson.training.stop()
    company = lesson.company
    assert (company.queued, company.kept, company.aside) == ([], [], [])
    assert company.abandoned == (state in ("beginning", "running"))
    assert (lesson.training.state, lesson.training.progress.state, lesson.heard) == ("over", None, [])


def test_a_pause_frees_the_worker_once_it_has_handed_over() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.rows(5)
    lesson.say("pause")
    assert lesson.company.commands == [Pause(is_shown=True)]
    assert lesson.training.state == "running"
    lesson.say("pause")
    assert len(lesson.company.commands) == 1, "it has been told"
    lesson.hand_over(6)
    assert lesson.heard == ["started", "rows", "rows", "paused"]
    lesson.say("resume")
    job = lesson.begin()
    assert (job.state, job.sent) == (b"state 6", (5, 5))
    assert lesson.heard == ["resumed"]


def test_a_pause_is_summed_up_as_long_as_the_training_stands_there() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.give_way()
    lesson.hand_over(6)
    lesson.say("pause")
    assert lesson.messages[-1] == {"type": "paused", "summaries": [6]}
    lesson.say("resume")
    lesson.run()
    lesson.say("pause")
    lesson.training.hear(Lost())
    assert lesson.messages[-1] == {"type": "paused", "id": "a", "summaries": None}, "its worker was lost on the way"


def test_a_pause_before_the_worker_listens_is_told_when_it_does() -> None:
    lesson = Lesson()
    lesson.begin()
    lesson.say("pause")
    assert lesson.company.commands == []
    lesson.training.hear(Begun())
    assert lesson.company.commands == [Pause(is_shown=True)]


def test_a_pause_in_the_queue_is_one_at_once() -> None:
    lesson = Lesson()
    lesson.say("pause")
    assert (lesson.heard, lesson.company.queued) == (["paused"], [])
    lesson.say("resume")
    assert lesson.company.queued == [lesson.training]
    lesson.begin()
    assert lesson.heard == ["started"]


def test_whoever_changes_their_mind_during_a_pause_is_heard() -> None:
    lesson = Lesson()
    lesson.run()
    for word in ("pause", "resume", "pause", "resume"):
        lesson.say(word)
    lesson.hand_over(6)
    assert lesson.heard == ["started", "paused"]
    assert lesson.company.queued == [lesson.training]
    lesson.run()
    for word in ("pause", "resume", "pause"):
        lesson.say(word)
    lesson.hand_over(7)
    assert lesson.training.state == "paused"


def test_a_training_that_finishes_before_it_could_pause_has_finished() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.say("pause")
    lesson.hand_over(50, "finished")
    assert lesson.heard == ["started", "finished"]
    lesson.say("continue", epochs=5)
    lesson.run()
    assert len(lesson.company.commands) == 1, "the pause is forgotten"


def test_no_place_in_the_queue_leaves_it_as_it_was() -> None:
    lesson = Lesson()
    lesson.pause()
    lesson.company.is_full = True
    with pytest.raises(BadMessage, match="too many wait"):
        lesson.say("resume")
    assert (lesson.training.state, lesson.company.kept) == ("paused", [lesson.training])


def test_a_continuation_has_more_epochs() -> None:
    lesson = Lesson()
    lesson.finish()
    lesson.say("continue", epochs=25)
    job = lesson.begin()
    assert (job.state, job.extend) == (b"state 50", 25)
    assert lesson.heard == ["started", "finished", "resumed"]
    lesson.training.hear(Begun())
    lesson.training.hear(Lost())
    assert lesson.begin().extend == 25, "its first state does not know of them"
    lesson.hand_over(60)
    lesson.training.hear(Lost())
    assert lesson.training.progress.extend == 0


@pytest.mark.parametrize(
    ("epochs", "words"),
    [(MAX_EPOCHS, "epochs must be at most 99950, for 100000 in all, got 100000"), (99_950, None)],
)
def test_a_continuation_is_within_the_limits(epochs: int, words: str | None) -> None:
    lesson = Lesson()
    lesson.finish()
    if words is None:
        lesson.say("continue", epochs=epochs)
        return
    with pytest.raises(BadMessage) as bad:
        lesson.say("continue", epochs=epochs)
    assert (bad.value.problem.detail, bad.value.problem.errors[0].field) == (words, "epochs")


def test_a_continuation_may_be_too_much_work() -> None:
    network = {"kind": "network", "problem": "mnist", "hidden": [30], "epochs": 5}
    lesson = Lesson(RunMessage.model_validate({"type": "run", "id": "a", "experiments": [network]}))
    lesson.run()
    lesson.training.hear(Over("finished", b"{}"))
    with pytest.raises(BadMessage, match="multiply-adds") as bad:
        lesson.say("continue", epochs=90_000)
    assert bad.value.problem.errors[0].field == "epochs"


def test_learning_rates_are_told_one_command_at_a_time() -> None:
    lesson = Lesson()
    lesson.begin()
    lesson.say("set", eta=2.0, lane=1)
    lesson.training.hear(Begun())
    lesson.say("set", eta=3.0)
    assert lesson.company.commands == [SetEta({1: 2.0})]
    lesson.training.hear(Changed(Change(1, 8, 2.0)))
    assert lesson.company.commands[1:] == [SetEta({0: 3.0, 1: 3.0})]
    assert lesson.heard == ["started", "changed"]


@pytest.mark.parametrize("state", ["waiting", "paused", "finished"])
def test_a_learning_rate_that_nobody_is_at_counts_from_where_it_stands(state: str) -> None:
    lesson = Lesson()
    STATES[state](lesson)
    at = {"waiting": 0, "paused": 10, "finished": 50}[state]
    lesson.say("set", eta=2.0)
    lesson.say("set", eta=4.0, lane=0)
    assert lesson.heard[-3:] == ["changed"] * 3
    assert lesson.training.progress.changes == [Change(1, at, 2.0), Change(0, at, 4.0)]


def test_a_learning_rate_that_came_too_late_for_the_worker_is_not_lost() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.say("pause")
    lesson.say("set", eta=2.0, lane=0)
    lesson.hand_over(6)
    assert lesson.heard == ["started", "changed", "paused"]
    lesson.say("resume")
    assert lesson.begin().changes == (Change(0, 6, 2.0),)


def test_a_lane_that_is_not_there_is_refused() -> None:
    lesson = Lesson()
    with pytest.raises(BadMessage) as bad:
        lesson.say("set", eta=2.0, lane=2)
    assert bad.value.problem.detail == "lane must be at most 1 in this run, got 2"


def test_a_lost_worker_is_replaced_and_what_it_knew_is_told_again() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.hear(Piece(b"state 20"))
    lesson.training.hear(Kept((20, 20)))
    lesson.rows(30)
    lesson.training.hear(Changed(Change(0, 30, 2.0)))
    lesson.say("set", eta=3.0, lane=1)
    lesson.training.hear(Piece(b"half of a st"))
    lesson.training.hear(Lost())
    assert lesson.company.queued == [lesson.training]
    job = lesson.begin()
    assert (job.state, job.sent, job.changes) == (b"state 20", (30, 30), (Change(0, 30, 2.0),))
    lesson.training.hear(Begun())
    assert lesson.company.commands == [SetEta({1: 3.0})] * 2
    assert lesson.heard == ["started", "rows", "rows", "changed"], "nobody need hear of it"
    lesson.hand_over(40)
    assert lesson.training.progress.state == b"state 40"


def test_a_pause_that_a_lost_worker_did_not_hear_is_one_all_the_same() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.rows(5)
    lesson.say("pause")
    lesson.training.hear(Lost())
    assert lesson.training.state == "paused"
    assert lesson.heard[-1] == "paused"


def test_a_training_that_kills_its_workers_is_given_up() -> None:
    lesson = Lesson()
    for has_rows in [False, True, *[False] * (TRIES - 1)]:
        assert lesson.training.is_under_way
        lesson.run()
        if has_rows:
            lesson.rows(3)
        lesson.training.hear(Lost())
    assert lesson.heard[-1] == "failed"
    assert not lesson.training.is_under_way


@pytest.mark.parametrize("report", [Refused(0, "no"), Broken("trace")])
def test_a_failed_training_is_over(report: Refused | Broken) -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.hear(report)
    assert lesson.heard == ["started", "failed"]
    assert not lesson.training.is_under_way


def test_who_gives_way_goes_to_the_end_of_the_queue_unseen() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.give_way()
    lesson.training.give_way()
    assert lesson.company.commands == [Pause(is_shown=False)]
    lesson.hand_over(6)
    assert lesson.company.queued == [lesson.training]
    lesson.begin()
    assert lesson.heard == ["started"]


def test_a_client_that_does_not_read_frees_its_worker_until_it_has_read() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.hear(Rows(0, 5, b"x" * (HIGH + 1)))
    assert lesson.company.commands == [Pause(is_shown=False)]
    lesson.hand_over(6)
    assert (lesson.training.state, lesson.company.aside) == ("aside", [lesson.training])
    lesson.training.has_been_read()
    assert lesson.training.state == "aside"
    for _ in range(2):
        finish(lesson.training.outbox.take())
    lesson.training.has_been_read()
    assert (lesson.training.state, lesson.company.aside) == ("waiting", [])
    assert lesson.company.queued == [lesson.training]


def test_who_is_put_aside_can_be_paused_too() -> None:
    lesson = Lesson()
    lesson.run()
    lesson.training.hear(Rows(0, 5, b"x" * (HIGH + 1)))
    lesson.say("pause")
    lesson.hand_over(6)
    assert (lesson.training.state, lesson.company.kept) == ("paused", [lesson.training])
    lesson.training.has_been_read()
    assert lesson.training.state == "paused"
