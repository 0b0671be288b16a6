"""Fair learning rates: each rule against its definition, on real runs."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiments.fairness import RULES, FairRate, fair_rate
from app.experiments.run import simulate
from app.experiments.schema import MAX_ETA, Experiment
from app.learning.matching import Unreachable
from app.learning.turns import result_of
from tests.experiments.examples import experiments

QUADRATIC = Experiment(cost="quadratic", w=2.0, b=2.0)
CROSS_ENTROPY = Experiment(cost="cross-entropy", w=2.0, b=2.0)
SEVERAL = Experiment(w=[0.5, -1.5], x=[[1.0, 2.0], [0.5, -1.0], [0.0, 0.3]], y=[0.0, 1.0, 0.2], eta=0.7)


def fair(reference: Experiment, other: Experiment, rule: str) -> FairRate:
    return result_of(fair_rate(reference, other, rule))


def with_eta(experiment: Experiment, eta: float) -> Experiment:
    return Experiment.model_validate({**experiment.model_dump(), "eta": eta})


def first_step(experiment: Experiment) -> float:
    """How far (w, b) moves between the first two rows."""
    columns, _ = simulate(experiment.model_copy(update={"epochs": 1}))
    return float(np.linalg.norm([*np.ravel(np.diff(columns["w"], axis=0)), *np.diff(columns["b"])]))


def end(experiment: Experiment) -> float:
    columns, _ = simulate(experiment)
    return float(np.abs(columns["a"][-1] - np.array(experiment.y)).mean())


def test_the_same_rate_is_the_same() -> None:
    assert fair(QUADRATIC, CROSS_ENTROPY, "same") == FairRate(eta=0.15, reference=0.15, other=0.15)


@pytest.mark.parametrize(
    ("reference", "other", "factor"),
    [
        (QUADRATIC, CROSS_ENTROPY, 1 / 6),
        (CROSS_ENTROPY, QUADRATIC, 6.0),
        (QUADRATIC, QUADRATIC, 1 / 6),
        (CROSS_ENTROPY, CROSS_ENTROPY, 1 / 6),
        (Experiment(cost="cross-entropy-as-animated"), QUADRATIC, 1 / 6),
    ],
)
def test_the_rule_of_thumb_is_a_sixth_and_six_times_on_the_way_back(
    reference: Experiment, other: Experiment, factor: float
) -> None:
    rate = fair(reference, other, "sixth")
    assert rate.eta == rate.other == pytest.approx(0.15 * factor, rel=1e-15)
    assert rate.reference == 0.15


def test_a_first_step_worked_by_hand() -> None:
    # At a = σ(4) and x = 1 the gradients are a σ′ and a, in w and in b: η_ce = 0.15 σ′(4) = 0.15/56.616.
    rate = fair(QUADRATIC, CROSS_ENTROPY, "first-step")
    assert rate.eta == pytest.approx(0.15 / (np.exp(4.0) + 2.0 + np.exp(-4.0)), rel=1e-13)
    assert rate.reference == pytest.approx(0.15 * 0.017662706 * 0.982013790 * 2**0.5, rel=1e-7)


@given(reference=experiments(), other=experiments())
@settings(deadline=None, max_examples=100)
def test_the_first_step_of_any_two_is_equally_long_or_refused(reference: Experiment, other: Experiment) -> None:
    try:
        rate = fair(reference, other, "first-step")
    except Unreachable:
        return
    assert 0.0 < rate.eta <= MAX_ETA
    # A rate below 1e-308 has fewer digits, down to none.
    coarse = math.ulp(rate.eta) * (rate.other / rate.eta)
    assert rate.other == pytest.approx(rate.reference, rel=1e-12, abs=max(coarse, 1e-300))


@pytest.mark.parametrize("other", [CROSS_ENTROPY, SEVERAL])
@pytest.mark.parametrize("reference", [QUADRATIC, with_eta(SEVERAL, 0.01)])
def test_a_real_first_step_is_equally_long(reference: Experiment, other: Experiment) -> None:
    rate = fair(reference, other, "first-step")
    # A step is a difference of weights of size 1, so 1e-16 of rounding on 1e-4 or so.
    assert first_step(reference) == pytest.approx(rate.reference, rel=1e-10)
    assert first_step(with_eta(other, rate.eta)) == pytest.approx(rate.reference, rel=1e-10)


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the chapter's": ({"w": 2.0, "b": 2.0}, {"cost": "cross-entropy", "w": 2.0, "b": 2.0}),
    "the way back": ({"cost": "cross-entropy", "w": 2.0, "b": 2.0, "eta": 0.005}, {"w": 2.0, "b": 2.0}),
    "other epochs": ({"w": 2.0, "b": 2.0, "epochs": 500}, {"cost": "cross-entropy", "epochs": 20}),
    "a target between": ({"w": 2.0, "y": 0.3, "epochs": 60}, {"cost": "cross-entropy", "w": 2.0, "y": 0.3}),
    "as animated": ({"w": 2.0, "b": 2.0}, {"cost": "cross-entropy-as-animated", "w": 2.0, "b": 2.0}),
    "other shapes": ({"w": 2.0, "b": 2.0, "epochs": 250}, {"x": [0.5, 1.0, 2.0], "y": [0.0, 0.1, 0.0], "b": 3.0}),
    "several examples": ({**SEVERAL.model_dump()}, {**SEVERAL.model_dump(), "cost": "cross-entropy"}),
    "a linear output": ({"w": 2.0, "b": 2.0}, {"activation": "linear", "w": 2.0, "b": 2.0}),
    "long": ({"w": 3.0, "b": 3.0, "epochs": 20_000}, {"cost": "cross-entropy", "w": 3.0, "b": 3.0, "epochs": 20_000}),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_runs_end_equally_far_from_their_targets(name: str) -> None:
    reference, other = (Experiment.model_validate(fields) for fields in PAIRS[name])
    rate = fair(reference, other, "final-output")
    assert end(reference) == pytest.approx(rate.reference, rel=1e-12)
    assert end(with_eta(other, rate.eta)) == pytest.approx(end(reference), abs=1e-11)
    assert rate.other == pytest.approx(rate.reference, rel=1e-9)


@given(reference=experiments(max_epochs=30), other=experiments(max_epochs=30), eta=st.floats(1e-3, 10.0))
@settings(deadline=None, max_examples=60)
def test_the_end_of_any_two_is_met_or_refused(reference: Experiment, other: Experiment, eta: float) -> None:
    reference = with_eta(reference, eta)
    try:
        rate = fair(reference, other, "final-output")
    except Unreachable:
        return
    assert 0.0 < rate.eta <= MAX_ETA
    assert end(with_eta(other, rate.eta)) == pytest.approx(end(reference), abs=1.1e-9)


@pytest.mark.parametrize(
    ("reference", "other", "rule", "words"),
    [
        (QUADRATIC, Experiment(w=-3.0), "final-output", "starts with a mean error of"),
        (Experiment(activation="linear", eta=500.0), QUADRATIC, "final-output", "the reference diverges"),
        (QUADRATIC, Experiment(activation="relu", w=-2.0, y=1.0), "first-step", "0 at its start, so no learning rate"),
        (Experiment(activation="relu", w=-2.0, y=1.0), QUADRATIC, "first-step", "a learning rate of 0 is none"),
        (Experiment(cost="cross-entropy-as-animated", w=1000.0), QUADRATIC, "first-step", "reference is not finite"),
        (CROSS_ENTROPY, Experiment(w=30.0), "first-step", "it would take a learning rate of"),
        (with_eta(CROSS_ENTROPY, 200.0), QUADRATIC, "sixth", "a learning rate of 1200"),
    ],
)
def test_what_cannot_be_fair_is_refused_with_the_reason(
    reference: Experiment, other: Experiment, rule: str, words: str
) -> None:
    with pytest.raises(Unreachable, match=words):
        fair(reference, other, rule)


@pytest.mark.parametrize("rule", RULES)
def test_the_rate_that_the_other_has_does_not_matter(rule: str) -> None:
    assert fair(QUADRATIC, CROSS_ENTROPY, rule) == fair(QUADRATIC, with_eta(CROSS_ENTROPY, 7.0), rule)
