"""An axis as it is typed."""

from typing import Any

import pytest

from app.cli.axis import axes_of
from app.cli.problems import WrongUse


@pytest.mark.parametrize(
    ("text", "name", "axis"),
    [
        ("w=-5:5:1001", "w", {"start": -5, "stop": 5, "num": 1001}),
        ("eta=0.001:10:1e2:log", "eta", {"start": 0.001, "stop": 10, "num": 100, "scale": "log"}),
        ("x.0.1=0:1:3", "x.0.1", {"start": 0, "stop": 1, "num": 3}),
        ("z0=2,4,6.5", "z0", {"values": [2, 4, 6.5]}),
        ("epochs=300", "epochs", {"values": [300]}),
        (" w = −1 : 1 : 3 ", "w", {"start": -1, "stop": 1, "num": 3}),
        ("w=a:1:3:lin", "w", {"start": "a", "stop": 1, "num": 3, "scale": "lin"}),
    ],
)
def test_it_becomes_the_axis_of_a_request(text: str, name: str, axis: dict[str, Any]) -> None:
    assert axes_of([text]) == {name: axis}


def test_axes_keep_their_order() -> None:
    assert list(axes_of(["b=1,2", "w=1,2"])) == ["b", "w"]


@pytest.mark.parametrize("text", ["", "w", "w=", "=1:2:3", "w=1:2", "w=1:2:3:log:4"])
def test_what_has_not_the_form_of_an_axis_is_refused_with_that_form(text: str) -> None:
    with pytest.raises(WrongUse, match=r"^--axis: an axis is name=start:stop:num, .*, got "):
        axes_of([text])


def test_the_same_axis_twice_is_refused() -> None:
    with pytest.raises(WrongUse, match=r"^--axis w: axes must differ in what they run through, got w twice"):
        axes_of(["w=1,2", "w=3,4"])
