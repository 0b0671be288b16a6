"""What the terminal can show."""

import io
import sys

import pytest

from app.cli.terminal import SPELLED, fit, prepare, spell
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.measures import MEASURES


def shown(text: str, environment: dict[str, str], encoding: str = "utf-8") -> bytes:
    """What reaches a terminal that Python believes to have this encoding."""
    written = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, write_through=True))
        patch.setattr(sys, "stderr", io.StringIO())
        prepare(environment)
        sys.stdout.write(text)
        return written.getvalue()


@pytest.mark.parametrize(
    "environment",
    [{"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, {"LANG": "C", "LC_CTYPE": "C.UTF-8"}],
    ids=str,
)
def test_whoever_asks_for_c_gets_ascii(environment: dict[str, str]) -> None:
    assert shown("∂C/∂w = δ x, η ≤ 1 …", environment) == b"dC/dw = delta x, eta <= 1 ..."


@pytest.mark.parametrize(
    "environment", [{}, {"LANG": "de_DE.UTF-8"}, {"LANG": "C", "PYTHONUTF8": "1"}, {"LANG": "C.UTF-8"}], ids=str
)
def test_everybody_else_gets_what_python_found(environment: dict[str, str]) -> None:
    assert shown("δ", environment) == "δ".encode()


def test_a_letter_that_an_encoding_lacks_is_spelled_and_others_are_kept() -> None:
    assert shown("é η 汉", {}, "latin-1") == "é eta ?".encode("latin-1")


def test_a_text_is_spelled_before_it_is_laid_out_where_the_stream_is_not_unicode() -> None:
    assert fit("é η", io.TextIOWrapper(io.BytesIO(), encoding="latin-1")) == "e eta"
    assert fit("é η", io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) == "é η"


def test_every_letter_of_our_own_labels_has_a_spelling() -> None:
    labels = [entry.label + entry.summary for entry in COSTS.values()]
    labels += [entry.label + entry.summary for entry in ACTIVATIONS.values()]
    labels += [entry.label + entry.summary for entry in MEASURES.values()]
    assert "?" not in spell("".join(labels))
    assert "".join(SPELLED.values()).isascii()
