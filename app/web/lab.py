"""The lab: four lanes of which two are in use at first, and everything that its scripts may choose from."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from app.experiments import schema
from app.experiments.fairness import RULES
from app.experiments.presets import PRESETS, Preset
from app.experiments.run import simulate
from app.experiments.schema import Experiment
from app.web.assets import Assets
from app.web.forms import FormField, form_fields
from app.web.messages import MAX_LANES
from app.web.page_data import Shown, page_data, shown
from app.web.pictures import ActivationPicture, activation_pictures

LETTERS = "ABCD"

THEMES = ("", "light", "dark")
"""What a link may say of the colours. They are in the page itself, which would flash if a script set them."""

OPENING = ("quadratic-badly-wrong", "same-rate-badly-wrong")
"""The presets of the first lanes: the slowdown and its cure, alike but for the cost."""


@dataclass(frozen=True)
class LabLane(Shown):
    """One lane."""

    letter: str
    experiment: Experiment
    is_used: bool


@dataclass(frozen=True)
class LabContext:
    """The page: its lanes, the presets to start from, and what its scripts need to know."""

    lanes: list[LabLane]
    presets: dict[str, Preset]
    fields: list[FormField]
    activations: dict[str, ActivationPicture]
    rules: dict[str, str]
    """What a fair rate may make equal: labels by name."""
    is_embedded: bool
    theme: str
    """ "light", "dark", or empty: the reader's own choice."""
    data: dict[str, Any]


def _lane(letter: str, preset: Preset, *, is_used: bool) -> LabLane:
    experiment = preset.experiment
    columns, _ = simulate(experiment)
    return LabLane(letter=letter, experiment=experiment, is_used=is_used, **shown(experiment, columns))


def lab_context(assets: Assets, frame_origins: Iterable[str], is_embedded: bool = False, theme: str = "") -> LabContext:
    """Everything that the lab shows before its scripts; its opening runs are made here."""
    opening = [PRESETS[name] for name in OPENING]
    unused = MAX_LANES - len(opening)
    fields = form_fields()
    return LabContext(
        lanes=[
            _lane(letter, preset, is_used=index < len(opening))
            for index, (letter, preset) in enumerate(zip(LETTERS, [*opening, *opening[:1] * unused], strict=True))
        ],
        presets=PRESETS,
        fields=fields,
        activations=activation_pictures(),
        rules={name: rule.label for name, rule in RULES.items()},
        is_embedded=is_embedded,
        theme=theme,
        data={
            **page_data(assets),
            "plotlyContours": assets.url("plotly-contours.js"),
            "fields": [asdict(field) for field in fields],
            "presets": {
                name: {
                    **preset.model_dump(include={"title", "description"}),
                    "experiment": preset.experiment.model_dump(),
                }
                for name, preset in PRESETS.items()
            },
            "opening": [preset.experiment.model_dump() for preset in opening],
            "limits": {
                "lanes": MAX_LANES,
                "inputs": schema.MAX_INPUTS,
                "examples": schema.MAX_EXAMPLES,
                "values": schema.MAX_VALUES,
            },
            "frameOrigins": list(frame_origins),
        },
    )
