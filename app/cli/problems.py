"""What goes wrong on the command line, and the status that a command ends with.

    0    done
    1    it could not be done: a file that cannot be written, a scheduler that cannot be reached
    2    wrong use: an option that breaks a rule
    130  stopped by Ctrl-C; 143 by SIGTERM; 141 when whoever read the output has gone

Every mistake is a line of its own on standard error.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from app.experiments.complaints import Complaint, complaints

FAILURE, WRONG_USE, INTERRUPTED, NO_READER, TERMINATED = 1, 2, 130, 141, 143


class Ended(Exception):
    """A command that ends before its work is done, with its status and what to say."""

    def __init__(self, status: int, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.status = status
        self.lines = lines


class WrongUse(Ended):
    def __init__(self, *lines: str) -> None:
        super().__init__(WRONG_USE, *lines)


class Failed(Ended):
    def __init__(self, *lines: str) -> None:
        super().__init__(FAILURE, *lines)


def refused(found: Iterable[Complaint], option_of: Callable[[str], str]) -> WrongUse:
    """The complaints about what was given, each with the option that it came from; `option_of` knows by field."""
    return WrongUse(*(f"{option_of(field)}: {message}." for field, message in found))


@contextmanager
def naming(option_of: Callable[[str], str]) -> Iterator[None]:
    """Turns what pydantic refuses within into the complaints of the web, with the option in front."""
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        raise refused(complaints(error.errors()), option_of) from None


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Turns what the system says of a file into one sentence."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failed(f"Cannot write {name}: {error.strerror or error}.") from None
