"""Matrices lie where the processor likes to read, and give back exactly what was put in."""

import numpy as np
import pytest

from app.learning.training.buffers import LINE, Parameters, columns_for, zeros
from tests.learning.network_oracle import flat
from tests.learning.networks import network


@pytest.mark.parametrize(("inputs", "columns"), [(1, 2), (15, 16), (16, 32), (30, 32), (31, 32), (64, 80), (784, 800)])
def test_there_is_room_for_the_bias_and_a_wide_row_is_padded(inputs: int, columns: int) -> None:
    assert columns_for(inputs) == columns


@pytest.mark.parametrize("shape", [(1,), (3, 5), (7, 2, 3)])
def test_memory_begins_at_a_line(shape: tuple[int, ...]) -> None:
    for dtype in (np.float32, np.float64):
        made = zeros(shape, np.dtype(dtype))
        assert made.ctypes.data % LINE == 0
        assert made.shape == shape
        assert made.dtype == dtype
        assert not made.any()


@pytest.mark.parametrize("is_stacked", [False, True])
def test_a_network_comes_back_as_it_was(is_stacked: bool) -> None:
    start = network(hidden=(20, 4))
    parameters = Parameters([start], np.dtype(np.float64), is_stacked=is_stacked)
    found = parameters.network()
    assert (flat(found.weights, found.biases) == flat(start.weights, start.biases)).all()
    assert parameters.is_finite()
    found.weights[0][...] = 0.0
    assert (parameters.network().weights[0] == start.weights[0]).all()
