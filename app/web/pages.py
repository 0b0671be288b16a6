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
    start: dict[str, float]
    plots: list[Plot]
    summary: dict[str, Result]


@dataclass(frozen=True)
class StoryContext:
    """The front page: its panels by name, and what its scripts need to know."""

    panels: dict[str, Panel]
    fields: list[FormField]
    columns: dict[str, str]
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


def _panel(panel: str, preset: Preset) -> Panel:
    columns, summary = simulate(preset.experiment)
    return Panel(
        id=panel,
        preset=preset,
        start={name: float(column[0]) for name, column in columns.items()},
        plots=[
            _plot(columns, "cost", COST_AXIS[preset.experiment.cost]),
            _plot(columns, "a", Scale(0.0, 1.0)),
        ],
        summary=summary,
    )


def _plot(columns: Columns, column: str, scale: Scale) -> Plot:
    return Plot(column, scale, curve(columns, column, scale))


def story_context(assets: Assets) -> StoryContext:
    """Everything that the front page shows. Its presets are run here: four runs of about a millisecond."""
    activations = activation_pictures()
    return StoryContext(
        panels={panel: _panel(panel, PRESETS[preset]) for panel, preset in STORY_PANELS.items()},
        fields=form_fields(),
        columns={name: column.label for name, column in COLUMNS.items()},
        activations=activations,
        data={
            "stream": f"{API}/stream",
            "plotly": assets.url("plotly.js"),
            "presets": {name: preset.experiment.model_dump() for name, preset in PRESETS.items()},
            "costs": {name: cost.label for name, cost in COSTS.items()},
            "activations": {name: asdict(picture) for name, picture in activations.items()},
            "columns": {name: asdict(column) for name, column in COLUMNS.items()},
        },
    )


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
        if request.headers.get("if-none-match") == self.tag:
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
