"""One neuron, a = f(Σ w_j x_j + b), and its descent by full-batch gradient descent.

Row k of a descent is the state *before* update k: row 0 is the start, and n epochs give n + 1 rows. A descent is
advanced some rows at a time, so that a caller can send the first rows while later ones are still to be computed;
however it is cut, the rows are the same to the last bit.

Two forms of one recursion:

- `Descent` follows one neuron and records every column. With one input and one example it runs on Python floats
  (an epoch of NumPy scalars takes ten times as long); otherwise on arrays over the examples. Both run the formulas
  as straight code (straight.py); `_scalar_rows` and `_array_rows` run them as they are written, for whoever reads
  along: exported scripts.
- `train_many` follows many one-input neurons at once and keeps only where they end. It agrees with `Descent` to
  about 1e-12 relative, not to the last bit, because NumPy's vector code rounds exp and log differently from the C
  library, and each update carries that unit in the last place on.

A descent that overflows stops at the first row that is not finite; the rows before it stand.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.learning.activations import Activation
from app.learning.costs import Cost, check_pair
from app.learning.elementwise import Array, Number
from app.learning.errors import OutOfRange, ShapeMismatch
from app.learning.straight import straight_loop, straight_on_arrays


@dataclass(frozen=True)
class Neuron:
    """Where a descent starts and what it follows.

    `w` and a row of `x` are one number each, or d numbers each; `x` is one example or a list of n, `y` a number or
    n numbers in [0, 1]; `eta` > 0 is the learning rate. Raises `IncompatiblePair` (cost and activation),
    `OutOfRange` (eta) and `ShapeMismatch`.
    """

    cost: Cost
    activation: Activation
    w: float | Array
    b: float
    x: float | Array
    y: float | Array
    eta: float

    def __post_init__(self) -> None:
        check_pair(self.cost, self.activation)
        if not self.eta > 0.0:
            raise OutOfRange("eta", "greater than 0", self.eta)
        inputs, examples = np.shape(self.w), np.shape(self.y)
        if len(inputs) > 1 or len(examples) > 1:
            raise ShapeMismatch(f"w and y are numbers or flat lists, got shapes {inputs} and {examples}")
        if np.shape(self.x) != examples + inputs:
            raise ShapeMismatch(
                f"x must have the shape {examples + inputs} (examples of y, then inputs of w), got {np.shape(self.x)}"
            )

    @property
    def is_scalar(self) -> bool:
        """Whether there is one input and one example, all given as plain numbers."""
        return np.ndim(self.w) == 0 and np.ndim(self.y) == 0


@dataclass(frozen=True)
class Rows:
    """Consecutive rows of a descent, one array a column with the row as leading axis.

    `w` and `grad_w` have a second axis (inputs) when the neuron was given a list of weights; `z`, `a`, `slope` and
    `delta` have one (examples) when it was given a list of targets. `cost`, `grad_w` and `grad_b` are means over
    the examples (eq. 54–57, 61, 62).
    """

    epoch: NDArray[np.int64]
    w: Array
    b: Array
    z: Array
    a: Array
    cost: Array
    slope: Array
    delta: Array
    grad_w: Array
    grad_b: Array

    def __len__(self) -> int:
        return len(self.epoch)

    def __getitem__(self, rows: slice | NDArray[np.bool_]) -> "Rows":
        return Rows(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def is_finite(self) -> bool:
        """Whether all numbers are finite, in a fraction of the time in which the rows can be counted."""
        columns = (getattr(self, field.name).ravel() for field in fields(self)[1:])
        return bool(np.isfinite(np.concatenate(list(columns))).all())

    def count_finite(self) -> int:
        """How many rows from the first on hold finite numbers only."""
        finite = np.ones(len(self), dtype=bool)
        for field in fields(self)[1:]:
            column = getattr(self, field.name)
            finite &= np.isfinite(column).all(axis=tuple(range(1, column.ndim)))
        return len(self) if finite.all() else int(finite.argmin())

    @staticmethod
    def join(blocks: "list[Rows]") -> "Rows":
        """One block of all the rows, in order; at least one block is needed."""
        if len(blocks) == 1:
            return blocks[0]
        return Rows(*(np.concatenate([getattr(block, field.name) for block in blocks]) for field in fields(Rows)))


class Descent:
    """A neuron on its way down: `advance(n)` gives the next n rows.

    `diverged` is the first row that is not finite, or None. From then on `advance` gives no rows.
    """

    def __init__(self, neuron: Neuron) -> None:
        self._take_rows = _straight_rows if neuron.is_scalar else _straight_array_rows
        self._neuron = neuron
        self._epoch = 0
        self.diverged: int | None = None

    def advance(self, count: int) -> Rows:
        """The next `count` rows; fewer, and perhaps none, once the descent has diverged."""
        if self.diverged is not None:
            count = 0
        rows, self._neuron = self._take_rows(self._neuron, np.arange(self._epoch, self._epoch + count))
        finite = count if rows.is_finite else rows.count_finite()
        if finite < count:
            self.diverged = self._epoch + finite
        self._epoch += count
        return rows[:finite]


def step(activation: Activation, cost: Cost, w: Number, b: Number, x: Number, y: Number, eta: Number) -> Any:
    """A row of one neuron with one example, from w to ∂C/∂w, and w and b after its update."""
    z = w * x + b
    delta = cost.delta(activation, z, y)
    grad_w = delta * x
    row = (w, b, z, activation.value(z), cost.value(activation, z, y), activation.slope(z), delta, grad_w)
    return row, w - eta * grad_w, b - eta * delta


def _scalar_rows(neuron: Neuron, epoch: NDArray[np.int64]) -> tuple[Rows, Neuron]:
    """The rows of these epochs from the neuron on, and the neuron after them; plain floats throughout."""
    activation, cost = neuron.activation, neuron.cost
    w, b, x, y, eta = (float(v) for v in (neuron.w, neuron.b, neuron.x, neuron.y, neuron.eta))
    numbers: list[float] = []
    for _ in range(len(epoch)):
        row, w, b = step(activation, cost, w, b, x, y, eta)
        numbers += row
    return _columns(epoch, numbers), replace(neuron, w=w, b=b)


def _straight_rows(neuron: Neuron, epoch: NDArray[np.int64]) -> tuple[Rows, Neuron]:
    """The same to the last bit, several times as fast."""
    follow = straight_loop(step, neuron.activation, neuron.cost)
    numbers, w, b = follow(len(epoch), *floats_of(neuron))
    return _columns(epoch, numbers), replace(neuron, w=w, b=b)


def arrays_of(neuron: Neuron) -> tuple[Array, float, Array, Array]:
    """w over the inputs, b, x with a row an example, and y over the examples, whatever was given as plain numbers."""
    y = np.atleast_1d(np.asarray(neuron.y, dtype=float))
    w = np.atleast_1d(np.asarray(neuron.w, dtype=float))
    return w, float(neuron.b), np.asarray(neuron.x, dtype=float).reshape(len(y), len(w)), y


def floats_of(neuron: Neuron) -> tuple[float, float, float, float, float]:
    """w, b, x, y and η of a scalar neuron."""
    return float(neuron.w), float(neuron.b), float(neuron.x), float(neuron.y), float(neuron.eta)


def _columns(epoch: NDArray[np.int64], numbers: list[float]) -> Rows:
    # `struct` takes floats in several times as fast as np.array does.
    table = np.frombuffer(struct.pack(f"{len(numbers)}d", *numbers)).reshape(len(epoch), 8)
    w, b, z, a, cost, slope, delta, grad_w = np.ascontiguousarray(table.T)
    return Rows(epoch, w, b, z, a, cost, slope, delta, grad_w, grad_b=delta)


def error_signal(activation: Activation, cost: Cost, z: Number, y: Number) -> Number:
    """δ of every example."""
    return cost.delta(activation, z, y)


def _array_rows(neuron: Neuron, epoch: NDArray[np.int64]) -> tuple[Rows, Neuron]:
    """The same on arrays over the examples and inputs."""
    return _follow_arrays(partial(error_signal, neuron.activation, neuron.cost), neuron, epoch)


def _straight_array_rows(neuron: Neuron, epoch: NDArray[np.int64]) -> tuple[Rows, Neuron]:
    """The same as that to the last bit, in half the time."""
    return _follow_arrays(straight_on_arrays(error_signal, neuron.activation, neuron.cost), neuron, epoch)


@np.errstate(all="ignore")
def _follow_arrays(delta_of: Callable[..., Any], neuron: Neuron, epoch: NDArray[np.int64]) -> tuple[Rows, Neuron]:
    activation, cost, eta = neuron.activation, neuron.cost, neuron.eta
    w, b, x, y = arrays_of(neuron)
    n = len(y)

    ws, grad_ws = np.empty((2, len(epoch), len(w)))
    zs, deltas = np.empty((2, len(epoch), n))
    bs, grad_bs = np.empty((2, len(epoch)))
    for k in range(len(epoch)):
        z = x @ w + b
        delta = delta_of(z, y)
        grad_w, grad_b = delta @ x / n, float(np.add.reduce(delta)) / n
        ws[k], bs[k], zs[k], deltas[k], grad_ws[k], grad_bs[k] = w, b, z, delta, grad_w, grad_b
        w = w - eta * grad_w
        b -= eta * grad_b

    per_input, per_example = (len(epoch), *np.shape(neuron.w)), (len(epoch), *np.shape(neuron.y))
    rows = Rows(
        epoch=epoch,
        w=ws.reshape(per_input),
        b=bs,
        z=zs.reshape(per_example),
        a=activation.value(zs).reshape(per_example),
        cost=cost.value(activation, zs, y).mean(axis=1),
        slope=activation.slope(zs).reshape(per_example),
        delta=deltas.reshape(per_example),
        grad_w=grad_ws.reshape(per_input),
        grad_b=grad_bs,
    )
    return rows, replace(neuron, w=w.reshape(np.shape(neuron.w)), b=b)


@np.errstate(all="ignore")
def train_many(
    cost: Cost, activation: Activation, w: Array, b: Array, x: Array, y: Array, eta: Array, epochs: int
) -> tuple[Array, Array]:
    """w and b of many one-input neurons after `epochs` updates each.

    The arrays are broadcast against each other; none is changed. A neuron that diverges ends with a number that is
    not finite. Raises `IncompatiblePair`.
    """
    check_pair(cost, activation)
    w, b, x, y, eta = (v.copy() for v in np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (w, b, x, y, eta))))
    for _ in range(epochs):
        step = eta * cost.delta(activation, w * x + b, y)
        w -= step * x
        b -= step
    return w, b
