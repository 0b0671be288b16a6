"""What may not be asked of a training. The words reach clients in test_stream_training.py."""

import pytest

from app.experiments.schema import MAX_EPOCHS
from app.web.client_messages import BadMessage
from app.web.stream_messages import SetMessage
from app.web.training.refusals import lanes_meant, refuse_more_than_allowed
from tests.web.training.standins import networks


def test_the_longest_lane_says_how_many_epochs_are_left() -> None:
    refuse_more_than_allowed("a", MAX_EPOCHS - 90, networks(50, 90), [50, 90])
    with pytest.raises(BadMessage, match=f"epochs must be at most {MAX_EPOCHS - 90}"):
        refuse_more_than_allowed("a", MAX_EPOCHS - 89, networks(50, 90), [50, 90])


def test_a_learning_rate_is_meant_for_lanes_that_are_there() -> None:
    assert list(lanes_meant(SetMessage(type="set", id="a", eta=1.0), 3)) == [0, 1, 2]
    assert list(lanes_meant(SetMessage(type="set", id="a", eta=1.0, lane=1), 2)) == [1]
    with pytest.raises(BadMessage, match="lane must be at most 0"):
        lanes_meant(SetMessage(type="set", id="a", eta=1.0, lane=1), 1)
