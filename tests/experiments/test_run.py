"""Running an experiment: blocks, thinning, the summary, and runs that diverge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experiments import run as module
from app.experiments.presets import PRESETS
from app.experiments.run import FIRST_BLOCK, Run, join, neuron_of, simulate
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS, Columns, columns_of
from app.learning.neuron import Descent
from tests.experiments.examples import DIVERGING, ONE_OF_EACH_SHAPE, experiments
from tests.experiments.golden import DIGITS, PLATEAUS, PRESET_RUNS

EXPERIMENTS = {name: Experiment.model_validate(fields) for name, fields in {**ONE_OF_EACH_SHAPE, **DIVERGING}.items()}


def assert_same_bits(left: Columns, right: Columns) -> None:
    assert list(left) == list(right)
    for name in left:
        assert left[name].dtype == right[name].dtype
        assert left[name].shape == right[name].shape, name
        assert left[name].tobytes() == right[name].tobytes(), name


def at_once(experiment: Experiment) -> Columns:
    """The whole trace out of a single block."""
    return columns_of(Descent(neuron_of(experiment)).advance(experiment.epochs + 1))


@pytest.mark.parametrize("name", PRESET_RUNS)
def test_the_chapters_runs_give_the_known_numbers(name: str) -> None:
    columns, summary = simulate(PRESETS[name].experiment)
    golden = PRESET_RUNS[name]
    a, cost = columns["a"], columns["cost"]
    assert [a[0], a[150], a[300], cost[0], cost[300]] == pytest.approx(golden[:5], abs=DIGITS)
    assert summary["epochs_to_half"] == golden.epochs_to_half
    assert [summary["initial_output"], summary["final_output"]] == [a[0], a[300]]
    assert [summary["initial_cost"], summary["final_cost"]] == [cost[0], cost[300]]


@pytest.mark.parametrize(("cost", "z", "epochs", "formula"), PLATEAUS)
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_plateaus_last_as_long_as_is_known(cost: str, z: float, epochs: int, formula: float, target: float) -> None:
    side = 1.0 if target == 0.0 else -1.0
    experiment = Experiment(cost=cost, w=side * z / 2, b=side * z / 2, y=target, eta=0.15, epochs=epochs + 5)
    _, summary = simulate(experiment)
    assert summary["epochs_to_half"] == epochs
    assert summary["plateau_theory"] == pytest.approx(formula, abs=0.05)


def test_the_trace_has_one_row_more_than_epochs_and_every_column() -> None:
    columns, _ = simulate(Experiment(epochs=300))
    assert list(columns) == list(COLUMNS)
    assert columns["epoch"].tolist() == list(range(301))


@pytest.mark.parametrize("sizes", [(1, 1), (3, 7), (16, 64), (5000, 5000)])
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_blocks_of_any_size_make_the_same_trace(
    name: str, sizes: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, largest = sizes
    monkeypatch.setattr(module, "FIRST_BLOCK", first)
    monkeypatch.setattr(module, "SCALAR_BLOCK", largest)
    monkeypatch.setattr(module, "ARRAY_BLOCK", largest)
    run = Run(EXPERIMENTS[name])
    blocks = list(run.columns())
    assert_same_bits(join(blocks), at_once(EXPERIMENTS[name]))
    assert max(len(block["epoch"]) for block in blocks) <= max(first, largest)
    assert run.is_over


@given(experiments())
def test_any_experiment_runs_to_finite_numbers(experiment: Experiment) -> None:
    columns, summary = simulate(experiment)
    assert all(np.isfinite(column).all() for column in columns.values())
    rows = len(columns["epoch"])
    assert columns["epoch"].tolist() == list(range(rows))
    assert summary["diverged"] == (None if rows == experiment.epochs + 1 else rows)
    assert all(np.isfinite(value).all() for value in summary.values() if value is not None)


@given(experiments(max_epochs=100), st.integers(1, 120))
def test_thinning_keeps_the_first_row_every_nth_and_the_last(experiment: Experiment, every: int) -> None:
    whole = at_once(experiment)
    rows = len(whole["epoch"])
    kept = [row for row in range(rows) if row % every == 0 or row == rows - 1]
    thinned, _ = simulate(experiment, every)
    assert_same_bits(thinned, {name: column[kept] for name, column in whole.items()})


@pytest.mark.parametrize("every", [1, 2, 7, 16, 17, 1000])
@pytest.mark.parametrize("name", DIVERGING)
def test_a_thinned_diverged_run_ends_with_its_last_finite_row(name: str, every: int) -> None:
    whole = at_once(EXPERIMENTS[name])
    thinned, summary = simulate(EXPERIMENTS[name], every)
    rows = len(whole["epoch"])
    assert rows < EXPERIMENTS[name].epochs
    assert summary["diverged"] == rows
    assert thinned["epoch"].tolist() == [row for row in range(rows) if row % every == 0 or row == rows - 1]


@pytest.mark.parametrize("blocks_until_divergence", range(1, 40))
def test_a_run_that_diverges_at_the_edge_of_a_block_keeps_its_last_row(
    blocks_until_divergence: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_BLOCK", blocks_until_divergence)
    monkeypatch.setattr(module, "SCALAR_BLOCK", blocks_until_divergence)
    experiment = EXPERIMENTS["after a while"]
    whole, (thinned, _) = at_once(experiment), simulate(experiment, every=1000)
    assert thinned["epoch"].tolist() == [0, len(whole["epoch"]) - 1]


def test_a_run_that_diverges_at_once_has_an_empty_trace_and_no_outputs() -> None:
    columns, summary = simulate(EXPERIMENTS["at once"])
    assert {name: len(column) for name, column in columns.items()} == dict.fromkeys(COLUMNS, 0)
    assert summary["diverged"] == 0
    assert summary["initial_output"] is summary["final_output"] is summary["epochs_to_half"] is None


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_summary_is_measured_on_all_rows_however_few_are_sent(name: str) -> None:
    _, whole = simulate(EXPERIMENTS[name])
    _, thinned = simulate(EXPERIMENTS[name], every=97)
    assert thinned == whole


def test_the_first_block_is_small_so_that_a_picture_starts_at_once() -> None:
    first = next(Run(Experiment(epochs=100_000)).blocks())
    assert len(first) == FIRST_BLOCK <= 32


def test_columns_of_several_inputs_and_examples_have_their_axes() -> None:
    columns, summary = simulate(EXPERIMENTS["two inputs, three examples"])
    shapes: dict[str, tuple[int, ...]] = {name: column.shape[1:] for name, column in columns.items()}
    expected: dict[str, tuple[int, ...]] = dict.fromkeys(COLUMNS, ())
    expected |= dict.fromkeys(("w", "grad_w"), (2,))
    expected |= dict.fromkeys(("z", "a", "slope", "delta"), (3,))
    assert shapes == expected
    assert summary["final_output"] == columns["a"][-1].tolist()


@pytest.mark.parametrize("every", [1, 7, 1000])
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_run_that_explains_itself_has_the_same_trace_and_three_columns_more(name: str, every: int) -> None:
    plain, summary = simulate(EXPERIMENTS[name], every)
    explained, same_summary = simulate(EXPERIMENTS[name], every, explain=True)
    assert same_summary == summary
    assert list(explained) == [*COLUMNS, *EXPLANATIONS]
    assert_same_bits({column: explained[column] for column in COLUMNS}, plain)
    assert {explained[column].shape for column in EXPLANATIONS} == {plain["z"].shape}


def test_explanations_that_are_not_finite_are_no_divergence() -> None:
    # As animated and at z = −744 the output is 1e-323, so 1/(a (1 − a)) is infinite; ∂C/∂a is 1 at y = 0.
    experiment = Experiment(cost="cross-entropy-as-animated", w=-744.0, b=0.0, epochs=3)
    columns, summary = simulate(experiment, explain=True)
    assert summary["diverged"] is None
    assert np.isinf(columns["gain"]).all()
    assert columns["epoch"].tolist() == [0, 1, 2, 3]
    settled, summary = simulate(Experiment(activation="linear", w=0.0, b=1.0, y=1.0, epochs=2), explain=True)
    assert settled["error"].tolist() == [0.0, 0.0, 0.0]
    assert summary["diverged"] is None
