"""The inner loops: NumPy's and numba's against each other and against 40 digits."""

import builtins
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.learning.elementwise import Array
from app.learning.ensembles import Ensemble, compiled, growth, kernels, measure, quick, vectors
from app.learning.ensembles.quick import CLOSE, Ends
from app.learning.ensembles.trust import LARGEST_KAPPA
from tests.learning.ensembles.oracle import QUADRATIC, SIGMOID, array
from tests.learning.oracles import mp

each_cost = pytest.mark.parametrize("is_quadratic", [True, False], ids=["quadratic", "cross-entropy"])
each_kernel = pytest.mark.parametrize("descend", [quick.descend, compiled.descend], ids=["numpy", "numba"])


def exact_end(is_quadratic: bool, v: float, y: float, kappa: float, epochs: int) -> Any:
    """The recursion in 700 digits."""
    v = mp.mpf(v)
    for _ in range(epochs):
        a = 1 / (1 + mp.exp(v))
        v += mp.mpf(kappa) * (a - mp.mpf(y)) * (a * (1 - a) if is_quadratic else 1)
    return v


@each_cost
@each_kernel
@pytest.mark.parametrize(("y", "kappa"), [(0.0, 0.1), (0.0, 0.5), (0.0, 1.9), (0.0, 7.0), (0.375, 0.5)])
def test_the_end_of_a_run_in_700_digits(descend: Any, is_quadratic: bool, y: float, kappa: float) -> None:
    starts = array(-20.0, -4.0, -1.3, 0.0, 0.7, 30.0)
    ends = descend(is_quadratic, starts, y, kappa, 0.0, 40, True, False)
    for v, end in zip(starts.tolist(), ends.v.tolist(), strict=True):
        assert abs(end - exact_end(is_quadratic, v, y, kappa, 40)) < 2e-14 * max(1.0, abs(v), kappa)


@each_cost
@each_kernel
@pytest.mark.parametrize("y", [0.0, 0.2])
@pytest.mark.parametrize("epochs", [0, 1, 15, 16, 17, 239, 240, 241, 700])
def test_rows_on_the_wrong_side_are_counted(descend: Any, is_quadratic: bool, y: float, epochs: int) -> None:
    """Against counting them one by one; `half_only` must count the same."""
    v = np.linspace(-7.0, 3.0, 300)
    edge = math.log((0.5 - y) / (0.5 + y))
    rows, at = np.zeros(300, int), v.copy()
    for epoch in range(epochs + 1):
        rows += at <= edge
        e = np.exp(at)
        a = 1.0 / (1.0 + e)
        if epoch < epochs:
            at = at + 0.3 * (a - y) * (a * a * e if is_quadratic else 1.0)
    for half_only in (False, True):
        ends = descend(is_quadratic, v, y, 0.3, edge, epochs, True, half_only)
        assert ends.fewest.tolist() == rows.tolist()
        assert ends.most.tolist() == rows.tolist()
        still = rows > epochs
        assert np.abs(ends.v[still] - at[still]).max(initial=0.0) < 1e-12


@each_kernel
def test_a_row_at_the_edge_is_counted_both_ways(descend: Any) -> None:
    ends = descend(True, array(0.0, CLOSE / 2.0, -CLOSE / 2.0, 3.0 * CLOSE, -3.0 * CLOSE), 0.0, 0.3, 0.0, 5, True, True)
    assert ends.fewest.tolist() == [0, 0, 0, 0, 1]
    assert ends.most.tolist() == [1, 1, 1, 0, 1]


@each_kernel
@pytest.mark.parametrize("kappa", [1e-12, 1e-9, 0.3])
@pytest.mark.parametrize("epochs", [63, 64, 65, 200])
def test_a_run_that_lingers_at_the_edge_is_counted_both_ways(descend: Any, kappa: float, epochs: int) -> None:
    """Some cross within `CLOSE` for many epochs, some come there late, some never."""
    v = np.concatenate([np.linspace(-3.0, 3.0, 301) * CLOSE, np.linspace(-0.1, 0.01, 200)])
    rows, nearest, at = np.zeros(len(v), int), np.abs(v), v.copy()
    for _ in range(epochs + 1):
        rows += at <= CLOSE
        nearest = np.minimum(nearest, np.abs(at))
        e = np.exp(at)
        at = at + kappa * e / (1.0 + e) ** 3
    is_near, is_clear = nearest < 0.98 * CLOSE, nearest > 1.02 * CLOSE
    ends = descend(True, v, 0.0, kappa, 0.0, epochs, True, False)
    assert is_near.any()
    assert (ends.fewest < ends.most)[is_near].all()
    assert ends.fewest[is_clear].tolist() == ends.most[is_clear].tolist() == rows[is_clear].tolist()


