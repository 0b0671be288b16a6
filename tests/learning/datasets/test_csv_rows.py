"""Lines become rows, and what cannot be read is named by its line."""

import pytest

from app.learning.datasets.csv_rows import delimiter_of, rows_of
from app.learning.datasets.errors import TableProblem


def read(text: str) -> list[tuple[int, list[str]]]:
    return [tuple(row) for row in rows_of(text.splitlines(keepends=True))]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("\n \n", []),
        ("a,b\n1,2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\r\n1,2\r\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("\ufeffa,b\n", [(1, ["a", "b"])]),
        ("\n\na,b\n\n1,2\n\n", [(3, ["a", "b"]), (5, ["1", "2"])]),
        ("a;b\n1,5;2\n", [(1, ["a", "b"]), (2, ["1,5", "2"])]),
        ("a\tb\n1\t2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ('"a, a","b ""b"""\n"1",2\n', [(1, ["a, a", 'b "b"']), (2, ["1", "2"])]),
        ('a,"b\nb"\n1,2\n', [(1, ["a", "b\nb"]), (3, ["1", "2"])]),
        ('a, "b"\n', [(1, ["a", "b"])]),
        ("a,\n1,\n", [(1, ["a", ""]), (2, ["1", ""])]),
    ],
)
def test_a_text_becomes_rows(text: str, rows: list[tuple[int, list[str]]]) -> None:
    assert read(text) == rows


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2,3\n", "line 2: 2 cells are needed, as in the first line, got 3"),
        ("a,b\n\n\n1\n", "line 4: 2 cells are needed, as in the first line, got 1"),
        ('a,"b\nb"\n1\n', "line 3: 2 cells are needed, as in the first line, got 1"),
        ('a,b\n1,"2\n3,4\n', "line 2: the quotes or cells that begin here cannot be read"),
        ('a,b\n1,"2"x\n', "line 2: the quotes or cells that begin here cannot be read"),
        (f"a,b\n1,{'2' * 200_000}\n", "line 2: the quotes or cells that begin here cannot be read"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, reason: str) -> None:
    with pytest.raises(TableProblem) as caught:
        read(text)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize(
    ("line", "delimiter"), [("a", ","), ("a,b;c;d", ";"), ('"a;b;c;d",e', ","), ("a\tb", "\t"), ("a,b;c", ",")]
)
def test_the_delimiter_is_the_one_that_stands_most_often(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter
