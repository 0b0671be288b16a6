"""The registry of output activations."""

import pytest

from app.learning.activations import Activation
from app.learning.costs import NETWORK_COSTS, is_pair
from app.learning.errors import UnknownName
from app.learning.outputs import OUTPUTS, output_named
from tests.learning.networks import each_output


@each_output
def test_an_output_is_found_by_its_name_and_explains_itself(output: Activation) -> None:
    assert output_named(output.name) is output
    assert output.label
    assert output.summary


@each_output
def test_every_output_may_meet_some_cost(output: Activation) -> None:
    assert any(is_pair(cost, output) for cost in NETWORK_COSTS.values())


def test_the_chapters_outputs_are_there() -> None:
    assert {"sigmoid", "linear", "softmax"} <= set(OUTPUTS)


def test_an_unknown_output_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownName, match=r"^output must be one of sigmoid, linear, softmax.*, got 'unheard-of'$"):
        output_named("unheard-of")
