"""Maps and runs that share nothing, against every peer."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from tests.benchmarks.engine.answers import check_peer, check_single_runs
from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.race import Goal, Result, race
from tests.benchmarks.engine.work import Answer, Work, random_runs, weight_bias_map

NUMPY = "ours, NumPy only"
INSTALLED = "ours, with the extra"
TORCH = "torch eager, natural"
TORCH_TUNED = "torch eager, hand-tuned"
COMPILED = "torch.compile, natural"
COMPILED_TUNED = "torch.compile, hand-tuned"
JAX = "JAX jit, natural"
JAX_TUNED = "JAX jit, hand-tuned"
C = "C, hand-tuned, all cores"

LIBRARIES = (TORCH, TORCH_TUNED, COMPILED, COMPILED_TUNED, JAX, JAX_TUNED)
TUNED = (TORCH_TUNED, COMPILED_TUNED, JAX_TUNED)

PLACES = {
    NUMPY: "ours:numpy_only",
    INSTALLED: "ours:with_extra",
    TORCH: "peers.eager:natural",
    TORCH_TUNED: "peers.eager:tuned",
    COMPILED: "peers.compiled:natural",
    COMPILED_TUNED: "peers.compiled:tuned",
    JAX: "peers.jaxed:natural",
    JAX_TUNED: "peers.jaxed:tuned",
    C: "peers.plain_c:tuned",
}

SAMPLE = 300
"""Runs that are looked up in the product's single run."""


def works(quick: bool = False) -> dict[str, Work]:
    """By the name that `--only` takes; quick ones are a hundredth of the size."""
    side, runs = (100, 10_000) if quick else (1000, 1_000_000)
    return {
        "lattice": weight_bias_map(f"{side} × {side} map over (w, b), x = 1: a lattice", 1.0, side),
        "x0.7": weight_bias_map(f"{side} × {side} map over (w, b), x = 0.7", 0.7, side),
        "irrational": weight_bias_map(f"{side} × {side} map over (w, b), x = 1/√2: no lattice", 0.5**0.5, side),
        "quadratic": random_runs(f"{runs:,} runs that share nothing, quadratic", "quadratic", runs),
        "cross-entropy": random_runs(f"{runs:,} runs that share nothing, cross-entropy", "cross-entropy", runs),
    }


def measure(
    chosen: Sequence[str], contestants: Sequence[Contestant], rounds: int, quick: bool, say: Callable[[str], None]
) -> Iterator[Result]:
    for name, work in works(quick).items():
        if name in chosen:
            result = race(work.title, work, work.runs * work.epochs, contestants, rounds, partial(check, work), say)
            result.goals = goals_of(name, result)
            yield result


def check(work: Work, name: str, theirs: Answer, ours: Answer) -> None:
    check_peer(work, name, theirs, ours)
    if name in (NUMPY, INSTALLED):
        sample = np.random.default_rng(1).integers(0, work.runs, SAMPLE)
        check_single_runs(work, theirs, sample)


def goals_of(name: str, result: Result) -> list[Goal]:
    """What the engine is meant to reach here, by whichever of ours is faster."""
    ours = result.fastest((NUMPY, INSTALLED))
    wanted: list[tuple[str, str | None, float | None]]
    if name in ("lattice", "x0.7", "irrational"):
        wanted = [
            ("the fastest of PyTorch and JAX", result.fastest(LIBRARIES), 50.0 if name == "lattice" else 2.0),
            ("the fastest of all", result.fastest((*LIBRARIES, C)), None),
        ]
    else:
        wanted = [
            ("JAX in natural form", result.fastest((JAX,)), 2.0),
            ("torch in natural form", result.fastest((TORCH,)), 5.0),
            ("the fastest hand-tuned peer", result.fastest(TUNED), 1.0),
            ("C on all cores", result.fastest((C,)), 0.8),
        ]
    if ours is None:
        return []
    return [
        Goal(f"{words} ({peer})", ratio, result.times[peer].median / result.times[ours].median)
        for words, peer, ratio in wanted
        if peer is not None
    ]
