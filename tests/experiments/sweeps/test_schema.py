"""What a sweep may be, and the sentences for what it may not."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from app.experiments.complaints import Complaint, complaints
from app.experiments.run import neuron_of
from app.experiments.schema import Experiment
from app.experiments.sweeps.axes import MAX_LISTED
from app.experiments.sweeps.schema import Sweep
from app.learning.measures import MEASURES
from tests.experiments.sweeps.examples import ONE_OF_EACH_KIND, TWO_EXAMPLES, TWO_INPUTS, spaced, sweep, sweeps

W = {"w": spaced(-5, 5, 3)}
SEVERAL = {"x": [0.5, -1.0, 2.0], "y": [0.0, 1.0, 0.25]}


def found_in(**fields: Any) -> list[Complaint]:
    try:
        Sweep.model_validate({"axes": W, "measure": "final_cost", **fields})
    except ValidationError as error:
        return complaints(error.errors())
    return []


@pytest.mark.parametrize(
    ("axes", "place", "sentence"),
    [
        ({}, "", "axes must be 1 or 2, got 0"),
        ({**W, "b": spaced(0, 1, 2), "x": spaced(0, 1, 2)}, "", "axes must be 1 or 2, got 3"),
        (5, "", "axes must be an object, got 5"),
        ({"w": 5}, "w", "w must be an object, got 5"),
        ({"w": {"start": 0, "stop": 1}}, "w.num", "num is required"),
        ({"w": spaced(0, 1, 0)}, "w.num", "num must be at least 1, got 0"),
        ({"w": spaced(0, 1, 10**400)}, "w.num", "num must be at most 1000000000, got a number of hundreds of digits"),
        ({"w": {**spaced(0, 1, 2), "num": 2.0}}, "w.num", "num must be a whole number, got 2.0"),
        ({"w": {**spaced(0, 1, 2), "start": True}}, "w.start", "start must be a number, got true"),
        ({"w": {**spaced(0, 1, 2), "start": "0"}}, "w.start", "start must be a number, got '0'"),
        ({"w": spaced(float("nan"), 1, 2)}, "w.start", "start must be a finite number, got nan"),
        ({"w": spaced(0, 1001, 2)}, "w.stop", "stop must be at most 1000, got 1001.0"),
        ({"b": spaced(-1001, 0, 2)}, "b.start", "start must be at least -1000, got -1001.0"),
        ({"eta": spaced(0, 1, 2)}, "eta.start", "start must be greater than 0, got 0.0"),
        ({"y": spaced(0, 1.5, 2)}, "y.stop", "stop must be at most 1, got 1.5"),
        ({"w": spaced(0, 1, 2, "cubic")}, "w.scale", "scale must be 'linear' or 'log', got 'cubic'"),
        ({"w": spaced(0, 1, 2, "log")}, "w.start", "start must be different from 0 on a logarithmic axis, got 0.0"),
        (
            {"w": spaced(1, -1, 2, "log")},
            "w.stop",
            "stop must be greater than 0 on a logarithmic axis, as start is, got -1.0",
        ),
        (
            {"w": spaced(-1, 0, 2, "log")},
            "w.stop",
            "stop must be less than 0 on a logarithmic axis, as start is, got 0.0",
        ),
        ({"w": {"values": []}}, "w.values", "values must be a list of at least 1, got a list of 0"),
        ({"w": {"values": [0.0, None]}}, "w.values.1", "values[1] must be a number, got null"),
        ({"y": {"values": [0.0, 1.0, 2]}}, "y.values.2", "values[2] must be at most 1, got 2.0"),
        ({"w": {"values": [0.0], "num": 1}}, "w.num", "num is not a field here"),
        (
            {"w": {"values": [0.0] * (MAX_LISTED + 1)}},
            "w.values",
            f"values must be a list of at most {MAX_LISTED}, got a list of {MAX_LISTED + 1}",
        ),
        ({"epochs": spaced(0, 10, 11)}, "epochs.start", "start must be at least 1, got 0"),
        ({"epochs": spaced(1.5, 10, 2)}, "epochs.start", "start must be a whole number, got 1.5"),
        ({"epochs": {"values": [10, 2.5]}}, "epochs.values.1", "values[1] must be a whole number, got 2.5"),
        (
            {"epochs": spaced(10, 20, 5)},
            "epochs.num",
            "num must leave steps of whole epochs, got 5, which makes them 2.5 long; 6 makes them 2",
        ),
        (
            {"epochs": spaced(20, 10, 1_000_000_000)},
            "epochs.num",
            "num must leave steps of whole epochs, got 1000000000, which makes them -1e-08 long; 11 makes them -1",
        ),
        (
            {"epochs": spaced(10, 90, 3, "log")},
            "epochs.scale",
            "",
        ),
        (
            {"epochs": spaced(10, 20, 3, "log")},
            "epochs.scale",
            "scale must be linear where every value must be a whole number of epochs, got 'log', which goes through "
            "fractions; list the values instead",
        ),
        ({"w.0": spaced(0, 1, 2)}, "w.0", "w is one number in the base, so the axis must be named w, got 'w.0'"),
        (
            {"z0": spaced(0, 1, 2), "b": spaced(0, 1, 2)},
            "z0",
            "z0 must stand without b as the other axis: it sets b = z0 − Σ w x",
        ),
        (
            {"z0": spaced(0, 1000, 2), "w": spaced(-1, 1, 2)},
            "z0",
            "z0 sets b = z0 − Σ w x, and b must be at most 1000, got 1001.0 at z0 = 1000.0 and w = -1.0",
        ),
        ({"z0": spaced(-1e308, 1e308, 2)}, "z0", "z0 sets b = z0 − Σ w x, and b must be at least -1000, got -1e+308"),
    ],
)
def test_a_mistake_on_an_axis_is_one_sentence_with_field_rule_and_value(axes: Any, place: str, sentence: str) -> None:
    found = found_in(axes=axes)
    if not sentence:
        assert found == []
        return
    [(field, message)] = found
    assert field == f"axes.{place}".rstrip(".")
    assert message.startswith(sentence)


@pytest.mark.parametrize(
    "name",
    ["q", "cost", "", "W", "w.x", "w.-1", "w.00", "w.", "w.¹", "w.99999999999999999999", "epochs.0.0.0", "x" * 100],
)
def test_a_name_that_is_no_axis_is_answered_with_those_that_are(name: str) -> None:
    [(field, message)] = found_in(axes={name: spaced(1, 2, 2)})
    assert field.startswith("axes")
    assert "must be" in message
    assert len(message) < 200


@pytest.mark.parametrize(
    ("base", "name", "sentence"),
    [
        (TWO_INPUTS, "w", "w is a list in the base, so the axis must name one number of it, such as w.0"),
        (TWO_EXAMPLES, "x", "x is a list in the base, so the axis must name one number of it, such as x.0.0"),
        (TWO_EXAMPLES, "x.1", "x.1 is a list in the base, so the axis must name one number of it, such as x.1.0"),
        (TWO_EXAMPLES, "x.2.0", "x has 2 numbers in the base, counted from 0, got 'x.2.0'"),
        (TWO_EXAMPLES, "w.999", "w has 2 numbers in the base, counted from 0, got 'w.999'"),
        (TWO_EXAMPLES, "b.0", "b is one number in the base, so the axis must be named b, got 'b.0'"),
        (TWO_EXAMPLES, "z0", "z0 must be of one example, and y has 2 targets"),
        (TWO_INPUTS, "z0.0", "z0 is one number, so the axis must be named z0, got 'z0.0'"),
    ],
)
def test_an_axis_names_one_number_of_the_base(base: dict[str, Any], name: str, sentence: str) -> None:
    [(field, message)] = found_in(base=base, axes={name: spaced(1, 2, 2)})
    assert field == f"axes.{name}"
    assert message.startswith(sentence)


def test_what_is_wrong_with_the_base_is_said_in_the_words_of_an_experiment() -> None:
    assert found_in(base={"eta": -1.0}) == [Complaint("base.eta", "eta must be greater than 0, got -1.0")]


def test_every_mistake_is_found() -> None:
    found = found_in(base={"b": "a"}, axes={"w": spaced(0, 1, 0)}, measure="speed")
    assert [complaint.field for complaint in found] == ["base.b", "axes.w.num", "measure"]
    found = found_in(axes={"w": spaced(-2000, 2000, 3), "eta": spaced(0, 1, 3)})
    assert [complaint.field for complaint in found] == ["axes.w.start", "axes.w.stop", "axes.eta.start"]


def test_the_measure_is_one_that_a_summary_has() -> None:
    [(field, message)] = found_in(measure="speed")
    assert (field, message) == ("measure", f"measure must be one of {', '.join(MEASURES)}, got 'speed'")
    assert found_in(measure=5) == [Complaint("measure", "measure must be a text, got 5")]


@pytest.mark.parametrize("measure", [name for name, m in MEASURES.items() if m.is_per_example])
def test_a_measure_that_is_a_list_for_several_examples_is_refused_with_the_reason(measure: str) -> None:
    [(field, message)] = found_in(base=SEVERAL, measure=measure)
    assert field == "measure"
    assert message == (f"measure must be one number a cell, got '{measure}', which is a list when y is one (of 3 here)")


@pytest.mark.parametrize("measure", [name for name, m in MEASURES.items() if not m.is_per_example])
def test_every_other_measure_is_one_number_for_several_examples_too(measure: str) -> None:
    assert found_in(base=SEVERAL, measure=measure) == []


def test_the_longest_trace_of_the_grid_must_be_one_that_an_experiment_may_have() -> None:
    base = {"x": [1.0] * 100, "y": [0.0] * 100}
    [(field, message)] = found_in(base=base, axes={"epochs": {"values": [10, 90_000, 20]}})
    assert field == "axes.epochs"
    assert message.startswith("epochs reach 90000: the trace may hold at most 5000000 numbers, and 90000 epochs of ")


def test_a_sweep_of_any_size_is_judged_by_arithmetic() -> None:
    huge = sweep({"w": spaced(-5, 5, 1_000_000_000), "b": spaced(-5, 5, 1_000_000_000)})
    assert huge.shape == (1_000_000_000, 1_000_000_000)
    assert huge.cells == 10**18
    assert huge.steps == 30 * 10**18
    assert found_in(axes={"epochs": spaced(7, 7, 1_000_000_000)}) == []


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_the_steps_are_all_epochs_of_all_cells(kind: str) -> None:
    case = ONE_OF_EACH_KIND[kind]
    indices = itertools.product(*map(range, case.shape))
    assert case.steps == sum(case.experiment_at(index).epochs for index in indices)


def test_the_steps_along_a_logarithmic_axis_of_epochs_are_those_of_its_values() -> None:
    assert sweep({"epochs": spaced(10, 1000, 3, "log")}).steps == 1110


@settings(deadline=None)
@given(sweeps())
def test_the_values_of_the_axes_go_into_the_experiments_as_they_are(case: Sweep) -> None:
    values = case.values_of()
    for index in itertools.product(*map(range, case.shape)):
        experiment = case.experiment_at(index)
        for (name, along), place in zip(values.items(), index, strict=True):
            value = along[place]
            if name == "z0":
                neuron = neuron_of(experiment)
                start = float(np.ravel(neuron.x) @ np.ravel(neuron.w)) + neuron.b
                # b = z0 − Σ w x and back is two roundings of numbers of up to 140
                assert abs(start - value) < 1e-13
                continue
            field, *path = name.split(".")
            number: Any = getattr(experiment, field)
            for part in path:
                number = number[int(part)]
            assert number == value
            assert isinstance(number, int) == (name == "epochs")


@settings(deadline=None)
@given(sweeps())
def test_a_sweep_survives_its_json(case: Sweep) -> None:
    again = Sweep.model_validate_json(case.model_dump_json())
    assert again == case
    for name, values in case.values_of().items():
        np.testing.assert_array_equal(again.values_of()[name], values)


def test_the_base_is_the_chapters_neuron_if_none_is_given() -> None:
    assert Sweep.model_validate({"axes": W, "measure": "diverged"}).base == Experiment()


def test_whole_measures_are_known() -> None:
    whole = {name for name in MEASURES if sweep(W, name).is_whole}
    assert whole == {"epochs_to_half", "fastest_epoch", "diverged"}
