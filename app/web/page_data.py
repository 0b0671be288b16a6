"""What the pages have in common: the state of a run before any script, and what their scripts are told."""

from dataclasses import asdict, dataclass
from typing import Any

from app import __version__
from app.experiments.schema import Experiment
from app.experiments.trace import COLUMNS, EXPLANATIONS, Columns
from app.learning.activations import ACTIVATIONS
from app.learning.costs import COSTS, NETWORK_COSTS, is_pair
from app.web.api import API
from app.web.assets import Assets
from app.web.pictures import Scale, activation_pictures, curve

SLOTS = 8
"""How many colours there are (css/tokens.css); a cost beyond them shares one, and is told apart by its name."""
FIRST_SLOTS = ("quadratic", "cross-entropy", "cross-entropy-as-animated", "log-likelihood")
"""The chapter's costs, which keep their colours on every page whatever cost is added."""


@dataclass(frozen=True)
class Plot:
    """One column of a run over its epochs: its axis, and the finished curve as SVG path data."""

    column: str
    scale: Scale
    path: str


def plot_of(columns: Columns, column: str, scale: Scale) -> Plot:
    return Plot(column, scale, curve(columns, column, scale))


COST_AXIS = {"quadratic": Scale(0.0, 0.5), "cross-entropy": Scale(0.0, 4.5)}
"""The axis of a cost, the same wherever runs are meant to be compared; a cost that is not here gets one that fits."""


@dataclass(frozen=True)
class Shown:
    """A run of one input and one example as a page shows it before, or without, any script."""

    cost_label: str
    slot: int
    """Of the cost: its colour, dash and marker."""
    start: dict[str, float]
    """Its first row."""
    plots: list[Plot]


def shown(experiment: Experiment, columns: Columns) -> dict[str, Any]:
    """The fields of `Shown`."""
    scale = COST_AXIS.get(experiment.cost) or Scale(0.0, float(columns["cost"].max()) or 1.0)
    run = Shown(
        cost_label=COSTS[experiment.cost].label,
        slot=slot_of(experiment.cost),
        start=start_of(columns),
        plots=[plot_of(columns, "cost", scale), plot_of(columns, "a", Scale(0.0, 1.0))],
    )
    return vars(run)


def slot_of(cost: str) -> int:
    """The number of a cost's colour, dash and marker, of a neuron's and of a network's."""
    others = (name for name in NETWORK_COSTS if name not in FIRST_SLOTS)
    return [*FIRST_SLOTS, *others].index(cost) % SLOTS


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
    """How a cost looks and reads; `gains` has the gain's symbol for every activation that the cost may meet."""
    cost = COSTS[name]
    return {
        "label": cost.label,
        "slot": slot_of(name),
        "gains": {name: cost.gain_symbol(met) for name, met in ACTIVATIONS.items() if is_pair(cost, met)},
        "gainIsSlope": cost.gain_is_slope,
        "formula": cost.formula,
        "followsGradient": cost.follows_gradient,
        "needsProbability": cost.needs_probability,
    }
