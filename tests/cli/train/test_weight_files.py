"""The files of weights while networks are trained."""

from pathlib import Path

import numpy as np
import pytest

from app.cli.problems import Failed, WrongUse
from app.cli.train import weight_files
from app.cli.train.keep import PART, Keep
from app.cli.train.npz import Saved, read
from app.cli.train.weight_files import Weights, names_of


def saved(bias: float) -> Saved:
    return Saved((np.ones((1, 2)),), (np.array([bias]),))


def bias_in(file: Path) -> float:
    return float(read(str(file)).biases[0][0])


def _full(_keep: Keep, _content: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_several_runs_have_their_numbers_in_the_name() -> None:
    assert names_of("a/w.npz", 1) == ["a/w.npz"]
    assert names_of("a/w.npz", 3) == ["a/w-0.npz", "a/w-1.npz", "a/w-2.npz"]
    for name in ("w", "w.npy", ".npz", "w.npz.part"):
        with pytest.raises(WrongUse, match=r"^--weights: weights must end in \.npz, got "):
            names_of(name, 1)


def test_a_copy_lies_beside_the_place_until_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "w.npz"
    weights = Weights([str(file)], None, force=False)
    weights.keep(0, saved(1.0))
    assert bias_in(Path(f"{file}{PART}")) == 1.0
    weights.keep(0, saved(2.0))
    assert bias_in(Path(f"{file}{PART}")) == 1.0  # seconds have to pass
    monkeypatch.setattr(weight_files, "BETWEEN", 0.0)
    weights.keep(0, saved(3.0))
    assert bias_in(Path(f"{file}{PART}")) == 3.0
    weights.finish(0)
    assert bias_in(file) == 3.0
    assert weights.finished == [str(file)]
    assert [each.name for each in tmp_path.iterdir()] == ["w.npz"]


def test_a_disk_that_is_full_from_the_start_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights([str(tmp_path / "w.npz")], None, force=False)
    monkeypatch.setattr(Keep, "write_part", _full)
    with pytest.raises(Failed, match=r"^Cannot write .*w\.npz: No space left on device\.$"):
        weights.keep(0, saved(1.0))
    assert weights.finish_all() == []


def test_a_disk_that_fills_up_later_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "w.npz"
    weights = Weights([str(file)], None, force=False)
    weights.keep(0, saved(1.0))
    monkeypatch.setattr(weight_files, "BETWEEN", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(Keep, "write_part", _full)
        for bias in (2.0, 3.0):
            weights.keep(0, saved(bias))
    assert capsys.readouterr().err.count("It is tried again at the end.") == 1
    assert bias_in(Path(f"{file}{PART}")) == 1.0
    assert weights.finish_all() == []
    assert bias_in(file) == 3.0


def test_without_names_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    weights = Weights([], None, force=False)
    weights.keep(0, saved(1.0))
    weights.finish(0)
    assert (weights.finish_all(), weights.finished) == ([], [])
    assert list(tmp_path.iterdir()) == []
