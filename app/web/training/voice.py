"""What the client of a training hears of where it stands: each thing once, and in an order that makes sense."""

from app.experiments.kinds import AnyExperiment
from app.web.problems import Problem
from app.web.stream_messages import Changed, Failed, Paused, Queued, Resumed, Started
from app.web.training.outbox import Outbox
from app.web.training.task import Change
from app.web.wire import to_json


class Voice:
    """Writes into the outbox of a training."""

    def __init__(self, run_id: str, lanes: list[AnyExperiment]) -> None:
        self.outbox = Outbox()
        self._id = run_id
        self._lanes = lanes
        self._is_started = False
        self._owes_resumed = False
        """Whether the client believes that it does not run."""
        self._ahead: int | None = None

    def ahead(self, number: int) -> None:
        """So many are before it in the queue."""
        if number != self._ahead:
            self._ahead = number
            self._owes_resumed = self._is_started
            self._say(Queued(id=self._id, ahead=number))

    def runs(self) -> None:
        """A worker has it. A short change of workers is nothing that a client need hear of."""
        if not self._is_started:
            self._say(Started(id=self._id, lanes=self._lanes))
        elif self._owes_resumed:
            self._say(Resumed(id=self._id))
        self._is_started, self._owes_resumed, self._ahead = True, False, None

    def paused(self, message: bytes = b"") -> None:
        """With what its worker said of where it stands, if there was one to say it."""
        self.forward(message) if message else self._say(Paused(id=self._id))
        self._owes_resumed, self._ahead = self._is_started, None

    def finished(self, message: bytes) -> None:
        self.forward(message)
        self._owes_resumed = True

    def changed(self, change: Change) -> None:
        self._say(Changed(id=self._id, lane=change.lane, epoch=change.epoch, eta=change.eta))

    def failed(self, problem: Problem) -> None:
        self._say(Failed(id=self._id, problem=problem))

    def forward(self, message: bytes) -> None:
        """What a worker has written."""
        self.outbox.put(message.decode())

    def _say(self, message: Started | Queued | Resumed | Paused | Changed | Failed) -> None:
        self.forward(to_json(message.model_dump()))
