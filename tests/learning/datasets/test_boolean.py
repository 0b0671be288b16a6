"""The Boolean functions."""

from collections.abc import Callable

import numpy as np
import pytest

from app.learning.datasets import load
from app.learning.datasets.boolean import TABLES

MEANINGS: dict[str, Callable[[bool, bool], bool]] = {
    "and": lambda p, q: p and q,
    "nand": lambda p, q: not (p and q),
    "or": lambda p, q: p or q,
    "nor": lambda p, q: not (p or q),
    "xor": lambda p, q: p != q,
    "xnor": lambda p, q: p == q,
    "implies": lambda p, q: q or not p,
    "implied-by": lambda p, q: p or not q,
    "x1-not-x2": lambda p, q: p and not q,
    "x2-not-x1": lambda p, q: q and not p,
    "x1": lambda p, _: p,
    "x2": lambda _, q: q,
    "not-x1": lambda p, _: not p,
    "not-x2": lambda _, q: not q,
    "never": lambda _, __: False,
    "always": lambda _, __: True,
}


def test_xor_by_hand() -> None:
    data = load("xor")
    assert data.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.targets(False).tolist() == [[0], [1], [1], [0]]


def test_there_are_sixteen_of_them() -> None:
    assert len({table for _, table in TABLES.values()}) == len(TABLES) == len(MEANINGS) == 16


@pytest.mark.parametrize("name", TABLES)
def test_each_has_the_values_of_its_name(name: str) -> None:
    data = load("boolean", {"function": name})
    assert data.labels is not None
    meant = [MEANINGS[name](bool(p), bool(q)) for p, q in data.x.tolist()]
    assert data.labels.tolist() == [int(value) for value in meant]


@pytest.mark.parametrize("name", ["xor", "and", "or"])
def test_the_named_ones_are_among_the_sixteen(name: str) -> None:
    assert np.array_equal(load(name).targets(False), load("boolean", {"function": name}).targets(False))


def test_without_noise_nothing_is_held_out() -> None:
    assert load("xor").test_x is None
    assert load("xor", {"noise": 0.1}).extent.test_examples == 4


def test_corners_take_turns() -> None:
    x = load("xor", {"n": 9}).x
    assert np.array_equal(x[:4], x[4:8])
    assert np.array_equal(x[0], x[8])
