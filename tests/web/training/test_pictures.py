"""When snapshots are sent."""

from itertools import pairwise

import pytest

from app.web.training.pictures import ALLOWANCE, MOST, Allowance, picture_epochs


@pytest.mark.parametrize("last", [1, 30, 59, 60, 61, 100, 1000, 100_000])
@pytest.mark.parametrize("first", [0, 17])
def test_there_are_at_most_sixty_with_both_ends_among_them(first: int, last: int) -> None:
    epochs = picture_epochs(first, first + last)
    assert len(epochs) == min(last + 1, MOST)
    assert (min(epochs), max(epochs)) == (first, first + last)


def test_there_are_more_near_the_start() -> None:
    epochs = sorted(picture_epochs(0, 1000))
    gaps = [later - earlier for earlier, later in pairwise(epochs)]
    assert all(later >= earlier - 1 for earlier, later in pairwise(gaps)), "but for rounding"
    assert sum(epoch <= 100 for epoch in epochs) > MOST / 5


def test_what_takes_long_is_left_out_for_a_while() -> None:
    allowance = Allowance()
    assert allowance.is_left
    allowance.spend(ALLOWANCE / 2)
    assert allowance.is_left
    allowance.spend(ALLOWANCE)
    assert not allowance.is_left
