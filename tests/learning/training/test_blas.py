"""The library's product adds what NumPy's would, in every layout, and threads are given back."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.learning.training import blas
from app.learning.training.blas import Op, Scale, accumulate, one_thread

Floats = NDArray[Any]
each_dtype = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["double", "single"])
SHAPES = [(1, 1, 2), (1, 5, 3), (4, 1, 3), (30, 10, 80), (10, 10, 32), (7, 3, 17)]
"""Rows, inner, columns."""


def matrices(rows: int, inner: int, columns: int, dtype: type) -> tuple[Floats, Floats, Floats]:
    random = np.random.default_rng(0)
    a, b, c = (random.standard_normal(shape) for shape in ((rows, inner), (inner, columns), (rows, columns)))
    return a.astype(dtype), b.astype(dtype), c.astype(dtype)


def call(op: Op) -> None:
    op()


@each_dtype
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("is_found", [True, False], ids=["library", "NumPy"])
def test_a_product_is_added_in_every_layout(
    shape: tuple[int, int, int], dtype: type, is_found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_found:
        monkeypatch.setattr(blas, "_product", lambda _: None)
    a, b, start = matrices(*shape, dtype)
    scale = Scale(np.dtype(dtype))
    stacked: Floats = np.zeros((shape[0], 3, shape[1]), dtype)
    stacked[:, 1] = a
    for left in (a, np.asfortranarray(a), stacked[:, 1]):
        for right in (b, np.asfortranarray(b)):
            c = start.copy()
            op = accumulate(c, left, right, scale)
            for value in (-0.3, 0.0, 2.0):
                before = c.copy()
                scale.set(value)
                call(op)
                # A sum of `inner` products, in another order: some roundings of its terms.
                room = 8 * np.finfo(dtype).eps * (np.abs(before) + abs(value) * (np.abs(a) @ np.abs(b)))
                assert (np.abs(c - (before + value * (a @ b))) <= room).all()


def test_wheels_of_numpy_for_linux_have_the_product() -> None:
    """Else the fast way would be lost without a word where most people run it."""
    found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    if found["name"] == "scipy-openblas":
        assert blas._product("float32") is not None
        assert blas._product("float64") is not None


def test_a_product_that_says_something_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        @staticmethod
        def cblas_dgemm(*_: object) -> None:
            """Leaves everything as it is."""

    monkeypatch.setattr(blas, "_library", lambda: Library)
    assert blas._product.__wrapped__("float64") is None
    assert blas._product.__wrapped__("float32") is None


def test_one_thread_computes_and_the_others_come_back() -> None:
    get, put = blas._threads()
    before = get()
    put(2)
    try:
        several = get()
        with one_thread():
            assert get() == 1
            with one_thread():
                assert get() == 1
            assert get() == 1
        assert get() == several
    finally:
        put(before)


def test_a_library_that_knows_no_threads_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas, "_library", lambda: None)
    monkeypatch.setattr(blas, "_threads", blas._threads.__wrapped__)
    with one_thread():
        pass
