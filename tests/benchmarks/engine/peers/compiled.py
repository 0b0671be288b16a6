"""PyTorch, torch.compile: some epochs at a time become one loop over the runs, in C++ with all cores."""

from collections.abc import Callable
from typing import Any

from tests.benchmarks.engine.work import Answer, Work

EPOCHS_A_CALL = 5
"""Measured: 1 is slower in the natural form, 20 compiles for long and is slower again."""


def natural(work: Work) -> Callable[[], Answer]:
    import torch

    w0, b0, x, y, eta = (torch.from_numpy(v) for v in work.columns())
    is_quadratic = work.cost == "quadratic"

    def step(w: Any, b: Any, before: Any) -> Any:
        a = torch.sigmoid(w * x + b)
        error = a - y
        delta = error * a * (1 - a) if is_quadratic else error
        return w - eta * delta * x, b - eta * delta, before + (error.abs() >= 0.5).double()

    descend = _compile(step, work.epochs)

    def run() -> Answer:
        with torch.inference_mode():
            w, b, before = descend(w0, b0, torch.zeros_like(w0))
            a = torch.sigmoid(w * x + b)
            before += (a - y).abs() >= 0.5
            return {"epochs_to_half": before.numpy(), "final_output": a.numpy()}

    return run


def tuned(work: Work) -> Callable[[], Answer]:
    import torch

    w, b, x, y, eta = (torch.from_numpy(v) for v in work.columns())
    is_quadratic = work.cost == "quadratic"
    sign = 1 - 2 * y
    kappa = eta * (x * x + 1)

    def step(u: Any, before: Any) -> Any:
        e = torch.exp(u)
        t = 1 + e
        moved = kappa * e / (t * t * t) if is_quadratic else kappa / t
        return u + moved, before + (u <= 0).double()

    descend = _compile(step, work.epochs)

    def run() -> Answer:
        with torch.inference_mode():
            u, before = descend(-sign * (w * x + b), torch.zeros_like(w))
            before += u <= 0
            return {"epochs_to_half": before.numpy(), "final_output": torch.sigmoid(-sign * u).numpy()}

    return run


def _compile(step: Callable[..., Any], epochs: int) -> Callable[..., Any]:
    """A function from a state to the state so many steps later."""
    import torch

    def several(*state: Any) -> Any:
        for _ in range(EPOCHS_A_CALL):
            state = step(*state)
        return state

    fast, slow = torch.compile(several), torch.compile(step)

    def descend(*state: Any) -> Any:
        for _ in range(epochs // EPOCHS_A_CALL):
            state = fast(*state)
        for _ in range(epochs % EPOCHS_A_CALL):
            state = slow(*state)
        return state

    return descend
