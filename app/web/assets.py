"""Static files, compressed once and cached for ever.

Everything under static/ is served below one path that carries a hash of the whole tree, so that relative imports
between JavaScript modules keep working and no old module ever meets a new one. A library that is not ours is served
under the hash of its own content, and so stays in the browser's cache when the application changes.

The files are read and compressed when the server starts; a request costs a dictionary look-up.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

PREFIX = "/static"
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = {".css", ".js", ".json", ".map", ".svg", ".txt", ".webmanifest"}
MEDIA_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}
IMPORT = re.compile(r"""^(?:import|export)\b(?:[^"';=()]*\bfrom)?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    content: bytes
    compressed: bytes | None
    media_type: str

    @classmethod
    def read(cls, path: Path) -> "Asset":
        content = path.read_bytes()
        media_type = MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        compressed = gzip.compress(content, mtime=0) if path.suffix in COMPRESSIBLE else None
        return cls(content, compressed, media_type)

    def response(self, headers: Headers) -> Response:
        extra = {"Cache-Control": FOR_EVER}
        if self.compressed is None:
            return Response(self.content, media_type=self.media_type, headers=extra)
        extra["Vary"] = "Accept-Encoding"
        if "gzip" not in headers.get("accept-encoding", ""):
            return Response(self.content, media_type=self.media_type, headers=extra)
        return Response(self.compressed, media_type=self.media_type, headers={**extra, "Content-Encoding": "gzip"})


class Assets:
    """The files of one folder, and libraries from elsewhere.

    `libraries` maps a name such as "plotly.js" to its file; a file with several names is read once and has one address,
    that of its first name. `left_out` names sub-folders that are not served.
    """

    def __init__(self, folder: Path, libraries: dict[str, Path], left_out: frozenset[str] = frozenset()) -> None:
        files = {
            path.relative_to(folder).as_posix(): Asset.read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder).parts[0] not in left_out
        }
        tree = hashlib.sha256()
        for name, asset in files.items():
            tree.update(name.encode() + b"\0" + hashlib.sha256(asset.content).digest())
        self._files = files
        self._version = tree.hexdigest()[:12]
        self._served = {f"{self._version}/{name}": asset for name, asset in files.items()}
        self._urls = {name: f"{PREFIX}/{self._version}/{name}" for name in files}
        addresses: dict[Path, str] = {}
        for name, path in libraries.items():
            if path not in addresses:
                asset = Asset.read(path)
                stem, dot, suffix = name.rpartition(".")
                hashed = f"{stem}-{hashlib.sha256(asset.content).hexdigest()[:12]}{dot}{suffix}"
                self._served[hashed] = asset
                addresses[path] = f"{PREFIX}/{hashed}"
            self._urls[name] = addresses[path]

    def url(self, name: str) -> str:
        """The address of a file of static/ ("js/pages/story.js") or of a library ("plotly.js")."""
        return self._urls[name]

    def modules(self, entry: str) -> list[str]:
        """The addresses of all modules that an entry module imports, however deep, for preloading."""
        found: dict[str, None] = {}
        waiting = [entry]
        while waiting:
            module = waiting.pop(0)
            for target in IMPORT.findall(self._files[module].content.decode()):
                name = _resolve(module, target)
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return [self.url(name) for name in found]

    async def serve(self, request: Request) -> Response:
        """Answers GET and HEAD below `PREFIX`."""
        asset = self._served.get(request.path_params["path"])
        if asset is None:
            raise HTTPException(404)
        return asset.response(request.headers)


def _resolve(module: str, target: str) -> str:
    parts: list[str] = list(PurePosixPath(module).parent.parts)
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
