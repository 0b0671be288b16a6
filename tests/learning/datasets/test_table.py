"""A table that comes with the request."""

from typing import Any

import numpy as np
import pytest

from app.learning.datasets import DataError, load


def test_inputs_and_targets_are_as_given() -> None:
    data = load("table", {"x": [[1, -2.5], [3, 4]], "y": [[0.5, 1], [0, 0]]})
    assert data.x.tolist() == [[1.0, -2.5], [3.0, 4.0]]
    assert data.targets(True).tolist() == [[0.5, 1.0], [0.0, 0.0]]
    assert data.x.dtype == data.targets(False).dtype == np.float64
    assert (data.classes, data.test_x) == ((), None)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"x": [[1]], "y": [[0], [1]]}, "y must be a list of 1, one each an example in x, got a list of 2"),
        ({"x": [[1], [1000.5]], "y": [[0], [1]]}, "x[1][0] must be between -1000 and 1000, got 1000.5"),
        ({"x": [[1, 2]], "y": [[0, -0.1]]}, "y[0][1] must be between 0 and 1, got -0.1"),
        ({"x": [[1] * 1001], "y": [[0]]}, "x[0] must be a list of at most 1000, got a list of 1001"),
        ({"x": [[1]] * 1001, "y": [[0]] * 1001}, "x must be a list of at most 1000 rows, got a list of 1001"),
        ({"x": [[1], [2, 3]], "y": [[0], [1]]}, "x[1] must be a list of 1, got a list of 2"),
    ],
)
def test_what_is_no_table_is_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(DataError) as caught:
        load("table", options)
    assert str(caught.value) == reason
