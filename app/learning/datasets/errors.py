"""What can be wrong with a data set, its options or its files."""

from pathlib import Path

from app.learning.errors import LearningError

QUOTED = 40
"""How many characters of somebody's own text are repeated at most."""


class DataError(LearningError):
    """A field breaks a rule, as in "noise must be at most 1, got 2.5"; `field` says which, for whoever marks it."""

    def __init__(self, field: str, rule: str, value: object) -> None:
        super().__init__(f"{field} must be {rule}, got {short(value)}")
        self.field = field


class Required(DataError):
    """An option without a default that was not given."""

    def __init__(self, field: str) -> None:
        LearningError.__init__(self, f"{field} is required")
        self.field = field


class FileProblem(DataError):
    """A file that is absent or not what its name promises.

    The text names the file and never the folder, because a server's visitors need not know its paths. `folder` does,
    for the command line.
    """

    def __init__(self, message: str, folder: Path | None = None) -> None:
        LearningError.__init__(self, message)
        self.field = "problem"
        self.folder = folder


class Truncated(FileProblem):
    """A file that ends before it should, as an interrupted download does."""


class TableProblem(DataError):
    """A user's table that cannot be used; `line` counts from 1, as editors do, and is 0 for the table as a whole."""

    def __init__(self, field: str, message: str, line: int = 0) -> None:
        LearningError.__init__(self, f"line {line}: {message}" if line else message)
        self.field = field
        self.line = line


def short(value: object) -> str:
    """A short text for a value of any size."""
    if isinstance(value, str) and len(value) > QUOTED:
        return f"a text of {len(value)} characters"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**QUOTED:
        return "a number of many digits"
    if isinstance(value, (int, float, str)):
        return repr(value)
    return "null" if value is None else "something else"
