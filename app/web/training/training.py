"""One client's training, from its first row to its last continuation: what may be done with it, and when.

It lives on the event loop. It waits, runs, is put aside while its client does not read, is paused or has finished, and
in the end is over; a worker has it only while it runs. Clients ask for things in the first half of this file, workers
report in the second.
"""

from collections.abc import Iterable
from typing import Literal

from app.experiments.networks.schema import NetworkExperiment
from app.web.client_messages import BadMessage, refusal
from app.web.problems import Problem
from app.web.stream_messages import (
    ContinueMessage,
    Control,
    PauseMessage,
    ResumeMessage,
    RunMessage,
    SetMessage,
)
from app.web.training import task
from app.web.training.company import Company, Kit
from app.web.training.mistakes import broken, lost, unfit
from app.web.training.progress import Progress
from app.web.training.rates import Rates
from app.web.training.refusals import lanes_meant, refuse_more_than_allowed
from app.web.training.voice import Voice

TRIES = 3
"""Workers that may be lost one after the other without a row between them."""

State = Literal["waiting", "running", "aside", "paused", "finished", "dropped", "over"]
WORDS: dict[State, str] = {
    "waiting": "is waiting",
    "running": "is running",
    "aside": "is running",
    "paused": "is paused",
    "finished": "has finished",
    "dropped": "was dropped, since nobody came back to it for so long",
    "over": "has ended",
}
UNDER_WAY: tuple[State, ...] = ("waiting", "running", "aside")


