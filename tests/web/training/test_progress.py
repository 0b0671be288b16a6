"""What the server knows of a training."""

from app.web.training.progress import Progress
from app.web.training.task import Change


def test_a_new_state_forgets_what_it_holds() -> None:
    progress = Progress([100, 100])
    progress.continue_for(50)
    for change in (Change(0, 10, 0.1), Change(1, 30, 0.2)):
        progress.change(change)
    progress.keep(b"state", (20, 20))
    assert (progress.state, progress.at, progress.extend, progress.last) == (b"state", [20, 20], 0, [150, 150])
    assert progress.changes == [Change(1, 30, 0.2)]


def test_the_newest_of_two_learning_rates_in_one_place_counts() -> None:
    progress = Progress([100])
    for eta in (0.1, 0.2):
        progress.change(Change(0, 10, eta))
    assert progress.changes == [Change(0, 10, 0.2)]


def test_a_learning_rate_counts_from_where_the_client_sees_the_lane() -> None:
    progress = Progress([100, 100])
    assert progress.change_now(0, 1.0) == Change(0, 0, 1.0)
    progress.keep(b"state", (20, 20))
    assert progress.change_now(0, 2.0) == Change(0, 20, 2.0)
    progress.sent[0] = 25
    assert progress.change_now(0, 3.0) == Change(0, 25, 3.0)
    progress.change(Change(0, 27, 4.0))
    assert progress.change_now(0, 5.0) == Change(0, 27, 5.0)
    assert progress.change_now(1, 6.0) == Change(1, 20, 6.0)
