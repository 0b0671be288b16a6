"""A user's table as a data set, from a text or from a file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.learning.datasets import DataError, FileProblem, TableProblem, csv_file, load
from app.learning.datasets.csv_file import LONGEST, read_csv

LINES = [f"{i},{i * i},{'odd' if i % 2 else 'even'}" for i in range(40)]
TEXT = "\n".join(["n,square,kind", *LINES])


def test_a_share_of_the_lines_is_held_out() -> None:
    data = load("csv", {"text": TEXT, "test_share": 0.3, "scale": "none"})
    assert data.test_x is not None
    assert (len(data.x), len(data.test_x)) == (28, 12)
    together = np.concatenate([data.x, data.test_x])
    assert sorted(together[:, 0].tolist()) == list(range(40))
    labels = np.concatenate([np.array(data.labels), np.array(data.test_labels)])
    assert [data.classes[label] for label in labels] == ["odd" if n % 2 else "even" for n in together[:, 0]]


def test_the_split_depends_on_the_seed() -> None:
    one, same, other = (load("csv", {"text": TEXT, "seed": seed}) for seed in (1, 1, 2))
    assert np.array_equal(one.x, same.x)
    assert not np.array_equal(one.x, other.x)


def test_nothing_is_held_out_if_nothing_should_be() -> None:
    data = load("csv", {"text": TEXT, "test_share": 0.0})
    assert (len(data.x), data.test_x, data.test_labels) == (40, None, None)


def test_scaled_columns_have_mean_0_and_deviation_1_where_they_are_learned() -> None:
    data = load("csv", {"text": TEXT})
    plain = load("csv", {"text": TEXT, "scale": "none"})
    assert np.allclose(data.x.mean(axis=0), 0.0)
    assert np.allclose(data.x.std(axis=0), 1.0)
    held_out = (np.array(plain.test_x) - plain.x.mean(axis=0)) / plain.x.std(axis=0)
    assert np.allclose(np.array(data.test_x), held_out)


def test_a_column_that_never_changes_becomes_0() -> None:
    # The mean of ten times 0.1 is not 0.1 in doubles.
    data = load("csv", {"text": "".join(f"0.1,{i},{i % 2}\n" for i in range(10)), "test_share": 0.0})
    assert data.x[:, 0].tolist() == [0.0] * 10


def test_huge_numbers_stay_finite() -> None:
    data = load("csv", {"text": "1e100,a\n-1e100,b\n1e99,a\n0,b\n", "test_share": 0.0})
    assert np.isfinite(data.x).all()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_as_the_text_is(encoding: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(TEXT.replace("\n", ending).encode(encoding))
    data = read_csv(path, label="kind", seed=3)
    assert np.array_equal(data.x, load("csv", {"text": TEXT, "seed": 3}).x)
    assert data.features == ("n", "square")


def test_a_character_that_python_takes_for_a_line_break_is_none() -> None:
    data = load("csv", {"text": "a,kind\n1,o\u2028ne\n2,t\x0bwo\n", "test_share": 0.0})
    assert set(data.classes) == {"o\u2028ne", "t\x0bwo"}


def test_a_file_may_be_longer_than_a_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(LINES * 100))
    assert path.stat().st_size > LONGEST // 2
    assert read_csv(path, test_share=0.0).extent.examples == 4000
    with pytest.raises(DataError, match="text must be at most 40000 characters long"):
        load("csv", {"text": TEXT * 100})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (TEXT.encode("utf-16"), "must be a text in UTF-8"),
        (b"a,kind\n1,caf\xe9\n", "must be a text in UTF-8"),
        (bytes(range(128, 256)), "must be a text in UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=rf"table\.csv {reason}"):
        read_csv(path)


def test_a_line_without_end_is_not_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "LONGEST_LINE", 1000)
    path = tmp_path / "table.csv"
    path.write_text(f"1,a\n{'2' * 5000}")
    with pytest.raises(TableProblem, match="line 2: a line must be shorter than 1,000 characters"):
        read_csv(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"^gone\.csv cannot be read: No such file or directory$"):
        read_csv(tmp_path / "gone.csv")
    with pytest.raises(FileProblem, match="cannot be read: Is a directory"):
        read_csv(tmp_path)


@pytest.mark.parametrize(
    ("options", "kind", "field"),
    [
        ({"label": "none of them"}, TableProblem, "label"),
        ({"header": "perhaps"}, DataError, "header"),
        ({"test_share": 1.0}, DataError, "test_share"),
        ({"text": "a,b\n1\n"}, TableProblem, "text"),
        ({"text": "\x00\n"}, TableProblem, "text"),
    ],
)
def test_a_mistake_names_its_option(options: dict[str, Any], kind: type[DataError], field: str) -> None:
    with pytest.raises(kind) as caught:
        load("csv", {"text": TEXT, **options})
    assert caught.value.field == field
