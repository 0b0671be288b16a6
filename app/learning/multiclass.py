"""Cross-entropy over several classes: what is wanted, p, against what is answered, q, for a batch of examples.

Two things go by that name, and they are not equal:

- *categorical*, H(p, q) = −Σ_k p_k ln q_k, which for one wanted class is the log-likelihood cost (eq. 80);
- *per output*, −Σ_k [p_k ln q_k + (1 − p_k) ln(1 − q_k)], which takes every output for a yes or no of its own (eq. 63).

A batch has a third trap: the mean over examples is the cost, and the mean over all elements of the matrix is that
divided by the number of classes once more. Both are here, by their names.

q comes as probabilities, or as logits z, of which it is the softmax. From logits both logarithms are worked out without
q itself, so that an output too small for a double still has its cost. 0 ln 0 is 0, and p_k ln 0 is infinite: a cost is
not clipped, unless somebody asks to see what clipping does (`Answers.clipped`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.learning.elementwise import Array, log, share
from app.learning.errors import NotADistribution, OutOfRange
from app.learning.softmax import Softmax

TOLERANCE = 1e-6
"""How far from 1 a distribution may sum: that of a network in single precision is about so far off."""


@dataclass(frozen=True)
class Answers:
    """The distributions q, one a row, with ln q and ln(1 − q)."""

    q: Array
    log_q: Array
    log_not_q: Array

    @classmethod
    def of_probabilities(cls, q: Array) -> "Answers":
        """q as it is given. A q of 0 has the logarithm −∞."""
        with np.errstate(divide="ignore"):
            return cls(q, log(q), np.log1p(-q))

    @classmethod
    def of_logits(cls, z: Array) -> "Answers":
        """The softmax of each row."""
        softmax = Softmax()
        return cls(softmax.value(z), softmax.log_value(z), softmax.log_complement(z))

    def clipped(self, at: float) -> "Answers":
        """Every q kept between `at` and 1 − `at`, as many programs do so that no logarithm is infinite.

        Where it clips, the cost is constant: it neither says how wrong the answer is nor has it a gradient. Raises
        `OutOfRange` unless 0 < at < 1/2.
        """
        if not 0.0 < at < 0.5:
            raise OutOfRange("clip", "greater than 0 and less than 0.5", at)
        return Answers.of_probabilities(np.clip(self.q, at, 1.0 - at))


@dataclass(frozen=True)
class Batch:
    """The cross-entropy of a batch in one form."""

    terms: Array
    """What each output adds, examples × classes."""

    @property
    def values(self) -> Array:
        """The cross-entropy of each example."""
        values: Array = self.terms.sum(axis=1)
        return values

    @property
    def mean_per_example(self) -> float:
        """The cost of the batch: the sum over outputs, the mean over examples (eq. 63, 80)."""
        return float(self.values.mean())

    @property
    def mean_over_elements(self) -> float:
        """The mean over outputs and examples alike: smaller by the number of classes, and easily taken for the cost."""
        classes: int = self.terms.shape[1]
        return self.mean_per_example / classes


def categorical(p: Array, answers: Answers) -> Batch:
    """−Σ p ln q, by its terms."""
    return Batch(_loss(p, answers.log_q))


def per_output(p: Array, answers: Answers) -> Batch:
    """−Σ [p ln q + (1 − p) ln(1 − q)], by its terms."""
    return Batch(_loss(p, answers.log_q) + _loss(1.0 - p, answers.log_not_q))


def _loss(weight: Array, logarithm: Array) -> Array:
    """−weight · ln, and 0 rather than −0 where there is nothing to lose."""
    return 0.0 - share(weight, logarithm)


FORMS: dict[str, Callable[[Array, Answers], Batch]] = {"categorical": categorical, "per_output": per_output}
"""By name, both forms."""


def least(p: Array, form: str) -> Array:
    """The smallest value that each example's cross-entropy can take, that of q = p: an entropy of p."""
    return FORMS[form](p, Answers.of_probabilities(p)).values


def check_distributions(field: str, rows: Array) -> None:
    """Raises `NotADistribution` for the first row that has a number outside 0 to 1, or that does not sum to 1."""
    for index, row in enumerate(rows):
        wrong = row[~((row >= 0.0) & (row <= 1.0))]
        if len(wrong) > 0:
            raise NotADistribution(field, index, "have numbers from 0 to 1 alone", f"{wrong[0]:.12g}")
        total = float(row.sum())
        if abs(total - 1.0) > TOLERANCE:
            raise NotADistribution(field, index, "sum to 1", f"a sum of {total:.12g}")
