"""One run with every column of its trace: what pressing Run costs, and what the same costs elsewhere.

The contestants are those who may press Run as well: a loop in eager PyTorch, on NumPy's scalars, and JAX, whose first
call compiles. Every function here takes the start and returns what gives the columns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from tests.benchmarks.engine.answers import check_numbers
from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.race import Goal, Result, race
from tests.benchmarks.engine.work import Answer

COLUMNS = ("w", "b", "z", "a", "cost", "slope", "delta", "grad_w", "grad_b")
OURS = "ours"
OURS_BLOCKS = "ours, in blocks as streamed"
JAX_FIRST = "JAX jit, first call"
JAX_CALL = "JAX jit, compiled call"

PLACES = {
    OURS: "one:ours",
    OURS_BLOCKS: "one:ours_in_blocks",
    "NumPy scalars": "one:numpy_scalars",
    "torch eager, natural": "one:torch_natural",
    "torch eager, hand-tuned": "one:torch_tuned",
    JAX_FIRST: "one:jax_first_call",
    JAX_CALL: "one:jax_compiled",
}

GOAL = 0.3e-3
"""Seconds."""


@dataclass(frozen=True)
class Start:
    """The second neuron of the chapter, quadratic cost."""

    w: float = 2.0
    b: float = 2.0
    x: float = 1.0
    y: float = 0.0
    eta: float = 0.15
    epochs: int = 300


def measure(rounds: int, say: Callable[[str], None]) -> Result:
    contestants = [Contestant(name, place) for name, place in PLACES.items()]
    start = Start()
    try:
        result = race("One run of 300 epochs, all columns", start, start.epochs, contestants, rounds, check, say)
    finally:
        for contestant in contestants:
            contestant.close()
    ours = result.times[OURS].median
    others = [name for name in result.times if name not in (OURS, OURS_BLOCKS, JAX_CALL)]
    result.goals = [Goal("0.3 ms", 1.0, GOAL / ours)]
    result.goals += [Goal(name, 1.0, result.times[name].median / ours) for name in others]
    return result


def check(name: str, theirs: Answer, ours: Answer) -> None:
    for column in COLUMNS:
        check_numbers(name, column, theirs[column], ours[column])


def ours(start: Start) -> Callable[[], Answer]:
    """With the summary, which the peers do not make."""
    from app.experiments.run import simulate
    from app.experiments.schema import Experiment

    experiment = Experiment.model_validate(vars(start))
    return lambda: simulate(experiment)[0]


def ours_in_blocks(start: Start) -> Callable[[], Answer]:
    """Some rows at a time, as the stream sends them, and joined again."""
    from app.experiments.run import Run, join
    from app.experiments.schema import Experiment

    experiment = Experiment.model_validate(vars(start))
    return lambda: join(list(Run(experiment).columns()))


def numpy_scalars(start: Start) -> Callable[[], Answer]:
    """The equations, number by number, into a table."""
    w0, b0, x, y, eta = (np.float64(v) for v in (start.w, start.b, start.x, start.y, start.eta))

    def run() -> Answer:
        table = np.empty((len(COLUMNS), start.epochs + 1))
        w, b = w0, b0
        for k in range(start.epochs + 1):
            z = w * x + b
            a = 1.0 / (1.0 + np.exp(-z))
            error, slope = a - y, a * (1.0 - a)
            delta = error * slope
            grad_w = delta * x
            table[:, k] = (w, b, z, a, 0.5 * error * error, slope, delta, grad_w, delta)
            w = w - eta * grad_w
            b = b - eta * delta
        return dict(zip(COLUMNS, table, strict=True))

    return run


def torch_natural(start: Start) -> Callable[[], Answer]:
    """The equations on tensors without axes, each row kept and stacked at the end."""
    import torch

    w0, b0, x, y, eta = (torch.tensor(v, dtype=torch.float64) for v in (start.w, start.b, start.x, start.y, start.eta))

    def run() -> Answer:
        with torch.inference_mode():
            rows = []
            w, b = w0.clone(), b0.clone()
            for _ in range(start.epochs + 1):
                z = w * x + b
                a = torch.sigmoid(z)
                error, slope = a - y, a * (1 - a)
                delta = error * slope
                grad_w = delta * x
                rows.append(torch.stack((w, b, z, a, 0.5 * error * error, slope, delta, grad_w, delta)))
                w = w - eta * grad_w
                b = b - eta * delta
            return dict(zip(COLUMNS, torch.stack(rows, dim=1).numpy(), strict=True))

    return run


def torch_tuned(start: Start) -> Callable[[], Answer]:
    """Only z in the loop, into a buffer; every column afterwards, from all z at once."""
    import torch

    w0, b0, x, y, eta = start.w, start.b, start.x, start.y, start.eta
    kappa = eta * (x * x + 1)

    def run() -> Answer:
        with torch.inference_mode():
            z = torch.empty(start.epochs + 1, dtype=torch.float64)
            steps = z.unbind()
            a, error = torch.empty((), dtype=torch.float64), torch.empty((), dtype=torch.float64)
            steps[0].fill_(w0 * x + b0)
            for before, after in pairwise(steps):
                torch.sigmoid(before, out=a)
                torch.sub(a, y, out=error)
                error.mul_(a)
                torch.addcmul(error, error, a, value=-1.0, out=error)  # (a − y) a (1 − a)
                torch.add(before, error, alpha=-kappa, out=after)
            a = torch.sigmoid(z)
            error, slope = a - y, a * (1 - a)
            delta = error * slope
            moved = (z - z[0]) / (x * x + 1)
            columns = (w0 + x * moved, b0 + moved, z, a, 0.5 * error * error, slope, delta, delta * x, delta)
            return {name: column.numpy() for name, column in zip(COLUMNS, columns, strict=True)}

    return run


def jax_compiled(start: Start) -> Callable[[], Answer]:
    """lax.scan over the equations."""
    compiled = _compile(start.epochs)
    return partial(_call, compiled, start)


def jax_first_call(start: Start) -> Callable[[], Answer]:
    """The same with nothing compiled yet: what somebody waits for who changes the shape or the program."""
    import jax

    def run() -> Answer:
        jax.clear_caches()
        return _call(_compile(start.epochs), start)

    return run


def _compile(epochs: int) -> Any:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def descend(w: Any, b: Any, x: Any, y: Any, eta: Any) -> Any:
        def step(state: Any, _: Any) -> Any:
            w, b = state
            z = w * x + b
            a = jax.nn.sigmoid(z)
            error, slope = a - y, a * (1 - a)
            delta = error * slope
            grad_w = delta * x
            row = jnp.stack((w, b, z, a, 0.5 * error * error, slope, delta, grad_w, delta))
            return (w - eta * grad_w, b - eta * delta), row

        return jax.lax.scan(step, (w, b), length=epochs + 1)[1].T

    return jax.jit(descend)


def _call(compiled: Any, start: Start) -> Answer:
    table = np.asarray(compiled(start.w, start.b, start.x, start.y, start.eta))
    return dict(zip(COLUMNS, table, strict=True))
