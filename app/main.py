"""Where the parts meet: `create_app()`, and `app` for `uvicorn app.main:app`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import __version__
from app.experiments.networks.run import NetworkRun
from app.learning.datasets.folder import data_folder
from app.web import (
    api,
    data_sets,
    explore,
    exports,
    health,
    pages,
    problems,
    simulations,
    slots,
    softmax_api,
    stream,
    sweeps,
)
from app.web.assets import PREFIX, Assets
from app.web.docs import swagger_files
from app.web.examples import with_examples
from app.web.files import STATIC, TEMPLATES
from app.web.messages import MAX_BATCH_BYTES, MAX_BODY_BYTES
from app.web.middleware import BodyLimit, HeadAsGet
from app.web.plotly_bundle import plotly_files
from app.web.security import SecurityHeaders
from app.web.settings import Settings
from app.web.training.company import Kit
from app.web.training.trainings import Trainings

DESCRIPTION = """Train a single neuron or a network and get every number of it.

Row *k* of a neuron's trace is the state *before* update *k*; `epochs = 300` gives 301 rows. Row *k* of a network's is
the state after *k* epochs, and row 0 its start. A batch of experiments is
`/simulations`, one measure over a grid of them `/sweeps`; both answer in several formats. The WebSocket
`/api/v1/stream` sends the same rows as they are computed; its messages are described at `/api/v1/schema`."""


class Application(FastAPI):
    def build_middleware_stack(self) -> ASGIApp:
        """The security headers outermost: FastAPI answers a failure from outside all added middleware."""
        return SecurityHeaders(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        return with_examples(problems.with_media_type(super().openapi()))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """From the first request to the last: then sweeps and trainings are cancelled, and their workers end."""
    yield
    await asyncio.gather(app.state.sweeping.close(), app.state.trainings.close())


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application. Everything that can be read, rendered or compressed once is, here."""
    settings = settings or Settings()
    app = Application(
        title="Learning Slowdown Lab",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    assets = Assets(STATIC, {**plotly_files(STATIC), **swagger_files()}, left_out=frozenset({"plotly"}))
    app.state.settings = settings
    app.state.slots = slots.Slots(settings.max_waiting)
    app.state.rates = slots.Slots(settings.max_waiting)
    app.state.shown = slots.Slots(settings.max_waiting)
    app.state.answers = explore.Answers(settings.max_waiting)
    app.state.sweeping = sweeps.Sweeping(settings)
    kit = Kit(NetworkRun, data_folder(settings.data_folder))
    app.state.trainings = Trainings(kit, settings.training_workers, settings.max_trainings, settings.training_keep)
    app.state.streams = stream.OpenStreams(settings.max_streams)
    app.state.pages = pages.Pages(TEMPLATES, assets, settings.frame_origins)

    app.add_middleware(BodyLimit, most=MAX_BODY_BYTES, elsewhere={simulations.PATH: MAX_BATCH_BYTES})
    app.add_middleware(HeadAsGet)
    problems.install(app, page=app.state.pages.error)
    app.include_router(api.router)
    app.include_router(simulations.router)
    app.include_router(data_sets.router)
    app.include_router(sweeps.reading)
    app.include_router(sweeps.router)
    app.include_router(explore.router)
    app.include_router(softmax_api.router)
    app.include_router(exports.router)
    app.include_router(stream.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.add_route(f"{PREFIX}/{{path:path}}", assets.serve, include_in_schema=False)
    return app


@cache
def _default_app() -> FastAPI:
    return create_app()


def __getattr__(name: str) -> FastAPI:
    """`app`, made when somebody asks for it: the command line makes its own, with its own settings."""
    if name == "app":
        return _default_app()
    raise AttributeError(name)
