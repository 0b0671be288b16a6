"""The pool that hands out executors."""

from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from app.experiments.sweeps.executors import threads
from app.experiments.sweeps.pool import Pool


def test_a_pool_is_made_once_and_when_it_is_needed() -> None:
    made: list[Executor] = []

    def make() -> Executor:
        made.append(ThreadPoolExecutor(1))
        return made[-1]

    with Pool(make, 1) as pool:
        assert made == []
        assert pool.executor() is pool.executor()
        assert len(made) == 1


def test_only_the_one_who_finds_it_broken_first_renews_a_pool() -> None:
    with threads(1) as pool:
        first = pool.executor()
        pool.renew(first)
        second = pool.executor()
        assert second is not first
        pool.renew(first)
        assert pool.executor() is second


def test_a_closed_pool_gives_no_executor() -> None:
    pool = threads(1)
    pool.close()
    pool.close()
    with pytest.raises(RuntimeError, match="the pool is closed"):
        pool.executor()
