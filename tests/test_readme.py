"""The README keeps up with the application."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.web.settings import PREFIX, Settings
from tests.servers import ROOT, Server

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| *`(SLOWDOWN_\w+)` *\| *(?:`([^`]*)`)? *[^|`]*\| *(.+?) *\|$", re.MULTILINE)


def settings_table() -> dict[str, str]:
    """The name and the default of every setting in the README's table; an empty default is an empty cell."""
    section = re.search(r"^#+ Settings$(.*?)(?=^#+ |\Z)", README, re.MULTILINE | re.DOTALL)
    assert section is not None, "the README has no section Settings"
    return {name: default for name, default, _ in ROW.findall(section[1])}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    assert sorted(settings_table()) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_readme_says_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    said = settings_table()[f"{PREFIX}{name.upper()}"]
    if isinstance(default, float):
        assert float(said) == default
    else:
        assert said == ("" if default in ("", []) else str(default))


def test_every_setting_that_the_readme_mentions_exists() -> None:
    mentioned = set(re.findall(r"SLOWDOWN_[A-Z_]*[A-Z]", README))
    assert mentioned <= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


# What it shows of the API

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.search(r"^## The API$(.*?)^## ", README, re.MULTILINE | re.DOTALL)
SHOWN = BLOCK.findall(SECTION[1] if SECTION else "")


def run_block(kind: str, code: str, server: Server, folder: Path) -> str:
    """The standard output of a block, which talks to this server instead; it has to succeed."""
    here = code.replace("localhost:8000", f"127.0.0.1:{server.port}")
    command = ["sh", "-e", "-c", here] if kind == "sh" else [sys.executable, "-c", here]
    ended = subprocess.run(  # noqa: S603 (our own words)
        command,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_api_is_shown_with_curl_and_with_httpx() -> None:
    assert [kind for kind, _ in SHOWN] == ["sh", "python", "sh", "sh", "python", "python"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README asks with curl, which is not here")
def test_what_is_shown_of_the_api_works(server: Server, tmp_path: Path) -> None:
    summaries, trace, table, sweep, job, networks = (run_block(kind, code, server, tmp_path) for kind, code in SHOWN)
    assert [result["summary"]["epochs_to_half"] for result in json.loads(summaries)["results"]] == [232, 17]
    assert [round(float(number), 4) for number in trace.split()] == [0.982, 0.2028]
    assert table.startswith("run,epoch,w,b,z,a,cost,slope,delta,grad_w,grad_b\n0,0,2.0,2.0,4.0,0.98201")
    assert len((tmp_path / "runs.csv").read_text().splitlines()) == 1 + 2 * 31
    assert json.loads(sweep)["values"] == [[0, 1], [1, 52], [52, 232]]
    assert "% done" in job
    assert job.endswith("(801, 801)\n")
    (quadratic, *before), (softmax, *after) = (line.split() for line in networks.splitlines())
    assert (quadratic, softmax) == ("quadratic", "log-likelihood")
    assert all(float(last) > float(first) + 0.1 for first, last in (before, after))
