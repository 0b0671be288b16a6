"""What can be said of a run from its start alone: row 0, and the formula for the plateau."""

from collections.abc import Sequence

import numpy as np

from app.learning.elementwise import Array
from app.learning.ensembles.exact import Starts
from app.learning.ensembles.libm import unwrap, wrap
from app.learning.theory import POTENTIALS, plateau_epochs

MEASURED = frozenset({"initial_output", "initial_cost", "plateau_theory"})
"""What this module can measure."""

NEAR = 0.05
"""Below this z the formula is a difference of nearly equal numbers, and only the same operations give the same one."""


def begin(starts: Starts, names: Sequence[str]) -> dict[str, Array]:
    """The named measures of `MEASURED`, NaN for None."""
    z = starts.w * starts.x + starts.b
    found = {}
    with np.errstate(all="ignore"):
        if "initial_output" in names or "initial_cost" in names:
            a = unwrap(starts.activation.value(wrap(z)))
            cost = starts.cost.value(starts.activation, z, starts.y)
            delta = starts.cost.delta(starts.activation, z, starts.y)
            row = [z, a, cost, delta, delta * starts.x, starts.activation.slope(z)]
            exists = np.logical_and.reduce([np.isfinite(column) for column in row])
            found = {"initial_output": np.where(exists, a, np.nan), "initial_cost": np.where(exists, cost, np.nan)}
        if "plateau_theory" in names:
            found["plateau_theory"] = _plateau(starts, z)
    return {name: found[name] for name in names}


def _plateau(starts: Starts, z: Array) -> Array:
    epochs = np.full(len(z), np.nan)
    name, kappa = starts.cost.name, starts.eta * (starts.x * starts.x + 1.0)
    potential = POTENTIALS.get(name)
    if potential is None or starts.activation.name != "sigmoid":
        return epochs
    wrong_by = np.where(starts.y == 0.0, z, -z)
    applies = ((starts.y == 0.0) | (starts.y == 1.0)) & (wrong_by > 0.0) & (wrong_by < 350.0)
    far = np.flatnonzero(applies & (wrong_by >= NEAR))
    values = (potential(wrong_by[far]) - potential(0.0)) / kappa[far]
    epochs[far] = np.where(np.isfinite(values), values, np.nan)
    for cell in np.flatnonzero(applies & (wrong_by < NEAR)).tolist():
        found = plateau_epochs(name, float(z[cell]), float(starts.y[cell]), float(kappa[cell]))
        epochs[cell] = np.nan if found is None else found
    return epochs
