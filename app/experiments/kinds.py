"""Every kind of experiment as one type: a neuron or a network, told apart by `kind`; without one it is a neuron."""

from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import InitErrorDetails

from app.experiments.networks.schema import NetworkExperiment
from app.experiments.schema import NeuronExperiment

KINDS: dict[str, type[NeuronExperiment] | type[NetworkExperiment]] = {
    "neuron": NeuronExperiment,
    "network": NetworkExperiment,
}


def _read(given: Any, _: ValidatorFunctionWrapHandler) -> NeuronExperiment | NetworkExperiment:
    """By its kind alone, so that every complaint is about that kind, and a place has no more than the fields' names."""
    if isinstance(given, NetworkExperiment):
        return given
    kind = given.get("kind", "neuron") if isinstance(given, dict) else "neuron"
    if not isinstance(kind, str) or kind not in KINDS:
        names = " or ".join(map(repr, KINDS))
        error = InitErrorDetails(type="literal_error", loc=("kind",), input=kind, ctx={"expected": names})
        raise ValidationError.from_exception_data("experiment", [error])
    return KINDS[kind].model_validate(given)


AnyExperiment = Annotated[NeuronExperiment | NetworkExperiment, WrapValidator(_read)]

ANY_EXPERIMENT: TypeAdapter[NeuronExperiment | NetworkExperiment] = TypeAdapter(AnyExperiment)
