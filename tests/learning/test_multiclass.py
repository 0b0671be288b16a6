"""Cross-entropy of several classes: the article's example, mpmath, limits, and what is refused."""

import math

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.learning.errors import NotADistribution, OutOfRange
from app.learning.multiclass import (
    FORMS,
    TOLERANCE,
    Answers,
    Batch,
    categorical,
    check_distributions,
    least,
    per_output,
)

P = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
Q = np.array([[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]])
Z = arrays(float, (3, 4), elements=st.floats(-1e4, 1e4, allow_subnormal=False))


def soft(z: np.ndarray) -> np.ndarray:
    """Distributions to be wanted."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def test_the_worked_example_of_the_article() -> None:
    """−ln 0.5 = 0.693 and −ln 0.8 = 0.223; per output −ln 0.5 − ln 0.8 − ln 0.7 = 1.273, −ln 0.8 − 2 ln 0.9 = 0.434."""
    answers = Answers.of_probabilities(Q)
    first, second = categorical(P, answers), per_output(P, answers)
    assert first.values == pytest.approx([-math.log(0.5), -math.log(0.8)], rel=1e-15)
    assert second.values == pytest.approx(
        [-math.log(0.5) - math.log(0.8) - math.log(0.7), -math.log(0.8) - 2 * math.log(0.9)], rel=1e-15
    )
    assert [round(value, 3) for value in (*first.values, *second.values)] == [0.693, 0.223, 1.273, 0.434]
    assert round(first.mean_per_example, 3) == 0.458


@pytest.mark.parametrize("form", FORMS)
def test_a_mean_over_all_elements_divides_by_the_classes_once_more(form: str) -> None:
    batch = FORMS[form](P, Answers.of_probabilities(Q))
    assert batch.mean_over_elements == pytest.approx(batch.terms.mean(), rel=1e-15)
    assert batch.mean_per_example == pytest.approx(3 * batch.mean_over_elements, rel=1e-15)


def test_nothing_wanted_costs_nothing_however_little_it_was_given() -> None:
    answers = Answers.of_probabilities(np.array([[1.0, 0.0], [0.5, 0.5]]))
    batch = categorical(np.array([[1.0, 0.0], [0.0, 1.0]]), answers)
    assert batch.values.tolist() == [0.0, math.log(2)]
    assert not np.signbit(batch.terms).any()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_wanted_and_given_no_chance_costs_infinitely_much(form: str) -> None:
    batch = FORMS[form](np.array([[0.0, 1.0], [1.0, 0.0]]), Answers.of_probabilities(np.array([[1.0, 0.0]] * 2)))
    assert batch.values.tolist() == [math.inf, 0.0]
    assert batch.mean_per_example == math.inf


def test_the_whole_given_to_a_class_that_is_wanted_only_in_part_costs_infinitely_much_per_output() -> None:
    answers = Answers.of_probabilities(np.array([[1.0, 0.0]]))
    wanted = np.array([[0.5, 0.5]])
    assert per_output(wanted, answers).terms.tolist() == [[math.inf, math.inf]]
    assert categorical(wanted, answers).terms.tolist() == [[0.0, math.inf]]


@pytest.mark.parametrize("form", FORMS)
@given(z=Z, wanted=arrays(float, (3, 4), elements=st.floats(-3.0, 3.0)))
def test_logits_have_their_cost_to_fourteen_digits_however_large_they_are(
    form: str, z: np.ndarray, wanted: np.ndarray
) -> None:
    p = soft(wanted)
    terms = FORMS[form](p, Answers.of_logits(z)).terms
    for row, (wanted_row, logits) in enumerate(zip(p, z, strict=True)):
        for column in range(4):
            expected = term_of(form, wanted_row[column], logits, column)
            assert terms[row, column] == pytest.approx(expected, rel=1e-13, abs=1e-300)


def term_of(form: str, p: float, logits: np.ndarray, column: int) -> float:
    """In forty digits, of which none is lost: every output is measured from this one, and nothing is subtracted."""
    with mpmath.workdps(40):
        own = mpmath.mpf(float(logits[column]))
        others = mpmath.fsum(mpmath.exp(float(z) - own) for index, z in enumerate(logits) if index != column)
        term = p * mpmath.log1p(others)
        if form == "per_output":
            term += (1 - mpmath.mpf(p)) * mpmath.log1p(1 / others)
        return float(term)


def test_an_output_that_is_no_double_any_more_still_has_its_cost() -> None:
    answers = Answers.of_logits(np.array([[0.0, -2000.0], [1e4, -1e4]]))
    assert answers.q[:, 1].tolist() == [0.0, 0.0]
    batch = categorical(np.array([[0.0, 1.0], [0.0, 1.0]]), answers)
    assert batch.values.tolist() == [2000.0, 20000.0]


@pytest.mark.parametrize("form", FORMS)
@given(z=arrays(float, (2, 3), elements=st.floats(-20.0, 20.0)), other=arrays(float, (2, 3), elements=st.floats(-5, 5)))
def test_nothing_is_cheaper_than_the_wanted_distribution_itself(form: str, z: np.ndarray, other: np.ndarray) -> None:
    p = soft(other)
    assert (FORMS[form](p, Answers.of_logits(z)).values >= least(p, form) - 1e-12).all()


def test_one_wanted_class_can_be_had_for_nothing() -> None:
    assert least(P, "categorical").tolist() == least(P, "per_output").tolist() == [0.0, 0.0]
    assert least(np.array([[0.5, 0.5]]), "categorical") == pytest.approx([math.log(2)], rel=1e-15)


def test_clipping_hides_how_wrong_an_answer_is() -> None:
    wanted = np.array([[0.0, 1.0]] * 3)
    answers = Answers.of_logits(np.array([[0.0, -30.0], [0.0, -900.0], [0.0, -1.0]]))
    clipped = categorical(wanted, answers.clipped(1e-10))
    assert clipped.values[:2] == pytest.approx([-math.log(1e-10)] * 2, rel=1e-15)
    assert clipped.values[2] == pytest.approx(categorical(wanted, answers).values[2], rel=1e-15)


def test_clipping_charges_a_perfect_answer() -> None:
    answers = Answers.of_probabilities(np.array([[1.0, 0.0]])).clipped(1e-10)
    assert answers.q.tolist() == [[1.0 - 1e-10, 1e-10]]
    assert 0 < categorical(np.array([[1.0, 0.0]]), answers).values[0] < 1.1e-10


@pytest.mark.parametrize("at", [0.0, 0.5, -1e-10, math.nan])
def test_clipping_at_no_sensible_number_is_refused(at: float) -> None:
    with pytest.raises(OutOfRange, match=r"^clip must be greater than 0 and less than 0\.5, got "):
        Answers.of_probabilities(Q).clipped(at)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ([0.5, 0.2, 0.2], "sum to 1, got a sum of 0.9"),
        ([1.5, -0.5, 0.0], "have numbers from 0 to 1 alone, got 1.5"),
        ([math.nan, 0.5, 0.5], "have numbers from 0 to 1 alone, got nan"),
    ],
)
def test_what_is_no_distribution_is_named_with_its_row(row: list[float], rule: str) -> None:
    with pytest.raises(NotADistribution) as refusal:
        check_distributions("q", np.array([[0.5, 0.25, 0.25], row]))
    assert str(refusal.value) == f"q[1] must {rule}"
    assert refusal.value.row == 1


def test_a_sum_that_is_off_by_roundings_is_one() -> None:
    check_distributions("p", np.array([[1 / 3] * 3, [0.1, 0.2, 0.7]]))
    check_distributions("p", np.array([[0.5, 0.5 + 0.9 * TOLERANCE]]))


def test_values_are_sums_of_terms() -> None:
    assert Batch(np.array([[1.0, 2.0], [0.0, 4.0]])).values.tolist() == [3.0, 4.0]
