"""The plateau's formula: against simulation, against the costs' own error signals, and where it keeps silent."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.learning.neuron import Descent, Neuron
from app.learning.theory import POTENTIALS, plateau_epochs, plateau_of
from tests.learning.examples import ORDINARY_Z, array, assert_close
from tests.learning.oracles import STEP, Exact, mp, output

SIGMOID = ACTIVATIONS["sigmoid"]
each_potential = pytest.mark.parametrize("cost", POTENTIALS)


def neuron_at(cost: str, z: float, y: float = 0.0, eta: float = 0.15) -> Neuron:
    """A sigmoid neuron with x = 1 that starts at z."""
    return Neuron(COSTS[cost], SIGMOID, z / 2.0, z / 2.0, 1.0, y, eta)


def epochs_to_half(neuron: Neuron) -> tuple[int, float]:
    """Simulated: the first row on the right side of z = 0, and where the line between the rows crosses it."""
    formula = plateau_of(neuron)
    assert formula is not None
    z = Descent(neuron).advance(int(1.1 * formula) + 20).z * (1.0 if neuron.y == 0.0 else -1.0)
    k = int((z < 0.0).argmax())
    assert z[k] < 0.0 < z[k - 1], "the run is too short"
    return k, k - 1 + float(z[k - 1] / (z[k - 1] - z[k]))


# z at the start, the simulated first row with a < 0.5 at η = 0.15, and the formula.
PLATEAUS = [
    ("quadratic", 2.0, 52, 51.6),
    ("quadratic", 4.0, 232, 230.1),
    ("quadratic", 6.0, 1416, 1413.1),
    ("quadratic", 8.0, 10028, 10024.9),
    ("cross-entropy", 2.0, 10, 9.5),
    ("cross-entropy", 4.0, 17, 16.6),
    ("cross-entropy", 6.0, 23, 23.3),
    ("cross-entropy", 8.0, 30, 30.0),
]


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize(("cost", "z", "simulated", "formula"), PLATEAUS)
def test_the_plateaus_are_as_long_as_they_are_known_to_be(
    cost: str, z: float, simulated: int, formula: float, y: float
) -> None:
    neuron = neuron_at(cost, z if y == 0.0 else -z, y)
    assert epochs_to_half(neuron)[0] == simulated
    assert plateau_of(neuron) == pytest.approx(formula, abs=0.05, rel=0.0)


@pytest.mark.parametrize("y", [0.0, 1.0])
@each_potential
def test_the_formula_becomes_exact_as_the_rate_goes_to_0(cost: str, y: float) -> None:
    start = neuron_at(cost, 3.0 if y == 0.0 else -3.0, y)
    errors, corrected = [], []
    # Steps of finite length overtake or lag behind the flow by half the logarithm of how much δ grows on the way.
    drift = 0.5 * math.log(start.cost.delta(SIGMOID, 0.0, 0.0) / start.cost.delta(SIGMOID, 3.0, 0.0))
    for eta in (0.1, 0.025, 0.00625):
        neuron = replace(start, eta=eta)
        formula = plateau_of(neuron)
        assert formula is not None
        miss = epochs_to_half(neuron)[1] - formula
        errors.append(abs(miss) / formula)
        corrected.append(abs(miss - drift))
    # A quarter of the rate leaves a quarter of the relative error, and a quarter of what the drift does not explain.
    assert errors[0] < 0.02
    assert errors[1] == pytest.approx(errors[0] / 4.0, rel=0.05)
    assert errors[2] == pytest.approx(errors[1] / 4.0, rel=0.05)
    assert corrected[2] < corrected[1] / 3.0 < corrected[0] / 9.0 < 0.01


# F(a) as it is integrated, term by term; the largest term is what a rounding is measured against.
FORMULAS: dict[str, Callable[[Exact], list[Exact]]] = {
    "quadratic": lambda a: [-1 / (2 * a**2), -2 / a, 3 * mp.log(a), -3 * mp.log(1 - a), 1 / (1 - a)],
    "cross-entropy": lambda a: [-1 / a, mp.log(a), -mp.log(1 - a)],
}


def test_every_potential_is_judged() -> None:
    assert set(FORMULAS) == set(POTENTIALS)


@pytest.mark.parametrize("z", [-340.0, -40.0, -3.0, -1e-9, 0.0, 0.5, 1.0, 4.0, 20.0, 40.0, 340.0])
@each_potential
def test_a_potential_in_z_is_the_formula_in_a(cost: str, z: float) -> None:
    terms = FORMULAS[cost](output("sigmoid", mp.mpf(z)))
    assert_close(POTENTIALS[cost](z), sum(terms), max(abs(term) for term in terms), 1e-15, z)


@pytest.mark.parametrize("z", [-340.0, -40.0, -3.0, -1e-9, 0.0, 0.5, 1.0, 4.0, 20.0, 40.0, 340.0])
@each_potential
def test_the_formula_is_the_integral_of_one_over_the_error_signal(cost: str, z: float) -> None:
    # dz/dt = −κ δ, so dF/dz = 1/δ. The formula's derivative is a difference quotient in 700 digits, δ is the cost's.
    after, before = (sum(FORMULAS[cost](output("sigmoid", mp.mpf(z) + step))) for step in (STEP, -STEP))
    one_over_delta = (after - before) / (2 * STEP)
    assert_close(COSTS[cost].delta(SIGMOID, z, 0.0), 1 / one_over_delta, 1 / one_over_delta, 1e-14, z)


@each_potential
def test_the_slope_of_a_potential_is_one_over_the_error_signal(cost: str) -> None:
    potential, h = POTENTIALS[cost], 1e-5
    for z in ORDINARY_Z:
        difference = (potential(z + h) - potential(z - h)) / (2.0 * h)
        assert difference == pytest.approx(1.0 / COSTS[cost].delta(SIGMOID, z, 0.0), rel=1e-8), z


def epochs_from(cost: str, z: float, y: float = 0.0, kappa: float = 0.3) -> float:
    epochs = plateau_epochs(cost, z, y, kappa)
    assert epochs is not None
    return epochs


def test_the_plateau_grows_exponentially_for_the_quadratic_cost_and_linearly_for_the_cross_entropy() -> None:
    # From z = 20 on F is e^z, or z, up to a few parts in 1e8.
    assert epochs_from("quadratic", 21.0) / epochs_from("quadratic", 20.0) == pytest.approx(math.e, rel=1e-6)
    step = epochs_from("cross-entropy", 21.0) - epochs_from("cross-entropy", 20.0)
    assert step == pytest.approx(1.0 / 0.3, rel=1e-6)


@each_potential
def test_half_the_rate_takes_twice_as_long(cost: str) -> None:
    assert epochs_from(cost, 4.0, kappa=0.15) == 2.0 * epochs_from(cost, 4.0, kappa=0.3)


@each_potential
def test_the_mirrored_target_takes_as_long(cost: str) -> None:
    assert epochs_from(cost, -4.0, y=1.0) == epochs_from(cost, 4.0, y=0.0)


@each_potential
def test_only_z_and_kappa_count(cost: str) -> None:
    # w x + b = 0.5 · 2 + 3 = 4 and κ = 0.06 · (2² + 1) = 0.3, as for x = 1 and η = 0.15.
    neuron = Neuron(COSTS[cost], SIGMOID, 0.5, 3.0, 2.0, 0.0, 0.06)
    assert plateau_of(neuron) == pytest.approx(epochs_from(cost, 4.0), rel=1e-15)


@each_potential
def test_the_plateau_is_over_where_it_starts_at_one_half(cost: str) -> None:
    assert epochs_from(cost, 1e-6) == pytest.approx(1e-6 / (0.3 * COSTS[cost].delta(SIGMOID, 0.0, 0.0)), rel=1e-5)


@pytest.mark.parametrize(
    ("cost", "z", "y"),
    [
        ("cross-entropy-as-animated", 4.0, 0.0),  # A rule without a formula.
        ("quadratic", 4.0, 0.5),  # Targets between 0 and 1.
        ("cross-entropy", 4.0, 1e-9),
        ("quadratic", -4.0, 0.0),  # Already on the right side.
        ("cross-entropy", 4.0, 1.0),
        ("quadratic", 0.0, 0.0),
        ("quadratic", 350.0, 0.0),  # Past every clock, and e^z past the doubles a little later.
        ("cross-entropy", -1e300, 1.0),
        ("quadratic", math.nan, 0.0),
    ],
)
def test_there_is_no_answer_where_the_formula_does_not_apply(cost: str, z: float, y: float) -> None:
    assert plateau_epochs(cost, z, y, kappa=0.3) is None


def test_there_is_an_answer_up_to_350() -> None:
    assert 1e150 < epochs_from("quadratic", 349.9) < math.inf
    assert 1e3 < epochs_from("cross-entropy", 349.9) < 2e3


def test_an_answer_past_the_largest_number_is_none() -> None:
    # e^300 ≈ 1e130 epochs at κ = 1; 1e330 would be infinity.
    assert plateau_epochs("quadratic", 300.0, 0.0, kappa=1e-200) is None
    assert plateau_of(neuron_at("cross-entropy", 4.0, eta=5e-324)) is None


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "sigmoid"])
def test_there_is_no_answer_without_a_sigmoid(activation: str) -> None:
    assert plateau_of(replace(neuron_at("quadratic", 4.0), activation=ACTIVATIONS[activation])) is None


def test_there_is_no_answer_for_several_inputs_or_examples() -> None:
    neuron = neuron_at("quadratic", 4.0)
    assert plateau_of(neuron) is not None
    assert plateau_of(replace(neuron, w=array(2.0), x=array(1.0))) is None
    assert plateau_of(replace(neuron, x=array(1.0), y=array(0.0))) is None
