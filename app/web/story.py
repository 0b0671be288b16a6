"""The front page: its four panels and what their words and scripts need, all of it computed from the presets."""

from dataclasses import dataclass
from typing import Any

from app.experiments.presets import PRESETS, Preset
from app.experiments.run import simulate
from app.experiments.trace import Columns
from app.learning.costs import COSTS
from app.learning.measures import Result
from app.web.assets import Assets
from app.web.forms import FormField, form_fields
from app.web.page_data import Plot, page_data, plot_of, slot_of, start_of
from app.web.pictures import ActivationPicture, Scale, activation_pictures


@dataclass(frozen=True)
class Panel:
    """One Run panel as it stands before any script: a preset, its first row and its finished curves."""

    id: str
    preset: Preset
    cost_label: str
    slot: int
    """The place of the cost in its registry, which gives it its colour, dash and marker."""
    start: dict[str, float]
    plots: list[Plot]
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


COST_AXIS = {"quadratic": Scale(0.0, 0.5), "cross-entropy": Scale(0.0, 4.5)}
"""The cost axis of the front page's two pairs: the same for runs that are meant to be compared."""

STORY_PANELS = {
    "wrong": "quadratic-wrong",
    "badly-wrong": "quadratic-badly-wrong",
    "cross-entropy-wrong": "cross-entropy-wrong",
    "cross-entropy-badly-wrong": "cross-entropy-badly-wrong",
}


def _panel(panel: str, preset: Preset, columns: Columns, summary: dict[str, Result]) -> Panel:
    return Panel(
        id=panel,
        preset=preset,
        cost_label=COSTS[preset.experiment.cost].label,
        slot=slot_of(preset.experiment.cost),
        start=start_of(columns),
        plots=[
            plot_of(columns, "cost", COST_AXIS[preset.experiment.cost]),
            plot_of(columns, "a", Scale(0.0, 1.0)),
        ],
        summary=summary,
    )


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
