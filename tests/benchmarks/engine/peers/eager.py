"""PyTorch, eager."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from tests.benchmarks.engine.work import Answer, Work

BLOCK = 131_072
"""Runs in a block; measured: 8,192 to 65,536 are slower by up to 60 %, because each call has its price."""
FULL = 250
"""Rows that a byte can count."""


def natural(work: Work) -> Callable[[], Answer]:
    """The equations on whole tensors, updated in place, without autograd."""
    import torch

    w0, b0, x, y, eta = (torch.from_numpy(v) for v in work.columns())
    is_quadratic = work.cost == "quadratic"

    def run() -> Answer:
        with torch.inference_mode():
            w, b = w0.clone(), b0.clone()
            before = torch.zeros_like(w, dtype=torch.int32)
            for _ in range(work.epochs):
                a = torch.sigmoid(w * x + b)
                error = a - y
                before += error.abs() >= 0.5
                delta = error * a * (1 - a) if is_quadratic else error
                w -= eta * delta * x
                b -= eta * delta
            a = torch.sigmoid(w * x + b)
            before += (a - y).abs() >= 0.5
            return {"epochs_to_half": before.numpy(), "final_output": a.numpy()}

    return run


def tuned(work: Work) -> Callable[[], Answer]:
    """Blocks of u, one thread a core, all operations into buffers that are there already."""
    import torch

    columns = tuple(torch.from_numpy(v) for v in work.columns())
    is_quadratic = work.cost == "quadratic"
    threads = os.cpu_count() or 1
    pool = ThreadPoolExecutor(threads, initializer=lambda: torch.set_num_threads(1))
    blocks = threads * max(1, -(-work.runs // (BLOCK * threads)))
    edges = [work.runs * k // blocks for k in range(blocks + 1)]
    half = torch.empty(work.runs, dtype=torch.int32)
    output = torch.empty(work.runs, dtype=torch.float64)

    def descend(start: int, stop: int) -> None:
        with torch.inference_mode():
            w, b, x, y, eta = (column[start:stop] for column in columns)
            sign = 1 - 2 * y
            u = -sign * (w * x + b)
            kappa = eta * (x * x + 1)
            a, q = torch.empty_like(u), torch.empty_like(u)
            wrong = torch.empty_like(u, dtype=torch.bool)
            count = torch.zeros_like(u, dtype=torch.uint8)
            total = torch.zeros_like(u, dtype=torch.int32)
            for epoch in range(1, work.epochs + 1):
                torch.le(u, 0.0, out=wrong)
                count.add_(wrong.view(torch.uint8))
                torch.sigmoid(u, out=a)  # 1 minus the output
                if is_quadratic:
                    torch.addcmul(a, a, a, value=-1.0, out=q)
                    torch.addcmul(q, q, a, value=-1.0, out=q)
                    u.addcmul_(q, kappa)
                else:
                    u.add_(kappa).addcmul_(a, kappa, value=-1.0)
                if epoch % FULL == 0:
                    total += count
                    count.zero_()
            total += count
            total += u <= 0.0
            half[start:stop] = total
            output[start:stop] = torch.sigmoid(-sign * u)

    def run() -> Answer:
        for done in [pool.submit(descend, *ends) for ends in pairwise(edges)]:
            done.result()
        return {"epochs_to_half": half.numpy(), "final_output": output.numpy()}

    return run
