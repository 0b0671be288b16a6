"""The front page: its four panels and what their words and scripts need, all of it computed from the presets."""

from dataclasses import dataclass
from typing import Any

from app.experiments.presets import PRESETS, Preset
from app.experiments.run import simulate
from app.experiments.trace import Columns
from app.learning.measures import Result
from app.web.assets import Assets
from app.web.forms import FormField, form_fields
from app.web.page_data import Shown, page_data, shown, start_of
from app.web.pictures import ActivationPicture, activation_pictures


@dataclass(frozen=True)
class Panel(Shown):
    """One Run panel."""

    id: str
    preset: Preset
    summary: dict[str, Result]


@dataclass(frozen=True)
class Rule:
    """A way to step that the reader can choose for the two cross-entropy panels."""

    label: str
    remark: str
    presets: tuple[str, str]


RULES = (
    Rule(
        "The correct gradient, η = 0.005",
        "the rate that the chapter’s text gives, 30 times smaller than above",
        ("cross-entropy-wrong", "cross-entropy-badly-wrong"),
    ),
    Rule(
        "As originally animated, η = 0.005",
        "the published pictures; the chain rule’s σ′(z) is missing from the step",
        ("as-animated-wrong", "as-animated-badly-wrong"),
    ),
    Rule(
        "The correct gradient, η = 0.15",
        "the rate of the quadratic runs above",
        ("same-rate-wrong", "same-rate-badly-wrong"),
    ),
)


@dataclass(frozen=True)
class StoryContext:
    """The front page: its panels by name, and what its scripts need to know."""

    panels: dict[str, Panel]
    rules: tuple[Rule, ...]
    presets: dict[str, Preset]
    outcomes: dict[str, dict[str, Result]]
    fields: list[FormField]
    activations: dict[str, ActivationPicture]
    data: dict[str, Any]


STORY_PANELS = {
    "wrong": "quadratic-wrong",
    "badly-wrong": "quadratic-badly-wrong",
    "cross-entropy-wrong": "cross-entropy-wrong",
    "cross-entropy-badly-wrong": "cross-entropy-badly-wrong",
}


def _panel(panel: str, preset: Preset, columns: Columns, summary: dict[str, Result]) -> Panel:
    return Panel(id=panel, preset=preset, summary=summary, **shown(preset.experiment, columns))


def story_context(assets: Assets) -> StoryContext:
    """Everything that the front page shows. Its presets are run here, about a millisecond each."""
    shown = {*STORY_PANELS.values(), *(name for rule in RULES for name in rule.presets)}
    runs = {name: simulate(PRESETS[name].experiment) for name in PRESETS if name in shown}
    return StoryContext(
        panels={panel: _panel(panel, PRESETS[preset], *runs[preset]) for panel, preset in STORY_PANELS.items()},
        rules=RULES,
        presets=PRESETS,
        outcomes={name: summary for name, (_, summary) in runs.items()},
        fields=form_fields(),
        activations=activation_pictures(),
        data={
            **page_data(assets),
            "presets": {
                name: {"experiment": preset.experiment.model_dump(), "start": start_of(runs[name][0])}
                for name, preset in PRESETS.items()
                if name in shown
            },
        },
    )
