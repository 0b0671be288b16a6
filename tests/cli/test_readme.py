"""What the README shows of the command line works as it stands there."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from app.experiments.sweeps.formats import FORMATS
from tests.cli.calling import call
from tests.test_readme import README

SECTION = README.partition("\n## The command line\n")[2].partition("\n## ")[0]
BLOCK = SECTION.partition("```sh\n")[2].partition("```")[0]
LINES = re.findall(r"^slowdown (.+?)(?: +#.*)?$", BLOCK, re.MULTILINE)


def test_the_readme_shows_both_commands() -> None:
    assert {line.split()[0] for line in LINES} == {"run", "sweep"}
    for kind in FORMATS.values():
        assert f"`{kind.suffix}`" in SECTION


@pytest.mark.parametrize("line", LINES)
def test_the_line_works(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line.partition(" | ")[0])
    ended = call(*words)
    assert ended.status == 0
    if words[0] == "run":
        assert ended.err == ""
    written = [word for option, word in pairwise(words) if option in ("--out", "--json")]
    assert sorted(file.name for file in tmp_path.iterdir()) == [name for name in written if name != "-"]
