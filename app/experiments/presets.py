"""The experiments of the chapter, by name.

Adding a preset: add an entry. The pages show the presets that they name; REST offers all.
"""

from pydantic import BaseModel

from app.experiments.schema import Experiment


class Preset(BaseModel):
    """A named experiment."""

    name: str
    title: str
    description: str
    experiment: Experiment


def _preset(name: str, title: str, description: str, **fields: str | float) -> Preset:
    return Preset(name=name, title=title, description=description, experiment=Experiment.model_validate(fields))


_WRONG = {"w": 0.6, "b": 0.9}
_BADLY_WRONG = {"w": 2.0, "b": 2.0}

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        _preset(
            "quadratic-wrong",
            "Quadratic cost, wrong",
            "The output starts at 0.82 where 0 is wanted, and soon falls.",
            cost="quadratic",
            eta=0.15,
            **_WRONG,
        ),
        _preset(
            "quadratic-badly-wrong",
            "Quadratic cost, badly wrong",
            "The output starts at 0.98 and hardly moves for a hundred epochs and more: the learning slowdown.",
            cost="quadratic",
            eta=0.15,
            **_BADLY_WRONG,
        ),
        _preset(
            "cross-entropy-wrong",
            "Cross-entropy, wrong",
            "The gradient of equation 61 at the rate that the chapter's text gives.",
            cost="cross-entropy",
            eta=0.005,
            **_WRONG,
        ),
        _preset(
            "cross-entropy-badly-wrong",
            "Cross-entropy, badly wrong",
            "The gradient of equation 61 at the rate that the chapter's text gives: steepest at the start.",
            cost="cross-entropy",
            eta=0.005,
            **_BADLY_WRONG,
        ),
        _preset(
            "as-animated-wrong",
            "As animated, wrong",
            "The published animation: its step leaves out the factor σ′(z).",
            cost="cross-entropy-as-animated",
            eta=0.005,
            **_WRONG,
        ),
        _preset(
            "as-animated-badly-wrong",
            "As animated, badly wrong",
            "The published animation: its first step is 56.6 times that of equation 61.",
            cost="cross-entropy-as-animated",
            eta=0.005,
            **_BADLY_WRONG,
        ),
        _preset(
            "same-rate-wrong",
            "Cross-entropy at the quadratic cost's rate, wrong",
            "The gradient of equation 61 at η = 0.15, to compare with the quadratic cost at the same rate.",
            cost="cross-entropy",
            eta=0.15,
            **_WRONG,
        ),
        _preset(
            "same-rate-badly-wrong",
            "Cross-entropy at the quadratic cost's rate, badly wrong",
            "The gradient of equation 61 at η = 0.15: no plateau at all.",
            cost="cross-entropy",
            eta=0.15,
            **_BADLY_WRONG,
        ),
    )
}
