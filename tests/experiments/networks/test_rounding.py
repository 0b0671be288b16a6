"""Numbers for pictures."""

import numpy as np

from app.experiments.networks.rounding import short


def test_four_digits_are_kept_however_large_or_small_a_number_is() -> None:
    assert short(np.array([[1 / 3, 1e-20], [123456.0, 0.0]])) == [[0.3333, 1e-20], [123500.0, 0.0]]
    assert short(np.array([-2.0 / 3.0])) == [-0.6667]
