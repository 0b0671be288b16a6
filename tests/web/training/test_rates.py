"""Learning rates on their way."""

from app.web.training.rates import Rates


def test_one_command_is_on_its_way_and_the_newest_follows_it() -> None:
    rates = Rates()
    assert rates.ask() is None
    rates.want({0: 1.0, 1: 1.0})
    assert rates.ask() == {0: 1.0, 1: 1.0}
    rates.want({0: 2.0})
    rates.want({0: 3.0})
    assert rates.ask() is None
    rates.followed(0)
    assert rates.ask() is None
    rates.followed(1)
    assert rates.ask() == {0: 3.0}


def test_what_a_worker_took_with_it_is_told_again_unless_there_is_newer() -> None:
    rates = Rates()
    rates.want({0: 1.0, 1: 1.0})
    rates.ask()
    rates.want({0: 2.0})
    rates.not_followed()
    assert rates.ask() == {0: 2.0, 1: 1.0}


def test_what_is_taken_is_told_to_nobody() -> None:
    rates = Rates()
    rates.want({0: 1.0})
    rates.ask()
    rates.want({1: 2.0})
    assert rates.take() == {0: 1.0, 1: 2.0}
    assert rates.ask() is None
