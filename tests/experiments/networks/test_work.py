"""What a training costs, judged before it begins."""

import pytest

from app.experiments.networks.run import train
from app.experiments.networks.schema import NetworkExperiment
from app.experiments.networks.work import activations_of, parameters_of, values_of, work_of
from app.experiments.trace import Columns
from tests.experiments.networks.examples import short


def test_parameters_are_weights_and_biases() -> None:
    # (784 + 1) · 30 + (30 + 1) · 10
    assert parameters_of((784, 30, 10)) == 23_860


def test_work_grows_with_epochs_examples_and_size() -> None:
    def work(sizes: tuple[int, ...] = (64, 30, 10), examples: int = 1000, epochs: int = 10) -> int:
        return work_of(sizes, examples, 100, epochs, 10)

    assert work(epochs=1000) == pytest.approx(100 * work(), rel=0.1)
    assert work(examples=100_000) == pytest.approx(100 * work(), rel=0.1)
    assert work((64, 300, 10)) > 4 * work()


def test_single_precision_is_less_work() -> None:
    sizes = (784, 30, 10)
    double = work_of(sizes, 50_000, 10_000, 30, 10)
    assert 0.4 * double < work_of(sizes, 50_000, 10_000, 30, 10, is_single=True) < 0.7 * double


def test_small_mini_batches_are_more_work() -> None:
    assert work_of((2, 2, 1), 1000, 0, 10, 1) > 5 * work_of((2, 2, 1), 1000, 0, 10, 100)


def test_the_chapters_run_is_some_hundred_thousand_million_multiply_adds() -> None:
    # forwards, backwards and gradient while training, and once more for the row: about 6 · 23,860 · 50,000 an epoch
    experiment = NetworkExperiment.model_validate({"problem": "mnist", "hidden": [30], "epochs": 30, "batch_size": 10})
    assert experiment.work == pytest.approx(30 * 6 * 23_860 * 50_000, rel=0.3)


def test_the_last_mini_batch_is_a_step_too() -> None:
    assert work_of((2, 1), 11, 0, 1, 10) - work_of((2, 1), 10, 0, 1, 10) > 100_000


def test_activations_are_those_of_the_examples_that_there_are() -> None:
    assert activations_of((2, 3, 1), 100, 10) == 60
    assert activations_of((2, 3, 1), 5, 10) == 30


@pytest.mark.parametrize("hidden", [[], [2], [2, 3, 2]])
def test_values_are_the_numbers_of_the_trace(hidden: list[int]) -> None:
    experiment = short({"hidden": hidden})
    columns: Columns = train(experiment)[0]
    assert experiment.values == sum(column.size for column in columns.values())
    assert values_of(experiment.sizes, experiment.epochs) == experiment.values


def test_the_largest_experiment_is_judged_at_once() -> None:
    huge = {"problem": "mnist", "hidden": [1000] * 4, "epochs": 100_000}
    assert NetworkExperiment.model_validate(huge).work > 1e17
