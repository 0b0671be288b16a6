"""The options of an experiment: those of the schema, judged by the schema."""

import json
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from pydantic import Field
from typer.testing import CliRunner

from app.cli.options import experiments_of, whole, with_fields
from app.cli.problems import WrongUse
from app.experiments.complaints import complaints
from app.experiments.presets import PRESETS
from app.experiments.schema import Experiment
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, Quadratic
from app.web.forms import form_fields
from tests.cli.calling import call


@pytest.fixture(params=["run", "sweep"], scope="module")
def manual(request: pytest.FixtureRequest) -> str:
    """The help of a command, in one line."""
    return " ".join(call(request.param, "--help").out.split())


@pytest.mark.parametrize("field", form_fields(), ids=lambda field: field.name)
def test_every_field_has_its_option_with_its_help_its_bounds_and_its_default(manual: str, field: Any) -> None:
    assert f" --{field.name} " in manual
    assert field.description in manual
    said = manual.partition(f" --{field.name} ")[2].partition(" --")[0]
    assert f"default: {field.default:g}]" in said if isinstance(field.default, float) else f"{field.default}]" in said
    for bound in (field.minimum, field.maximum):
        assert bound is None or f"{bound:g}" in said


@pytest.mark.parametrize("entry", [*COSTS.values(), *ACTIVATIONS.values()], ids=lambda entry: entry.name)
def test_every_choice_stands_there_with_its_label(manual: str, entry: Any) -> None:
    assert f"{entry.name} ({entry.label})" in manual


def test_a_new_field_is_an_option_by_itself() -> None:
    class WithMomentum(Experiment):
        old_speed: float = Field(0.25, ge=0.0, lt=1.0, title="Momentum", description="How much speed is kept.")

    got: dict[str, Any] = {}

    def command(typed: dict[str, list[str]], loud: Annotated[bool, typer.Option("--loud")] = False) -> None:
        got.update(typed=typed, loud=loud, runs=experiments_of(typed, [], None, WithMomentum))

    app = typer.Typer(rich_markup_mode=None)
    app.command()(with_fields(command, WithMomentum))
    assert "How much speed is kept. [at least 0; default: 0.25]" in " ".join(
        CliRunner().invoke(app, ["--help"]).stdout.split()
    )
    assert CliRunner().invoke(app, ["--old-speed", "0.5", "--loud"]).exit_code == 0
    assert got["typed"] == {"old_speed": ["0.5"]}
    assert got["loud"] is True
    assert got["runs"][0].old_speed == 0.5
    with pytest.raises(WrongUse, match=r"^--old-speed: old_speed must be less than 1, got 1\.$"):
        experiments_of({"old_speed": ["1"]}, [], None, WithMomentum)


def test_a_new_cost_is_a_choice_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cubic(Quadratic):
        name = "cubic"
        label = "Cubic"

    monkeypatch.setitem(COSTS, "cubic", Cubic())
    assert experiments_of({"cost": ["cubic"]}, [], None)[0].cost == "cubic"


def test_without_options_it_is_the_experiment_of_all_defaults() -> None:
    assert experiments_of({}, [], None) == [Experiment()]


def test_options_win_over_a_preset() -> None:
    preset = PRESETS["cross-entropy-badly-wrong"].experiment
    assert experiments_of({"eta": ["0.5"]}, ["cross-entropy-badly-wrong"], None) == [
        Experiment.model_validate(preset.model_dump() | {"eta": 0.5})
    ]


def test_an_option_given_twice_makes_two_experiments_and_two_such_options_four() -> None:
    runs = experiments_of({"cost": ["quadratic", "cross-entropy"], "eta": ["1", "2"]}, [], None)
    assert [(run.cost, run.eta) for run in runs] == [
        ("quadratic", 1.0),
        ("quadratic", 2.0),
        ("cross-entropy", 1.0),
        ("cross-entropy", 2.0),
    ]


