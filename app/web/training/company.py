"""What a training asks of those who have the workers and the queue: trainings.py answers, tests pretend to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from app.web.training.task import Command, Trained

Training = TypeVar("Training", contravariant=True)
"""training.py's, which stands above this."""


@dataclass(frozen=True)
class Kit:
    """What every training of a server needs."""

    runs: type[Trained]
    data_folder: Path | None


class Company(Protocol[Training]):
    def refuse_if_full(self, training: Training) -> None:
        """Raises `BadMessage`."""

    def queue(self, training: Training, *, is_first: bool = False) -> None:
        """It then has its turn, `begin`, maybe at once."""

    def leave(self, training: Training) -> None:
        """Takes it out of the queue, or from those who are kept."""

    def keep(self, training: Training) -> None:
        """Keeps it for a while, in case its client comes back to it."""

    def put_aside(self, training: Training) -> None:
        """Keeps it until its client has read enough."""

    def send(self, training: Training, command: Command) -> None:
        """To the worker that has it."""

    def abandon(self, training: Training) -> None:
        """Frees the worker that has it, whatever it is at."""
