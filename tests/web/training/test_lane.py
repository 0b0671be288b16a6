"""One lane: thinning, repeating, changing, and the state that another process goes on from."""

import pickle
from typing import Any

import pytest

from app.web.training.lane import Lane
from app.web.training.task import Change, Job
from tests.web.training.standins import job_of

Rows = list[tuple[int, float]]


def rows_of(lane: Lane, most: int = 10**6) -> Rows:
    """The rows that the lane sends, up to its end or for so many steps."""
    steps = 0
    while not lane.is_over and steps < most:
        lane.advance()
        steps += 1
    if not lane.waiting:
        return []
    columns = lane.take()
    return list(zip(columns["epoch"].tolist(), columns["sum"].tolist(), strict=True))


def lane_of(job: Job, state: Any = None) -> Lane:
    return Lane(0, job, state)


WHOLE = rows_of(lane_of(job_of(30)))


def test_a_lane_has_a_row_for_every_epoch_and_one_before() -> None:
    assert [epoch for epoch, _ in WHOLE] == list(range(31))


@pytest.mark.parametrize(("every", "epochs"), [(7, [0, 7, 14, 21, 28, 30]), (10, [0, 10, 20, 30]), (50, [0, 30])])
def test_the_last_row_is_sent_however_rows_are_thinned(every: int, epochs: list[int]) -> None:
    assert [epoch for epoch, _ in rows_of(lane_of(job_of(30, every=every)))] == epochs


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("cut", [1, 2, 15, 30, 31])
def test_another_process_goes_on_with_the_same_rows(cut: int, every: int) -> None:
    job = job_of(30, every=every)
    first = lane_of(job)
    before = rows_of(first, cut)
    state = pickle.loads(pickle.dumps(first.state()))  # noqa: S301 (our own)
    assert before + rows_of(lane_of(job, state)) == rows_of(lane_of(job))


def test_rows_that_were_sent_are_not_sent_twice() -> None:
    assert rows_of(lane_of(job_of(30, sent=(12,)))) == WHOLE[13:]


def test_a_continuation_has_more_rows_and_snapshots_of_its_own() -> None:
    first = lane_of(job_of(30))
    assert rows_of(first) == WHOLE
    second = lane_of(job_of(30, sent=(30,), pictured=(30,), extend=200), first.state())
    assert rows_of(second) == rows_of(lane_of(job_of(230)))[31:]
    assert second.epoch == 230
    assert second.wants_picture


def test_learning_rates_change_again_where_they_changed() -> None:
    lane = lane_of(job_of(30))
    rows = rows_of(lane, 11)
    lane.want(5.0)
    assert lane.changed() == Change(0, 10, 5.0)
    rows += rows_of(lane)
    again = lane_of(job_of(30, changes=(Change(0, 10, 5.0), Change(1, 3, 9.0))))
    assert rows_of(again) == rows != WHOLE


def test_a_new_learning_rate_waits_until_nothing_is_repeated_any_more() -> None:
    lane = lane_of(job_of(30, sent=(12,), changes=(Change(0, 14, 3.0),)))
    lane.want(5.0)
    assert lane.changed() is None
    rows_of(lane, 14)
    assert lane.epoch == 13
    assert lane.changed() is None, "the learning rate of row 15 was changed before"
    lane.advance()
    assert lane.changed() == Change(0, 14, 5.0)
    lane.advance()
    assert lane.run.eta == 5.0


def test_a_learning_rate_for_a_lane_that_is_over_counts_for_its_continuation() -> None:
    lane = lane_of(job_of(3))
    rows_of(lane)
    lane.want(2.0)
    assert lane.changed() == Change(0, 3, 2.0)
    assert lane.state().run["eta"] == 2.0


def test_snapshots_are_not_sent_twice() -> None:
    lane = lane_of(job_of(30, pictured=(5,)))
    rows_of(lane, 5)
    assert not lane.wants_picture
    rows_of(lane, 2)
    assert lane.wants_picture
    assert lane.picture() == {"epoch": 6}
    assert not lane.lacks_picture