def test_several_inputs_and_examples_are_lists() -> None:
    typed = {"w": ["1,2"], "x": ["1,2;3,4"], "y": ["0,1"]}
    as_json = {"w": ["[1,2]"], "x": ["[[1,2],[3,4]]"], "y": ["[0,1]"]}
    expected = Experiment(w=[1.0, 2.0], x=[[1.0, 2.0], [3.0, 4.0]], y=[0.0, 1.0])
    assert experiments_of(typed, [], None) == experiments_of(as_json, [], None) == [expected]


def test_a_file_may_hold_an_experiment_or_a_list_of_them(tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    file.write_text('{"w": 3}', encoding="utf-8")
    assert experiments_of({"b": ["1"]}, [], str(file)) == [Experiment(w=3.0, b=1.0)]
    file.write_text('[{"w": 3}, {"w": 4}]', encoding="utf-8")
    assert [run.w for run in experiments_of({}, [], str(file))] == [3.0, 4.0]


@pytest.mark.parametrize(
    ("field", "text", "json_value"),
    [
        ("eta", "-1", -1),
        ("eta", "abc", "abc"),
        ("w", "2000", 2000),
        ("w", "1,a", "1,a"),
        ("x", "nan", "nan"),
        ("y", "2", 2),
        ("b", "1,2", [1, 2]),
        ("epochs", "1.5", 1.5),
        ("epochs", "1e9", 1_000_000_000),
        ("cost", "hinge", "hinge"),
        ("x", "1,2", [1, 2]),
    ],
)
def test_a_mistake_is_said_in_the_words_of_the_web(field: str, text: str, json_value: Any) -> None:
    with pytest.raises(ValueError, match="validation error") as web:
        Experiment.model_validate_json(json.dumps({field: json_value}))
    words = complaints(web.value.errors())[0].message  # type: ignore[attr-defined]
    with pytest.raises(WrongUse) as found:
        experiments_of({field: [text]}, [], None)
    assert found.value.lines == (f"--{field}: {words}.",)


def test_every_mistake_has_its_line_and_names_where_it_came_from(tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    file.write_text('{"eta": -1, "speed": 2}', encoding="utf-8")
    with pytest.raises(WrongUse) as found:
        experiments_of({"w": ["a"]}, [], str(file))
    assert found.value.lines == (
        "--w: w must be a number, got 'a'.",
        "--experiment: eta must be greater than 0, got -1.",
        "--experiment: speed is not a field here.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "the text is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[" * 100_000, "the text is not JSON: "),
        ("3", "the file must hold an experiment, {…}, or a list of them"),
        ("[]", "the file must hold an experiment, {…}, or a list of them"),
        ("[3]", "the file must hold an experiment, {…}, or a list of them"),
    ],
)
def test_a_file_that_holds_no_experiment_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "base.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse) as found:
        experiments_of({}, [], str(file))
    assert found.value.lines[0].startswith(f"--experiment: {words}")


def test_a_file_that_is_not_there_an_unknown_preset_and_two_bases_are_refused() -> None:
    with pytest.raises(WrongUse, match=r"^--experiment: cannot read /nowhere: No such file or directory"):
        experiments_of({}, [], "/nowhere")
    with pytest.raises(WrongUse, match=r"^--preset: preset must be one of quadratic-wrong, .*, got 'slow'"):
        experiments_of({}, ["slow"], None)
    with pytest.raises(WrongUse, match=r"^--experiment: give --preset or --experiment, not both"):
        experiments_of({}, ["quadratic-wrong"], "-")


def test_a_whole_number_that_is_no_field_is_judged_in_the_same_words() -> None:
    assert whole("--every", "1e2", 1, 1000) == 100
    for text, words in (
        ("0", "at least 1, got 0"),
        ("1.5", "a whole number, got 1.5"),
        ("a", "a whole number, got 'a'"),
    ):
        with pytest.raises(WrongUse, match=f"^--every: every must be {words}"):
            whole("--every", text, 1, 1000)
