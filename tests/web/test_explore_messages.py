"""What may be asked of the explanations, and in which words the rest is refused."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from app.experiments.complaints import complaints
from app.experiments.fairness import RULES
from app.experiments.schema import LARGEST, MAX_INPUTS, Experiment
from app.web.explore_messages import (
    LARGEST_Z,
    MAX_GRID,
    CurvesQuery,
    PlateausRequest,
    RatesRequest,
    SurfacesRequest,
)

TWO = {"w": [0.5, -1.5], "x": [1.0, 2.0]}
AXIS = {"start": -1.0, "stop": 1.0, "num": 3}
SURFACE = {"experiment": TWO, "w1": AXIS, "w2": AXIS}


def refusal(model: type[BaseModel], value: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(value)
    return tuple(complaints(refused.value.errors())[0])  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("model", "value", "field", "words"),
    [
        (CurvesQuery, {"cost": "hinge"}, "cost", "cost must be one of quadratic"),
        (CurvesQuery, {"cost": "cross-entropy", "activation": "relu"}, "activation", "outputs between 0 and 1"),
        (CurvesQuery, {"y": "1.5"}, "y", "y must be at most 1, got '1.5'"),
        (CurvesQuery, {"y": ""}, "y", "y must be a number, got ''"),
        (CurvesQuery, {"low": "nan"}, "low", "low must be a finite number"),
        (CurvesQuery, {"low": "-1e9"}, "low", "low must be at least -17000000"),
        (CurvesQuery, {"low": "3", "high": "3"}, "high", "high must be greater than low, which is 3.0, got 3.0"),
        (CurvesQuery, {"low": "10"}, "high", "high must be greater than low, which is 10.0, got 10.0"),
        (CurvesQuery, {"x": "1"}, "x", "x is not a field here"),
        (PlateausRequest, {}, "experiment", "experiment is required"),
        (PlateausRequest, {"experiment": {"eta": 0.0}}, "experiment.eta", "eta must be greater than 0"),
        (RatesRequest, {"reference": {}, "other": {}, "rule": "fifth"}, "rule", "rule must be 'same', 'sixth'"),
        (RatesRequest, {"reference": {}, "other": {}}, "rule", "rule is required"),
        (SurfacesRequest, {**SURFACE, "experiment": {}}, "experiment.w", "w must be a list of 2, got a number"),
        (SurfacesRequest, {**SURFACE, "experiment": {"w": [1.0], "x": [1.0]}}, "experiment.w", "got a list of 1"),
        (SurfacesRequest, {**SURFACE, "w1": {**AXIS, "num": 102}}, "w1.num", "num must be at most 101, got 102"),
        (SurfacesRequest, {**SURFACE, "w1": {**AXIS, "num": 1}}, "w1.num", "num must be at least 2, got 1"),
        (SurfacesRequest, {**SURFACE, "w2": {**AXIS, "stop": -1.0}}, "w2.stop", "stop must be greater than start"),
        (SurfacesRequest, {**SURFACE, "b": "0"}, "b", "b must be a number, got '0'"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_does_not_fit_is_refused_with_field_rule_and_value(
    model: type[BaseModel], value: Any, field: str, words: str
) -> None:
    where, message = refusal(model, value)
    assert where == field
    assert words in message


def test_the_rules_are_those_that_there_are() -> None:
    assert get_args(RatesRequest.model_fields["rule"].annotation) == tuple(RULES)


def test_every_start_of_an_experiment_lies_on_a_curve() -> None:
    farthest = Experiment(w=[LARGEST] * MAX_INPUTS, x=[LARGEST] * MAX_INPUTS, b=LARGEST)
    assert isinstance(farthest.w, list)
    assert MAX_INPUTS * LARGEST**2 + farthest.b <= LARGEST_Z
    assert CurvesQuery(low=-LARGEST_Z, high=LARGEST_Z)


def test_the_finest_surface_is_allowed() -> None:
    finest = {**AXIS, "num": MAX_GRID}
    assert SurfacesRequest.model_validate({**SURFACE, "w1": finest, "w2": finest, "b": None}).b is None
