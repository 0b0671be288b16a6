"""One mini-batch of one size: everything that a step computes, prepared as a list of calls on fixed memory.

For one network arrays are (neurons, examples); for several of one shape (neurons, networks, examples), so that what
happens to all neurons of a layer is one pass over contiguous memory, and a product takes each network's matrix out of
it. The products of one network go through `np.dot`, which is called faster than `np.matmul`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.learning.training.blas import Op, Scale, accumulate
from app.learning.training.buffers import Parameters, zeros
from app.learning.training.examples import Examples
from app.learning.training.formulas import Targets, error, hidden

if TYPE_CHECKING:
    from app.learning.activations import Activation
    from app.learning.costs import Cost
    from app.learning.network import Network

Floats = NDArray[Any]
Indices = NDArray[np.intp]

WIDE = 8192
"""Numbers of one network's matrix from which on it is changed in place, rather than by a product and a sum for all."""
BLOCK = 1 << 15
"""Numbers of gradients that are computed before they are added: they should still be in the cache."""


class Kernel:
    """Steps of mini-batches of `size` examples, which change `parameters`."""

    def __init__(
        self, networks: Sequence[Network], parameters: Parameters, examples: Examples, size: int, *, fast: bool = True
    ) -> None:
        self.size = size
        self._networks, self._layers, self._fast = networks, parameters.layers, fast
        self._dtype = examples.dtype
        self._columns = (*self._layers[0].shape[:-2], size)
        self._rate = Scale(self._dtype)
        # As wide as the following layer's matrix, so that the way back is a product with all of it: NumPy would first
        # copy a part of a matrix. What comes back to biases and padding is not looked at.
        self._returned = [self._zeros(v.shape[-1]) for v in self._layers[1:]]
        self._signals = [r[: v.shape[-2]] for r, v in zip(self._returned, self._layers, strict=False)]
        self._signals.append(self._zeros(self._layers[-1].shape[-2]))
        self._rates = np.zeros_like(self._signals[-1])
        x = zeros((*self._columns, self._layers[0].shape[-1]), self._dtype)
        self._inputs = [np.moveaxis(x, -1, 0)]
        self._gathers: list[tuple[Callable[..., object], int, Floats]] = [
            (examples.x.take, 0, x.reshape(-1, x.shape[-1]))
        ]
        self._ops: list[Op] = []
        self._backs: list[list[Op]] = []
        for index in range(len(self._layers) - 1):
            self._prepare_hidden(index)
        self._prepare_error(examples)
        for index in range(len(self._layers) - 1, -1, -1):
            if index:
                weights = self._layers[index].swapaxes(-1, -2)
                self._ops.append(_product(weights, self._signals[index], self._returned[index - 1]))
                self._ops += self._backs[index - 1]
            self._ops += self._descend(index)

    def set_etas(self, etas: Sequence[float]) -> None:
        """The learning rate of each network."""
        self._rates[...] = -np.array(etas)[:, np.newaxis] / self.size
        # Of several networks each has a factor of its own, which δ has met already.
        self._rate.set(1.0 if self._rates.ndim == 3 else -etas[0] / self.size)

    def run(self, batches: Indices) -> None:
        """A step for each row: the numbers of its examples, those of one network after the other."""
        gathers, ops = self._gathers, self._ops
        for batch in batches:
            for take, axis, out in gathers:
                # "clip" because anything else makes NumPy gather into memory of its own first; the numbers are right.
                take(batch, axis, out, "clip")
            for op in ops:
                op()

    def _zeros(self, neurons: int) -> Floats:
        return zeros((neurons, *self._columns), self._dtype)

    def _prepare_hidden(self, index: int) -> None:
        layer, following, signal = self._layers[index], self._layers[index + 1], self._signals[index]
        a = self._zeros(following.shape[-1])
        z = a[: len(signal)]
        a[len(signal)] = 1.0
        self._ops.append(_product(layer, self._inputs[-1], z))
        back: list[Op] = []
        for network, part in _alike(self._networks, lambda network: _formula(network.activation)):
            functions = hidden(network.activation, z[part], signal[part], fast=self._fast)
            self._ops += functions.forward
            back += functions.back
        self._inputs.append(a)
        self._backs.append(back)

    def _prepare_error(self, examples: Examples) -> None:
        z = self._signals[-1]
        self._ops.append(_product(self._layers[-1], self._inputs[-1], z))
        y, complement = self._zeros(len(z)), self._zeros(len(z))
        wanted = set()
        for network, part in _alike(self._networks, lambda network: (_formula(network.cost), _formula(network.output))):
            targets = Targets(y[part], complement[part], examples.have_shares)
            ops, of_complement = error(network.cost, network.output, z[part], targets, fast=self._fast)
            self._ops += ops
            wanted.add(of_complement)
        if False in wanted:
            self._gathers.append((examples.y.take, 1, y.reshape(len(y), -1)))
        if True in wanted:
            self._gathers.append((examples.complement.take, 1, complement.reshape(len(y), -1)))
        if z.ndim == 3:
            self._ops.append(partial(np.multiply, z, self._rates, z))

    def _descend(self, index: int) -> list[Op]:
        """w ← w − η/m Σ ∇C_x for one layer."""
        layer, signal, a = self._layers[index], self._signals[index], self._inputs[index]
        if layer.ndim == 2:
            return [accumulate(layer, signal, a.T, self._rate)]
        size = layer[0].size
        if size >= WIDE:
            return [accumulate(w, signal[:, k], a[:, k].T, self._rate) for k, w in enumerate(layer)]
        count = max(1, BLOCK // size)
        change = zeros((min(count, len(layer)), *layer.shape[1:]), self._dtype)
        rows, signals = np.moveaxis(a, 0, -1), np.moveaxis(signal, 1, 0)
        ops: list[Op] = []
        if index:
            # The product of many small matrices wants their rows contiguous: it gains twice what the copy costs.
            ops.append(partial(np.copyto, laid := zeros(rows.shape, self._dtype), rows))
            rows = laid
        for start in range(0, len(layer), count):
            part = slice(start, start + count)
            out = change[: len(layer[part])]
            ops += [partial(np.matmul, signals[part], rows[part], out), partial(np.add, layer[part], out, layer[part])]
        return ops


def _product(w: Floats, a: Floats, out: Floats) -> Op:
    if w.ndim == 2:
        return partial(np.dot, w, a, out)
    return partial(np.matmul, w, np.moveaxis(a, 0, -2), np.moveaxis(out, 0, -2))


def _alike(
    networks: Sequence[Network], key: Callable[[Network], object]
) -> Iterator[tuple[Network, tuple[slice, ...]]]:
    """Neighbours that share formulas: one of them, and where they stand in the arrays of a layer."""
    if len(networks) == 1:
        yield networks[0], (slice(None),)
        return
    start = 0
    for _, neighbours in groupby(networks, key):
        some = list(neighbours)
        yield some[0], (slice(None), slice(start, start + len(some)))
        start += len(some)


def _formula(function: Activation | Cost) -> object:
    """Equal for functions that compute the same: two of one type, unless they carry settings."""
    return id(function) if vars(function) else type(function)
