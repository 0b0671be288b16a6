"""Arrays with the bits of the C library, and the recursion on them."""

import math

import numpy as np
import pytest

from app.learning.activations import Activation
from app.learning.costs import Cost
from app.learning.elementwise import Array
from app.learning.ensembles import exact, libm
from app.learning.ensembles.bits import row_of
from app.learning.ensembles.exact import Starts, follow
from app.learning.ensembles.single import measure_each
from tests.learning.ensembles.oracle import PATH, QUADRATIC, SIGMOID
from tests.learning.examples import each_pair, each_target

EDGES = [0.0, -0.0, 1e-300, 700.0, 700.1, 709.0, 710.0, 745.0, 746.0, 1e308, math.inf, math.nan]
WIDE = np.array([*EDGES, *(-v for v in EDGES), *np.linspace(-50.0, 50.0, 999)])


def test_exp_has_the_bits_of_the_c_library() -> None:
    def plain(v: float) -> float:
        try:
            return math.exp(v)
        except OverflowError:
            return math.inf

    expected = np.array([plain(v) for v in WIDE.tolist()])
    with np.errstate(all="ignore"):
        for exp in (libm.exp, libm._exp_each):
            assert np.array_equal(exp(WIDE), expected, equal_nan=True)


def test_a_machine_whose_complex_exp_differs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    libm._exp.cache_clear()
    monkeypatch.setattr(libm, "_exp_complex", lambda v: np.exp(v) * (1.0 + 1e-15))
    assert libm._exp() is libm._exp_each
    libm._exp.cache_clear()


def test_what_comes_of_a_libm_array_is_one() -> None:
    z = libm.wrap(np.linspace(-1.0, 1.0, 5))
    for result in (-z, abs(z), 1.0 + z, np.where(z > 0.0, z, 0.0), np.exp(z), np.full_like(z, 1.0), z[1:]):
        assert isinstance(result, libm.LibmArray)
    assert type(libm.unwrap(z)) is np.ndarray
    assert np.tanh(z).tolist() == [math.tanh(v) for v in z.tolist()]


def test_powers_are_those_of_python_floats() -> None:
    z = libm.wrap(np.concatenate([np.geomspace(1e-9, 1e9, 4001), [0.0, 5e-324]]))
    for exponent in (0.5, 2, 2.0, 3.0, 1.5):
        assert (z**exponent).tolist() == [v**exponent for v in z.tolist()]
    with np.errstate(all="ignore"):
        assert np.isinf(z**400.0).any(), "where Python raises, NumPy has a number"


@each_target
@each_pair
def test_a_row_has_the_bits_of_python_floats(cost: Cost, activation: Activation, y: float) -> None:
    z = np.concatenate([np.linspace(-40.0, 40.0, 401), [-720.0, -700.0, 0.0, 700.0, 720.0]])
    with np.errstate(all="ignore"):
        delta, a = row_of(cost, activation)(z, np.full_like(z, y))
    assert delta.tobytes() == np.array([cost.delta(activation, v, y) for v in z.tolist()]).tobytes()
    assert a.tobytes() == np.array([activation.value(v) for v in z.tolist()]).tobytes()


def starts(cost: Cost, activation: Activation, count: int, scale: float) -> Starts:
    random = np.random.default_rng(2)
    w, b, x = (random.uniform(-scale, scale, count) for _ in range(3))
    y: Array = random.choice([0.0, 0.3, 1.0], count)
    return Starts(cost, activation, w, b, x, y, 10.0 ** random.uniform(-2.0, 2.0, count))


@pytest.mark.parametrize("scale", [2.0, 1000.0])
@each_pair
def test_runs_have_the_bits_of_single_runs(cost: Cost, activation: Activation, scale: float) -> None:
    some = starts(cost, activation, 60, scale)
    found, expected = follow(some, 90, PATH), measure_each(some.neurons(), 90, PATH)
    for name in PATH:
        if name == "final_cost":  # no recursion is in it, and its logarithm is NumPy's: a rounding or two of 1
            assert np.allclose(found[name], expected[name], rtol=1e-15, atol=1e-15, equal_nan=True)
        else:
            assert np.array_equal(found[name], expected[name], equal_nan=True), name


def test_blocks_and_looks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    some = starts(QUADRATIC, SIGMOID, 50, 5.0)
    whole = follow(some, 200, PATH)
    half = follow(some, 200, ["epochs_to_half"])
    assert np.array_equal(half["epochs_to_half"], whole["epochs_to_half"], equal_nan=True)
    monkeypatch.setattr(exact, "BLOCK", 7)
    monkeypatch.setattr(exact, "LOOK", 3)
    again = follow(some, 200, PATH)
    assert all(np.array_equal(again[name], whole[name], equal_nan=True) for name in PATH)


@pytest.mark.parametrize("epochs", [0, 1, 90])
@pytest.mark.parametrize("scale", [2.0, 1000.0])
@each_pair
def test_a_few_runs_have_the_bits_of_many(cost: Cost, activation: Activation, scale: float, epochs: int) -> None:
    some = starts(cost, activation, exact.FEW + 30, scale)
    for names in (PATH, ["epochs_to_half"], ["final_cost", "final_output"], ["fastest_epoch"], ["diverged"]):
        many = follow(some, epochs, names)
        few = follow(some.part(slice(5, 5 + exact.FEW)), epochs, names)
        assert all(few[name].tobytes() == many[name][5 : 5 + exact.FEW].tobytes() for name in names)


def test_no_runs_are_followed_too() -> None:
    assert follow(starts(QUADRATIC, SIGMOID, 0, 1.0), 5, PATH)["final_output"].shape == (0,)


def test_a_pair_without_faithful_arrays_is_followed_run_by_run(monkeypatch: pytest.MonkeyPatch) -> None:
    some = starts(QUADRATIC, SIGMOID, 5, 5.0)
    expected = follow(some, 30, PATH)
    monkeypatch.setattr(exact, "is_faithful", lambda cost, activation: False)  # noqa: ARG005
    found = follow(some, 30, PATH)
    assert np.array_equal(found["final_output"], expected["final_output"])


def test_nothing_is_changed_in_the_callers_arrays() -> None:
    some = starts(QUADRATIC, SIGMOID, 20, 5.0)
    before = [v.copy() for v in (some.w, some.b, some.x, some.y, some.eta)]
    follow(some, 50, PATH)
    assert all(np.array_equal(v, w) for v, w in zip(before, (some.w, some.b, some.x, some.y, some.eta), strict=True))
