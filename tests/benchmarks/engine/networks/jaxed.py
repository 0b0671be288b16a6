"""JAX: a step that is differentiated or written out, compiled together with the scan over the mini-batches.

The forms differ in speed by shape and cost, so several race and the fastest counts. Weights are outputs × inputs, which
was the faster layout at every shape (the other takes up to a third longer).
"""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.engine.networks.work import Answer, Layers, Train, Training, contestant

Step = Callable[[Any, Any, Any], Any]
"""Layers, inputs and targets of a mini-batch to the gradient of every layer."""


def differentiated(layers: Any, x: Any, y: Any) -> Any:
    import jax
    import jax.numpy as jnp

    def cost(layers: Any) -> Any:
        a = x
        for w, b in layers[:-1]:
            a = jax.nn.sigmoid(a @ w.T + b)
        w, b = layers[-1]
        z = a @ w.T + b
        return jnp.sum(jnp.logaddexp(0.0, z) - y * z) / len(x)

    return jax.grad(cost)(layers)


def written_out(layers: Any, x: Any, y: Any) -> Any:
    import jax

    activations = [x]
    for w, b in layers:
        activations.append(jax.nn.sigmoid(activations[-1] @ w.T + b))
    delta = (activations[-1] - y) / len(x)
    found = []
    for index in range(len(layers) - 1, -1, -1):
        a = activations[index]
        found.append((delta.T @ a, delta.sum(axis=0)))
        if index:
            delta = (delta @ layers[index][0]) * a * (1.0 - a)
    return found[::-1]


def prepare_with(gradient: Step, *, is_mapped: bool) -> Callable[[Training, type], Train]:
    """`is_mapped`: all networks at once by vmap, else the only one."""

    def prepare(work: Training, dtype: type) -> Train:
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", dtype is np.float64)
        x, y = (jnp.asarray(v) for v in work.data(dtype))
        batches = jnp.asarray(work.batches().astype(np.int32))
        starts = [
            tuple(jnp.asarray(np.array([network[k][part] for network in work.starts(dtype)])) for part in (0, 1))
            for k in range(len(work.sizes) - 1)
        ]
        if not is_mapped:
            starts, batches = jax.tree.map(lambda v: v[0], starts), batches[:, 0]

        def step(layers: Any, batch: Any) -> Any:
            change = gradient(layers, x[batch], y[batch])
            return jax.tree.map(lambda v, g: v - dtype(work.eta) * g, layers, change)

        whole = jax.vmap(step) if is_mapped else step
        compiled = jax.jit(lambda layers, batches: jax.lax.scan(lambda v, b: (whole(v, b), None), layers, batches)[0])

        def train(steps: int) -> list[Layers]:
            layers = jax.block_until_ready(compiled(starts, batches[:steps]))
            if not is_mapped:
                layers = jax.tree.map(lambda v: v[None], layers)
            return [[(np.asarray(w)[k], np.asarray(b)[k]) for w, b in layers] for k in range(work.networks)]

        return train

    return prepare


natural = contestant(prepare_with(differentiated, is_mapped=False))
by_hand = contestant(prepare_with(written_out, is_mapped=False))
mapped = contestant(prepare_with(differentiated, is_mapped=True))
mapped_by_hand = contestant(prepare_with(written_out, is_mapped=True))


def one_core(work: Training) -> Callable[[], Answer]:
    """The natural form kept to one core: XLA's threads get in each other's way at these sizes.

    For a process of its own, and before JAX is imported there.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return natural(work)


def mapped_one_core(work: Training) -> Callable[[], Answer]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return mapped(work)
