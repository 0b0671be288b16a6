"""Which plotly.js is served, and that fetching the lighter ones never half succeeds.

A stand-in `npm` on the PATH hands out archives made by the test: no test needs a network.

It is long because a download can fail in many ways, and each has to end with a script that works.
"""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from app.web import plotly_bundle
from app.web.plotly_bundle import (
    BASIC,
    CARTESIAN,
    Bundle,
    BundleUnavailable,
    Flavour,
    fetch_bundles,
    find_bundle,
    main,
    plotly_files,
)

BOTH = [BASIC, CARTESIAN]
WHEEL = find_bundle(Path("no such folder"), BASIC)
WHEEL_VERSION = WHEEL.version

both = pytest.mark.parametrize("flavour", BOTH, ids=lambda flavour: flavour.name)


def other_than(flavour: Flavour) -> Flavour:
    return CARTESIAN if flavour == BASIC else BASIC


def script(flavour: Flavour, version: str = WHEEL_VERSION) -> bytes:
    title = f"plotly.js ({flavour.name} - minified)"
    return f"/**\n* {title} v{version}\n* Licensed under the MIT license\n*/\ndraw();\n".encode()


def about(name: str, version: str = WHEEL_VERSION) -> bytes:
    return json.dumps({"name": name, "version": version}).encode()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def good(flavour: Flavour) -> dict[str, bytes]:
    """The members of a package as npm has it."""
    return {
        "package/package.json": about(f"plotly.js-{flavour.name}-dist-min"),
        f"package/plotly-{flavour.name}.min.js": script(flavour),
    }


class Npm:
    """A stand-in for npm: `npm pack` copies the archives given to `brings`, or fails without any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        executable = folder / "npm"
        executable.write_text(f'#!/bin/sh\necho "$@" >>"{self.calls}"\n/bin/cp "{folder}"/*.tgz .\n', encoding="utf-8")
        executable.chmod(0o755)

    def brings(self, flavour: Flavour, content: bytes | None = None) -> None:
        file = self.folder / f"plotly.js-{flavour.name}-dist-min-{WHEEL_VERSION}.tgz"
        file.write_bytes(archive(good(flavour)) if content is None else content)

    def brings_both(self) -> None:
        for flavour in BOTH:
            self.brings(flavour)

    def asked(self) -> list[list[str]]:
        """The packages of each call."""
        calls = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        return [[word for word in call.split() if "@" in word] for call in calls]


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return Npm(folder)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    return tmp_path / "static"


def run_python(command: str) -> str:
    """Return what `command` prints in a Python of its own, without this one's imports."""
    arguments = [sys.executable, "-c", command]
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 (our own words)


def put(static: Path, flavour: Flavour, content: bytes | None = None) -> Path:
    file = static / "plotly" / f"plotly-{flavour.name}.min.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(script(flavour) if content is None else content)
    return file


@both
def test_the_wheel_always_has_a_bundle_to_serve(flavour: Flavour, static: Path) -> None:
    bundle = find_bundle(static, flavour)
    assert not bundle.is_lighter
    assert f"* plotly.js v{bundle.version}\n".encode() in bundle.path.read_bytes()[:200]


def test_the_version_read_from_the_header_is_the_one_plotly_reports(static: Path) -> None:
    command = "from plotly.offline import get_plotlyjs_version; print(get_plotlyjs_version())"
    assert find_bundle(static, BASIC).version == run_python(command)


def test_finding_the_bundle_imports_nothing_of_plotly() -> None:
    command = (
        "import sys, pathlib; from app.web.plotly_bundle import plotly_files; plotly_files(pathlib.Path());"
        "print(any(name.partition('.')[0] == 'plotly' for name in sys.modules))"
    )
    assert run_python(command) == "False"


def test_no_module_of_the_app_imports_plotly() -> None:
    """The container image holds the script of the plotly wheel and none of its Python."""
    importing = re.compile(r"^\s*(import|from) plotly\b", re.MULTILINE)
    sources = Path(plotly_bundle.__file__).parents[1].rglob("*.py")
    assert [file for file in sources if importing.search(file.read_text("utf-8"))] == []


