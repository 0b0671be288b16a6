"""What a finished sweep says."""

import numpy as np
import pytest

from app.cli import grid_report
from app.cli.grid_report import find, lines
from app.experiments.sweeps.schema import Sweep

SWEEP = Sweep.model_validate(
    {
        "axes": {"w": {"values": [1.0, 2.0]}, "b": {"start": 0.0, "stop": 1.0, "num": 3}},
        "measure": "epochs_to_half",
    }
)


@pytest.mark.parametrize("piece", [1, 2, 4, 100])
def test_it_finds_the_same_however_the_cells_are_cut(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_report, "PIECE", piece)
    found = find(np.array([[3.0, np.nan, 1.0], [7.0, 7.0, np.nan]]))
    assert (found.smallest, found.largest, found.none) == ((1.0, 2), (7.0, 3), 2)


def test_it_says_where_in_the_values_of_the_axes() -> None:
    assert lines(SWEEP, find(np.array([[3.0, np.nan, 1.0], [7.0, 7.0, np.nan]]))) == [
        "Epochs to one half:",
        "  smallest 1 at w = 1, b = 1",
        "  largest 7 at w = 2, b = 0",
        "  none in 2 of 6 cells (33.3%)",
    ]


def test_a_sweep_without_a_single_value_says_just_that() -> None:
    assert lines(SWEEP, find(np.full((2, 3), np.nan))) == ["Epochs to one half:", "  none in 6 of 6 cells (100.0%)"]
