"""The columns of a trace."""

from dataclasses import fields

from app.experiments.run import neuron_of
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS, columns_of, explanations_of
from app.learning.explain import Explanation
from app.learning.neuron import Descent, Rows


def test_every_column_of_a_descent_is_in_the_trace_and_described() -> None:
    assert list(COLUMNS) == [field.name for field in fields(Rows)]
    assert list(EXPLANATIONS) == [field.name for field in fields(Explanation)]
    assert not COLUMNS.keys() & EXPLANATIONS.keys()
    assert all(column.label and column.summary.endswith(".") for column in (COLUMNS | EXPLANATIONS).values())


def test_columns_are_contiguous_so_that_they_can_be_written_as_they_are() -> None:
    experiment = Experiment(w=[1.0, 2.0], x=[[1.0, 2.0]] * 3, y=[0.0, 1.0, 0.5])
    rows = Descent(neuron_of(experiment)).advance(20)[3:]
    columns = columns_of(rows) | explanations_of(neuron_of(experiment), rows)
    assert all(column.flags.c_contiguous for column in columns.values())
    assert columns["epoch"].tolist() == list(range(3, 20))