@both
def test_the_lighter_bundle_of_the_same_version_is_preferred(flavour: Flavour, static: Path) -> None:
    file = put(static, flavour)
    assert find_bundle(static, flavour) == Bundle(file, WHEEL_VERSION, is_lighter=True)


@both
def test_the_wheel_stands_in_for_one_bundle_alone(flavour: Flavour, static: Path) -> None:
    put(static, flavour)
    assert find_bundle(static, other_than(flavour)) == WHEEL


def test_every_bundle_has_a_name_to_be_served_by(static: Path) -> None:
    assert plotly_files(static) == {"plotly.js": WHEEL.path, "plotly-contours.js": WHEEL.path}
    basic, cartesian = put(static, BASIC), put(static, CARTESIAN)
    assert plotly_files(static) == {"plotly.js": basic, "plotly-contours.js": cartesian}


@pytest.mark.parametrize(
    "content",
    [
        script(CARTESIAN),
        script(BASIC, "3.0.0"),
        script(BASIC, WHEEL_VERSION + "0"),
        script(BASIC, WHEEL_VERSION + "-rc.1"),
        f"/**\n* plotly.js v{WHEEL_VERSION}\n*/".encode(),
        b"<html>not found</html>",
        b"\xff\xfe",
        b"",
    ],
)
def test_any_other_file_in_its_place_is_not_served(static: Path, content: bytes) -> None:
    put(static, BASIC, content)
    assert find_bundle(static, BASIC) == WHEEL


def test_without_the_wheel_the_error_says_what_to_install(static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(name: str) -> ModuleSpec | None:
        assert name == "plotly"
        return None

    monkeypatch.setattr(plotly_bundle, "find_spec", find_nothing)
    with pytest.raises(BundleUnavailable, match="install the plotly wheel"):
        main(static)


def test_a_wheel_file_that_is_not_plotly_js_is_refused(
    static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "package_data" / "plotly.min.js"
    file.parent.mkdir()
    file.write_text("version https://git-lfs", encoding="utf-8")
    spec = ModuleSpec("plotly", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path / "elsewhere"), str(tmp_path)]
    monkeypatch.setattr(plotly_bundle, "find_spec", {"plotly": spec}.get)
    with pytest.raises(BundleUnavailable, match="does not begin"):
        find_bundle(static, CARTESIAN)


def test_fetching_puts_the_scripts_unchanged_into_their_places(static: Path, npm: Npm) -> None:
    npm.brings_both()
    assert fetch_bundles(static) == {}
    files = [find_bundle(static, flavour).path for flavour in BOTH]
    assert [file.read_bytes() for file in files] == [script(flavour) for flavour in BOTH]
    assert sorted(static.rglob("*.*")) == files


def test_npm_is_asked_once_for_all(static: Path, npm: Npm) -> None:
    npm.brings_both()
    fetch_bundles(static)
    assert npm.asked() == [[f"plotly.js-{name}-dist-min@{WHEEL_VERSION}" for name in ("basic", "cartesian")]]


def test_fetched_scripts_are_readable_by_whoever_serves_them(static: Path, npm: Npm) -> None:
    npm.brings_both()
    mask = os.umask(0o022)
    try:
        fetch_bundles(static)
    finally:
        os.umask(mask)
    assert [find_bundle(static, flavour).path.stat().st_mode & 0o777 for flavour in BOTH] == [0o644, 0o644]


def test_fetching_again_does_not_ask_npm(static: Path, npm: Npm) -> None:
    for flavour in BOTH:
        put(static, flavour)
    assert fetch_bundles(static) == {}
    assert npm.asked() == []


@both
def test_only_what_is_missing_is_fetched(flavour: Flavour, static: Path, npm: Npm) -> None:
    put(static, flavour)
    missing = other_than(flavour)
    npm.brings(missing)
    assert fetch_bundles(static) == {}
    assert npm.asked() == [[f"plotly.js-{missing.name}-dist-min@{WHEEL_VERSION}"]]
    assert find_bundle(static, missing).is_lighter


def test_a_script_of_another_version_is_replaced(static: Path, npm: Npm) -> None:
    for flavour in BOTH:
        put(static, flavour, script(flavour, "3.0.0"))
    npm.brings_both()
    assert fetch_bundles(static) == {}
    assert [find_bundle(static, flavour).path.read_bytes() for flavour in BOTH] == [script(f) for f in BOTH]


BASIC_JSON = "package/package.json"
BASIC_SCRIPT = "package/plotly-basic.min.js"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive({**good(BASIC), BASIC_JSON: about("left-pad")}), f"npm brought left-pad {WHEEL_VERSION}"),
        (archive({**good(BASIC), BASIC_JSON: about(BASIC.package, "3.0.0")}), f"npm brought {BASIC.package} 3.0.0"),
        (archive({**good(BASIC), BASIC_JSON: b"[]"}), "its archive cannot be read"),
        (archive({**good(BASIC), BASIC_JSON: b"{"}), "its archive cannot be read"),
        (
            archive({**good(BASIC), BASIC_SCRIPT: script(BASIC, "3.0.0")}),
            f"its script is not plotly.js (basic - minified) v{WHEEL_VERSION}",
        ),
        (
            archive({**good(BASIC), BASIC_SCRIPT: script(CARTESIAN)}),
            f"its script is not plotly.js (basic - minified) v{WHEEL_VERSION}",
        ),
        (archive(good(CARTESIAN)), "its archive cannot be read"),
        (archive({BASIC_JSON: about(BASIC.package)}), "its archive cannot be read"),
        (
            archive({BASIC_JSON: about(BASIC.package), f"../{BASIC_SCRIPT}": script(BASIC)}),
            "its archive cannot be read",
        ),
        (archive(good(BASIC))[:-40], "its archive cannot be read"),
        (b"<html>not found</html>", "its archive cannot be read"),
        (b"", "its archive cannot be read"),
    ],
)
def test_a_wrong_or_broken_package_leaves_no_file_and_the_other_comes(
    static: Path, npm: Npm, content: bytes, reason: str
) -> None:
    npm.brings(BASIC, content)
    npm.brings(CARTESIAN)
    assert fetch_bundles(static) == {BASIC: reason}
    assert list(static.rglob("*.*")) == [find_bundle(static, CARTESIAN).path]


