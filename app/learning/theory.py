"""How long the plateau lasts, exactly in the limit of small steps.

One sigmoid neuron with one input x and target y = 0: an update changes z by −κ δ with κ = η (x² + 1), so the output
obeys da/dt = −κ a³(1 − a)² under the quadratic cost and da/dt = −κ a²(1 − a) under the cross-entropy. Integrating,
the epochs from a₀ down to a₁ are (F(a₀) − F(a₁))/κ. From a saturated start F grows like e^z for the quadratic cost
and like z for the cross-entropy: exponential against linear. Target y = 1 is the mirror image, z → −z.

The formulas are for η → 0. At a finite rate the simulation takes about ½ ln(δ₁/δ₀) epochs more, with the error
signals at both ends: two more for the chapter's 230, three for the 10,025 from z = 8, fewer for the cross-entropy.
F is written in z instead of a, because a is rounded to 1 long before the plateau stops growing; z may be an array.
"""

import math
from collections.abc import Callable
from typing import Any

from app.learning.elementwise import Number, exp
from app.learning.neuron import Neuron


def quadratic_potential(z: Number) -> Number:
    """F(a) = −1/(2a²) − 2/a + 3 ln a − 3 ln(1 − a) + 1/(1 − a) at a = σ(z); needs |z| < 350."""
    one_over_a = 1.0 + exp(-z)
    return -0.5 * one_over_a**2 - 2.0 * one_over_a + 3.0 * z + (1.0 + exp(z))


def cross_entropy_potential(z: Number) -> Number:
    """F(a) = −1/a + ln a − ln(1 − a) at a = σ(z); needs |z| < 700."""
    return -(1.0 + exp(-z)) + z


POTENTIALS: dict[str, Callable[[Any], Any]] = {
    "quadratic": quadratic_potential,
    "cross-entropy": cross_entropy_potential,
}


def plateau_epochs(cost: str, z: float, y: float, kappa: float) -> float | None:
    """Epochs, not rounded, from the weighted input z until |a − y| = 1/2, for a sigmoid neuron.

    None where the formula does not apply: another cost, a target other than 0 or 1, a start that is already on the
    right side, or one so far out (beyond z of about 350, or with a κ so tiny) that the answer is past every clock.
    """
    potential = POTENTIALS.get(cost)
    if potential is None or y not in (0.0, 1.0):
        return None
    wrong_by = z if y == 0.0 else -z
    if not 0.0 < wrong_by < 350.0:
        return None
    epochs = (potential(wrong_by) - potential(0.0)) / kappa
    return epochs if math.isfinite(epochs) else None


def plateau_of(neuron: Neuron) -> float | None:
    """`plateau_epochs` from where the neuron starts; None for several inputs or examples, or without a sigmoid."""
    if not neuron.is_scalar or neuron.activation.name != "sigmoid":
        return None
    w, b, x, y = (float(v) for v in (neuron.w, neuron.b, neuron.x, neuron.y))
    return plateau_epochs(neuron.cost.name, w * x + b, y, kappa=neuron.eta * (x * x + 1.0))
