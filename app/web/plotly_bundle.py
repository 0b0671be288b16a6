"""Which plotly.js the app serves, and the command that fetches the lighter ones.

plotly.js is neither committed nor loaded from elsewhere by a browser. The installed `plotly` wheel always carries one,
complete but heavy (4.8 MB). npm has lighter flavours of the same version: `basic` (1.2 MB) draws lines, `cartesian`
(1.5 MB) contours and heatmaps as well. `python -m app.web.plotly_bundle` puts both into `static/plotly/` where npm is
at hand.
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

from app.web.files import STATIC

FULL_TITLE = "plotly.js"
HEADER_BYTES = 200

# Offline, npm would retry for more than a minute, and every `make run` would wait for it.
NPM_OPTIONS = ("--silent", "--ignore-scripts", "--fetch-retries=0")
NPM_SECONDS = 60

# The files are 1.2 and 1.5 MB; a member of many times that size is not the file we asked for.
LARGEST_MEMBER = 16 * 1024 * 1024


class BundleUnavailable(Exception):
    """A plotly.js cannot be had; the text says why in one clause."""


@dataclass(frozen=True)
class Flavour:
    """A lighter plotly.js of npm, by the name that its package, its file and the title in its header have in common."""

    name: str

    @property
    def package(self) -> str:
        return f"plotly.js-{self.name}-dist-min"

    @property
    def file_name(self) -> str:
        return f"plotly-{self.name}.min.js"

    @property
    def title(self) -> str:
        return f"plotly.js ({self.name} - minified)"


BASIC = Flavour("basic")
CARTESIAN = Flavour("cartesian")

FLAVOURS = {"plotly.js": BASIC, "plotly-contours.js": CARTESIAN}
"""By the names under which they are served."""


@dataclass(frozen=True)
class Bundle:
    """A plotly.js file to serve."""

    path: Path
    version: str
    is_lighter: bool


def plotly_files(static: Path) -> dict[str, Path]:
    """The file to serve under each name; one file under several names where the wheel's stands in for several."""
    return {name: find_bundle(static, flavour).path for name, flavour in FLAVOURS.items()}


def find_bundle(static: Path, flavour: Flavour) -> Bundle:
    """Return that flavour's file below `static` if its version is that of the `plotly` wheel, else the wheel's own.

    Raises BundleUnavailable if the wheel is not installed or carries no plotly.js.
    """
    wheel = _wheel_bundle()
    lighter = _lighter_file(static, flavour)
    is_lighter = _file_version(lighter, flavour.title) == wheel.version
    return Bundle(lighter, wheel.version, is_lighter) if is_lighter else wheel


def fetch_bundles(static: Path) -> dict[Flavour, str]:
    """Put the lighter bundles of the wheel's version below `static` with `npm pack`; those there already stay.

    Returns why not, in one clause, for each that cannot be had. Raises BundleUnavailable if the wheel itself has none.
    """
    version = _wheel_bundle().version
    wanted = [flavour for flavour in FLAVOURS.values() if not find_bundle(static, flavour).is_lighter]
    if not wanted:
        return {}
    reasons: dict[Flavour, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            _npm_pack([f"{flavour.package}@{version}" for flavour in wanted], folder)
        except BundleUnavailable as reason:
            return dict.fromkeys(wanted, str(reason))
        for flavour in wanted:
            try:
                script = _read_script(folder / f"{flavour.package}-{version}.tgz", flavour, version)
                _write_whole(_lighter_file(static, flavour), script)
            except BundleUnavailable as reason:
                reasons[flavour] = str(reason)
    return reasons


def _wheel_bundle() -> Bundle:
    file = _wheel_file()
    version = _file_version(file, FULL_TITLE)
    if version is None:
        raise BundleUnavailable(f"{file.name} of the plotly wheel does not begin as plotly.js does")
    return Bundle(file, version, is_lighter=False)


def _wheel_file() -> Path:
    # Importing plotly costs a start-up noticeably; finding it does not.
    spec = find_spec("plotly")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "package_data", "plotly.min.js")
        if file.is_file():
            return file
    raise BundleUnavailable("the installed packages contain no plotly.js: install the plotly wheel")


def _lighter_file(static: Path, flavour: Flavour) -> Path:
    return static / "plotly" / flavour.file_name


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


def _npm_pack(packages: list[str], folder: Path) -> None:
    """Put the archives of all packages into `folder`, or raise BundleUnavailable; npm brings all of them or none.

    They are asked for in one call: where the network does not answer, every call would wait for it anew.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BundleUnavailable("npm is not here")
    command = [npm, "pack", *NPM_OPTIONS, *packages]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS)  # noqa: S603 (fixed words and a version)
    except (OSError, subprocess.SubprocessError):
        raise BundleUnavailable("npm did not bring it") from None


def _read_script(tarball: Path, flavour: Flavour, version: str) -> bytes:
    """Return the script in the package, which must call itself by the right name and version."""
    try:
        # Two members are read by name and nothing is extracted, so no path inside the archive is ever used.
        with tarfile.open(tarball, "r:gz") as archive:
            about = json.loads(_read_member(archive, "package/package.json"))
            script = _read_member(archive, f"package/{flavour.file_name}")
        named = (about["name"], about["version"])
    except FileNotFoundError:
        raise BundleUnavailable("npm did not bring it") from None
    except (tarfile.TarError, EOFError, OSError, LookupError, TypeError, ValueError, zlib.error):
        raise BundleUnavailable("its archive cannot be read") from None
    if named != (flavour.package, version):
        raise BundleUnavailable(f"npm brought {named[0]} {named[1]}")
    if _header_version(script, flavour.title) != version:
        raise BundleUnavailable(f"its script is not {flavour.title} v{version}")
    return script


def _read_member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.getmember(name)
    stream = archive.extractfile(member) if member.isfile() and member.size <= LARGEST_MEMBER else None
    if stream is None:
        raise ValueError(name)
    return stream.read()


def _write_whole(target: Path, content: bytes) -> None:
    # Written beside its place and then renamed, so that a server never reads half a file.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError:
        raise BundleUnavailable(f"{target} cannot be written") from None


def main(static: Path) -> None:
    """Try to fetch the lighter bundles and say in one line each which one the app now serves.

    Raises BundleUnavailable only if the app would have no bundle at all.
    """
    reasons = fetch_bundles(static)
    version = _wheel_bundle().version
    for flavour in FLAVOURS.values():
        reason = reasons.get(flavour)
        outcome = (
            f"{reason}, so the app serves the larger bundle of the plotly wheel" if reason else "the app serves it"
        )
        sys.stdout.write(f"{flavour.package} {version}: {outcome}.\n")


if __name__ == "__main__":
    main(STATIC)
