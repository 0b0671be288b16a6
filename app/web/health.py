"""Is the server alive, is it ready, and which version is it?"""

from fastapi import APIRouter

from app import __version__

router = APIRouter(tags=["Server"])


@router.get("/healthz", summary="Is the server alive?")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", summary="Does the server take work?")
async def readyz() -> dict[str, str]:
    """A server that answers is ready: it takes connections only when everything has been read and compressed."""
    return {"status": "ready"}


@router.get("/version", summary="Which version is this?")
async def version() -> dict[str, str]:
    return {"name": "Learning Slowdown Lab", "version": __version__}
