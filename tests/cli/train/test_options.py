"""The options of a network experiment: those of its schema, judged by its schema."""

import json
from typing import Any

import pytest
from pydantic import Field

from app.cli.problems import WrongUse
from app.cli.train.options import bases, experiments_of, fields_of, option_of, problem_of
from app.experiments.complaints import complaints
from app.experiments.networks.presets import NETWORK_PRESETS
from app.experiments.networks.schema import NetworkExperiment
from app.learning.costs import NETWORK_COSTS, Quadratic
from app.learning.datasets import DATA_SETS
from tests.cli.calling import call

FIELDS = {field.name: field for field in fields_of()}


@pytest.fixture(scope="module")
def manual() -> str:
    """The help of the command, in one line."""
    return " ".join(call("train", "--help").out.split())


@pytest.mark.parametrize("name", [name for name in NetworkExperiment.model_fields if name != "kind"])
def test_every_field_has_its_option_with_its_help_and_its_bounds(manual: str, name: str) -> None:
    field = FIELDS[name]
    said = manual.partition(f" {option_of(name)} ")[2]
    assert said.startswith(("LIST", "NAME", "NUMBER", "/ --no-"))
    # A word with a hyphen may be broken after it.
    assert field.rules["description"].replace(" ", "").replace("-", "") in said.replace(" ", "").replace("-", "")
    for bound in (field.rules.get("minimum"), field.rules.get("maximum")):
        assert bound is None or f"{bound:.12g}" in said.partition(" --")[0]


@pytest.mark.parametrize("name", [*NETWORK_COSTS, *(name for name, each in DATA_SETS.items() if not each.is_given)])
def test_every_choice_stands_there(manual: str, name: str) -> None:
    assert f" {name} " in manual


def test_a_new_cost_and_a_new_field_are_there_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cubic(Quadratic):
        name = "cubic"
        label = "Cubic"

    class WithMomentum(NetworkExperiment):
        old_speed: float = Field(0.25, ge=0.0, lt=1.0, title="Momentum", description="How much speed is kept.")

    monkeypatch.setitem(NETWORK_COSTS, "cubic", Cubic())
    (found,) = experiments_of({"cost": ["cubic"], "old_speed": ["0.5"]}, [{}], None, WithMomentum)
    assert (found.cost, found.model_dump()["old_speed"]) == ("cubic", 0.5)
    added = next(field for field in fields_of(WithMomentum) if field.name == "old_speed")
    assert added.help == "How much speed is kept. [at least 0; default: 0.25]"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("hidden", "30", [30]),
        ("hidden", "30,10", [30, 10]),
        ("hidden", "[30, 10]", [30, 10]),
        ("hidden", "1e2,", [100]),
        ("hidden", "none", []),
        ("hidden", "[]", []),
        ("epochs", "1e2", 100),
        ("eta", "3", 3.0),
        ("shuffle", "false", False),
        ("init_outputs", "0", [0]),
        ("init_outputs", "none", None),
        ("precision", "single", "single"),
    ],
)
def test_what_is_typed_is_what_json_would_hold(field: str, text: str, value: Any) -> None:
    (found,) = experiments_of({field: [text]}, [{}], None)
    assert getattr(found, field) == value


def test_start_values_are_typed_as_json() -> None:
    weights, biases = [[[1.0, 2.0]]], [[0.5]]
    typed = {"hidden": ["none"], "weights": [json.dumps(weights)], "biases": [json.dumps(biases)]}
    (found,) = experiments_of(typed, [{}], None)
    assert (found.weights, found.biases) == (weights, biases)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("moons", "moons"),
        ("moons:noise=0.3", {"name": "moons", "noise": 0.3}),
        ("moons: noise=0 , n=1e2", {"name": "moons", "noise": 0, "n": 100}),
        ('{"name": "moons", "n": 10}', {"name": "moons", "n": 10}),
    ],
)
def test_a_problem_is_a_name_a_name_with_options_or_json(text: str, problem: Any) -> None:
    assert problem_of(text) == problem


@pytest.mark.parametrize("text", ["moons:", "moons:noise", "moons:noise=", "moons:=3", "moons:name=xor", "{"])
def test_a_problem_that_is_none_of_these_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match=r"^--problem: "):
        problem_of(text)


@pytest.mark.parametrize(
    ("field", "text", "json_value"),
    [
        ("eta", "-1", -1),
        ("eta", "nan", "nan"),
        ("epochs", "0", 0),
        ("epochs", "1.5", 1.5),
        ("hidden", "0", [0]),
        ("hidden", "1,2,3,4,5,6,7", [1, 2, 3, 4, 5, 6, 7]),
        ("hidden", "2.5", [2.5]),
        ("hidden", "many", "many"),
        ("batch_size", "1e9", 1_000_000_000),
        ("seed", "-1", -1),
        ("cost", "hinge", "hinge"),
        ("precision", "half", "half"),
        ("problem", "moon", "moon"),
        ("problem", "moons:noise=9", {"name": "moons", "noise": 9}),
        ("problem", "moons:colour=3", {"name": "moons", "colour": 3}),
        ("init_outputs", "7", [7]),
        ("weights", "[[[1]]]", [[[1]]]),
    ],
)
def test_a_mistake_is_said_in_the_words_of_the_web(field: str, text: str, json_value: Any) -> None:
    with pytest.raises(ValueError, match="validation error") as web:
        NetworkExperiment.model_validate_json(json.dumps({field: json_value}))
    words = [each.message for each in complaints(web.value.errors())]  # type: ignore[attr-defined]
    with pytest.raises(WrongUse) as found:
        experiments_of({field: [text]}, [{}], None)
    assert [line.partition(": ")[2] for line in found.value.lines] == [f"{each}." for each in words]
    assert found.value.lines[0].startswith("--")


def test_options_given_twice_make_every_combination() -> None:
    runs = experiments_of({"cost": ["quadratic", "cross-entropy"], "eta": ["1", "2"]}, [{}], None)
    assert [(run.cost, run.eta) for run in runs] == [
        ("quadratic", 1.0),
        ("quadratic", 2.0),
        ("cross-entropy", 1.0),
        ("cross-entropy", 2.0),
    ]


@pytest.mark.parametrize("name", NETWORK_PRESETS)
def test_a_preset_is_all_its_lanes(name: str) -> None:
    assert experiments_of({}, bases([name], None), None) == NETWORK_PRESETS[name].lanes


def test_bases_that_are_none_are_refused() -> None:
    with pytest.raises(WrongUse, match=r"^--preset: preset must be one of .*mnist-quadratic, .*, got 'slow'"):
        bases(["slow"], None)
    with pytest.raises(WrongUse, match=r"^--experiment: give --preset or --experiment, not both"):
        bases(["mnist-quadratic"], "-")
    with pytest.raises(WrongUse, match=r"^--experiment: cannot read /nowhere: No such file or directory"):
        bases([], "/nowhere")


def test_every_field_has_a_kind_that_the_command_knows() -> None:
    """A field of a new kind (a text, say) would need a way to be typed: this fails until it has one."""
    for field in fields_of():
        assert field.types <= {"string", "object", "array", "null", "boolean", "number", "integer"}
        assert field.metavar
        assert field.help
