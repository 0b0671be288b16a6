"""Sweeps to test with: one of every kind, a Hypothesis strategy for all others, and their cells one by one."""

import itertools
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.experiments.run import simulate
from app.experiments.sweeps.schema import Sweep
from app.learning.elementwise import Array
from app.learning.measures import MEASURES
from tests.experiments.examples import PAIRS

TWO_INPUTS: dict[str, Any] = {"w": [0.5, -1.5], "x": [1.0, 2.0], "y": 1.0}
TWO_EXAMPLES: dict[str, Any] = {"w": [0.5, -1.5], "x": [[0.0, 1.0], [1.0, 0.5]], "y": [1.0, 0.0]}


def spaced(start: float, stop: float, num: int, scale: str = "linear") -> dict[str, Any]:
    return {"start": start, "stop": stop, "num": num, "scale": scale}


def sweep(axes: dict[str, Any], measure: str = "final_cost", **base: Any) -> Sweep:
    return Sweep.model_validate({"base": {"epochs": 30, **base}, "axes": axes, "measure": measure})


ONE_OF_EACH_KIND: dict[str, Sweep] = {
    "a lattice": sweep({"w": spaced(-5, 5, 11), "b": spaced(-5, 5, 21)}, "epochs_to_half"),
    "a grid without equal steps": sweep({"w": spaced(-5, 5, 7), "b": spaced(-4, 5, 5)}, "final_output", x=0.7),
    "one axis": sweep({"eta": spaced(0.01, 10.0, 9, "log")}, "final_output"),
    "one value": sweep({"x": spaced(2.0, 2.0, 1)}),
    "listed, with one twice": sweep({"y": {"values": [1.0, 0.0, 0.5, 1.0]}, "w": spaced(3, -3, 4)}, "fastest_epoch"),
    "rows of epochs": sweep({"epochs": spaced(1, 41, 5), "w": spaced(-3, 3, 4)}, "final_output"),
    "columns of epochs": sweep({"eta": spaced(0.1, 2.0, 3), "epochs": {"values": [7, 3, 7]}}, "final_cost"),
    "epochs alone": sweep({"epochs": spaced(10, 1, 10)}, "final_output"),
    "a start and a rate": sweep({"z0": spaced(-6, 6, 7), "eta": spaced(0.01, 1.0, 3, "log")}, "epochs_to_half"),
    "a start and a weight": sweep({"w": spaced(-2, 2, 5), "z0": spaced(-6, 6, 7)}, "final_output"),
    "a start of two inputs": sweep({"z0": spaced(-6, 6, 7), "x.1": spaced(-1, 1, 3)}, **TWO_INPUTS),
    "two numbers of one field": sweep({"w.1": spaced(-2, 2, 5), "w.0": spaced(-6, 6, 4)}, **TWO_EXAMPLES),
    "an input of an example": sweep(
        {"x.0.1": spaced(-2, 2, 5), "y.1": spaced(0, 1, 3)}, "epochs_to_half", **TWO_EXAMPLES
    ),
    "runs that diverge": sweep(
        {"w": spaced(-1, 1, 5), "eta": spaced(0.1, 900.0, 4)}, "diverged", activation="linear", epochs=200
    ),
    "another rule": sweep(
        {"w": spaced(-1, 40, 5), "x": spaced(0.1, 2.0, 4)}, "final_output", cost="cross-entropy-as-animated"
    ),
    "a formula": sweep({"w": spaced(-1, 9, 5), "eta": spaced(0.1, 1.0, 3)}, "plateau_theory", cost="cross-entropy"),
}


def cell_by_cell(sweep: Sweep) -> Array:
    """What every cell must be: the summary of its own experiment's run."""
    values = np.empty(sweep.shape)
    for index in itertools.product(*map(range, sweep.shape)):
        number = simulate(sweep.experiment_at(index))[1][sweep.measure]
        assert number is None or isinstance(number, (int, float))
        values[index] = np.nan if number is None else number
    return values


def assert_same(found: Array, expected: Array) -> None:
    """To 1e-12, relative where it is larger than 1. A whole number is then the same."""
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, equal_nan=True)


@st.composite
def axis(draw: st.DrawFn, low: float, high: float, *, is_whole: bool = False) -> dict[str, Any]:
    """An axis of either form between two bounds, of few values, up or down."""
    value: st.SearchStrategy[float] = st.integers(int(low), int(high)) if is_whole else st.floats(low, high)
    if draw(st.booleans()):
        return {"values": draw(st.lists(value, min_size=1, max_size=5))}
    if is_whole:
        start, num = int(draw(value)), draw(st.integers(1, 4))
        step = draw(st.integers(0, (int(high) - start) // max(num - 1, 1)))
        return spaced(start, start + step * (num - 1), num)
    if low > 0.0 and draw(st.booleans()):
        return spaced(draw(value), draw(value), draw(st.integers(1, 5)), "log")
    return spaced(draw(value), draw(value), draw(st.integers(1, 5)))


@st.composite
def sweeps(draw: st.DrawFn) -> Sweep:
    """Any sweep of few cells over a neuron of any shape."""
    cost, activation = draw(st.sampled_from(PAIRS))
    inputs, examples = draw(st.sampled_from([None, 1, 2])), draw(st.sampled_from([None, 1, 2]))
    number = st.floats(-8.0, 8.0)
    example = number if inputs is None else st.lists(number, min_size=inputs, max_size=inputs)
    target = st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0)
    base = {
        "cost": cost,
        "activation": activation,
        "w": draw(example),
        "b": draw(number),
        "x": draw(example if examples is None else st.lists(example, min_size=examples, max_size=examples)),
        "y": draw(target if examples is None else st.lists(target, min_size=examples, max_size=examples)),
        "eta": draw(st.floats(1e-3, 5.0)),
        "epochs": draw(st.integers(1, 40)),
    }
    inner, outer = "" if inputs is None else ".0", "" if examples is None else f".{(examples or 1) - 1}"
    bounds = {f"w{inner}": (-8.0, 8.0), "b": (-8.0, 8.0), f"x{outer}{inner}": (-8.0, 8.0), f"y{outer}": (0.0, 1.0)}
    bounds |= {"eta": (1e-3, 5.0), "epochs": (1.0, 40.0)}
    if inputs == 2:
        bounds["w.1"] = (-8.0, 8.0)
    if examples != 2:
        bounds["z0"] = (-12.0, 12.0)
    names = draw(st.lists(st.sampled_from(sorted(bounds)), min_size=1, max_size=2, unique=True))
    if set(names) == {"b", "z0"}:
        names = names[:1]
    measures = [name for name, m in MEASURES.items() if examples is None or not m.is_per_example]
    return Sweep.model_validate(
        {
            "base": base,
            "axes": {name: draw(axis(*bounds[name], is_whole=name == "epochs")) for name in names},
            "measure": draw(st.sampled_from(measures)),
        }
    )