def test_a_link_in_the_place_of_the_script_is_not_followed(static: Path, npm: Npm) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        member = tarfile.TarInfo(BASIC_JSON)
        member.size = len(about(BASIC.package))
        tar.addfile(member, io.BytesIO(about(BASIC.package)))
        link = tarfile.TarInfo(BASIC_SCRIPT)
        link.type, link.linkname = tarfile.SYMTYPE, "package.json"
        tar.addfile(link)
    npm.brings(BASIC, buffer.getvalue())
    assert fetch_bundles(static)[BASIC] == "its archive cannot be read"


def test_a_folder_that_cannot_be_written_is_an_ordinary_reason(static: Path, npm: Npm) -> None:
    npm.brings_both()
    static.write_text("a file where the folder should be", encoding="utf-8")
    reasons = fetch_bundles(static)
    assert list(reasons) == BOTH
    assert all(reason.endswith("cannot be written") for reason in reasons.values())


def lines(basic: str, cartesian: str) -> str:
    """What the command prints of the two."""
    return (
        f"plotly.js-basic-dist-min {WHEEL_VERSION}: {basic}.\n"
        f"plotly.js-cartesian-dist-min {WHEEL_VERSION}: {cartesian}.\n"
    )


INSTEAD = "so the app serves the larger bundle of the plotly wheel"


def test_without_npm_the_command_says_so_and_succeeds(
    static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    main(static)
    assert capsys.readouterr().out == lines(f"npm is not here, {INSTEAD}", f"npm is not here, {INSTEAD}")


def test_without_a_network_the_command_says_so_at_once_and_succeeds(
    static: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    main(static)
    assert len(npm.asked()) == 1
    assert capsys.readouterr().out == lines(f"npm did not bring it, {INSTEAD}", f"npm did not bring it, {INSTEAD}")


def test_a_bundle_that_npm_leaves_out_is_an_ordinary_reason(
    static: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    npm.brings(CARTESIAN)
    main(static)
    assert capsys.readouterr().out == lines(f"npm did not bring it, {INSTEAD}", "the app serves it")


def test_the_command_says_when_the_lighter_bundles_are_served(
    static: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    npm.brings_both()
    main(static)
    assert capsys.readouterr().out == lines("the app serves it", "the app serves it")
