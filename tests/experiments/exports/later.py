"""A cost and activations as somebody may add them: with a helper, a constant and an argument."""

from app.learning.activations import Activation
from app.learning.costs import Quadratic
from app.learning.elementwise import Number, constant, where

STRENGTH = 2.0


def strengthened(v: Number, strength: float = STRENGTH) -> Number:
    """strength · v.

    What stands in a second paragraph is for us.
    """
    return strength * v


class Strong(Quadratic):
    """Twice the quadratic cost."""

    name = "strong"
    label = "Strong"
    summary = "Twice the quadratic cost."

    def value(self, activation: Activation, z: Number, y: Number) -> Number:
        return strengthened(super().value(activation, z, y))

    def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
        return strengthened(super().derivative(activation, z, y))

    def unused(self) -> str:
        """Nobody asks for this."""
        return "unused"


class Leaky(Activation):
    """a = z above zero, a share of it below."""

    label = "Leaky"
    summary = "a = z above zero, a share of it below."

    def __init__(self, leak: float) -> None:
        self.name = f"leaky-{leak}"
        self.leak = leak

    def value(self, z: Number) -> Number:
        return where(z > 0.0, z, self.leak * z)

    def slope(self, z: Number) -> Number:
        return where(z > 0.0, constant(1.0, like=z), self.leak)


STRONG = Strong()
LEAKY = {activation.name: activation for activation in (Leaky(0.01), Leaky(0.25))}
