"""The chapter's experiments."""

import pytest

from app.experiments.presets import PRESETS
from tests.experiments.golden import PRESET_RUNS


def test_every_known_run_of_the_chapter_is_a_preset() -> None:
    assert set(PRESET_RUNS) <= set(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_its_own_name_a_title_and_a_sentence(name: str) -> None:
    preset = PRESETS[name]
    assert preset.name == name
    assert preset.title
    assert preset.description.endswith(".")


def test_the_presets_differ_in_what_they_say() -> None:
    experiments = [preset.experiment for preset in PRESETS.values()]
    assert len(set(experiments)) == len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_the_text_of_the_first_preset_agrees_with_its_start() -> None:
    preset = PRESETS["quadratic-wrong"]
    assert "0.82" in preset.description
    assert round(PRESET_RUNS["quadratic-wrong"].a_0, 2) == 0.82
