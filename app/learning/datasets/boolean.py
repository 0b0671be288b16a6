"""The Boolean functions of two inputs, exclusive or first of all: no single neuron can learn that one.

The corners 00, 01, 10, 11 take turns. Without noise nothing is held out, because there is nothing that was not seen.
"""

import numpy as np

from app.learning.datasets.options import Option, Options
from app.learning.datasets.points import Drawn, Points, point_options

CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))

TABLES = {
    "and": ("x1 and x2", "0001"),
    "nand": ("not both", "1110"),
    "or": ("x1 or x2", "0111"),
    "nor": ("neither", "1000"),
    "xor": ("x1 or x2, not both", "0110"),
    "xnor": ("x1 equals x2", "1001"),
    "implies": ("if x1, then x2", "1101"),
    "implied-by": ("if x2, then x1", "1011"),
    "x1-not-x2": ("x1 and not x2", "0010"),
    "x2-not-x1": ("x2 and not x1", "0100"),
    "x1": ("x1 alone", "0011"),
    "x2": ("x2 alone", "0101"),
    "not-x1": ("not x1", "1100"),
    "not-x2": ("not x2", "1010"),
    "never": ("always 0", "0000"),
    "always": ("always 1", "1111"),
}
"""What each says to a person, and its values at the corners in their order."""


class Function(Points):
    """The Boolean function of its own name."""

    options = point_options(n=4, noise=0.0)
    features = ("x1", "x2")

    def __init__(self, name: str, label: str, summary: str, place: int) -> None:
        self.name = name
        self.label = label
        self.summary = summary
        self.place = place

    def function(self, options: Options) -> str:  # noqa: ARG002 (for the one that has a choice)
        """A name in TABLES."""
        return self.name

    def points(self, n: int, rng: np.random.Generator, options: Options) -> Drawn:  # noqa: ARG002 (only noise is drawn)
        corner = np.arange(n) % len(CORNERS)
        values = np.array([int(value) for value in TABLES[self.function(options)][1]])
        return Drawn(np.array(CORNERS)[corner], values[corner])

    def held_out(self, options: Options) -> int:
        return super().held_out(options) if options["noise"] > 0.0 else 0


class AnyFunction(Function):
    """All sixteen, by an option."""

    options = point_options(
        n=4,
        noise=0.0,
        function=Option(
            "choice",
            "nand",
            "Function",
            "Which of the sixteen functions of two bits.",
            choices={name: f"{name}: {words}, {table}" for name, (words, table) in TABLES.items()},
        ),
    )

    def function(self, options: Options) -> str:
        return str(options["function"])


DATA_SETS = (
    Function("xor", "XOR", "Exclusive or: 1 where exactly one of two inputs is 1. It needs a hidden layer.", 10),
    Function("and", "AND", "1 where both inputs are 1.", 11),
    Function("or", "OR", "1 where at least one of two inputs is 1.", 12),
    AnyFunction("boolean", "Boolean function", "Any of the sixteen functions of two bits.", 13),
)
