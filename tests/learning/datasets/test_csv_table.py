"""Numbers and labels of a table, and every reason to refuse one."""

import numpy as np
import pytest

from app.learning.datasets import csv_table
from app.learning.datasets.csv_table import Table, table_of
from app.learning.datasets.errors import TableProblem


def read(text: str, label: str = "", header: str = "auto", *, drops: bool = False) -> Table:
    return table_of(text.splitlines(keepends=True), label, header, drops_missing=drops)


@pytest.mark.parametrize("drops", [False, True])
def test_a_table_becomes_numbers_and_labels(drops: bool) -> None:
    table = read("a,kind,b\n1,dog,-2.5\n3e2, cat ,4\n 5 ,dog,6\n", "kind", drops=drops)
    assert table.x.tolist() == [[1.0, -2.5], [300.0, 4.0], [5.0, 6.0]]
    assert table.classes == ("cat", "dog")
    assert table.labels.tolist() == [1, 0, 1]
    assert table.features == ("a", "b")


def test_classes_that_are_numbers_are_in_their_order() -> None:
    assert read("1,10\n2,9\n3,b\n4,-1.5\n5,a\n6,nan\n").classes == ("-1.5", "9", "10", "a", "b", "nan")


def test_the_order_of_the_lines_does_not_name_the_classes() -> None:
    lines = ["1,dog", "2,cat", "3,emu"]
    one, other = read("\n".join(lines)), read("\n".join(reversed(lines)))
    assert one.classes == other.classes
    assert one.labels.tolist() == other.labels[::-1].tolist()


@pytest.mark.parametrize("cell", ["", " ", "?", "NA", "n/a", "NaN", "nan", "null", "None"])
def test_a_missing_number_is_refused_or_its_line_left_out(cell: str) -> None:
    text = f"a,b,kind\n1,2,dog\n3,{cell},cat\n5,6,cat\n"
    with pytest.raises(TableProblem, match="line 3: 'b' is missing"):
        read(text)
    table = read(text, drops=True)
    assert table.x.tolist() == [[1.0, 2.0], [5.0, 6.0]]
    assert table.labels.tolist() == [1, 0]


@pytest.mark.parametrize("cell", ["", "?"])
def test_so_is_a_missing_label(cell: str) -> None:
    text = f"a,kind\n1,dog\n3,{cell}\n5,cat\n"
    with pytest.raises(TableProblem, match="line 3: the label is missing"):
        read(text)
    assert read(text, drops=True).x.tolist() == [[1.0], [5.0]]


def test_a_class_of_which_every_line_was_left_out_is_none() -> None:
    assert read("a,kind\n1,dog\n,emu\n5,cat\n", drops=True).classes == ("cat", "dog")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the table must have lines with cells, got none"),
        ("a,b\n", "the table must hold lines with a label and numbers, got none"),
        ("a,b,kind\n1,2,dog\n1,x,cat\n", "line 3: 'b' must be a number, got 'x'"),
        ("a,b,kind\n1,2,dog\n\n1,inf,cat\n", "line 4: 'b' must be at most 1e+100 in size, got inf"),
        ("a,b,kind\n1,-1e101,dog\n1,2,cat\n", "line 2: 'b' must be at most 1e+100 in size, got -1e+101"),
        ("a,b,kind\n1,1e999,dog\n1,2,cat\n", "line 2: 'b' must be at most 1e+100 in size, got inf"),
        ("a;b;kind\n1,5;2;dog\n1;2;cat\n", "line 2: 'a' must be a number, got '1,5'"),
        ("a,kind\n1,dog\n2,dog\n", "label must have at least 2 different values, got only 'dog'"),
        ("\n".join(f"{i},{i}" for i in range(101)), "label must have at most 100 different values, got more"),
    ],
)
def test_what_cannot_be_learned_is_refused(text: str, reason: str) -> None:
    with pytest.raises(TableProblem) as caught:
        read(text)
    assert str(caught.value) == reason


def test_when_every_line_is_left_out_nothing_is_left() -> None:
    with pytest.raises(TableProblem, match="at least 2 different values, got none"):
        read("a,b,kind\n,2,dog\n,2,cat\n", drops=True)


def test_a_table_may_hold_so_many_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MOST_NUMBERS", 4)
    text = "1,2,dog\n3,4,cat\n"
    assert read(text).x.size == 4
    with pytest.raises(TableProblem, match="at most 4 numbers, got more"):
        read(f"{text}5,6,dog\n")


def test_a_large_table_takes_eight_bytes_a_number() -> None:
    lines = (f"{i},{i + 0.5},{i % 3}\n" for i in range(50_000))
    table = table_of(lines, "", "auto", drops_missing=False)
    assert table.x.dtype == np.float64
    assert table.x.shape == (50_000, 2)
    assert table.x[-1].tolist() == [49_999.0, 49_999.5]
