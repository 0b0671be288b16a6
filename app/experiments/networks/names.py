"""The choices of a network experiment: names out of registries, described by what the registries say of them."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator

from app.experiments.schema import Name, choice
from app.learning.costs import NETWORK_COSTS, network_cost_named
from app.learning.errors import UnknownName
from app.learning.inits import INITS, init_named
from app.learning.outputs import OUTPUTS, output_named


@dataclass(frozen=True)
class Precision:
    """With how many digits a network is trained."""

    name: str
    label: str
    summary: str
    dtype: type[np.floating[Any]]


PRECISIONS: dict[str, Precision] = {
    precision.name: precision
    for precision in (
        Precision("double", "Double", "64 bits: 16 digits.", np.float64),
        Precision(
            "single",
            "Single",
            "32 bits: 7 digits, faster for large networks; what is learned is hardly different.",
            np.float32,
        ),
    )
}


def precision_named(name: str) -> Precision:
    """Raises `UnknownName`."""
    if name not in PRECISIONS:
        raise UnknownName("precision", name, PRECISIONS)
    return PRECISIONS[name]


OutputName = Annotated[Name, AfterValidator(lambda name: output_named(name).name), choice(OUTPUTS)]
NetworkCostName = Annotated[Name, AfterValidator(lambda name: network_cost_named(name).name), choice(NETWORK_COSTS)]
InitName = Annotated[Name, AfterValidator(lambda name: init_named(name).name), choice(INITS)]
PrecisionName = Annotated[Name, AfterValidator(lambda name: precision_named(name).name), choice(PRECISIONS)]
