"""Small sweeps: equal ones are computed once, and nothing is computed for those who have gone."""

import asyncio
from typing import Any

import numpy as np
import pytest
from starlette.exceptions import HTTPException

from app.experiments.sweeps.errors import SchedulerUnreachable
from app.experiments.sweeps.schema import Sweep
from app.web import small_sweeps as module
from app.web.small_sweeps import AT_ONCE, SmallSweeps
from app.web.wire import Unwanted
from app.web.workers import URGENT
from tests.web.test_jobs import Pretended, until
from tests.web.test_wire import finish


def sweep(eta: float) -> Sweep:
    axis = {"start": 0, "stop": 1, "num": 10}
    return Sweep.model_validate({"base": {"eta": eta}, "axes": {"w": axis}, "measure": "final_cost"})


def small(pools: Pretended, max_waiting: int = 8) -> SmallSweeps:
    return SmallSweeps(pools, max_waiting)  # type: ignore[arg-type]


async def stays() -> bool:
    return False


async def has_gone() -> bool:
    return True


def test_a_class_has_its_question_computed_once_and_kept() -> None:
    async def work() -> tuple[list[Any], Pretended]:
        pools = Pretended()
        sweeps = small(pools)
        askers = [asyncio.create_task(sweeps.values(sweep(0.1), stays)) for _ in range(50)]
        await until(lambda: pools.begun == [URGENT])
        pools.let_go()
        answers = [await asker for asker in askers]
        return [*answers, await sweeps.values(sweep(0.1), stays)], pools

    answers, pools = finish(work())
    assert len(pools.begun) == 1
    assert all(answer is answers[0] for answer in answers)


def test_whoever_leaves_ends_the_work_only_when_nobody_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)

    async def work() -> None:
        pools = Pretended()
        sweeps = small(pools)
        leaving = asyncio.create_task(sweeps.values(sweep(0.1), has_gone))
        staying = asyncio.create_task(sweeps.values(sweep(0.1), stays))
        with pytest.raises(Unwanted):
            await leaving
        assert not staying.done()
        pools.let_go()
        assert (await staying).shape == (10,)
        with pytest.raises(Unwanted):
            await small(Pretended()).values(sweep(0.1), has_gone)

    finish(work())


def test_too_many_different_questions_are_refused() -> None:
    async def work() -> None:
        pools = Pretended()
        sweeps = small(pools, max_waiting=1)
        askers = [asyncio.create_task(sweeps.values(sweep(0.1 + k), stays)) for k in range(AT_ONCE + 1)]
        await until(lambda: len(pools.begun) == AT_ONCE)
        with pytest.raises(HTTPException, match="too many"):
            await sweeps.values(sweep(99), stays)
        pools.let_go()
        await asyncio.gather(*askers)
        await sweeps.values(sweep(99), stays)

    finish(work())


def test_a_failure_is_raised_for_everybody_and_not_kept() -> None:
    async def work() -> tuple[list[Any], Pretended]:
        pools = Pretended(SchedulerUnreachable("nobody answers"))
        sweeps = small(pools)
        pools.let_go()
        asked = [sweeps.values(sweep(0.1), stays) for _ in range(3)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        with pytest.raises(SchedulerUnreachable):
            await sweeps.values(sweep(0.1), stays)
        return answers, pools

    answers, pools = finish(work())
    assert all(isinstance(answer, SchedulerUnreachable) for answer in answers)
    assert len(pools.begun) == len(pools.told) == 2


def test_the_oldest_answers_make_room_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 2 * np.zeros(10).nbytes)

    async def work() -> Pretended:
        pools = Pretended()
        pools.let_go()
        sweeps = small(pools)
        for eta in (0.1, 0.2, 0.1, 0.3, 0.1, 0.2):
            await sweeps.values(sweep(eta), stays)
        return pools

    assert len(finish(work()).begun) == 4
