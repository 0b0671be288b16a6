"""Every data set that there is keeps the promises that others rely on; a new one is tested by being added."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.learning.datasets import DATA_SETS, Data, DataError, DataSet, data_set_named, load
from app.learning.datasets.registry import by_name, data_sets_of
from app.learning.errors import UnknownName

GIVEN: dict[str, dict[str, Any]] = {
    "table": {"x": [[0.0, 1.0], [1.0, 0.0]], "y": [[1.0], [0.0]]},
    "csv": {"text": "0,0,no\n1,2,yes\n3,4,no\n5,6,yes\n7,8,no\n"},
}
"""What to bring where examples are brought."""
HERE = [name for name, data_set in DATA_SETS.items() if not data_set.files]
"""Those that need no files; what needs some is tested with its own."""
FIELDS = ("x", "labels", "y", "test_x", "test_labels", "test_y", "validation_x", "validation_labels", "validation_y")


def choices(name: str) -> list[dict[str, Any]]:
    """Options at their defaults, and each of those that have bounds or names at every end."""
    start = GIVEN.get(name, {})
    found = [start]
    for option_name, option in DATA_SETS[name].options.items():
        if option.kind in ("int", "float"):
            found += [{**start, option_name: end} for end in (option.low, option.high) if end is not None]
        found += [{**start, option_name: each} for each in option.choices]
    return found


CASES = [(name, options) for name in HERE for options in choices(name)]


def same(one: Data, other: Data) -> bool:
    return all(np.array_equal(np.array(getattr(one, f)), np.array(getattr(other, f))) for f in FIELDS)


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=DATA_SETS)
def test_a_data_set_says_what_it_is(data_set: DataSet) -> None:
    assert data_set.name == data_set.name.lower()
    assert data_set.label
    assert data_set.summary.endswith(".")
    for option in data_set.options.values():
        assert option.label
        assert option.summary.endswith(".")
        assert option.default is None or option.checked("v", option.default) == option.default


def test_what_must_be_brought_is_marked() -> None:
    required = {name for name, each in DATA_SETS.items() if any(o.default is None for o in each.options.values())}
    assert required == set(GIVEN) == {name for name, each in DATA_SETS.items() if each.is_given}


@pytest.mark.parametrize(("name", "options"), CASES)
def test_examples_are_finite_and_as_many_as_foretold(name: str, options: Mapping[str, Any]) -> None:
    data = load(name, options)
    data_set = DATA_SETS[name]
    assert data.name == name
    assert data.extent == data_set.extent(data_set.checked(options))
    assert np.isfinite(data.x).all()
    for is_one_hot in (False, True):
        targets = data.targets(is_one_hot)
        assert targets.shape == (len(data.x), data.outputs(is_one_hot))
        assert ((targets >= 0.0) & (targets <= 1.0)).all()


@pytest.mark.parametrize("name", HERE)
def test_the_same_options_give_the_same_bits(name: str) -> None:
    assert same(load(name, GIVEN.get(name)), load(name, GIVEN.get(name)))


@pytest.mark.parametrize("name", [name for name in HERE if "noise" in DATA_SETS[name].options])
def test_another_seed_gives_other_examples(name: str) -> None:
    assert not same(load(name, {"noise": 0.1}), load(name, {"noise": 0.1, "seed": 1}))


@pytest.mark.parametrize("name", HERE)
def test_nothing_is_trained_on_that_is_held_out(name: str) -> None:
    options = {"noise": 0.1} if "noise" in DATA_SETS[name].options else GIVEN.get(name)
    data = load(name, options)
    if data.test_x is not None:
        assert not {row.tobytes() for row in data.x} & {row.tobytes() for row in data.test_x}


@pytest.mark.parametrize("name", HERE)
def test_all_classes_are_there(name: str) -> None:
    data = load(name, GIVEN.get(name))
    if data.labels is not None:
        assert sorted(set(data.labels.tolist())) == list(range(len(data.classes)))


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=DATA_SETS)
def test_options_travel_as_json_and_to_other_processes(data_set: DataSet) -> None:
    checked = data_set.checked(GIVEN.get(data_set.name, {}))
    assert json.loads(json.dumps(checked)) == checked
    assert pickle.loads(pickle.dumps(dict(data_set.options))) == dict(data_set.options)  # noqa: S301 (our own)


@pytest.mark.parametrize("name", HERE)
def test_what_needs_no_files_is_never_missing(name: str) -> None:
    assert DATA_SETS[name].missing(None) is None


def test_an_unknown_name_is_answered_with_all_of_them() -> None:
    with pytest.raises(UnknownName, match=r"problem must be one of xor, and, or, .*got 'moon'"):
        data_set_named("moon")


def test_an_unknown_option_is_answered_with_all_of_them() -> None:
    with pytest.raises(DataError, match="an option of moons must be one of n, noise, seed, got 'nose'"):
        load("moons", {"nose": 0.1})


def test_an_option_that_must_be_given_is_asked_for() -> None:
    with pytest.raises(DataError, match=r"^y is required$"):
        load("table", {"x": [[1.0]]})


def test_two_of_one_name_are_a_mistake() -> None:
    xor = DATA_SETS["xor"]
    with pytest.raises(TypeError, match="two data sets are called xor"):
        by_name(iter([xor, xor]))


NEW = """
import numpy as np
from app.learning.datasets.points import Drawn, Points

class Stripes(Points):
    name = "stripes"
    label = "Stripes"
    summary = "Two stripes."

    def points(self, n, rng, options):
        labels = np.arange(n) % 2
        return Drawn(np.stack([rng.uniform(size=n), labels], axis=1), labels)

DATA_SETS = (Stripes(),)
"""


def test_one_new_file_is_a_new_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "more_data_sets"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "stripes.py").write_text(NEW)
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = data_sets_of(package, "more_data_sets")
    assert found.make(found.checked({"n": 6})).extent == found.extent(found.checked({"n": 6}))
