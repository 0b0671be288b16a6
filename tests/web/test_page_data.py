"""What pages have in common."""

import pytest

from app.learning.costs import COSTS
from app.web.page_data import SLOTS, cost_data, decimals, slot_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.98201379, "0.9820"),
        (-2.0, "−2.0000"),
        (0.0, "0.0000"),
        (0.0005, "0.0005"),
        (0.000123, "1.23e−4"),
        (-1.5e-12, "−1.50e−12"),
        (123456.0, "1.23e5"),
        (99999.0, "99999.0000"),
    ],
)
def test_a_number_is_written_as_the_scripts_write_it(value: float, text: str) -> None:
    assert decimals(value) == text


@pytest.mark.parametrize("name", COSTS)
def test_scripts_are_told_how_a_cost_looks_and_reads(name: str) -> None:
    told = cost_data(name)
    assert told["label"] == COSTS[name].label
    assert told["slot"] == slot_of(name) < SLOTS
    assert "{a}" in told["formula"]
