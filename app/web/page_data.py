"""What the pages have in common: the state of a run before any script, and what their scripts are told."""

from dataclasses import asdict, dataclass
from typing import Any

from app import __version__
from app.experiments.trace import COLUMNS, EXPLANATIONS, Columns
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS
from app.web.api import API
from app.web.assets import Assets
from app.web.pictures import Scale, activation_pictures, curve

SLOTS = 8
"""How many colours there are (css/tokens.css); a cost beyond them shares one, and is told apart by its name."""


@dataclass(frozen=True)
class Plot:
    """One column of a run over its epochs: its axis, and the finished curve as SVG path data."""

    column: str
    scale: Scale
    path: str


def plot_of(columns: Columns, column: str, scale: Scale) -> Plot:
    return Plot(column, scale, curve(columns, column, scale))


def slot_of(cost: str) -> int:
    """The place of the cost in its registry, which gives it its colour, dash and marker."""
    return list(COSTS).index(cost) % SLOTS


def start_of(columns: Columns) -> dict[str, float]:
    """Row 0, for a run of one input and one example."""
    return {name: float(column[0]) for name, column in columns.items()}


def decimals(value: float) -> str:
    """A number as js/words/format.js writes it: four decimals, an exponent where they would say nothing."""
    size = abs(value)
    if size != 0.0 and (size < 5e-4 or size >= 1e5):
        digits, _, exponent = f"{value:.2e}".partition("e")
        text = f"{digits}e{int(exponent)}"
    else:
        text = f"{value:.4f}"
    return text.replace("-", "−")


def page_data(assets: Assets) -> dict[str, Any]:
    """What every script that shows runs needs: addresses, and the names and pictures of the registries."""
    return {
        "version": __version__,
        "api": API,
        "stream": f"{API}/stream",
        "plotly": assets.url("plotly.js"),
        "costs": {name: cost_data(name) for name in COSTS},
        "activations": {
            name: {**asdict(picture), "isProbability": ACTIVATIONS[name].is_probability}
            for name, picture in activation_pictures().items()
        },
        "columns": {name: column.label for name, column in (COLUMNS | EXPLANATIONS).items()},
    }


def cost_data(name: str) -> dict[str, Any]:
    cost = COSTS[name]
    return {
        "label": cost.label,
        "slot": slot_of(name),
        "gain": cost.gain_label,
        "formula": cost.formula,
        "followsGradient": cost.follows_gradient,
        "needsProbability": cost.needs_probability,
    }
