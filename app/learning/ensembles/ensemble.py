"""Many neurons that share cost, activation and number of epochs, as arrays that broadcast to a grid."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.learning.activations import Activation
from app.learning.costs import Cost, check_pair
from app.learning.elementwise import Array
from app.learning.errors import OutOfRange, ShapeMismatch
from app.learning.neuron import Neuron

FIELDS = ("w", "b", "x", "y", "eta")


@dataclass(frozen=True)
class Ensemble:
    """The starts of many descents: one for each cell of a grid of the shape S.

    The leading axes of `w`, `b`, `x`, `y` and `eta` broadcast to S, so that nothing need be repeated. With `inputs` = d
    or `examples` = n, neurons are given lists, and further axes follow: `w` (…, d), `y` (…, n), `x` (…, n, d), (…, d)
    or (…, n). None stands for plain numbers, as in `Neuron`. Raises `IncompatiblePair`, `OutOfRange` (eta, epochs) and
    `ShapeMismatch`.
    """

    cost: Cost
    activation: Activation
    w: Array
    b: Array
    x: Array
    y: Array
    eta: Array
    epochs: int
    inputs: int | None = None
    examples: int | None = None

    def __post_init__(self) -> None:
        check_pair(self.cost, self.activation)
        if self.epochs < 0:
            raise OutOfRange("epochs", "at least 0", self.epochs)
        for name in FIELDS:
            values = np.asarray(getattr(self, name), dtype=np.float64)
            own = self.own_axes(name)
            if values.shape[values.ndim - len(own) :] != own or values.ndim < len(own):
                raise ShapeMismatch(f"the last axes of {name} must be {own}, got the shape {values.shape}")
            object.__setattr__(self, name, values)
        if not (self.eta > 0.0).all():
            raise OutOfRange("eta", "greater than 0", float(np.nanmin(self.eta)))
        try:
            _ = self.shape
        except ValueError:
            shapes = ", ".join(f"{name} {getattr(self, name).shape}" for name in FIELDS)
            raise ShapeMismatch(f"the leading axes do not broadcast to one grid: {shapes}") from None

    def own_axes(self, name: str) -> tuple[int, ...]:
        """The axes of one neuron's value: what follows the axes of the grid."""
        inputs = () if self.inputs is None else (self.inputs,)
        examples = () if self.examples is None else (self.examples,)
        return {"w": inputs, "x": examples + inputs, "y": examples}.get(name, ())

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """S, the shape of the grid."""
        leading = []
        for name in FIELDS:
            shape = getattr(self, name).shape
            leading.append(shape[: len(shape) - len(self.own_axes(name))])
        return np.broadcast_shapes(*leading)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return math.prod(self.shape)

    @property
    def is_scalar(self) -> bool:
        """Whether every neuron has one input and one example, given as plain numbers."""
        return self.inputs is None and self.examples is None

    def spread(self, name: str) -> Array:
        """A field in the shape S and its own axes, without copying."""
        return np.broadcast_to(getattr(self, name), self.shape + self.own_axes(name))

    def at(self, rows: slice) -> "Ensemble":
        """The ensemble of these rows of the first axis; nothing is copied. An ensemble of one cell has no rows."""
        shape = self.shape
        if not shape or rows == slice(None):
            return self
        parts = {}
        for name in FIELDS:
            values = getattr(self, name)
            has_rows = values.ndim - len(self.own_axes(name)) == len(shape) and values.shape[0] == shape[0]
            parts[name] = values[rows] if has_rows else values
        return replace(self, **parts)

    def neuron_at(self, index: tuple[int, ...]) -> Neuron:
        """The neuron of one cell."""
        w, b, x, y, eta = (self.spread(name)[index] for name in FIELDS)
        return Neuron(
            self.cost,
            self.activation,
            w=float(w) if self.inputs is None else w,
            b=float(b),
            x=float(x) if np.ndim(x) == 0 else x,
            y=float(y) if self.examples is None else y,
            eta=float(eta),
        )
