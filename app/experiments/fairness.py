"""A fair learning rate for a second neuron: "the same η" means nothing across two costs, as the chapter admits.

Each rule says what shall be equal instead. It gets two experiments and finds the η of the other one.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, Field

from app.experiments.run import neuron_of
from app.experiments.schema import MAX_ETA, Experiment
from app.learning.matching import Unreachable, rate_that_ends_at, told_apart
from app.learning.neuron import Descent, Neuron
from app.learning.turns import Work
from app.learning.unrecorded import finish, mean_error


class FairRate(BaseModel):
    """A learning rate, and the two quantities that it makes equal."""

    eta: float = Field(description="The learning rate of the other experiment.")
    reference: float = Field(description="What the rule compares, of the reference at its own rate.")
    other: float = Field(description="The same of the other experiment at `eta`.")


def _same(reference: Experiment, _: Experiment) -> Work[FairRate]:
    """The same η. Compared are the rates."""
    yield
    return FairRate(eta=reference.eta, reference=reference.eta, other=reference.eta)


def _sixth(reference: Experiment, other: Experiment) -> Work[FairRate]:
    """The chapter's rule of thumb: a sixth of the rate, because the mean of σ′ over all outputs is 1/6.

    From the cross-entropy to the quadratic cost it is six times the rate; for any other two costs, two of the same
    among them, there is no rule of thumb, and a sixth is a sixth. Compared are the rates.
    """
    yield
    is_back = (reference.cost, other.cost) == ("cross-entropy", "quadratic")
    eta = reference.eta * 6.0 if is_back else reference.eta / 6.0
    return FairRate(eta=_allowed(eta), reference=reference.eta, other=eta)


def _first_step(reference: Experiment, other: Experiment) -> Work[FairRate]:
    """The first update moves w and b equally far. Compared is its length, η ‖(∂C/∂w, ∂C/∂b)‖."""
    yield
    ours, theirs = _gradient(neuron_of(reference), "the reference"), _gradient(neuron_of(other), "the other experiment")
    if theirs == 0.0:
        raise Unreachable("the gradient of the other experiment is 0 at its start, so no learning rate makes it move")
    if ours == 0.0:
        raise Unreachable("the gradient of the reference is 0 at its start, and a learning rate of 0 is none")
    step = reference.eta * ours
    eta = _allowed(step / theirs)
    return FairRate(eta=eta, reference=step, other=eta * theirs)


def _final_output(reference: Experiment, other: Experiment) -> Work[FairRate]:
    """Both end equally far from their targets, each after its own epochs. Compared is the mean |a − y|."""
    end = yield from _end(neuron_of(reference), reference.epochs)
    if end is None:
        raise Unreachable("the reference diverges, so it has no end that could be met")
    start, target = neuron_of(other), mean_error(end)
    met = yield from rate_that_ends_at(start, other.epochs, target, MAX_ETA)
    return FairRate(eta=_allowed(met.eta), reference=target, other=met.error)


class Rule(NamedTuple):
    """What shall be equal, for people, and how its rate is found."""

    label: str
    find: Callable[[Experiment, Experiment], Work[FairRate]]


RULES: dict[str, Rule] = {
    "same": Rule("The same η", _same),
    "sixth": Rule("η/6, the rule of thumb", _sixth),
    "first-step": Rule("An equal first step", _first_step),
    "final-output": Rule("An equal final output", _final_output),
}


def fair_rate(reference: Experiment, other: Experiment, rule: str) -> Work[FairRate]:
    """η for the other experiment by one of `RULES`; its own η does not matter. Raises `Unreachable`."""
    return RULES[rule].find(reference, other)


def _allowed(eta: float) -> float:
    """η, if it is one that an experiment may have."""
    if not 0.0 < eta <= MAX_ETA:
        needed, largest = told_apart(eta, MAX_ETA)
        raise Unreachable(
            f"it would take a learning rate of {needed}, and rates are greater than 0 and at most {largest}"
        )
    return eta


def _gradient(neuron: Neuron, whose: str) -> float:
    """‖(∂C/∂w, ∂C/∂b)‖ at the start, by the neuron's own rule."""
    rows = Descent(neuron).advance(1)
    if len(rows) == 0:
        raise Unreachable(f"the gradient of {whose} is not finite at its start")
    return math.hypot(*np.ravel(rows.grad_w).tolist(), *rows.grad_b.tolist())


def _end(neuron: Neuron, epochs: int) -> Work[Neuron | None]:
    """The neuron after its epochs, None if it has diverged."""
    end = yield from finish(neuron, epochs)
    return end if len(Descent(end).advance(1)) == 1 else None
