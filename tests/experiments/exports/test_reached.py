"""What a piece of code needs: all of it, and nothing else."""

import ast

import pytest

from app.experiments.exports import reached as reached_module
from app.experiments.exports.reached import Reached
from app.experiments.exports.sources import Import, Module, Name, defined_names
from tests.experiments.exports import later

COSTS, ACTIVATIONS, ELEMENTWISE = (f"app.learning.{name}" for name in ("costs", "activations", "elementwise"))


def reach(code: str, where: dict[str, str], *, on_floats: bool = False) -> Reached:
    return Reached(code, where, on_floats=on_floats)


def test_helpers_are_followed_across_modules() -> None:
    found = reach("softplus(1.0)", {"softplus": ELEMENTWISE})
    assert {name.name for name in found.names} == {"softplus", "where", "log1p", "exp"}
    assert found.imports == {("math", None, "math"), ("numpy", None, "np")}


def test_a_name_that_nobody_knows_is_the_codes_own() -> None:
    assert reach("mine(1.0)", {}).names == {}


def test_methods_that_nothing_calls_are_left_out() -> None:
    found = reach("Sigmoid().value(1.0)", {"Sigmoid": ACTIVATIONS})
    assert found.members == {Name(ACTIVATIONS, "Sigmoid"): {"value"}, Name(ACTIVATIONS, "Activation"): set()}


def test_a_method_comes_from_the_class_where_python_would_find_it() -> None:
    found = reach("Relu().residual(1.0, 0.0), Relu().value(1.0)", {"Relu": ACTIVATIONS})
    assert found.members[Name(ACTIVATIONS, "Activation")] == {"residual"}
    assert found.members[Name(ACTIVATIONS, "Relu")] == {"value"}


def test_a_method_of_a_base_that_is_overridden_is_left_out_with_what_it_needs() -> None:
    found = reach("CrossEntropy().delta(f, z, y)", {"CrossEntropy": COSTS})
    assert found.members[Name(COSTS, "Cost")] == set()
    assert found.members[Name(COSTS, "CrossEntropy")] == {"delta"}


def test_super_asks_the_bases_too() -> None:
    found = reach("Strong().value(f, z, y)", {"Strong": later.__name__})
    assert found.members[Name(COSTS, "Quadratic")] >= {"value"}
    assert Name(later.__name__, "STRENGTH") in found.names


def test_a_base_alone_is_not_in_use() -> None:
    """Its methods that only raise would be kept otherwise."""
    found = reach("Neuron(Quadratic(), Sigmoid(), w, b, x, y, eta).cost.value(f, z, y)", {
        "Neuron": "app.learning.neuron", "Quadratic": COSTS, "Sigmoid": ACTIVATIONS
    })  # fmt: skip
    assert found.members[Name(COSTS, "Cost")] == set()
    assert "__post_init__" not in found.members[Name("app.learning.neuron", "Neuron")]


def test_on_floats_nothing_is_done_with_arrays() -> None:
    assert reach("quotient(1.0, 2.0)", {"quotient": ELEMENTWISE}, on_floats=True).imports == {("math", None, "math")}


def test_modules_come_after_those_that_they_import() -> None:
    found = reach("Strong().delta(f, z, y), tanh(1.0)", {"Strong": later.__name__, "tanh": ELEMENTWISE})
    assert found.modules == [ELEMENTWISE, COSTS, later.__name__]


def test_the_methods_of_a_text_are_none_of_ours() -> None:
    found = reach("Rows(*columns), ','.join(cells)", {"Rows": "app.learning.neuron"})
    assert "join" not in found.members[Name("app.learning.neuron", "Rows")]


def _module(source: str, **imports: tuple[str, str | None]) -> Module:
    nodes = ast.parse(source).body
    return Module(
        source.encode(),
        "",
        {name: node for node in nodes for name in defined_names(node)},
        {name: Import(*needed) for name, needed in imports.items()},
    )


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        (
            {
                "one": _module("def f():\n    return help() + g()", g=("two", "g")),
                "two": _module("def g():\n    return help()\ndef help():\n    return 1"),
            },
            None,
        ),
        (
            {
                "one": _module("def f():\n    return help() + g()\ndef help():\n    return 2", g=("two", "g")),
                "two": _module("def g():\n    return help()\ndef help():\n    return 1"),
            },
            "both define help",
        ),
        (
            {"one": _module("def f():\n    return h()", h=("two", "g")), "two": _module("def g():\n    return 1")},
            "must import h",
        ),
        (
            {
                "one": _module("def f():\n    return two.g()", two=("two", None)),
                "two": _module("def g():\n    return 1"),
            },
            "must import two",
        ),
    ],
)
def test_what_cannot_stand_in_one_file_is_refused(
    modules: dict[str, Module], complaint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached_module, "read_module", modules.__getitem__)
    if complaint is None:
        assert {name.name for name in reach("f()", {"f": "one"}).names} == {"f", "g", "help"}
    else:
        with pytest.raises(ValueError, match=complaint):
            reach("f()", {"f": "one"})
