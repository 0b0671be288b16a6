"""Names of choices: those of the registries, and a complaint that lists them for any other."""

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from app.experiments.networks.names import (
    PRECISIONS,
    InitName,
    NetworkCostName,
    OutputName,
    PrecisionName,
    precision_named,
)
from app.learning.costs import NETWORK_COSTS
from app.learning.errors import UnknownName
from app.learning.inits import INITS
from app.learning.outputs import OUTPUTS

ALL = [(OutputName, OUTPUTS), (NetworkCostName, NETWORK_COSTS), (InitName, INITS), (PrecisionName, PRECISIONS)]


@pytest.mark.parametrize(("kind", "registry"), ALL)
def test_every_name_of_the_registry_is_one(kind: Any, registry: Any) -> None:
    names: TypeAdapter[str] = TypeAdapter(kind)
    assert [names.validate_python(name) for name in registry] == list(registry)
    options = names.json_schema()["oneOf"]
    assert [(option["const"], option["title"], option["description"]) for option in options] == [
        (name, entry.label, entry.summary) for name, entry in registry.items()
    ]


@pytest.mark.parametrize(("kind", "registry"), ALL)
@pytest.mark.parametrize("name", ["", "Sigmoid", "x" * 41, 5, None])
def test_any_other_is_none(kind: Any, registry: Any, name: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(name, strict=True)
    assert name not in registry


def test_precisions_have_their_types() -> None:
    assert precision_named("double").dtype is np.float64
    assert precision_named("single").dtype is np.float32
    with pytest.raises(UnknownName, match="precision must be one of double, single, got 'half'"):
        precision_named("half")
