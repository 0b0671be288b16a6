"""Which plotly.js is served, and that fetching the lighter one never half succeeds.

A stand-in `npm` on the PATH hands out an archive made by the test: no test needs a network.
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
from app.web.plotly_bundle import NPM_PACKAGE, Bundle, BundleUnavailable, fetch_basic_bundle, find_bundle, main

WHEEL_VERSION = find_bundle(Path("no such folder")).version


def script(version: str = WHEEL_VERSION) -> bytes:
    return f"/**\n* plotly.js (basic - minified) v{version}\n* Licensed under the MIT license\n*/\ndraw();\n".encode()


def about(name: str = NPM_PACKAGE, version: str = WHEEL_VERSION) -> bytes:
    return json.dumps({"name": name, "version": version}).encode()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


GOOD = {"package/package.json": about(), "package/plotly-basic.min.js": script()}


class Npm:
    """A stand-in for npm: `npm pack` copies the archive given to `brings`, or fails without one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        executable = folder / "npm"
        executable.write_text(
            f'#!/bin/sh\necho "$@" >>"{self.calls}"\n/bin/cp "{folder}/archive" package.tgz\n', encoding="utf-8"
        )
        executable.chmod(0o755)

    def brings(self, content: bytes) -> None:
        (self.folder / "archive").write_bytes(content)


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


def put_basic(static: Path, content: bytes) -> Path:
    file = static / "plotly" / "plotly-basic.min.js"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    return file


def test_the_wheel_always_has_a_bundle_to_serve(static: Path) -> None:
    bundle = find_bundle(static)
    assert bundle.flavour == "full"
    assert f"* plotly.js v{bundle.version}\n".encode() in bundle.path.read_bytes()[:200]


def test_the_version_read_from_the_header_is_the_one_plotly_reports(static: Path) -> None:
    command = "from plotly.offline import get_plotlyjs_version; print(get_plotlyjs_version())"
    assert find_bundle(static).version == run_python(command)


def test_finding_the_bundle_imports_nothing_of_plotly() -> None:
    command = (
        "import sys, pathlib; from app.web.plotly_bundle import find_bundle; find_bundle(pathlib.Path());"
        "print(any(name.partition('.')[0] == 'plotly' for name in sys.modules))"
    )
    assert run_python(command) == "False"


def test_no_module_of_the_app_imports_plotly() -> None:
    """The container image holds the script of the plotly wheel and none of its Python."""
    importing = re.compile(r"^\s*(import|from) plotly\b", re.MULTILINE)
    sources = Path(plotly_bundle.__file__).parents[1].rglob("*.py")
    assert [file for file in sources if importing.search(file.read_text("utf-8"))] == []


def test_the_basic_bundle_of_the_same_version_is_preferred(static: Path) -> None:
    file = put_basic(static, script())
    assert find_bundle(static) == Bundle(file, WHEEL_VERSION, "basic")


@pytest.mark.parametrize(
    "content",
    [
        script("3.0.0"),
        script(WHEEL_VERSION + "0"),
        script(WHEEL_VERSION + "-rc.1"),
        f"/**\n* plotly.js v{WHEEL_VERSION}\n*/".encode(),
        b"<html>not found</html>",
        b"\xff\xfe",
        b"",
    ],
)
def test_any_other_file_in_its_place_is_not_served(static: Path, content: bytes) -> None:
    put_basic(static, content)
    assert find_bundle(static).flavour == "full"


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
        find_bundle(static)


def test_fetching_puts_the_script_unchanged_into_its_place(static: Path, npm: Npm) -> None:
    npm.brings(archive(GOOD))
    file = fetch_basic_bundle(static)
    assert file.read_bytes() == script()
    assert find_bundle(static) == Bundle(file, WHEEL_VERSION, "basic")
    assert list(static.rglob("*.*")) == [file]
    assert npm.calls.read_text(encoding="utf-8").strip().endswith(f"{NPM_PACKAGE}@{WHEEL_VERSION}")


def test_a_fetched_script_is_readable_by_whoever_serves_it(static: Path, npm: Npm) -> None:
    npm.brings(archive(GOOD))
    mask = os.umask(0o022)
    try:
        assert fetch_basic_bundle(static).stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(mask)


def test_fetching_again_does_not_ask_npm(static: Path, npm: Npm) -> None:
    file = put_basic(static, script())
    assert fetch_basic_bundle(static) == file
    assert not npm.calls.exists()


def test_a_script_of_another_version_is_replaced(static: Path, npm: Npm) -> None:
    put_basic(static, script("3.0.0"))
    npm.brings(archive(GOOD))
    assert fetch_basic_bundle(static).read_bytes() == script()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive({**GOOD, "package/package.json": about(name="left-pad")}), "npm brought left-pad"),
        (archive({**GOOD, "package/package.json": about(version="3.0.0")}), "instead of"),
        (archive({**GOOD, "package/package.json": b"[]"}), "cannot be read"),
        (archive({**GOOD, "package/package.json": b"{"}), "cannot be read"),
        (archive({**GOOD, "package/plotly-basic.min.js": script("3.0.0")}), "is not plotly.js"),
        (archive({"package/package.json": about()}), "cannot be read"),
        (archive({"package/package.json": about(), "../package/plotly-basic.min.js": script()}), "cannot be read"),
        (archive(GOOD)[:-40], "cannot be read"),
        (b"<html>not found</html>", "cannot be read"),
        (b"", "cannot be read"),
    ],
)
def test_a_wrong_or_broken_package_leaves_no_file(static: Path, npm: Npm, content: bytes, reason: str) -> None:
    npm.brings(content)
    with pytest.raises(BundleUnavailable, match=reason):
        fetch_basic_bundle(static)
    assert not static.exists()


def test_a_link_in_the_place_of_the_script_is_not_followed(static: Path, npm: Npm) -> None:
    buffer = io.BytesIO(archive({}))
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        member = tarfile.TarInfo("package/package.json")
        member.size = len(about())
        tar.addfile(member, io.BytesIO(about()))
        link = tarfile.TarInfo("package/plotly-basic.min.js")
        link.type, link.linkname = tarfile.SYMTYPE, "package.json"
        tar.addfile(link)
    npm.brings(buffer.getvalue())
    with pytest.raises(BundleUnavailable, match="cannot be read"):
        fetch_basic_bundle(static)


def test_a_folder_that_cannot_be_written_is_an_ordinary_reason(static: Path, npm: Npm) -> None:
    npm.brings(archive(GOOD))
    static.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(BundleUnavailable, match="cannot be written"):
        fetch_basic_bundle(static)


def test_without_npm_the_command_says_so_and_succeeds(
    static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    main(static)
    assert capsys.readouterr().out == "npm is not here: the app serves the larger bundle of the plotly wheel.\n"


def test_without_a_network_the_command_says_so_and_succeeds(
    static: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    main(static)
    assert npm.calls.exists()
    expected = f"npm cannot get {NPM_PACKAGE} {WHEEL_VERSION}: the app serves the larger bundle of the plotly wheel.\n"
    assert capsys.readouterr().out == expected


def test_an_npm_that_brings_nothing_is_an_ordinary_reason(static: Path, npm: Npm) -> None:
    (npm.folder / "npm").write_text("#!/bin/sh\n", encoding="utf-8")
    with pytest.raises(BundleUnavailable, match="0 archives"):
        fetch_basic_bundle(static)


def test_the_command_says_when_the_lighter_bundle_is_served(
    static: Path, npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    npm.brings(archive(GOOD))
    main(static)
    assert capsys.readouterr().out == f"plotly.js {WHEEL_VERSION}: the app serves the lighter bundle.\n"
