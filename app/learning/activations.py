"""Activation functions: a = f(z) and its slope f′(z), in forms that stay exact when f saturates.

A saturated sigmoid is within 1e-17 of its limit and yet still learns (very slowly), so nothing here may compute
1 − a from a rounded a. Each activation therefore also offers what a cost needs in a form of its own: the residual
a − y and, where outputs are probabilities, ln a, ln(1 − a) and the slope divided by a or by 1 − a.

Adding an activation: write a subclass with `name`, `label`, `summary`, `value` and `slope`, put an instance into
`ACTIVATIONS`. The other methods have defaults that are right for any function, if less exact when it saturates;
only a probability that rounds to 0 or 1 must bring its own, or its `slope_over_…` are 0/0 there.
Not here: costs (costs.py), and what depends on the other neurons of its layer (coupled.py, softmax.py).
"""

import math

from app.learning.elementwise import Number, constant, exp, log, quotient, share, softplus, tanh, where
from app.learning.errors import UnknownName


class Activation:
    """a = f(z). Every method takes a float or an array of any shape and returns the same."""

    name: str
    label: str
    summary: str
    letter: str = "f"
    """As in f(z), for people."""
    low: float = -math.inf
    """The infimum of the outputs."""
    high: float = math.inf
    """The supremum of the outputs."""
    is_logistic: bool = False
    """Whether f′ = f (1 − f), which is what cancels in the cross-entropy."""
    is_coupled: bool = False
    """Whether an output depends on the other neurons of its layer too."""
    sums_to_one: bool = False
    """Whether the outputs of a layer are one probability distribution."""

    @property
    def is_probability(self) -> bool:
        """Whether every output lies in [0, 1], so that ln a and ln(1 − a) mean something."""
        return self.low >= 0.0 and self.high <= 1.0

    def value(self, z: Number) -> Number:
        """a = f(z)."""
        raise NotImplementedError

    def slope(self, z: Number) -> Number:
        """f′(z)."""
        raise NotImplementedError

    def residual(self, z: Number, y: Number) -> Number:
        """a − y, without cancellation where f saturates at y."""
        return self.value(z) - y

    def complement(self, z: Number) -> Number:
        """1 − a."""
        return 1.0 - self.value(z)

    def log_value(self, z: Number) -> Number:
        """ln a, for outputs in [0, 1]."""
        return log(self.value(z))

    def log_complement(self, z: Number) -> Number:
        """ln(1 − a), for outputs in [0, 1]."""
        return log(self.complement(z))

    def slope_over_value(self, z: Number) -> Number:
        """f′(z)/a, the derivative of ln a."""
        return quotient(self.slope(z), self.value(z))

    def slope_over_complement(self, z: Number) -> Number:
        """f′(z)/(1 − a), minus the derivative of ln(1 − a)."""
        return quotient(self.slope(z), self.complement(z))

    def pull_back(self, z: Number, d: Number) -> Number:
        """From d = ∂C/∂a to ∂C/∂z: the gradient of Σ d a, with d held fixed."""
        return d * self.slope(z)

    def pull_back_log_loss(self, z: Number, p: Number, q: Number) -> Number:
        """The gradient of −Σ [p ln a + q ln(1 − a)], with p and q held fixed; for outputs in [0, 1].

        What `pull_back` would be asked for is 1/a and 1/(1 − a), which pass every bound where f saturates.
        """
        return share(q, self.slope_over_complement(z)) - share(p, self.slope_over_value(z))


class Sigmoid(Activation):
    """σ(z) = 1/(1 + e^−z), chapter 1; σ′ = σ(1 − σ), the exercise after eq. 62.

    Written with e = e^−|z| ≤ 1, so that nothing overflows and both tails keep all their digits.
    """

    name = "sigmoid"
    label = "Sigmoid"
    summary = "σ(z) = 1/(1 + e^−z), between 0 and 1; flat at both ends."
    letter = "σ"
    low, high = 0.0, 1.0
    is_logistic = True

    def value(self, z: Number) -> Number:
        e = exp(-abs(z))
        return where(z < 0.0, e, 1.0) / (1.0 + e)

    def slope(self, z: Number) -> Number:
        e = exp(-abs(z))
        return e / ((1.0 + e) * (1.0 + e))

    def residual(self, z: Number, y: Number) -> Number:
        """(1 − y) σ(z) − y σ(−z): equal to σ(z) − y, and exact at y = 0 and y = 1."""
        e = exp(-abs(z))
        return where(z >= 0.0, (1.0 - y) - y * e, (1.0 - y) * e - y) / (1.0 + e)

    def complement(self, z: Number) -> Number:
        return self.value(-z)

    def log_value(self, z: Number) -> Number:
        return -softplus(-z)

    def log_complement(self, z: Number) -> Number:
        return -softplus(z)

    def slope_over_value(self, z: Number) -> Number:
        """σ′/σ = 1 − σ: half of what makes the cross-entropy cancel σ′."""
        return self.complement(z)

    def slope_over_complement(self, z: Number) -> Number:
        """σ′/(1 − σ) = σ: the other half."""
        return self.value(z)


class Tanh(Activation):
    name = "tanh"
    label = "Tanh"
    summary = "tanh z, between −1 and 1; a sigmoid stretched to twice the height."
    low, high = -1.0, 1.0

    def value(self, z: Number) -> Number:
        return tanh(z)

    def slope(self, z: Number) -> Number:
        e = exp(-2.0 * abs(z))
        return 4.0 * e / ((1.0 + e) * (1.0 + e))

    def residual(self, z: Number, y: Number) -> Number:
        """tanh z − y. From z = 1/2 upwards through e = e^−2z: targets lie in [0, 1], so only there a may reach y."""
        e = exp(-2.0 * abs(z))
        return where(z > 0.5, ((1.0 - y) - (1.0 + y) * e) / (1.0 + e), tanh(z) - y)


class Linear(Activation):
    name = "linear"
    label = "Linear"
    summary = "a = z: never flat, so nothing slows down (eq. 68–70)."

    def value(self, z: Number) -> Number:
        return z

    def slope(self, z: Number) -> Number:
        return constant(1.0, like=z)


class Relu(Activation):
    name = "relu"
    label = "ReLU"
    summary = "a = max(0, z): slope 1 above zero, dead flat below (we take slope 0 at z = 0)."
    low = 0.0

    def value(self, z: Number) -> Number:
        return where(z > 0.0, z, 0.0)

    def slope(self, z: Number) -> Number:
        return where(z > 0.0, constant(1.0, like=z), 0.0)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation for activation in (Sigmoid(), Tanh(), Linear(), Relu())
}


def activation_named(name: str) -> Activation:
    """The activation of that name. Raises `UnknownName`."""
    if name not in ACTIVATIONS:
        raise UnknownName("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]
