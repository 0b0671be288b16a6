"""Forms say nothing of their own: every control is read off the schema."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from app.experiments.schema import LARGEST, MAX_EPOCHS, MAX_EXAMPLES, MAX_INPUTS, Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.web.forms import Slider, form_fields

FIELDS = {field.name: field for field in form_fields()}


def test_every_field_that_can_be_chosen_is_in_the_form_in_the_order_of_the_schema() -> None:
    assert list(FIELDS) == [name for name in Experiment.model_fields if name != "kind"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_control_has_the_words_and_the_default_of_its_field(name: str) -> None:
    field = Experiment.model_fields[name]
    assert (FIELDS[name].title, FIELDS[name].description, FIELDS[name].default) == (
        field.title,
        field.description,
        field.default,
    )


def test_choices_are_those_of_the_registries() -> None:
    registries: dict[str, Mapping[str, Any]] = {"cost": COSTS, "activation": ACTIVATIONS}
    for name, registry in registries.items():
        options = [(option.value, option.label, option.summary) for option in FIELDS[name].options]
        assert options == [(entry.name, entry.label, entry.summary) for entry in registry.values()]


def test_numbers_have_the_bounds_of_the_schema() -> None:
    bounds = {name: (field.minimum, field.maximum) for name, field in FIELDS.items() if not field.options}
    assert bounds == {
        "w": (-LARGEST, LARGEST),
        "b": (-LARGEST, LARGEST),
        "x": (-LARGEST, LARGEST),
        "y": (0.0, 1.0),
        "eta": (0.0, 1000.0),
        "epochs": (1, MAX_EPOCHS),
    }
    assert [name for name, field in FIELDS.items() if field.excludes_minimum] == ["eta"]
    assert [name for name, field in FIELDS.items() if field.is_whole] == ["epochs"]
    assert FIELDS["epochs"].unit == "epochs"


def test_every_number_has_a_slider_within_its_bounds() -> None:
    assert {name: field.slider for name, field in FIELDS.items() if not field.options} == {
        "w": Slider(-10.0, 10.0, 0.1, "linear"),
        "b": Slider(-10.0, 10.0, 0.1, "linear"),
        "x": Slider(-5.0, 5.0, 0.1, "linear"),
        "y": Slider(0.0, 1.0, 0.01, "linear"),
        "eta": Slider(0.001, 10.0, 0.1, "log"),
        "epochs": Slider(10.0, 10_000.0, 0.1, "log"),
    }
    for field in FIELDS.values():
        if field.slider is not None:
            assert field.minimum is not None
            assert field.maximum is not None
            assert field.minimum <= field.slider.low < field.slider.high <= field.maximum


def test_fields_say_how_many_numbers_may_stand_in_place_of_one() -> None:
    assert {name: field.longest for name, field in FIELDS.items() if field.longest > 1} == {
        "w": MAX_INPUTS,
        "x": MAX_EXAMPLES,
        "y": MAX_EXAMPLES,
    }


def test_the_front_page_has_a_control_for_every_field(client: httpx.Client) -> None:
    html = client.get("/").text
    controls = set(re.findall(r'<(?:input|select)\b[^>]*\bname="([^"]+)"', html))
    assert set(FIELDS) <= controls
