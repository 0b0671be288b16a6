"""What a measurement costs, in neuron-epochs of the quick way (about two and a half nanoseconds with NumPy).

An estimate for whoever cuts work into pieces or sets limits: it looks at a sample of the cells and at no path, and is
meant to be right within a factor of two or three.
"""

from collections.abc import Sequence

import numpy as np

from app.learning.activations import Linear, Relu, Sigmoid
from app.learning.costs import Quadratic
from app.learning.ensembles import sharing
from app.learning.ensembles.ensemble import Ensemble
from app.learning.ensembles.kernels import NUMPY
from app.learning.ensembles.measuring import is_quick, ways_of
from app.learning.ensembles.trust import LARGEST_KAPPA

ALL = slice(None)
SAMPLE = 4096
"""Cells that are looked at."""

EXACT_SIGMOID, EXACT_SIMPLE, EXACT_OTHER = 8.0, 8.0, 80.0
"""An epoch in the exact way: of a sigmoid, without exp, and with the functions of the C library one by one."""
ALONE_SCALAR, ALONE_LISTS = 400.0, 15_000.0
"""An epoch of a run that is followed by itself."""
AT_START, GATHERED, LOOKED_UP = 20.0, 2.0, 16.0
"""A cell whose value is found from its start, taken from a lattice, read from a table."""
UNSURE = 0.05
"""How much of a map has its fastest epoch decided by rounding."""
UNSTEADY, LONG = 0.05, 1000
"""How much of a map under the quadratic cost must be repeated when runs are this long: the cells on their way down."""


@np.errstate(all="ignore")
def cost_of(ensemble: Ensemble, rows: slice = ALL, names: Sequence[str] | None = None) -> float:
    """About how many neuron-epochs measuring these rows takes; without names, as if all were asked that the ways know.

    What the cells of an ensemble share is counted to each in equal parts, so that the costs of its pieces add up.
    """
    shape = ensemble.shape
    part = len(range(*rows.indices(shape[0]))) / shape[0] if shape and shape[0] else 1.0
    cells = ensemble.size * part
    if cells == 0:
        return 0.0
    epochs = ensemble.epochs + 1.0
    ways = ways_of(ensemble, ["final_output", "epochs_to_half"] if names is None else names)
    total = cells
    if ways.one_by_one:
        total += cells * epochs * (ALONE_SCALAR if ensemble.is_scalar else ALONE_LISTS)
    lists_epoch = _lists_epoch(ensemble)
    if ways.as_lists:
        total += cells * epochs * lists_epoch
    if ways.in_z:
        known = _ordinary_share(ensemble, type(ensemble.cost) is Quadratic)
        total += cells * epochs * (known + (1.0 - known) * lists_epoch)
    if ways.at_start:
        total += cells * AT_START * len(ways.at_start)
    if ways.shared:
        total += _shared_cost(ensemble, tuple(ways.shared), epochs) * part
    if ways.exact == [sharing.FASTEST] and is_quick(ensemble):
        lattice = sharing.plan_of(ensemble, (sharing.FASTEST,), NUMPY)
        if lattice is not None and lattice.is_lattice:
            again = UNSURE * ensemble.size * epochs * EXACT_SIGMOID
            return total + (lattice.starts * epochs * EXACT_SIGMOID + ensemble.size * GATHERED + again) * part
    if ways.exact:
        total += cells * epochs * _exact_epoch(ensemble)
    return total


def dearest_epoch(ensemble: Ensemble, name: str) -> float:
    """What an epoch of a cell may cost in the way of this measure, whatever its numbers are."""
    ways = ways_of(ensemble, [name])
    if ways.one_by_one:
        return ALONE_SCALAR if ensemble.is_scalar else ALONE_LISTS
    if ways.as_lists:
        return _lists_epoch(ensemble)
    if ways.in_z:  # mostly 1, and for some cells that of lists
        return EXACT_SIGMOID
    return _exact_epoch(ensemble) if ways.exact else 1.0


def _lists_epoch(ensemble: Ensemble) -> float:
    inputs, examples = ensemble.inputs or 1, ensemble.examples or 1
    return 80.0 + 20.0 * examples + 2.0 * inputs * examples


def _shared_cost(ensemble: Ensemble, names: tuple[str, ...], epochs: float) -> float:
    """Of all rows together."""
    is_quadratic = type(ensemble.cost) is Quadratic
    repeated = UNSTEADY if is_quadratic and epochs > LONG else 0.0
    again = ensemble.size * repeated * epochs * EXACT_SIGMOID
    plan = sharing.plan_of(ensemble, names, NUMPY)
    if plan is not None:
        each = GATHERED if plan.is_lattice else LOOKED_UP
        return plan.starts * epochs + ensemble.size * each * len(names) + again
    known = _ordinary_share(ensemble, is_quadratic)
    return ensemble.size * epochs * (known + (1.0 - known) * EXACT_SIGMOID) + again


def _ordinary_share(ensemble: Ensemble, is_quadratic: bool) -> float:
    """Which part of the cells is within the regime of the quick way."""
    squares = np.square(ensemble.x)
    squares = squares if ensemble.inputs is None else squares.sum(axis=-1)
    kappa = np.atleast_1d(ensemble.eta * (squares + 1.0)).reshape(-1)
    kappa = kappa[:: -(-len(kappa) // SAMPLE)]
    at_end = bool(((ensemble.y == 0.0) | (ensemble.y == 1.0)).all())
    return float((kappa <= LARGEST_KAPPA[is_quadratic, at_end]).mean())


def _exact_epoch(ensemble: Ensemble) -> float:
    if type(ensemble.activation) is Sigmoid and ensemble.cost.name in ("quadratic", "cross-entropy"):
        return EXACT_SIGMOID
    return EXACT_SIMPLE * 1.5 if type(ensemble.activation) in (Linear, Relu) else EXACT_OTHER
