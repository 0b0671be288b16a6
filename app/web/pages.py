"""The pages. Each is rendered and compressed once, when the server starts, from a context that is a dataclass.

A page has no state of its own: everything on it comes from the presets, the schema and the mathematics.
"""

import gzip
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.experiments.presets import PRESETS, Preset
from app.experiments.run import simulate
from app.experiments.trace import COLUMNS, Columns
from app.learning.costs import COSTS
from app.learning.measures import Result
from app.web.api import API
from app.web.assets import Assets
from app.web.forms import FormField, form_fields
from app.web.pictures import ActivationPicture, Scale, activation_pictures, curve

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Plot:
    """One column of a run over its epochs: its axis, and the finished curve as SVG path data."""

    column: str
    scale: Scale
    path: str


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


@dataclass(frozen=True)
class ApiDocsContext:
    openapi_url: str


@dataclass(frozen=True)
class ErrorContext:
    title: str
    detail: str


COST_AXIS = {"quadratic": Scale(0.0, 0.5), "cross-entropy": Scale(0.0, 4.5)}
"""The cost axis of the front page's two pairs: the same for runs that are meant to be compared."""

STORY_PANELS = {
    "wrong": "quadratic-wrong",
    "badly-wrong": "quadratic-badly-wrong",
    "cross-entropy-wrong": "cross-entropy-wrong",
    "cross-entropy-badly-wrong": "cross-entropy-badly-wrong",
}


def _slot(cost: str) -> int:
    return list(COSTS).index(cost) % 8


def _start(columns: Columns) -> dict[str, float]:
    return {name: float(column[0]) for name, column in columns.items()}


def _panel(panel: str, preset: Preset, columns: Columns, summary: dict[str, Result]) -> Panel:
    return Panel(
        id=panel,
        preset=preset,
        cost_label=COSTS[preset.experiment.cost].label,
        slot=_slot(preset.experiment.cost),
        start=_start(columns),
        plots=[
            _plot(columns, "cost", COST_AXIS[preset.experiment.cost]),
            _plot(columns, "a", Scale(0.0, 1.0)),
        ],
        summary=summary,
    )


def _plot(columns: Columns, column: str, scale: Scale) -> Plot:
    return Plot(column, scale, curve(columns, column, scale))


def story_context(assets: Assets) -> StoryContext:
    """Everything that the front page shows. Its presets are run here, about a millisecond each."""
    activations = activation_pictures()
    shown = {*STORY_PANELS.values(), *(name for rule in RULES for name in rule.presets)}
    runs = {name: simulate(PRESETS[name].experiment) for name in PRESETS if name in shown}
    return StoryContext(
        panels={panel: _panel(panel, PRESETS[preset], *runs[preset]) for panel, preset in STORY_PANELS.items()},
        rules=RULES,
        presets=PRESETS,
        outcomes={name: summary for name, (_, summary) in runs.items()},
        fields=form_fields(),
        activations=activations,
        data={
            "stream": f"{API}/stream",
            "plotly": assets.url("plotly.js"),
            "presets": {
                name: {"experiment": preset.experiment.model_dump(), "start": _start(runs[name][0])}
                for name, preset in PRESETS.items()
                if name in shown
            },
            "costs": {name: {"label": cost.label, "slot": _slot(name)} for name, cost in COSTS.items()},
            "activations": {name: asdict(picture) for name, picture in activations.items()},
            "columns": {name: column.label for name, column in COLUMNS.items()},
        },
    )


def _decimals(value: float) -> str:
    """Four decimals, with a minus sign that is one (js/format.js does the same)."""
    return f"{value:.4f}".replace("-", "−")


@dataclass(frozen=True)
class Page:
    """A rendered page, its compressed twin and its entity tag."""

    content: bytes
    compressed: bytes
    tag: str

    @classmethod
    def of(cls, text: str) -> "Page":
        content = text.encode()
        return cls(content, gzip.compress(content, mtime=0), f'"{hashlib.sha256(content).hexdigest()[:16]}"')

    def response(self, request: Request) -> Response:
        headers = {"Cache-Control": "no-cache", "ETag": self.tag, "Vary": "Accept-Encoding"}
        if self.tag in request.headers.get("if-none-match", ""):  # perhaps weakened by a proxy, or one of several
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.compressed, media_type="text/html", headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.content, media_type="text/html", headers=headers)


class Pages:
    def __init__(self, templates: Path, assets: Assets) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["decimals"] = _decimals
        self._environment.globals.update(asset=assets.url, modules=assets.modules, version=__version__)
        self.story = self._render("story.html", story_context(assets))
        self.api_docs = self._render("api_docs.html", ApiDocsContext("/openapi.json"))

    def error(self, title: str, detail: str) -> str:
        """A page for a person who followed a link that leads nowhere."""
        return self._environment.get_template("error.html").render(vars(ErrorContext(title, detail)))

    def _render(self, template: str, context: Any) -> Page:
        return Page.of(self._environment.get_template(template).render(vars(context)))


@router.get("/")
async def story(request: Request) -> Response:
    pages: Pages = request.app.state.pages
    return pages.story.response(request)


@router.get("/docs")
async def api_docs(request: Request) -> Response:
    pages: Pages = request.app.state.pages
    return pages.api_docs.response(request)
