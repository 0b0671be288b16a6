"""Cells whose values cannot be trusted, collected by measure and found again in the exact way."""

import numpy as np
from numpy.typing import NDArray

from app.learning.elementwise import Array
from app.learning.ensembles.ensemble import FIELDS, Ensemble
from app.learning.ensembles.exact import Starts, follow
from app.learning.ensembles.kernels import Kernel
from app.learning.ensembles.lists import follow_lists


def starts_of(part: Ensemble, cells: NDArray[np.intp] | None = None) -> Starts:
    """The starts of an ensemble of plain numbers written out, of all its cells or of some (flat indices)."""
    fields = [part.spread(name) for name in FIELDS]
    if cells is None:
        columns = [field.reshape(-1) for field in fields]
    else:
        index = np.unravel_index(cells, part.shape) if part.shape else ()
        columns = [field[index] if part.shape else np.repeat(field, len(cells)) for field in fields]
    return Starts(part.cost, part.activation, *columns)


class Repeats:
    """What is to be found again, by measure: flat indices of cells."""

    def __init__(self, part: Ensemble, kernel: Kernel) -> None:
        self._part, self._kernel = part, kernel
        self._cells: dict[str, list[NDArray[np.intp]]] = {}

    def add(self, name: str, cells: NDArray[np.intp]) -> None:
        """Rising indices, each once, beyond those added before."""
        if len(cells):
            self._cells.setdefault(name, []).append(cells)

    def replace_in(self, found: dict[str, Array]) -> None:
        """Put the exact values in their places.

        A run of which only the way to one half is open is short, and does not wait for those that go to the end.
        """
        wanted = {name: np.concatenate(pieces) for name, pieces in self._cells.items()}
        half = wanted.pop("epochs_to_half", np.empty(0, dtype=np.intp))
        self._replace(wanted, found)
        self._replace({"epochs_to_half": half}, found)

    def _replace(self, wanted: dict[str, NDArray[np.intp]], found: dict[str, Array]) -> None:
        columns = list(wanted.values())
        # Sorting takes longer than the few epochs that most repeats to one half have.
        cells = columns[0] if len(columns) == 1 else np.unique(np.concatenate([np.empty(0, dtype=np.intp), *columns]))
        if len(cells):
            if self._part.is_scalar:
                values = follow(starts_of(self._part, cells), self._part.epochs, list(wanted), self._kernel)
            else:
                values = follow_lists(self._part, cells, list(wanted))
            for name, places in wanted.items():
                found[name][places] = values[name][np.searchsorted(cells, places)]
