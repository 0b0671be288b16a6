"""The plateau law of an experiment: simulated points are real runs, the theory is the limit of small steps."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.experiments.plateau import CAP, LARGEST_REACH, LONGEST, Plateaus, plateaus
from app.experiments.run import Run, simulate
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS, Activation
from app.learning.costs import COSTS
from app.learning.elementwise import Number
from app.learning.theory import plateau_epochs
from app.learning.turns import result_of
from tests.experiments.examples import PAIRS, experiments
from tests.experiments.golden import PLATEAUS


def law_of(**fields: Any) -> Plateaus:
    return result_of(plateaus(Experiment.model_validate(fields)))


def shifted(experiment: Experiment, cost: str, z: float, epochs: int) -> Experiment:
    """The same neuron with another cost, its b shifted so that it starts at z."""
    weighted = float(np.ravel(experiment.x) @ np.ravel(experiment.w))
    return experiment.model_copy(update={"cost": cost, "b": z - weighted, "epochs": epochs})


def theory_at(law: Plateaus, cost: str, z: float) -> float | None:
    return law.costs[cost].theory[int(np.argmin(np.abs(np.array(law.z) - z)))]


@pytest.mark.parametrize(("cost", "z", "epochs", "formula"), PLATEAUS)
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_chapters_plateaus_are_on_the_curves(cost: str, z: float, epochs: int, formula: float, side: float) -> None:
    law = law_of(cost=cost, w=side * 2.0, b=side * 2.0, y=0.0 if side > 0.0 else 1.0)
    points = dict(zip(law.costs[cost].simulated.z, law.costs[cost].simulated.epochs, strict=True))
    assert points[side * z] == epochs
    assert theory_at(law, cost, side * z) == pytest.approx(formula, abs=0.05)
    assert law.kappa == pytest.approx(0.3)
    assert law.start == side * 4.0
    assert law.start_epochs == {"quadratic": 232, "cross-entropy": 17}[cost]


NEURONS: list[dict[str, Any]] = [
    {},
    {"y": 1.0, "eta": 0.5, "x": 0.3},
    {"y": 0.3, "eta": 1.5, "x": -2.0},
    {"y": 0.85, "eta": 5.0},
    {"w": [0.4, -1.1, 0.2], "x": [0.5, 1.5, -0.3], "y": 0.2, "eta": 0.4},
    {"w": [2.0], "x": [[1.0]], "y": [0.0], "cost": "cross-entropy"},
    {"activation": "tanh", "y": 0.3, "eta": 0.2},
    {"activation": "linear", "y": 1.0, "eta": 0.1},
    {"activation": "linear", "b": 300.0, "eta": 0.01},
    {"activation": "relu", "y": 1.0},
    {"cost": "cross-entropy-as-animated", "eta": 0.005, "w": 2.0, "b": 2.0},
]


@pytest.mark.parametrize("fields", NEURONS, ids=str)
def test_every_simulated_point_is_what_a_run_from_there_gives(fields: dict[str, Any]) -> None:
    experiment = Experiment.model_validate(fields)
    law = result_of(plateaus(experiment))
    assert law.applies
    for cost, curve in law.costs.items():
        points = list(zip(curve.simulated.z, curve.simulated.epochs, strict=True))
        assert len(points) >= 8 or cost not in ("quadratic", "cross-entropy")
        assert [z for z, _ in points] == sorted(z for z, _ in points)
        for z, epochs in points:
            if epochs <= 3000:  # longer ones are the same in kind
                _, summary = simulate(shifted(experiment, cost, z, epochs + 3))
                assert summary["epochs_to_half"] == epochs, (cost, z)


@pytest.mark.parametrize("fields", NEURONS, ids=str)
def test_the_costs_are_those_that_follow_their_gradient_and_fit(fields: dict[str, Any]) -> None:
    activation = fields.get("activation", "sigmoid")
    fitting = [cost for cost, other in PAIRS if other == activation and COSTS[cost].follows_gradient]
    assert list(law_of(**fields).costs) == fitting
    assert "quadratic" in fitting
    assert ("cross-entropy" in fitting) == ACTIVATIONS[activation].is_probability


@given(experiment=experiments())
@settings(deadline=None, max_examples=60)
def test_of_any_experiment_the_law_is_told_or_the_reason(experiment: Experiment) -> None:
    law = result_of(plateaus(experiment))
    assert law.applies == (law.reason is None)
    if np.size(experiment.y) > 1:
        assert law == Plateaus(
            applies=False, reason="several-examples", kappa=None, start=None, start_epochs=None, z=[], costs={}
        )
        return
    assert law.start is not None
    if law.start_epochs is None or law.start_epochs > 200:
        return
    _, summary = simulate(experiment.model_copy(update={"epochs": 200}))
    assert summary["epochs_to_half"] == law.start_epochs


@pytest.mark.parametrize("fields", NEURONS, ids=str)
def test_the_curves_hold_ten_on_the_wrong_side_and_the_start(fields: dict[str, Any]) -> None:
    law = law_of(**fields)
    assert law.start is not None
    assert law.z == sorted(law.z)
    assert max(abs(law.z[0]), abs(law.z[-1])) >= 10.0
    assert law.z[0] <= law.start <= law.z[-1] or law.start_epochs == 0
    for curve in law.costs.values():
        assert len(curve.theory) == len(law.z)
        assert all(epochs is None or 0.0 <= epochs <= LONGEST for epochs in curve.theory)


def test_two_wrong_sides_have_a_gap_between_them() -> None:
    law = law_of(activation="linear", y=0.25)
    gap = law.costs["quadratic"].theory.index(None)
    assert law.costs["quadratic"].theory.count(None) == 1
    assert (law.z[gap - 1], law.z[gap + 1]) == pytest.approx((-0.25, 0.75))
    assert law.z[gap] == pytest.approx(0.25)


def test_a_curve_ends_where_no_clock_goes_on_and_points_where_the_cap_is() -> None:
    law = law_of(w=400.0, b=400.0)
    assert law.start == 800.0
    assert law.start_epochs is None
    assert law.z[-1] == pytest.approx(880.0)
    theory = law.costs["quadratic"].theory
    assert theory[0] is not None
    assert theory[-1] is None
    assert (theory_at(law, "quadratic", 660.0) or 0.0) > 1e280
    law = law_of(w=40.0, b=0.0)
    assert max(law.costs["quadratic"].simulated.epochs) <= CAP
    assert law.costs["cross-entropy"].simulated.z[-1] == 40.0
    assert law_of(w=1000.0, x=1000.0).z[-1] == LARGEST_REACH


def test_a_plateau_that_nobody_could_wait_for_has_its_number_too() -> None:
    law = law_of(w=20.0, b=20.0)
    epochs = np.array(law.costs["quadratic"].theory[1:], dtype=float)
    # (e^z + 3z + …)/κ at z = 40, between two points of the grid
    assert np.exp(np.interp(40.0, law.z[1:], np.log(epochs))) == pytest.approx(7.846e17, rel=1e-3)
    assert (law.start, law.start_epochs) == (40.0, None)


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("far", [1.0, 4.0, 20.0, 150.0, 500.0])
@pytest.mark.parametrize("eta", [1e-6, 0.15, 1000.0])
def test_the_curves_of_a_sigmoid_are_its_closed_form(far: float, y: float, eta: float) -> None:
    law = law_of(w=far if y == 0.0 else -far, b=0.0, y=y, eta=eta)
    assert law.kappa is not None
    for cost in ("quadratic", "cross-entropy"):
        for z, epochs in zip(law.z, law.costs[cost].theory, strict=True):
            closed = plateau_epochs(cost, z, y, law.kappa)
            assert closed is None or epochs == pytest.approx(closed, rel=1e-9), (cost, z)


def test_the_law_pauses_about_every_millisecond() -> None:
    for fields in ({"w": 900.0, "y": 0.0}, {"activation": "linear", "w": 900.0, "y": 0.25}):
        work = plateaus(Experiment.model_validate(fields))
        assert len(list(work)) >= 4 * len(law_of(**fields).costs)


def test_a_start_that_is_right_already_took_no_epochs() -> None:
    assert law_of(w=-3.0).start_epochs == 0


def test_what_can_never_be_wrong_has_no_law() -> None:
    law = law_of(y=0.5)
    assert (law.applies, law.reason, law.z, law.costs) == (False, "never-wrong", [], {})
    assert law.start == 1.5
    assert law.start_epochs == 0


def test_an_activation_that_falls_has_no_law(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wave(Activation):
        name, label, summary = "wave", "Wave", "z + 3 sin z."

        def value(self, z: Number) -> Number:
            wave: Number = z + 3.0 * np.sin(z)
            return wave

        def slope(self, z: Number) -> Number:
            slope: Number = 1.0 + 3.0 * np.cos(z)
            return slope

    monkeypatch.setitem(ACTIVATIONS, "wave", Wave())
    assert law_of(activation="wave").reason == "not-monotone"


def test_a_cost_that_is_added_has_its_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    class Quartic(type(COSTS["quadratic"])):  # type: ignore[misc]
        name = "quartic"

        def value(self, activation: Activation, z: Number, y: Number) -> Number:
            return activation.residual(z, y) ** 4

        def derivative(self, activation: Activation, z: Number, y: Number) -> Number:
            return 4.0 * activation.residual(z, y) ** 3

    monkeypatch.setitem(COSTS, "quartic", Quartic())
    law = law_of()
    # δ = 4 a³ σ′: longer than the quadratic cost's a σ′ only where 4 a² < 1, and T − T_q → e^z (1/4 − 1)/κ
    simulated = law.costs["quartic"].simulated
    for z, epochs in zip(simulated.z, simulated.epochs, strict=True):
        assert epochs == pytest.approx(theory_at(law, "quartic", z), abs=4.0)


def test_the_start_is_measured_as_a_run_measures_it() -> None:
    fields = {"cost": "cross-entropy-as-animated", "eta": 0.005, "w": 2.0, "b": 2.0}
    run = Run(Experiment.model_validate(fields))
    assert len(list(run.blocks())) > 1
    assert law_of(**fields).start_epochs == run.summary["epochs_to_half"] == 66
    assert math.isclose(law_of(**fields).kappa or 0.0, 0.01)
