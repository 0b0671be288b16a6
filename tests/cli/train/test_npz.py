"""Networks in `.npz` files."""

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cli.problems import WrongUse
from app.cli.train import npz
from app.cli.train.npz import Saved, read, to_bytes

MATRICES = (np.arange(6.0).reshape(3, 2), np.ones((1, 3)))
VECTORS = (np.zeros(3), np.array([0.5]))
ABOUT = {"experiment": {"hidden": [3]}, "epoch": 7, "order": {"state": 2**100}}


def file_of(tmp_path: Path, **arrays: Any) -> str:
    name = str(tmp_path / "w.npz")
    np.savez(name, **arrays)
    return name


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    saved = Saved(MATRICES, VECTORS, ABOUT, {"epoch": np.arange(8), "cost": np.linspace(1.0, 0.0, 8)})
    (tmp_path / "w.npz").write_bytes(to_bytes(saved))
    found = read(str(tmp_path / "w.npz"))
    for one, other in zip((*found.weights, *found.biases), (*MATRICES, *VECTORS), strict=True):
        assert one.tobytes() == other.tobytes()
    assert found.about.items() >= ABOUT.items()
    assert found.trace.keys() == saved.trace.keys()
    assert found.sizes == [2, 3, 1]


def test_any_program_can_read_it_without_pickle() -> None:
    with np.load(io.BytesIO(to_bytes(Saved(MATRICES, VECTORS))), allow_pickle=False) as found:
        assert set(found.files) == {"about", "weights_1", "biases_1", "weights_2", "biases_2"}


def test_the_same_network_is_the_same_bytes() -> None:
    assert to_bytes(Saved(MATRICES, VECTORS, ABOUT)) == to_bytes(Saved(MATRICES, VECTORS, ABOUT))


def test_weights_of_another_program_will_do(tmp_path: Path) -> None:
    name = file_of(tmp_path, weights_1=np.array([[1, 2]], np.int8), biases_1=np.array([0.5], np.float32))
    found = read(name)
    assert (found.sizes, found.about, found.trace) == ([2, 1], {}, {})


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({}, "must hold weights_1, biases_1, weights_2 and so on, got neither."),
        ({"weights_1": np.ones((1, 2))}, "must hold weights_1, biases_1, weights_2 and so on, got weights_1."),
        ({"weights_2": np.ones((1, 2)), "biases_2": np.ones(1)}, "must hold weights_1, biases_1"),
        ({"weights_1": np.ones(2), "biases_1": np.ones(1)}, "weights_1 in {} must be a matrix of numbers, got float64"),
        ({"weights_1": np.ones((0, 2)), "biases_1": np.ones(0)}, "weights_1 in {} must be a matrix of numbers"),
        ({"weights_1": np.array([["a"]]), "biases_1": np.ones(1)}, "weights_1 in {} must be a matrix of numbers, got"),
        ({"weights_1": np.ones((1, 2)), "biases_1": np.ones(2)}, "biases_1 in {} must be 1 numbers, got 2."),
        ({"weights_1": np.full((1, 2), np.nan), "biases_1": np.ones(1)}, "the weights in {} must be finite numbers"),
        (
            {
                "weights_1": np.ones((2, 2)),
                "biases_1": np.ones(2),
                "weights_2": np.ones((1, 3)),
                "biases_2": np.ones(1),
            },
            "weights_2 in {} must have 2 columns, one for each output of the layer before it, got 3.",
        ),
        ({"weights_1": np.array([[None]]), "biases_1": np.ones(1)}, "{} is no .npz file of weights: Object arrays"),
    ],
)
def test_a_file_that_is_no_network_is_one_line(arrays: dict[str, Any], words: str, tmp_path: Path) -> None:
    name = file_of(tmp_path, **arrays)
    with pytest.raises(WrongUse) as found:
        read(name)
    (line,) = found.value.lines
    assert line.startswith("--start: ")
    assert words.format(name) in line


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    whole = to_bytes(Saved(MATRICES, VECTORS, ABOUT))
    contents = [b"", b"text", whole[:-30], whole[: len(whole) // 2], bytes(reversed(whole))]
    # Damage in the middle is found by the archive's own sums.
    contents.append(whole[:200] + bytes(20) + whole[220:])
    for content in contents:
        (tmp_path / "w.npz").write_bytes(content)
        with pytest.raises(WrongUse) as found:
            read(str(tmp_path / "w.npz"))
        assert len(found.value.lines) == 1
    for name in (str(tmp_path), str(tmp_path / "gone.npz")):
        with pytest.raises(WrongUse, match=r"^--start: cannot read "):
            read(name)


def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npz, "LARGEST_FILE", 10_000)
    with zipfile.ZipFile(tmp_path / "w.npz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("weights_1.npy", bytes(20_000))
    with pytest.raises(WrongUse, match=r"holds 20,000 bytes, and no network has more than 10,000\.$"):
        read(str(tmp_path / "w.npz"))


@pytest.mark.parametrize("about", ["{", "[]", "3", "[" * 100_000])
def test_words_that_nobody_understands_do_not_matter(about: str, tmp_path: Path) -> None:
    name = file_of(tmp_path, weights_1=np.ones((1, 2)), biases_1=np.ones(1), about=np.array(about))
    assert read(name).about == {}
