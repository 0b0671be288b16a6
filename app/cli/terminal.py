"""What the terminal can show: its letters, its width, its colours.

Rich knows about width, colours, NO_COLOR and pipes. What it does not do is spell: where only ASCII can be shown, η is
written eta here, so that nothing fails on a letter and nothing turns into question marks.
"""

import codecs
import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

SPELLED = {
    "η": "eta", "σ": "sigma", "δ": "delta", "Δ": "Delta", "κ": "kappa", "Σ": "sum", "∂": "d", "∞": "infinity",
    "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "–": "-", "—": "-", "·": "|", "×": "x", "→": "->",
    "≤": "<=", "≥": ">=", "≈": "~", "²": "^2", "…": "...",
}  # fmt: skip
"""The letters and signs of our own texts."""

ASCII_LOCALES = {"C", "POSIX"}
COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
"""What Python itself puts into LC_CTYPE where the locale is C."""


def prepare(environment: Mapping[str, str] = os.environ) -> None:
    """Lets standard output and error spell what they cannot show.

    Python writes UTF-8 even where the locale is C; whoever has asked for C is believed to have an ASCII terminal.
    """
    codecs.register_error("spelled", _replace)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us: what is said there is for nobody
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open to the end)
    ctype = environment.get("LC_CTYPE", "")
    named = environment.get("LC_ALL") or (ctype if ctype not in COERCED else "") or environment.get("LANG", "")
    overridden = any(environment.get(name) for name in ("PYTHONIOENCODING", "PYTHONUTF8"))
    encoding = "ascii" if named in ASCII_LOCALES and not overridden else None
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding or stream.encoding, errors="spelled")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spell(error.object[error.start : error.end]), error.end


def spell(text: str) -> str:
    """The text in ASCII."""
    return "".join(SPELLED.get(letter) or _plain(letter) for letter in text)


def _plain(letter: str) -> str:
    return (
        letter if letter.isascii() else unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
    )


def is_ascii_only(stream: IO[str]) -> bool:
    return not (getattr(stream, "encoding", None) or "").lower().startswith("utf")


def fit(text: str, stream: IO[str] | None = None) -> str:
    """The text as the stream (standard output) can show it, before it is laid out in columns."""
    return spell(text) if is_ascii_only(stream or sys.stdout) else text


def say(text: str, *, is_error: bool = False) -> None:
    """A line on standard output or error, spelled where it must be (typer.echo turns to UTF-8 there)."""
    stream = sys.stderr if is_error else sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


def console(*, is_error: bool = False) -> "Console":
    """Rich's console without its guesses at what numbers and brackets mean."""
    from rich.console import Console

    return Console(stderr=is_error, highlight=False, markup=False, emoji=False, soft_wrap=False)
