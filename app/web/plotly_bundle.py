"""Which plotly.js the app serves, and the command that fetches the lighter one.

plotly.js is neither committed nor loaded from elsewhere by a browser. The installed `plotly` wheel always carries one,
complete but heavy (4.8 MB). The npm package `plotly.js-basic-dist-min` of the same version draws all that our charts
need with a quarter of it; `python -m app.web.plotly_bundle` puts it into `static/plotly/` where npm is at hand.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from app.web.files import STATIC

NPM_PACKAGE = "plotly.js-basic-dist-min"
BASIC_FILE = "plotly-basic.min.js"
BASIC_TITLE = "plotly.js (basic - minified)"
FULL_TITLE = "plotly.js"
HEADER_BYTES = 200

# Offline, npm would retry for more than a minute, and every `make run` would wait for it.
NPM_OPTIONS = ("--silent", "--ignore-scripts", "--fetch-retries=0")
NPM_SECONDS = 60

# The file is 1.2 MB; a member of many times that size is not the file we asked for.
LARGEST_MEMBER = 16 * 1024 * 1024


class BundleUnavailable(Exception):
    """A plotly.js cannot be had; the text says why in one clause."""


@dataclass(frozen=True)
class Bundle:
    """A plotly.js file to serve."""

    path: Path
    version: str
    flavour: Literal["basic", "full"]


def find_bundle(static: Path) -> Bundle:
    """Return the basic bundle below `static` if its version is that of the `plotly` wheel, else the wheel's own.

    Raises BundleUnavailable if the wheel is not installed or carries no plotly.js.
    """
    full = _wheel_file()
    version = _file_version(full, FULL_TITLE)
    if version is None:
        raise BundleUnavailable(f"{full.name} of the plotly wheel does not begin as plotly.js does")
    basic = _basic_file(static)
    if _file_version(basic, BASIC_TITLE) == version:
        return Bundle(basic, version, "basic")
    return Bundle(full, version, "full")


def fetch_basic_bundle(static: Path) -> Path:
    """Put the basic bundle of the wheel's version below `static` with `npm pack`; one that is there already stays.

    Raises BundleUnavailable if there is no npm, if npm cannot get the package, or if the package is not as expected.
    """
    present = find_bundle(static)
    if present.flavour == "basic":
        return present.path
    with tempfile.TemporaryDirectory() as folder:
        script = _read_script(_npm_pack(present.version, Path(folder)), present.version)
    target = _basic_file(static)
    try:
        _write_whole(target, script)
    except OSError:
        raise BundleUnavailable(f"{target} cannot be written") from None
    return target


def _wheel_file() -> Path:
    # Importing plotly costs a start-up noticeably; finding it does not.
    spec = find_spec("plotly")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "package_data", "plotly.min.js")
        if file.is_file():
            return file
    raise BundleUnavailable("the installed packages contain no plotly.js: install the plotly wheel")


def _basic_file(static: Path) -> Path:
    return static / "plotly" / BASIC_FILE


def _file_version(file: Path, title: str) -> str | None:
    """Return the version in the licence header of `file`; None without such a header or a file to read."""
    try:
        with file.open("rb") as stream:
            return _header_version(stream.read(HEADER_BYTES), title)
    except OSError:
        return None


def _header_version(script: bytes, title: str) -> str | None:
    header = script[:HEADER_BYTES].decode("utf-8", "replace")
    found = re.search(rf"^\* {re.escape(title)} v(\S+)$", header, re.MULTILINE)
    return found.group(1) if found else None


def _npm_pack(version: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise BundleUnavailable("npm is not here")
    command = [npm, "pack", *NPM_OPTIONS, f"{NPM_PACKAGE}@{version}"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS)  # noqa: S603 (fixed words and a version)
    except (OSError, subprocess.SubprocessError):
        raise BundleUnavailable(f"npm cannot get {NPM_PACKAGE} {version}") from None
    tarballs = list(folder.glob("*.tgz"))
    if len(tarballs) != 1:
        raise BundleUnavailable(f"npm made {len(tarballs)} archives of {NPM_PACKAGE} instead of one")
    return tarballs[0]


def _read_script(tarball: Path, version: str) -> bytes:
    """Return the script in the package, which must call itself by the right name and version."""
    try:
        # Two members are read by name and nothing is extracted, so no path inside the archive is ever used.
        with tarfile.open(tarball, "r:gz") as archive:
            about = json.loads(_read_member(archive, "package/package.json"))
            script = _read_member(archive, f"package/{BASIC_FILE}")
        named = (about["name"], about["version"])
    except (tarfile.TarError, EOFError, OSError, LookupError, TypeError, ValueError, zlib.error):
        raise BundleUnavailable(f"the archive of {NPM_PACKAGE} cannot be read") from None
    if named != (NPM_PACKAGE, version):
        raise BundleUnavailable(f"npm brought {named[0]} {named[1]} instead of {NPM_PACKAGE} {version}")
    if _header_version(script, BASIC_TITLE) != version:
        raise BundleUnavailable(f"the script of {NPM_PACKAGE} is not {BASIC_TITLE} v{version}")
    return script


def _read_member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.getmember(name)
    stream = archive.extractfile(member) if member.isfile() and member.size <= LARGEST_MEMBER else None
    if stream is None:
        raise ValueError(name)
    return stream.read()


def _write_whole(target: Path, content: bytes) -> None:
    # Written beside its place and then renamed, so that a server never reads half a file.
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def main(static: Path) -> None:
    """Try to fetch the basic bundle and say in one line which bundle the app now serves.

    Raises BundleUnavailable only if the app would have no bundle at all.
    """
    bundle = find_bundle(static)
    try:
        fetch_basic_bundle(static)
        line = f"plotly.js {bundle.version}: the app serves the lighter bundle."
    except BundleUnavailable as reason:
        line = f"{reason}: the app serves the larger bundle of the plotly wheel."
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(STATIC)
