"""JAX, compiled by XLA."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from tests.benchmarks.engine.work import Answer, Work

BLOCK = 1000
UNROLLED = 4
"""Measured: other blocks (5,000 and 20,000) and other unrolling (1, 10) are the same or slower by up to a tenth."""


def natural(work: Work) -> Callable[[], Answer]:
    """The equations on whole arrays in one compiled loop."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    columns = [jnp.asarray(v) for v in work.columns()]
    is_quadratic = work.cost == "quadratic"

    def descend(w: Any, b: Any, x: Any, y: Any, eta: Any) -> Any:
        def step(_: Any, state: Any) -> Any:
            w, b, before = state
            a = jax.nn.sigmoid(w * x + b)
            error = a - y
            delta = error * a * (1 - a) if is_quadratic else error
            return w - eta * delta * x, b - eta * delta, before + (jnp.abs(error) >= 0.5)

        w, b, before = jax.lax.fori_loop(0, work.epochs, step, (w, b, jnp.zeros(w.shape, jnp.int32)))
        a = jax.nn.sigmoid(w * x + b)
        return before + (jnp.abs(a - y) >= 0.5), a

    compiled = jax.jit(descend)

    def run() -> Answer:
        half, output = jax.block_until_ready(compiled(*columns))
        return {"epochs_to_half": np.asarray(half), "final_output": np.asarray(output)}

    return run


def tuned(work: Work) -> Callable[[], Answer]:
    """Small blocks of u, one after the other; one thread a core calls the compiled function on its share.

    XLA itself gives a loop over blocks one core only, and a loop over whole arrays runs at the speed of memory.
    """
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    threads = os.cpu_count() or 1
    block = min(BLOCK, -(-work.runs // threads))
    share = -(-work.runs // (threads * block)) * block
    padded = [np.resize(v, threads * share) for v in work.columns()]
    shares = [[jnp.asarray(v[k * share : (k + 1) * share]) for v in padded] for k in range(threads)]
    is_quadratic = work.cost == "quadratic"
    pool = ThreadPoolExecutor(threads)

    def step(kappa: Any, state: Any) -> Any:
        u, before = state
        e = jnp.exp(u)
        t = 1 + e
        moved = kappa * e / (t * t * t) if is_quadratic else kappa / t
        return u + moved, before + (u <= 0)

    def block_of(start: Any) -> Any:
        u, kappa = start
        state = (u, jnp.zeros(u.shape, jnp.int32))
        u, before = jax.lax.fori_loop(0, work.epochs, lambda _, s: step(kappa, s), state, unroll=UNROLLED)
        return u, before + (u <= 0)

    def descend(w: Any, b: Any, x: Any, y: Any, eta: Any) -> Any:
        sign = 1 - 2 * y
        starts = (-sign * (w * x + b)).reshape(-1, block), (eta * (x * x + 1)).reshape(-1, block)
        u, before = jax.lax.map(block_of, starts)
        return before.reshape(-1), jax.nn.sigmoid(-sign * u.reshape(-1))

    compiled = jax.jit(descend)

    def work_on(columns: list[Any]) -> tuple[Any, Any]:
        half, output = jax.block_until_ready(compiled(*columns))
        return np.asarray(half), np.asarray(output)

    def run() -> Answer:
        halves, outputs = zip(*pool.map(work_on, shares), strict=True)
        return {
            "epochs_to_half": np.concatenate(halves)[: work.runs],
            "final_output": np.concatenate(outputs)[: work.runs],
        }

    return run
