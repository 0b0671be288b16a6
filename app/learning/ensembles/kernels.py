"""Which inner loops an ensemble is computed with: NumPy's, or numba's where it is installed and worth loading.

The choice depends on how much work the whole ensemble is, not on which part of it is asked for, so that its cells get
the same bits however it is cut. Between processes it depends on whether numba is there: set SLOWDOWN_KERNEL=numpy
wherever some of a cluster's machines have it and others have not, and the last digits must not tell which.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from app.learning.elementwise import Array
from app.learning.ensembles import judging, quick

WORTH = 2e8
"""Neuron-epochs from which loading numba (a second) is worth it: about what it saves."""

VARIABLE = "SLOWDOWN_KERNEL"
"""The environment variable that switches numba off ("numpy") or has it used for any amount of work ("numba")."""


class Kernel(NamedTuple):
    name: str
    descend: Callable[..., quick.Ends]
    look: Callable[[judging.Followed], judging.Look]
    walk: Callable[..., Array] | None = None
    """Ordinary runs of a sigmoid to the bit; None where few.py is the best there is."""


NUMPY = Kernel("numpy", quick.descend, judging.look)


@lru_cache(maxsize=1)
def _numba() -> Kernel | None:
    try:
        from app.learning.ensembles import compiled, glance, walking
    except ImportError:
        return None
    return Kernel("numba", compiled.descend, glance.look, walking.walk_all if walking.is_faithful() else None)


def kernel_for(work: Any) -> Kernel:
    """The loops for so many neuron-epochs in all."""
    wish = os.environ.get(VARIABLE, "")
    if wish == "numpy" or (work < WORTH and wish != "numba"):
        return NUMPY
    return _numba() or NUMPY
