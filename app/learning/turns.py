"""Long work in small pieces.

Work is a generator that pauses about every millisecond and returns its result at the end. Whoever drives it decides
what happens in the pauses: a server lets others have the processor (app/web/wire.py), a test goes straight on.
"""

from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Work: TypeAlias = Generator[None, None, T]


def result_of(work: Work[T]) -> T:
    """The result of the work, done without a pause."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
