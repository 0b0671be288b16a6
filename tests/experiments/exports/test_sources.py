"""Modules as syntax trees."""

from app.experiments.exports.sources import Import, Name, ancestry, construction, members, names_in, read_module
from app.learning.activations import ACTIVATIONS
from tests.experiments.exports import later


def test_a_module_knows_what_it_defines_and_imports() -> None:
    module = read_module(later.__name__)
    assert {"STRENGTH", "strengthened", "Strong", "LEAKY"} <= set(module.definitions)
    assert module.imports["constant"] == Import("app.learning.elementwise", "constant")
    assert read_module("app.learning.elementwise").imports["np"] == Import("numpy", None)


def test_numpy_and_the_standard_library_are_foreign_and_we_are_not() -> None:
    assert Import("numpy.typing", "NDArray").is_foreign
    assert Import("math", None).is_foreign
    assert not Import("app.learning.costs", "Cost").is_foreign


def test_a_declaration_is_no_member_and_every_name_of_an_assignment_is() -> None:
    [(_, sigmoid), (_, activation)] = ancestry(Name("app.learning.activations", "Sigmoid"))
    assert {"low", "high", "name", "value"} <= set(members(sigmoid))
    assert {"low", "high"} <= set(members(activation))
    assert "name" not in members(activation)


def test_ancestors_come_in_the_order_of_look_up() -> None:
    assert [name.name for name, _ in ancestry(Name(later.__name__, "Strong"))] == ["Strong", "Quadratic", "Cost"]


def test_an_instance_is_made_by_the_call_that_made_it() -> None:
    first, second = later.LEAKY.values()
    assert construction(first, later.LEAKY.values()) == "Leaky(0.01)"
    assert construction(second, [*ACTIVATIONS.values(), first, second]) == "Leaky(0.25)"
    assert construction(later.STRONG, [later.STRONG]) == "Strong()"


def test_an_instance_whose_call_is_not_in_its_module_is_made_without_arguments() -> None:
    made_here = later.Strong()
    assert construction(made_here, [later.STRONG, made_here]) == "Strong()"


def test_names_are_found_wherever_they_stand() -> None:
    assert names_in("a = f(b.c)[d]") == {"a", "f", "b", "d"}
