"""The map: two costs over the same pair of axes, the questions to begin with, and what the scripts may choose from."""

from dataclasses import asdict, dataclass, field
from typing import Any

from app.experiments.run import simulate
from app.experiments.schema import LARGEST, Experiment
from app.learning.costs import COSTS
from app.learning.measures import MEASURES
from app.web.assets import Assets
from app.web.forms import FormField, form_fields
from app.web.page_data import page_data

DETAILS = {"coarse": 61, "normal": 201, "fine": 401}
"""Cells along each axis: one more than a multiple of 20, so that the first, quick grid is a part of the whole."""

SIDES = ("quadratic", "cross-entropy")
"""The costs of the two maps, until somebody chooses others."""

SYMBOLS = {"eta": "η"}
"""Letters of fields that are not known by their own name."""

SHOWN_STARTS = (0.0, 2.0, 4.0, 6.0, 8.0)
"""Starts z₀ of the small table that is read where there are no scripts."""


@dataclass(frozen=True)
class MapAxis:
    """A quantity that may lie along an edge of a map: its bounds, and the stretch of it that is shown at first."""

    name: str
    symbol: str
    title: str
    minimum: float
    maximum: float
    excludes_minimum: bool
    is_whole: bool
    start: float
    stop: float
    step: float
    scale: str


@dataclass(frozen=True)
class Question:
    """A map that is worth looking at; what it does not say of the experiment stays as it is by default."""

    title: str
    description: str
    measure: str
    across: dict[str, Any]
    up: dict[str, Any]
    experiment: dict[str, Any] = field(default_factory=lambda: {"w": 2.0, "b": 2.0})


WEIGHTS = {"name": "w", "start": -5.0, "stop": 5.0, "scale": "linear"}
BIASES = {**WEIGHTS, "name": "b"}
STARTS = {"name": "z0", "start": 0.0, "stop": 8.0, "scale": "linear"}

QUESTIONS = {
    "plateau": Question(
        "How long is the plateau?",
        "Every start at once: how many epochs until the output is within one half of its target.",
        "epochs_to_half",
        WEIGHTS,
        BIASES,
    ),
    "rate": Question(
        "Which η is fair?",
        "Go along one colour: under the quadratic cost a worse start asks for ever larger rates, under the "
        "cross-entropy hardly.",
        "epochs_to_half",
        STARTS,
        {"name": "eta", "start": 0.001, "stop": 10.0, "scale": "log"},
    ),
    "end": Question(
        "Where does it end?",
        "The output after the last epoch, where 0 is wanted: which starts are put right, and which have hardly moved.",
        "final_output",
        WEIGHTS,
        BIASES,
    ),
    "patience": Question(
        "How long must one wait?",
        "The output after ever more epochs. Under the quadratic cost each step of z₀ asks for nearly three times as "
        "many, under the cross-entropy for a few more.",
        "final_output",
        STARTS,
        {"name": "epochs", "start": 10.0, "stop": 10_000.0, "scale": "log"},
    ),
}

OPENING = "plateau"


def map_axes(fields: list[FormField]) -> list[MapAxis]:
    """Every number of an experiment, and the start z₀, which stands for the bias that leads to it."""
    numbers = [_axis(each) for each in fields if each.minimum is not None and each.slider is not None]
    start = MapAxis("z0", "z₀", "Start z₀", -LARGEST, LARGEST, False, False, -8.0, 8.0, 0.1, "linear")
    return [*numbers, start]


def _axis(number: FormField) -> MapAxis:
    minimum, maximum, slider = number.minimum, number.maximum, number.slider
    if minimum is None or maximum is None or slider is None:
        raise ValueError(f"{number.name} has no bounds, so it cannot be an axis")
    return MapAxis(
        number.name,
        SYMBOLS.get(number.name, number.name),
        number.title,
        minimum,
        maximum,
        number.excludes_minimum,
        number.is_whole,
        slider.low,
        slider.high,
        slider.step,
        slider.scale,
    )


def shown_measures() -> dict[str, dict[str, str]]:
    """The label and the unit of every measure that a map can show."""
    return {name: {"label": measure.label, "unit": measure.unit} for name, measure in MEASURES.items()}


@dataclass(frozen=True)
class Plateaus:
    """How long the plateau is from one start, under each cost of the opening; None where it outlasts the run."""

    start: float
    epochs: dict[str, Any]


def plateaus() -> list[Plateaus]:
    """The numbers of the small table: a slice through the opening maps."""
    return [Plateaus(z, {cost: simulate(_start(cost, z))[1]["epochs_to_half"] for cost in SIDES}) for z in SHOWN_STARTS]


def _start(cost: str, z: float) -> Experiment:
    return Experiment(cost=cost, w=0.0, b=z)


@dataclass(frozen=True)
class MapContext:
    """The page: its controls, the table for readers without scripts, and what its scripts need to know."""

    fields: list[FormField]
    axes: list[MapAxis]
    measures: dict[str, dict[str, str]]
    costs: dict[str, str]
    sides: tuple[str, str]
    questions: dict[str, Question]
    opening: Question
    details: dict[str, int]
    experiment: Experiment
    """The neuron of the opening."""
    plateaus: list[Plateaus]
    data: dict[str, Any]


def map_context(assets: Assets) -> MapContext:
    """Everything that the page shows before its scripts; the few runs of its table are made here."""
    fields = form_fields()
    axes = map_axes(fields)
    opening = QUESTIONS[OPENING]
    return MapContext(
        fields=[each for each in fields if each.name != "cost"],
        axes=axes,
        measures=shown_measures(),
        costs={name: cost.label for name, cost in COSTS.items()},
        sides=SIDES,
        questions=QUESTIONS,
        opening=opening,
        details=DETAILS,
        experiment=Experiment.model_validate(opening.experiment),
        plateaus=plateaus(),
        data={
            **page_data(assets),
            "fields": [asdict(each) for each in fields],
            "axes": [asdict(axis) for axis in axes],
            "measures": shown_measures(),
            "sides": list(SIDES),
            "questions": {name: asdict(question) for name, question in QUESTIONS.items()},
            "opening": OPENING,
            "details": DETAILS,
        },
    )
