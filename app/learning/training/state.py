"""Where a training stands, to go on from in another process."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.learning.errors import OutOfRange
from app.learning.training.course import Indices, Order

if TYPE_CHECKING:
    from app.learning.network import Network


@dataclass(frozen=True)
class TrainerState:
    """All of a training but its examples. Picklable, and whoever goes on from it gets the same bits."""

    network: Network
    eta: float
    batch_size: int
    order: Order
    present: Indices | None
    """The order of the examples in an epoch that is not over."""
    epoch: int
    step: int
    dtype: str


def check_eta(eta: float) -> float:
    """Raises `OutOfRange`."""
    if not (eta > 0.0 and math.isfinite(eta)):
        raise OutOfRange("eta", "a finite number greater than 0", eta)
    return float(eta)
