"""Training by mini-batches of ten, one network and several, against every peer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.engine.answers import check_numbers
from tests.benchmarks.engine.contestants import Contestant
from tests.benchmarks.engine.networks.work import Answer, Training
from tests.benchmarks.engine.race import Goal, Result, race

DOUBLE, SINGLE = 1e-10, 1e-4
"""How far apart weights may end: after 100 steps in double precision, after an epoch of 1,000 in single."""

OURS = "ours"
LOOP = "ours, one after the other"
JAX = "JAX jit and scan, natural"
JAX_BY_HAND = "JAX jit and scan, gradient by hand"
JAX_ONE_CORE = "JAX natural, kept to one core"
TORCH = "torch nn and SGD"
SKLEARN = "scikit-learn MLPClassifier"
BY_EXAMPLE = "NumPy, example by example"
VMAP = "JAX vmap, natural"
VMAP_BY_HAND = "JAX vmap, gradient by hand"
VMAP_ONE_CORE = "JAX vmap natural, kept to one core"
BMM = "torch bmm, autograd"
BMM_BY_HAND = "torch bmm, gradient by hand"

ONE = {
    OURS: "networks.ours:loop",
    JAX: "networks.jaxed:natural",
    JAX_BY_HAND: "networks.jaxed:by_hand",
    JAX_ONE_CORE: "networks.jaxed:one_core",
    TORCH: "networks.torched:one",
    SKLEARN: "networks.sklearned:one",
    BY_EXAMPLE: "networks.by_example:one",
}
SEVERAL = {
    OURS: "networks.ours:together",
    LOOP: "networks.ours:loop",
    VMAP: "networks.jaxed:mapped",
    VMAP_BY_HAND: "networks.jaxed:mapped_by_hand",
    VMAP_ONE_CORE: "networks.jaxed:mapped_one_core",
    BMM: "networks.torched:batched",
    BMM_BY_HAND: "networks.torched:batched_by_hand",
}


@dataclass(frozen=True)
class Wanted:
    """How many times as fast as a peer; None where that is only worth knowing."""

    of: dict[str, float | None]

    def goals(self, result: Result) -> list[Goal]:
        ours = result.times[OURS].median
        return [
            Goal(peer, times, result.times[peer].median / ours)
            for peer, times in self.of.items()
            if peer in result.times
        ]


WIDE = Wanted({JAX: 1.2, JAX_BY_HAND: 1.2, JAX_ONE_CORE: None, SKLEARN: 3.0, TORCH: 6.0, BY_EXAMPLE: 15.0})
NARROW = Wanted({JAX: 0.9, JAX_BY_HAND: 0.9, JAX_ONE_CORE: None, SKLEARN: 3.0, TORCH: 6.0, BY_EXAMPLE: 15.0})
TOGETHER = Wanted({VMAP: 1.7, VMAP_BY_HAND: None, VMAP_ONE_CORE: None, LOOP: 2.0, BMM: None, BMM_BY_HAND: None})


def works(quick: bool = False) -> dict[str, tuple[Training, Wanted]]:
    """By the name that `--only` takes; quick ones have a tenth of the examples."""
    part = 10 if quick else 1
    return {
        "784-30-10": (Training("One network [784, 30, 10], batch 10", (784, 30, 10), 10_000 // part), WIDE),
        "784-100-10": (
            Training("One network [784, 100, 10], batch 10", (784, 100, 10), 10_000 // part, eta=0.25),
            WIDE,
        ),
        "64-30-10": (Training("One network [64, 30, 10], batch 10", (64, 30, 10), 10_000 // part), NARROW),
        "8-networks": (Training("8 networks [64, 30, 10], batch 10", (64, 30, 10), 10_000 // part, 8), TOGETHER),
        "64-networks": (Training("64 networks [64, 30, 10], batch 10", (64, 30, 10), 5_000 // part, 64), TOGETHER),
    }


def measure(chosen: Sequence[str], rounds: int, quick: bool, say: Callable[[str], None]) -> Iterator[Result]:
    for name, (work, wanted) in works(quick).items():
        if name not in chosen:
            continue
        # New processes for each work: what one library leaves behind must not meet the next shape.
        places = ONE if work.networks == 1 else SEVERAL
        contestants = [Contestant(title, place) for title, place in places.items()]
        try:
            result = race(work.title, work, work.steps, contestants, rounds, check, say)
        finally:
            for contestant in contestants:
                contestant.close()
        result.goals = wanted.goals(result)
        yield result


def check(name: str, theirs: Answer, ours: Answer) -> None:
    check_numbers(name, "double", theirs["double"], ours["double"], DOUBLE)
    check_numbers(name, "single", theirs["single"], ours["single"], SINGLE)
