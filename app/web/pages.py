"""The pages and their routes. Each is rendered and compressed once, when the server starts, from a dataclass.

A page has no state of its own: everything on it comes from the presets, the schema and the mathematics. What stands on
each is in a file of its own (story.py, lab.py, map.py).
"""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import __version__
from app.web.assets import Assets
from app.web.lab import THEMES, lab_context
from app.web.map import map_context
from app.web.network import network_context
from app.web.page_data import decimals
from app.web.security import policy
from app.web.softmax import softmax_context
from app.web.story import story_context

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class ApiDocsContext:
    openapi_url: str


@dataclass(frozen=True)
class ErrorContext:
    title: str
    detail: str


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

    def response(self, request: Request, extra: dict[str, str] | None = None) -> Response:
        headers = {"Cache-Control": "no-cache", "ETag": self.tag, "Vary": "Accept-Encoding", **(extra or {})}
        if self.tag in request.headers.get("if-none-match", ""):  # perhaps weakened by a proxy, or one of several
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.compressed, media_type="text/html", headers={**headers, "Content-Encoding": "gzip"})
        return Response(self.content, media_type="text/html", headers=headers)


class Pages:
    def __init__(self, templates: Path, assets: Assets, frame_origins: Iterable[str] = ()) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["decimals"] = decimals
        self._environment.globals.update(asset=assets.url, modules=assets.modules, version=__version__)
        self.story = self._render("story.html", story_context(assets))
        origins = list(frame_origins)
        self.labs = {
            (is_embedded, theme): self._render("lab.html", lab_context(assets, origins, is_embedded, theme))
            for is_embedded in (False, True)
            for theme in THEMES
        }
        self.embed_headers = {"Content-Security-Policy": policy(origins)}
        self.map = self._render("map.html", map_context(assets))
        self.network = self._render("network.html", network_context(assets))
        self.softmax = self._render("softmax.html", softmax_context(assets))
        self.api_docs = self._render("api_docs.html", ApiDocsContext("/openapi.json"))

    def lab(self, request: Request, *, is_embedded: bool) -> Page:
        """The lab in the colours that the query asks for; the rest of the query is read by its scripts."""
        theme = request.query_params.get("theme", "")
        return self.labs[is_embedded, theme if theme in THEMES else ""]

    def error(self, title: str, detail: str) -> str:
        """A page for a person who followed a link that leads nowhere."""
        return self._environment.get_template("error.html").render(vars(ErrorContext(title, detail)))

    def _render(self, template: str, context: Any) -> Page:
        return Page.of(self._environment.get_template(template).render(vars(context)))


@router.get("/")
async def story(request: Request) -> Response:
    pages: Pages = request.app.state.pages
    return pages.story.response(request)


@router.get("/lab")
async def lab(request: Request) -> Response:
    """The lab; what it shows is said by the query."""
    pages: Pages = request.app.state.pages
    return pages.lab(request, is_embedded=False).response(request)


@router.get("/embed")
async def embed(request: Request) -> Response:
    """The lab without what is around it, for a frame in a page of one of the origins that the server allows."""
    pages: Pages = request.app.state.pages
    return pages.lab(request, is_embedded=True).response(request, pages.embed_headers)


@router.get("/map")
async def sweep_map(request: Request) -> Response:
    """Two maps of a sweep; what they show is said by the query, and its scripts will soon ask for it."""
    request.app.state.sweeping.pools.prepare()
    pages: Pages = request.app.state.pages
    return pages.map.response(request)


@router.get("/network")
async def network(request: Request) -> Response:
    """Networks under up to three costs; what is trained is said by the query, and Run will soon be pressed."""
    request.app.state.trainings.prepare()
    pages: Pages = request.app.state.pages
    return pages.network.response(request)


@router.get("/softmax")
async def softmax(request: Request) -> Response:
    """Softmax and the cross-entropy of several classes; what it shows is said by the query."""
    pages: Pages = request.app.state.pages
    return pages.softmax.response(request)


@router.get("/docs")
async def api_docs(request: Request) -> Response:
    pages: Pages = request.app.state.pages
    return pages.api_docs.response(request)
