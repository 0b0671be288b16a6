"""The interactive page of the API at /docs, which needs no connection to anywhere.

FastAPI's own page loads Swagger UI from a CDN. Here it comes from the package fastapi-offline, which carries the
files; of that package nothing else is used.
"""

from importlib.util import find_spec
from pathlib import Path


def swagger_files() -> dict[str, Path]:
    """The script and the style sheet of Swagger UI, by the names under which they are served."""
    spec = find_spec("fastapi_offline")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package fastapi-offline is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "static"
    return {"swagger-ui.js": folder / "swagger-ui-bundle.js", "swagger-ui.css": folder / "swagger-ui.css"}
