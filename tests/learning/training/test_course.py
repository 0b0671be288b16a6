"""Every example has its turn once an epoch, in the order that was drawn, whichever way the steps are cut."""

import numpy as np
import pytest

from app.learning.errors import OutOfRange
from app.learning.training.course import Course


def turns(course: Course, *cuts: int) -> list[list[int]]:
    """The examples of each step."""
    found = []
    for steps in cuts:
        for batches in course.advance(steps):
            found += batches.examples.tolist()
    return found


def test_examples_come_in_order_where_nothing_is_shuffled() -> None:
    course = Course(5, 2, [None])
    assert turns(course, 3) == [[0, 1], [2, 3], [4]]
    assert turns(course, 1) == [[0, 1]]
    assert (course.epoch, course.step) == (1, 1)


def test_an_order_is_drawn_once_an_epoch() -> None:
    mine = np.random.default_rng(7)
    drawn = [mine.permutation(6).reshape(3, 2).tolist() for _ in range(2)]
    assert turns(Course(6, 2, [np.random.default_rng(7)]), 6) == [*drawn[0], *drawn[1]]


def test_the_generator_of_the_caller_is_left_alone() -> None:
    order = np.random.default_rng(7)
    turns(Course(6, 2, [order]), 6)
    assert order.random() == np.random.default_rng(7).random()


@pytest.mark.parametrize("cuts", [(1,) * 11, (4, 7), (3, 1, 7), (10, 1), (0, 11)])
def test_any_cut_gives_the_same_turns(cuts: tuple[int, ...]) -> None:
    whole = turns(Course(10, 3, [np.random.default_rng(0)]), 11)
    assert turns(Course(10, 3, [np.random.default_rng(0)]), *cuts) == whole


def test_a_last_smaller_mini_batch_is_told_apart() -> None:
    batches = list(Course(5, 2, [None]).advance(4))
    assert [(b.examples.tolist(), b.is_rest) for b in batches] == [
        ([[0, 1], [2, 3]], False),
        ([[4]], True),
        ([[0, 1]], False),
    ]


def test_a_mini_batch_larger_than_the_data_is_all_of_it() -> None:
    course = Course(3, 10, [None])
    assert course.steps_per_epoch == 1
    assert [(b.examples.tolist(), b.is_rest) for b in course.advance(2)] == [([[0, 1, 2]], True)] * 2


def test_networks_have_their_parts_of_a_step_side_by_side() -> None:
    orders = [np.random.default_rng(seed) for seed in (1, 2)]
    drawn = [np.random.default_rng(seed).permutation(4).tolist() for seed in (1, 2)]
    assert turns(Course(4, 2, orders), 2) == [drawn[0][:2] + drawn[1][:2], drawn[0][2:] + drawn[1][2:]]


def test_networks_with_examples_of_their_own_look_at_those() -> None:
    assert turns(Course(4, 2, [None, None], apart=True), 1) == [[0, 1, 4, 5]]


@pytest.mark.parametrize("batch_size", [0, -1])
def test_a_mini_batch_needs_an_example(batch_size: int) -> None:
    with pytest.raises(OutOfRange, match=f"batch_size must be at least 1, got {batch_size}"):
        Course(3, batch_size, [None])
