"""A softmax layer taken apart: its outputs at a sharpness, how each answers to each input, its costs and error signals.

Everything is at one vector z of weighted inputs. The sharpness c multiplies z (eq. 83), so it also multiplies every
derivative with respect to z. At c = ∞ the largest inputs share 1 among themselves and nothing moves until another one
overtakes; what follows for costs and error signals is the limit of ever larger c, so it may be infinite.
"""

import math
from dataclasses import dataclass

import numpy as np

from app.learning.activations import activation_named
from app.learning.elementwise import Array
from app.learning.errors import OutOfRange
from app.learning.softmax import Softmax, inverse, softmax

SMALLEST = 1e-300
"""Below this a number near 0 has lost digits, or all."""


@dataclass(frozen=True)
class Wanted:
    """What one true class says of the outputs."""

    log_likelihood: float
    """C = −ln a_y, eq. 80; infinite where a_y is 0 and no limit."""
    delta: Array
    """∂C/∂z = c (a − y), eq. 81 to 84."""
    quadratic: float
    """½ Σ (a − y)², eq. 54, of the same outputs."""
    quadratic_delta: Array
    """Its ∂C/∂z = c a_j [(a_j − y_j) − Σ_k a_k (a_k − y_k)]: small wherever a is near 0 or 1."""


@dataclass(frozen=True)
class SoftmaxLayer:
    """The outputs a_j = e^{c z_j}/Σ_k e^{c z_k} of one example; c may be infinite. Raises `OutOfRange` unless c > 0."""

    z: Array
    c: float = 1.0

    def __post_init__(self) -> None:
        if not self.c > 0.0:
            raise OutOfRange("c", "greater than 0", self.c)

    @property
    def is_limit(self) -> bool:
        """Whether the largest takes all."""
        return math.isinf(self.c)

    @property
    def a(self) -> Array:
        outputs: Array = softmax(self.z, self.c) if self.is_limit else Softmax().value(self.c * self.z)
        return outputs

    @property
    def jacobian(self) -> Array:
        """∂a_j/∂z_k = c a_j (1[j = k] − a_k), row j, column k; 0 at the limit, where an output jumps or stays."""
        if self.is_limit:
            return np.zeros((len(self.z), len(self.z)))
        derivatives: Array = self.c * Softmax().jacobian(self.c * self.z)
        return derivatives

    @property
    def sigmoids(self) -> Array:
        """The same z, each through a sigmoid of its own: outputs that know nothing of each other."""
        return activation_named("sigmoid").value(self.z)

    def with_raised(self, index: int, by: float) -> "SoftmaxLayer":
        """The same with one weighted input raised."""
        z = self.z.copy()
        z[index] += by
        return SoftmaxLayer(z, self.c)

    def change(self, index: int, by: float) -> Array:
        """What raising one input does to the outputs, a′ − a, without that subtraction, which loses small changes.

        With u = e^{c·by} and i the one raised, a′_i − a_i = a_i (1 − a_i) g and a′_k − a_k = −a_k a_i g, where
        g = (u − 1)/(1 − a_i + a_i u); above 0 both parts of g are divided by u, which may be too large for a double.
        """
        a = self.a
        rest = 1.0 - a if self.is_limit else Softmax().complement(self.c * self.z)
        if self.is_limit or min(a[index], rest[index]) < SMALLEST:
            difference: Array = self.with_raised(index, by).a - a
            return difference
        exponent = -abs(self.c * by)
        below, above = (rest[index], a[index]) if by <= 0.0 else (a[index], rest[index])
        g = math.copysign(math.expm1(exponent), by) / (below + above * math.exp(exponent))
        changes: Array = np.where(np.arange(len(a)) == index, a * rest, -a * a[index]) * g
        return changes

    def wanting(self, label: int) -> Wanted:
        """Costs and error signals when the class of that index is the true one."""
        y = np.zeros_like(self.z)
        y[label] = 1.0
        if self.is_limit:
            return self._wanting_at_the_limit(label, y)
        activation, z = Softmax(), self.c * self.z
        residual = activation.residual(z, y)
        return Wanted(
            log_likelihood=0.0 - float(activation.log_value(z)[label]),
            delta=self.c * residual,
            quadratic=0.5 * float(residual @ residual),
            quadratic_delta=self.c * activation.pull_back(z, residual),
        )

    def _wanting_at_the_limit(self, label: int, y: Array) -> Wanted:
        a = self.a
        residual = a - y
        return Wanted(
            log_likelihood=0.0 - math.log(a[label]) if a[label] > 0.0 else math.inf,
            delta=_endless(residual),
            quadratic=0.5 * float(residual @ residual),
            quadratic_delta=_endless(a * (residual - a @ residual)),
        )


def _endless(signal: Array) -> Array:
    """The limit of c times the signal; one that is 0 but for roundings stays 0, the others are 1/n² or more."""
    return np.where(np.abs(signal) < 1e-9, 0.0, np.copysign(np.inf, signal))


def recovered(a: Array, constant: float = 0.0) -> Array:
    """Weighted inputs that give the outputs: ln a + C, whatever C is. An output of 0 needs −∞. Raises `OutOfRange`."""
    return inverse(a) + constant