class Training:
    def __init__(self, message: RunMessage, company: Company["Training"], kit: Kit) -> None:
        self.id = message.id
        self.state: State = "waiting"
        self._lanes = [lane for lane in message.experiments if isinstance(lane, NetworkExperiment)]
        self.progress = Progress([lane.epochs for lane in self._lanes])
        self.voice = Voice(self.id, message.experiments)
        self.outbox = self.voice.outbox
        self._message = message
        self._company = company
        self._kit = kit
        self._rates = Rates()
        self._pieces: list[bytes] = []
        self._listens = False
        """Whether its worker has begun and has not been told to end."""
        self._pauses: Literal["", "pause", "aside"] = ""
        self._standing = b""
        """What its worker said of where it stands, as long as it stands there."""
        self._resumes = False
        """Whether it shall go on as soon as it has paused."""
        self._losses = 0

    @property
    def is_under_way(self) -> bool:
        """Whether its client has not heard of an end."""
        return self.state == "paused" or self.state in UNDER_WAY

    # What its client says

    def obey(self, message: Control) -> None:
        """Raises `BadMessage` where it cannot be done now."""
        match message:
            case PauseMessage():
                self._pause()
            case ResumeMessage():
                self._resume()
            case SetMessage():
                self._set(message)
            case ContinueMessage():
                self._continue(message.epochs)

    def _pause(self) -> None:
        self._refuse_unless("a training that waits or runs", UNDER_WAY)
        if self.state == "running":
            self._pauses, self._resumes = "pause", False
            self._end_turn()
        else:
            self._company.leave(self)
            self._be_paused()

    def _resume(self) -> None:
        if self.state == "running" and self._pauses == "pause":
            self._resumes = True
            return
        self._refuse_unless("a paused training", ("paused",))
        self._go_on()

    def _continue(self, epochs: int) -> None:
        self._refuse_unless("a finished training", ("finished",))
        refuse_more_than_allowed(self.id, epochs, self._lanes, self.progress.last)
        self._go_on(epochs)

    def _go_on(self, epochs: int = 0) -> None:
        self._company.refuse_if_full(self)
        self._company.leave(self)
        self.progress.continue_for(epochs)
        self._wait()

    def _set(self, message: SetMessage) -> None:
        lanes = lanes_meant(message, len(self._lanes))
        self._refuse_unless("a training that is kept", (*UNDER_WAY, "paused", "finished"))
        self._rates.want(dict.fromkeys(lanes, message.eta))
        if self.state == "running":
            self._ask()
        else:
            self._settle()

    def _refuse_unless(self, wanted: str, states: Iterable[State]) -> None:
        if self.state not in states:
            reason = f"id must name {wanted}, and {self.id!r} {WORDS[self.state]}"
            raise refusal(409, self.id, "id", reason)

    def stop(self) -> None:
        """Ends it, whatever it is at; nothing more is said."""
        if self.state == "running":
            self._company.abandon(self)
        else:
            self._company.leave(self)
        self._end("over")
        self.outbox.clear()

    def has_been_read(self) -> None:
        """To be called when its client has taken messages."""
        if self.state == "aside" and self.outbox.is_low:
            self._company.leave(self)
            self._wait()

    # What those say who have the queue

    def begin(self) -> task.Job:
        """It has a worker, for this job."""
        self.voice.runs()
        self.state, self._standing = "running", b""
        progress = self.progress
        return task.Job(
            id=self.id,
            runs=self._kit.runs,
            experiments=tuple(self._lanes),
            data_folder=self._kit.data_folder,
            every=self._message.every,
            snapshots=self._message.snapshots,
            state=progress.state,
            extend=progress.extend,
            changes=tuple(progress.changes),
            sent=tuple(progress.sent),
            pictured=tuple(progress.pictured),
        )

    def give_way(self) -> None:
        """Its worker is wanted by others, or its client does not read: it goes on later."""
        if self.state == "running" and not self._pauses:
            self._pauses = "aside"
            self._end_turn()

    def drop(self) -> None:
        """Forgets what was kept: nobody has come back."""
        self._end("dropped")

    # What its worker says

    def hear(self, report: task.Report) -> None:
        match report:
            case task.Begun():
                self._listens = True
                self._end_turn() if self._pauses else self._ask()
            case task.Rows(lane, epoch, message):
                self.progress.sent[lane] = epoch
                self._losses = 0
                self.voice.forward(message)
            case task.Picture(lane, epoch, message):
                self.progress.pictured[lane] = epoch
                self.voice.forward(message)
            case task.Changed(change):
                self._rates.followed(change.lane)
                self.progress.change(change)
                self.voice.changed(change)
                self._ask()
            case task.Piece(content):
                self._pieces.append(content)
            case task.Kept(epochs):
                self.progress.keep(b"".join(self._pieces), epochs)
                self._pieces.clear()
            case task.Over(how, message):
                self._listens = False
                self._settle()
                self._finish(message) if how == "finished" else self._hold(message)
            case task.Lost():
                self._begin_again()
            case task.Refused(lane, reason):
                self._fail(unfit(lane, reason))
            case task.Broken(trace):
                self._fail(broken(trace))
        if self.outbox.is_full:
            self.give_way()

    def _finish(self, message: bytes) -> None:
        self.state, self._pauses, self._resumes = "finished", "", False
        self.voice.finished(message)
        self._company.keep(self)

    def _hold(self, message: bytes) -> None:
        """It has handed its state over and stands still, for whatever reason."""
        pauses, self._pauses, self._standing = self._pauses, "", message
        if pauses == "pause":
            self._be_paused()
        elif self.outbox.is_low:
            self._wait()
        else:
            self.state = "aside"
            self._company.put_aside(self)

    def _be_paused(self) -> None:
        self.state = "paused"
        self.voice.paused(self._standing)
        self._company.keep(self)
        if self._resumes:
            self._resumes = False
            try:
                self._go_on()
            except BadMessage as bad:
                self.voice.failed(bad.problem)

    def _begin_again(self) -> None:
        """From the last state, with another worker; rows that were sent are not sent again."""
        self._listens = False
        self._pieces.clear()
        self._losses += 1
        self._rates.not_followed()
        pauses, self._pauses = self._pauses, ""
        if self._losses >= TRIES:
            self._fail(lost(TRIES))
        elif pauses == "pause":
            self._settle()
            self._be_paused()
        else:
            self.state = "waiting"
            self._company.queue(self, is_first=True)

    def _wait(self) -> None:
        self.state = "waiting"
        self._company.queue(self)

    def _end_turn(self) -> None:
        if self._listens:
            self._listens = False
            self._company.send(self, task.Pause(is_shown=self._pauses == "pause"))

    def _ask(self) -> None:
        if self._listens and (etas := self._rates.ask()) is not None:
            self._company.send(self, task.SetEta(etas))

    def _settle(self) -> None:
        """Learning rates that no worker follows any more count from where it stands."""
        for lane, eta in self._rates.take().items():
            self.voice.changed(self.progress.change_now(lane, eta))

    def _fail(self, problem: Problem) -> None:
        self.voice.failed(problem)
        self._end("over")

    def _end(self, state: State) -> None:
        self.state = state
        self.progress.state = None
        self._pieces.clear()
