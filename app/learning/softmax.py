"""Softmax: a_j = e^{z_j} / Σ_k e^{z_k}, eq. 78, a layer of outputs that share 1 among themselves.

Everything is measured from the winner, the largest z of an example. With R = Σ e^{z_k − z_w} over all others, its
output is 1/(1 + R), so no exponential overflows, and its distance from 1 is R/(1 + R), without a subtraction. What it
leaves to the others is in turn measured from the best of them, because R may be too small for a double. So nothing is
lost where one output takes all, and logits of ±10,000 are as good as any.
"""

from typing import Any

import numpy as np

from app.learning.coupled import Coupled
from app.learning.elementwise import Array, exp, log, log1p, quotient
from app.learning.errors import OutOfRange


class Softmax(Coupled):
    """Every method takes arrays whose last axis runs over the outputs of an example."""

    name = "softmax"
    label = "Softmax"
    summary = "a = e^z/Σ e^z: outputs between 0 and 1 that sum to 1, a probability for each class (eq. 78)."
    letter = "s"
    low, high = 0.0, 1.0
    sums_to_one = True

    def value(self, z: Any) -> Any:
        return _Contest(z).a

    def complement(self, z: Any) -> Any:
        return _Contest(z).rest

    def log_value(self, z: Any) -> Any:
        """ln a: of two terms, both at most 0, so that no digit is lost."""
        contest = _Contest(z)
        return contest.behind - log1p(contest.others)

    def log_complement(self, z: Any) -> Any:
        """ln(1 − a), from a where that is at most 1/2; the winner's is ln R − ln(1 + R)."""
        contest = _Contest(z)
        of_others = log1p(-np.where(contest.is_winner, 0.0, contest.a))
        # Beyond R = 1 the two logarithms would cancel.
        of_crowd = -log1p(quotient(1.0, contest.others))
        of_winner = np.where(contest.others > 1.0, of_crowd, contest.log_others - log1p(contest.others))
        return np.where(contest.is_winner, of_winner, of_others)

    def slope(self, z: Any) -> Any:
        """∂a_j/∂z_j = a_j (1 − a_j), as the sigmoid's."""
        contest = _Contest(z)
        return contest.a * contest.rest

    def slope_over_value(self, z: Any) -> Any:
        return self.complement(z)

    def slope_over_complement(self, z: Any) -> Any:
        return self.value(z)

    def residual(self, z: Any, y: Any) -> Any:
        """a − y as (1 − y) a − y (1 − a), exact at y = 0 and y = 1."""
        contest = _Contest(z)
        return (1.0 - y) * contest.a - y * contest.rest

    def jacobian(self, z: Any) -> Any:
        """∂a_j/∂z_k = a_j (1[j = k] − a_k): raising z_j raises a_j and lowers every other output."""
        contest = _Contest(z)
        a, rest = contest.a, contest.rest
        is_own = np.eye(a.shape[-1], dtype=bool)
        return a[..., :, None] * np.where(is_own, rest[..., None, :], -a[..., None, :])

    def pull_back(self, z: Any, d: Any) -> Any:
        """a_j (d_j − Σ_k d_k a_k). Only differences of d count, and those from the winner's d keep their digits."""
        contest = _Contest(z)
        beyond = d - contest.of_winner(d)
        return contest.a * (beyond - _total(contest.a * beyond))

    def pull_back_log_loss(self, z: Any, p: Any, q: Any) -> Any:
        """Both gradients without the 1/a and 1/(1 − a) that pass every bound.

        −p_k ln a_k adds a_j p_k to every j, less p_k at j = k: in all a_j (Σ p − p_j) − (1 − a_j) p_j.
        −q_k ln(1 − a_k) takes a_j q_k odds_k from every j, and adds q_k odds_k at j = k, with odds = a/(1 − a). The
        winner's odds alone have no bound; but at j = w they come to q_w a_w, and elsewhere a_j odds_w is a_w times
        the share that j has of what the winner leaves.
        """
        contest = _Contest(z)
        a, rest, is_winner = contest.a, contest.rest, contest.is_winner
        from_p = a * (_total(p) - p) - rest * p
        odds = np.where(is_winner, 0.0, a / np.where(is_winner, 1.0, rest))
        winners = contest.of_winner(q * a)
        from_q = np.where(is_winner, winners, q * odds - winners * contest.shares_of_others) - a * _total(q * odds)
        return from_p + from_q


def softmax(z: Array, c: float = 1.0) -> Array:
    """Eq. 83: e^{c z_j} / Σ_k e^{c z_k}, with a sharpness c > 0; 1 gives the softmax.

    An infinite c gives the limit: the largest z takes all, and equals share it. Raises `OutOfRange`.
    """
    if not c > 0.0:
        raise OutOfRange("c", "greater than 0", c)
    with np.errstate(over="ignore"):
        behind = z - z.max(axis=-1, keepdims=True)
        e: Array = exp(c * behind) if np.isfinite(c) else np.equal(behind, 0.0).astype(float)
    return np.asarray(e / _total(e))


def inverse(a: Array) -> Array:
    """z = ln a, which a softmax turns back into a; so it does z + C for any C. Raises `OutOfRange` for a < 0."""
    if (a < 0.0).any():
        raise OutOfRange("a", "0 or greater", float(a.min()))
    return log(a)


class _Contest:
    """The outputs of each example as its winner sees them; of equals the first is the winner."""

    def __init__(self, z: Any) -> None:
        winner = z.argmax(axis=-1, keepdims=True)
        self.is_winner = np.arange(z.shape[-1]) == winner
        with np.errstate(over="ignore"):
            self.behind = z - np.take_along_axis(z, winner, axis=-1)
        """z − z_w, at most 0."""
        self.e = exp(self.behind)
        self.others = _total(np.where(self.is_winner, 0.0, self.e))
        """R."""

    @property
    def a(self) -> Any:
        return self.e / (1.0 + self.others)

    @property
    def rest(self) -> Any:
        """1 − a."""
        return np.where(self.is_winner, self.others, 1.0 + self.others - self.e) / (1.0 + self.others)

    @property
    def log_others(self) -> Any:
        """ln R, however small R is."""
        lead, e = self._seen_from_second()
        return lead + log(_total(e))

    @property
    def shares_of_others(self) -> Any:
        """a_j/(1 − a_w), the softmax of all but the winner; 0 for the winner."""
        _, e = self._seen_from_second()
        return e / _total(e)

    def of_winner(self, v: Any) -> Any:
        """What stands in v at the winner's place."""
        return _total(np.where(self.is_winner, v, 0.0))

    def _seen_from_second(self) -> tuple[Any, Any]:
        """How far the best of the others is behind, and e^{z − its z}, with 0 for the winner."""
        behind = np.where(self.is_winner, -np.inf, self.behind)
        lead = behind.max(axis=-1, keepdims=True)
        return lead, exp(behind - lead)


def _total(v: Any) -> Any:
    """The sum over the outputs."""
    return v.sum(axis=-1, keepdims=True)
