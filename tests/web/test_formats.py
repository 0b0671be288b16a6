"""Which format an answer has: `?format=`, `Accept`, and what this server can write."""

import pytest
from fastapi import Request
from starlette.exceptions import HTTPException

from app.web.formats import CSV, JSON, NPY, PARQUET, Format, chosen, quality

FORMATS = (JSON, CSV, NPY)
MISSING = Format("odd", "application/odd", "odd", "a_package_that_nobody_has", "odd")


def asking(*accept: str) -> Request:
    return Request({"type": "http", "headers": [(b"accept", value.encode()) for value in accept]})


@pytest.mark.parametrize(
    ("accept", "weight"),
    [
        ("text/csv", 1.0),
        ("TEXT/CSV", 1.0),
        ("text/csv;q=0.5", 0.5),
        ("text/csv; header=present; q=0.25", 0.25),
        ("text/*;q=0.3", 0.3),
        ("*/*;q=0.1", 0.1),
        ("text/csv;q=0.2, text/*;q=0.9, */*", 0.2),
        ("*/*, text/*;q=0.9, text/csv;q=0", 0.0),
        ("application/json", 0.0),
        ("", 0.0),
        ("text/csv;q=a lot", 0.0),
        ("text/csv;q=nan", 0.0),
        (";,;q", 0.0),
    ],
)
def test_the_most_specific_range_says_how_welcome_a_type_is(accept: str, weight: float) -> None:
    assert quality(accept, CSV.media_type) == weight


@pytest.mark.parametrize(
    ("accept", "asked", "wanted"),
    [
        ((), None, JSON),
        (("",), None, JSON),
        (("*/*",), None, JSON),
        (("application/*",), None, JSON),
        (("text/*",), None, CSV),
        (("text/csv, application/json",), None, JSON),
        (("text/csv, application/json;q=0.9",), None, CSV),
        (("text/plain", "application/x-npy"), None, NPY),
        (("image/png",), "csv", CSV),
        (("text/csv",), "json", JSON),
    ],
)
def test_the_format_asked_for_wins_then_the_most_welcome_then_json(
    accept: tuple[str, ...], asked: str | None, wanted: Format
) -> None:
    assert chosen(asking(*accept), FORMATS, asked) is wanted


def test_what_cannot_be_had_is_answered_406_with_what_can() -> None:
    with pytest.raises(HTTPException) as caught:
        chosen(asking("image/png"), FORMATS, None)
    assert caught.value.status_code == 406
    assert "application/json (?format=json), text/csv (?format=csv), application/x-npy (?format=npy)" in str(
        caught.value.detail
    )


def test_a_format_whose_extra_is_missing_is_passed_over_or_refused_with_the_extras_name() -> None:
    assert chosen(asking("application/odd, text/csv;q=0.1"), (JSON, CSV, MISSING), None) is CSV
    with pytest.raises(HTTPException) as caught:
        chosen(asking("*/*"), (JSON, MISSING), "odd")
    assert caught.value.status_code == 406
    assert "pip install 'learning-slowdown-lab[odd]'" in caught.value.detail
    assert caught.value.detail.endswith("available are application/json (?format=json)")


def test_files_have_a_name_and_json_has_none() -> None:
    assert PARQUET.headers("a")["Content-Disposition"] == 'attachment; filename="a.parquet"'
    assert "Content-Disposition" not in JSON.headers("a")
    assert {form.headers("a")["Vary"] for form in (JSON, CSV, NPY, PARQUET)} == {"Accept"}
