"""What may be asked: a sharpness or its limit, within bounds."""

import math

import pytest
from pydantic import ValidationError

from app.web.softmax_messages import MAX_OUTPUTS, InverseRequest, SoftmaxRequest


def test_a_sharpness_is_a_number_or_its_limit() -> None:
    assert SoftmaxRequest(z=[0.0, 1.0]).sharpness == 1.0
    assert SoftmaxRequest(z=[0.0, 1.0], c=3.5).sharpness == 3.5
    assert SoftmaxRequest(z=[0.0, 1.0], c="max").sharpness == math.inf


def test_a_layer_may_have_so_many_outputs() -> None:
    assert len(SoftmaxRequest(z=[0.0] * MAX_OUTPUTS).z) == MAX_OUTPUTS
    with pytest.raises(ValidationError, match="too_long"):
        SoftmaxRequest(z=[0.0] * (MAX_OUTPUTS + 1))


def test_sums_may_be_off_by_roundings() -> None:
    third = 0.333333
    assert InverseRequest(a=[third, third, 1 - 2 * third]).a[0] == third
    assert InverseRequest(a=[0.3333333] * 3)
    with pytest.raises(ValidationError, match="must sum to 1, got a sum of 0"):
        InverseRequest(a=[0.333] * 3)
