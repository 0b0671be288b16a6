"""What can be wrong with a caller's values, as a small tree of errors.

Each text names the field, the rule and the value, so that whoever shows it to a person need add nothing.
Divergence is not an error: a run that overflows is an honest result and is reported in it.
"""

from collections.abc import Iterable


class LearningError(ValueError):
    """The root: catching it catches every mistake in what a caller asked the mathematics to do."""


class OutOfRange(LearningError):
    """A number breaks a rule, as in "eta must be greater than 0, got -1.0"."""

    def __init__(self, field: str, rule: str, value: object) -> None:
        super().__init__(f"{field} must be {rule}, got {value!r}")


class UnknownName(LearningError):
    """A name that no registry holds, as in "cost must be one of quadratic, cross-entropy, got 'hinge'"."""

    def __init__(self, field: str, value: object, known: Iterable[str]) -> None:
        super().__init__(f"{field} must be one of {', '.join(known)}, got {value!r}")


class IncompatiblePair(LearningError):
    """A cost and an activation that make no sense together, with the reason."""


class ShapeMismatch(LearningError):
    """Inputs, weights and targets whose lengths do not belong to one neuron."""


class NotADistribution(LearningError):
    """Numbers that are no probabilities of classes, as in "p[1] must sum to 1, got a sum of 0.9"."""

    def __init__(self, field: str, row: int, rule: str, value: str) -> None:
        super().__init__(f"{field}[{row}] must {rule}, got {value}")
        self.row = row
