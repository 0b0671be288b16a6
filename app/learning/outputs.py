"""The output activations that a network may have.

Adding one: put an activation into `OUTPUTS`, one of activations.py or a new class that follows what is said there;
for outputs that depend on each other coupled.py says what is needed. Costs work with it by themselves.
"""

from app.learning.activations import ACTIVATIONS, Activation
from app.learning.errors import UnknownName
from app.learning.softmax import Softmax

OUTPUTS: dict[str, Activation] = {
    output.name: output for output in (ACTIVATIONS["sigmoid"], ACTIVATIONS["linear"], Softmax())
}


def output_named(name: str) -> Activation:
    """The output activation of that name. Raises `UnknownName`."""
    if name not in OUTPUTS:
        raise UnknownName("output", name, OUTPUTS)
    return OUTPUTS[name]
