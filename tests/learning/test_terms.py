"""Formulas that write themselves down: what is noted, once, and what cannot be."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.learning import elementwise
from app.learning.elementwise import constant, exp, log, log1p, quotient, share, softplus, square, tanh, where
from app.learning.terms import Notes, Term


def noted(formula: Callable[[Any], Any]) -> tuple[list[str], Term]:
    """The names of all operations noted, in order, and the last term."""
    notes = Notes()
    result = formula(notes.term("z"))
    names = [term.operation if isinstance(term.operation, str) else term.operation.__name__ for term in notes.terms]
    return names, result


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (lambda z: z + 1.0, ["add"]),
        (lambda z: 1 - z, ["subtract"]),
        (lambda z: -z, ["negative"]),
        (lambda z: np.float64(2.0) * z, ["multiply"]),
        (exp, ["exp"]),
        (log, ["log"]),
        (log1p, ["log1p"]),
        (tanh, ["tanh"]),
        (square, ["multiply"]),
        (lambda z: quotient(1.0, z), ["divide"]),
        (lambda z: where(z < 0.0, z, 0.0), ["less", "where"]),
        (lambda z: constant(1.0, like=z), ["full_like"]),
        (lambda z: share(z, 2.0), ["equal", "multiply", "where"]),
        (softplus, ["greater", "where", "absolute", "negative", "exp", "log1p", "add"]),
    ],
)
def test_elementary_functions_are_noted(formula: Callable[[Any], Any], names: list[str]) -> None:
    found, result = noted(formula)
    assert found == ["z", *names]
    assert result.operation.__name__ == names[-1]


def test_every_elementary_function_is_looked_at() -> None:
    functions = {name for name, value in vars(elementwise).items() if inspect.isfunction(value)}
    assert functions == {"exp", "log", "log1p", "tanh", "square", "quotient", "where", "constant", "share", "softplus"}


def test_equal_terms_are_one() -> None:
    names, result = noted(lambda z: exp(-abs(z)) * exp(-abs(-z)))
    assert names == ["z", "absolute", "negative", "exp", "negative", "multiply"]
    assert result.parts[0] is result.parts[1]


def test_zero_and_minus_zero_are_two_numbers() -> None:
    _, result = noted(lambda z: (z + 0.0) * (z + -0.0))
    assert result.parts[0] is not result.parts[1]


@pytest.mark.parametrize(
    "formula",
    [
        lambda z: 1.0 if z > 0.0 else 0.0,
        lambda z: where(z > 0.0, 1.0, z),
        float,
        int,
        lambda z: z**2,
        lambda z: z @ z,
        lambda z: np.sin(z),
        lambda z: np.sum(z),
        lambda z: np.add.reduce(z),
        lambda z: np.add(z, 1.0, where=False),
        lambda z: np.full_like(z, 1.0, dtype=int),
        lambda z: z.item(),
        lambda z: z[0],
        lambda z: z.shape,
        lambda z: z + np.ones(3),
    ],
)
def test_what_needs_a_value_cannot_be_noted(formula: Callable[[Any], Any]) -> None:
    with pytest.raises((TypeError, AttributeError, ValueError)):
        noted(formula)
