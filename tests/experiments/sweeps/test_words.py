"""What is said about a sweep as a whole."""

from app.experiments.sweeps.words import over_cap
from tests.experiments.sweeps.examples import spaced, sweep

CASE = sweep({"w": spaced(-5, 5, 20), "eta": spaced(0.1, 5, 30)})


def test_within_its_caps_nothing_is_said() -> None:
    assert over_cap(CASE) is None
    assert over_cap(CASE, cells=600, steps=18_000, cost=CASE.cost) is None


def test_over_a_cap_the_sentence_has_both_numbers() -> None:
    assert over_cap(CASE, cells=500) == "a sweep may have at most 500 cells here, got 20 × 30 = 600"
    assert over_cap(CASE, steps=10_000) == "a sweep may have at most 10,000 epochs in all cells here, got 18,000"
    sentence = over_cap(CASE, cost=10)
    assert sentence is not None
    assert sentence.startswith("a sweep may take at most 10 computed epochs here, got about ")


def test_a_huge_sweep_is_refused_by_arithmetic() -> None:
    huge = sweep({"w": spaced(-5, 5, 10**9), "eta": spaced(0.1, 5, 10**9)})
    sentence = over_cap(huge, cells=10**6, cost=1e9)
    assert sentence is not None
    assert "1,000,000,000,000,000,000" in sentence
