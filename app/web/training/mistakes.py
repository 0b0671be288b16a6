"""Why a training has ended before its time, as a problem for its client."""

import logging

from app.experiments.complaints import Complaint
from app.web.problems import Problem, problem

log = logging.getLogger("slowdown")


def unfit(lane: int | None, reason: str) -> Problem:
    """The experiment of a lane cannot be done as it was asked for: its data are not here, for example."""
    field = "experiments" if lane is None else f"experiments.{lane}"
    return problem(422, reason, [Complaint(field, reason)])


def lost(tries: int) -> Problem:
    """The processes that were at it have gone, one after the other."""
    log.error("a training was given up: %d worker processes ended at it, one after the other", tries)
    return problem(500, f"{tries} processes have ended at this training, one after the other; perhaps memory is short")


def broken(trace: str) -> Problem:
    """A mistake in the program."""
    log.error("a training failed\n%s", trace)
    return problem(500, "something went wrong here, and not by your doing; it has been logged")
