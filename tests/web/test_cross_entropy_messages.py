"""What may be asked of cross-entropies: one example or many, probabilities or logits, within bounds."""

import pytest
from pydantic import ValidationError

from app.web.cross_entropy_messages import MAX_NUMBERS, MAX_ROWS, CrossEntropyRequest


def test_one_example_is_a_batch_of_one() -> None:
    one = CrossEntropyRequest(p=[1.0, 0.0], q=[0.5, 0.5])
    assert (one.wanted.tolist(), one.answered.tolist()) == ([[1.0, 0.0]], [[0.5, 0.5]])
    logits = CrossEntropyRequest(p=[[1.0, 0.0]], z=[[3.0, -2.0]])
    assert logits.answered.tolist() == [[3.0, -2.0]]


def test_a_batch_may_be_so_large() -> None:
    rows = MAX_NUMBERS // MAX_ROWS
    full = [[1.0] + [0.0] * (rows - 1)] * MAX_ROWS
    assert CrossEntropyRequest(p=full, q=full).wanted.shape == (MAX_ROWS, rows)
    with pytest.raises(ValidationError, match="too_long"):
        CrossEntropyRequest(p=[*full, full[0]], q=full)
