"""Long work in small pieces."""

from app.learning.turns import Work, result_of


def add_up(numbers: list[int]) -> Work[int]:
    total = 0
    for number in numbers:
        total += number
        yield
    return total


def test_work_done_without_a_pause_gives_its_result() -> None:
    assert result_of(add_up([1, 2, 3])) == 6
    assert result_of(add_up([])) == 0


def test_work_may_be_made_of_work() -> None:
    def twice() -> Work[int]:
        one = yield from add_up([1, 2])
        other = yield from add_up([3])
        return one + other

    assert len(list(twice())) == 3
    assert result_of(twice()) == 6
