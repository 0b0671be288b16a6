"""What a sweep may ask for here, and what is small."""

import tracemalloc
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError

from app.experiments.sweeps.schema import Sweep
from app.web.messages import MAX_SWEEP_CELLS, SMALL_SWEEP_CELLS
from app.web.sweep_messages import size_of


def sweep(num: int, **base: Any) -> Sweep:
    axis = {"start": -5, "stop": 5, "num": num}
    return Sweep.model_validate({"base": base, "axes": {"w": axis}, "measure": "final_cost"})


@pytest.mark.parametrize(
    ("num", "base", "size"),
    [
        (1, {}, "small"),
        (SMALL_SWEEP_CELLS, {"epochs": 10}, "small"),
        (SMALL_SWEEP_CELLS + 1, {"epochs": 10}, "large"),
        (20_000, {"epochs": 100_000, "y": 0.3}, "large"),
        (MAX_SWEEP_CELLS, {"epochs": 10}, "large"),
    ],
)
def test_a_sweep_is_small_by_its_cells_and_by_its_cost(num: int, base: dict[str, Any], size: str) -> None:
    assert size_of(sweep(num, **base)) == size


@pytest.mark.parametrize(
    ("num", "base"), [(MAX_SWEEP_CELLS + 1, {}), (10**9, {}), (10**6, {"epochs": 100_000, "y": 0.3})]
)
def test_what_is_over_a_cap_is_refused_before_memory_is_touched(num: int, base: dict[str, Any]) -> None:
    asked = sweep(num, **base)
    size_of(sweep(1))
    tracemalloc.start()
    with pytest.raises(RequestValidationError) as caught:
        size_of(asked)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    [error] = caught.value.errors()
    assert error["loc"] == ("body", "axes")
    assert f"{asked.steps:,} epochs in all" in error["msg"]
    assert peak < 8 * num
    assert peak < 30_000_000
