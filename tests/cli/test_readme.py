"""What the README shows of the command line works as it stands there."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from app.experiments.networks.presets import NETWORK_PRESETS
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


# Networks

NETWORKS = README.partition("\n## Networks\n")[2].partition("\n## ")[0]
TRAININGS = re.findall(
    r"^slowdown (.+?)(?: +#.*)?$", NETWORKS.partition("```sh\n")[2].partition("```")[0], re.MULTILINE
)


def test_the_trainings_work_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [f"{i % 7},{i % 5},{('rose', 'iris', 'aster')[i % 3]}\n" for i in range(30)]
    Path("flowers.csv").write_text("length,width,species\n" + "".join(lines))
    assert len(TRAININGS) == 6
    for line in TRAININGS:
        ended = call(*shlex.split(line), "--no-plot")
        assert ended.status == 0, line
    assert sorted(file.name for file in tmp_path.iterdir()) == ["flowers.csv", "moons.csv", "moons.npz", "xor.csv"]


def test_the_four_runs_of_the_chapter_are_presets_and_stand_beside_the_book() -> None:
    rows = re.findall(r"^\| `(mnist-[a-z0-9-]+)` \| (\d+) \| ([\d.]+) \| ([\d.]+) % \|", NETWORKS, re.MULTILINE)
    book = {"quadratic": "95.42", "cross-entropy": "95.49", "quadratic-100": "96.59", "cross-entropy-100": "96.82"}
    assert {name.removeprefix("mnist-"): figure for name, _, _, figure in rows} == book
    for name, hidden, eta, _ in rows:
        (experiment,) = NETWORK_PRESETS[name].lanes
        assert (experiment.hidden, experiment.eta) == ([int(hidden)], float(eta))
        assert f"--preset {name}" in NETWORKS