@each_cost
@each_kernel
@pytest.mark.parametrize("half_only", [False, True])
@pytest.mark.parametrize("is_zero", [False, True])
def test_a_run_gives_the_same_bits_wherever_it_stands(
    descend: Any, is_quadratic: bool, half_only: bool, is_zero: bool
) -> None:
    random = np.random.default_rng(4)
    count = quick.BLOCK + 77
    v, kappa, y = random.uniform(-9.0, 2.0, count), random.uniform(0.1, 4.0, count), random.uniform(0.01, 0.4, count)
    edge = np.log((0.5 - y) / (0.5 + y))

    def follow(which: Any) -> Ends:
        target = (0.0, 0.0) if is_zero else (y[which], edge[which])
        ends: Ends = descend(is_quadratic, v[which], target[0], kappa[which], target[1], 70, True, half_only)
        return ends

    whole = follow(slice(None))
    for which in (slice(5, 6), slice(quick.BLOCK - 3, None), slice(1, None, 13), random.permutation(count)[:999]):
        part = follow(which)
        waits = whole.most[which] > 70 if half_only else slice(None)
        assert part.v[waits].tobytes() == whole.v[which][waits].tobytes()
        assert part.fewest.tobytes() == whole.fewest[which].tobytes()
        assert part.most.tobytes() == whole.most[which].tobytes()


@each_cost
def test_far_out_nothing_overflows_into_the_result(is_quadratic: bool) -> None:
    v = array(-690.0, -400.0, 250.0, 360.0, 690.0)
    for descend in (quick.descend, compiled.descend):
        ends = descend(is_quadratic, v, 0.0, 0.5, 0.0, 10, True, False)
        moved = 10 * 0.5 if not is_quadratic else 0.0
        assert np.abs(ends.v - (v + array(moved, moved, 0.0, 0.0, 0.0))).max() < 1e-12


def test_the_exp_of_its_own_is_right_to_a_unit_in_the_last_place() -> None:
    for v in np.concatenate([np.linspace(-700.0, 700.0, 1401), np.linspace(-1.0, 1.0, 77)]).tolist():
        exact = mp.exp(mp.mpf(v))
        assert abs(vectors.exp(v) - exact) <= 2.3e-16 * exact, v
    assert abs(mp.mpf(vectors.LN2_HIGH) + mp.mpf(vectors.LN2_LOW) - mp.log(2)) < 1e-26


@pytest.mark.parametrize(("polynomial", "largest"), [(growth.short, growth.SHORT), (growth.long, growth.LONG)])
def test_the_growth_of_an_epoch_is_right_to_a_unit_in_the_last_place(polynomial: Any, largest: float) -> None:
    for d in np.linspace(1e-9, largest, 203).tolist():
        exact = mp.expm1(mp.mpf(d)) / mp.mpf(d)
        assert abs(polynomial(d) - exact) <= 5e-16 * exact, d


@pytest.mark.parametrize(("terms", "coefficients"), [(8, growth.S), (14, growth.L)])
def test_the_polynomials_themselves_are_closer_than_that(terms: int, coefficients: tuple[float, ...]) -> None:
    largest = growth.SHORT if terms == 8 else growth.LONG
    assert len(coefficients) == terms
    for k in range(1, 400):
        d = mp.mpf(largest) * k / 400
        found = sum(mp.mpf(c) * d**power for power, c in enumerate(coefficients))
        assert abs(found - mp.expm1(d) / d) < 2e-16 * mp.expm1(d) / d, k


@each_cost
def test_no_step_is_larger_than_the_polynomials_reach(is_quadratic: bool) -> None:
    """The kinds of runs by their κ, which for the quadratic cost is all that trust.py lets pass."""
    kappa = np.linspace(0.01, LARGEST_KAPPA[is_quadratic, True], 500)
    e = np.exp(np.linspace(-5.0, 5.0, 2001))[:, None]
    steps = (kappa * e / (1.0 + e) ** 3 if is_quadratic else kappa / (1.0 + e)).max(axis=0)
    assert (steps <= growth.largest_step(is_quadratic, kappa)).all()
    assert not is_quadratic or (growth.largest_step(True, kappa) <= growth.LONG).all()


@pytest.fixture
def no_numba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the extra is not installed."""
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **options: Any) -> Any:
        if name == "numba" or (name == "app.learning.ensembles" and "compiled" in (rest[2] if len(rest) > 2 else ())):
            raise ImportError(name)
        return real(name, *rest, **options)

    kernels._numba.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    yield
    kernels._numba.cache_clear()


def test_numba_is_taken_for_large_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kernels.VARIABLE, raising=False)
    assert kernels.kernel_for(1e6).name == "numpy"
    assert kernels.kernel_for(1e9).name == "numba"
    monkeypatch.setenv(kernels.VARIABLE, "numpy")
    assert kernels.kernel_for(1e9).name == "numpy"
    monkeypatch.setenv(kernels.VARIABLE, "numba")
    assert kernels.kernel_for(1).name == "numba"


@pytest.mark.usefixtures("no_numba")
def test_numba_is_never_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernels.VARIABLE, "numba")
    assert kernels.kernel_for(1e12).name == "numpy"


@pytest.mark.parametrize("names", [["final_output"], ["epochs_to_half"]])
def test_both_kernels_keep_the_promise(names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(9)
    w, b = random.uniform(-5.0, 5.0, (2, 3000))
    ensemble = Ensemble(QUADRATIC, SIGMOID, w, b, random.uniform(-1.0, 1.0, 3000), array(1.0), array(0.3), 200)
    found: list[Array] = []
    for kernel in ("numpy", "numba"):
        monkeypatch.setenv(kernels.VARIABLE, kernel)
        found.append(measure(ensemble, names)[names[0]])
    assert np.array_equal(np.isnan(found[0]), np.isnan(found[1]))
    assert np.nanmax(np.abs(found[0] - found[1])) <= (0.0 if names == ["epochs_to_half"] else 1e-12)
