"""NumPy's own linear algebra library, asked for two things that NumPy does not pass on.

c += s a b in one call: without it the gradient of a wide layer is written out, read again and subtracted, a tenth of
the time of a step at 784 inputs. And how many threads it uses: mini-batches are too small to share, and a second thread
would cost more than it does, in this process and in its neighbours.

NumPy's wheels for Linux bring OpenBLAS under names of their own; distributions link it, or another library, under the
common ones. Where none is found, or it does not compute what NumPy computes, NumPy does the work in three calls.
"""

import ctypes
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
Op = Callable[[], object]
"""One call with all its arguments: a step of training is a list of them."""

ROWS_FIRST, AS_IT_IS, TRANSPOSED = 101, 111, 112
"""The library's words for the layout of matrices."""

NAMES = (("scipy_cblas_{}gemm64_", ctypes.c_int64), ("cblas_{}gemm64_", ctypes.c_int64), ("cblas_{}gemm", ctypes.c_int))
"""Of the product, with the integers that a library of that name takes."""
LETTERS: dict[str, tuple[str, type[Any]]] = {"float32": ("s", ctypes.c_float), "float64": ("d", ctypes.c_double)}
THREADS = ("scipy_openblas_{}_num_threads64_", "openblas_{}_num_threads64_", "openblas_{}_num_threads")


class Scale:
    """A factor that stands in prepared calls and may be changed between them."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.array: Floats = np.zeros((), dtype)
        self.number = LETTERS[dtype.name][1](0.0)

    def set(self, value: float) -> None:
        self.array[...] = value
        self.number.value = value


def accumulate(c: Floats, a: Floats, b: Floats, scale: Scale) -> Op:
    """The call that does c += scale · a b. Each matrix has a contiguous row or, a and b, column."""
    product = _product(c.dtype.name)
    if product is None:
        return _accumulate_in_numpy(c, a, b, scale)
    return _accumulate_with(product, c, a, b, scale)


@contextmanager
def one_thread() -> Iterator[None]:
    """The library computes on the calling thread alone; afterwards it is as it was. Nothing where it cannot be told.

    The setting is the process's: a process whose threads train at the same time says so from the start instead, with
    `OPENBLAS_NUM_THREADS=1` in its environment.
    """
    get, put = _threads()
    before = get()
    if before == 1:
        yield
        return
    put(1)
    try:
        yield
    finally:
        put(before)


@lru_cache(maxsize=1)
def _library() -> Any:
    """What NumPy is linked with: looking into its own module finds whatever that has loaded."""
    try:
        module: Any = importlib.import_module("numpy._core._multiarray_umath")
        return ctypes.CDLL(module.__file__)
    except (ImportError, OSError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=1)
def _threads() -> tuple[Callable[[], int], Callable[[int], None]]:
    for name in THREADS:
        get = getattr(_library(), name.format("get"), None)
        put = getattr(_library(), name.format("set"), None)
        if get is not None and put is not None:
            return get, put
    return lambda: 1, lambda _: None


@lru_cache(maxsize=2)
def _product(dtype: str) -> tuple[Any, type[Any]] | None:
    """The library's matrix product and its integer type, if it says what NumPy says."""
    for name, integer in NAMES:
        found = getattr(_library(), name.format(LETTERS[dtype][0]), None)
        if found is not None:
            found.restype = None
            return (found, integer) if _is_right((found, integer), np.dtype(dtype)) else None
    return None


def _is_right(product: tuple[Any, type[Any]], dtype: np.dtype[Any]) -> bool:
    a, b = np.arange(6, dtype=dtype).reshape(2, 3), np.arange(12, dtype=dtype).reshape(3, 4)
    scale = Scale(dtype)
    scale.set(-0.5)
    for left in (a, np.asfortranarray(a)):
        for right in (b, np.asfortranarray(b)):
            c = np.ones((2, 4), dtype)
            _accumulate_with(product, c, left, right, scale)()
            if not np.array_equal(c, 1.0 - 0.5 * (a @ b)):
                return False
    return True


def _accumulate_with(product: tuple[Any, type[Any]], c: Floats, a: Floats, b: Floats, scale: Scale) -> Op:
    function, integer = product
    (rows, inner), columns = a.shape, b.shape[1]
    # Every argument is converted here, once: that makes a call cheaper than a subtraction of small arrays.
    return partial(
        function,
        ctypes.c_int(ROWS_FIRST),
        *(ctypes.c_int(_layout(v)) for v in (a, b)),
        *(integer(v) for v in (rows, columns, inner)),
        scale.number,
        *_place(a, integer),
        *_place(b, integer),
        type(scale.number)(1.0),
        *_place(c, integer),
    )


def _layout(v: Floats) -> int:
    return AS_IT_IS if v.strides[1] == v.itemsize else TRANSPOSED


def _place(v: Floats, integer: type[Any]) -> tuple[Any, Any]:
    """Where a matrix begins (holding on to it) and how far its rows, or columns, lie apart.

    The stride of an axis of length 1 may be anything, and the library wants at least the length of a row.
    """
    length = v.shape[1] if _layout(v) == AS_IT_IS else v.shape[0]
    return v.ctypes.data_as(ctypes.c_void_p), integer(max(*(stride // v.itemsize for stride in v.strides), length))


def _accumulate_in_numpy(c: Floats, a: Floats, b: Floats, scale: Scale) -> Op:
    change = np.empty_like(c)

    def add() -> None:
        np.dot(a, b, change)
        np.multiply(change, scale.array, change)
        np.add(c, change, c)

    return add
