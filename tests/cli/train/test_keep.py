"""Files that hold hours of work."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from app.cli.problems import Failed
from app.cli.train.keep import PART, Keep


def test_a_file_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    keep = Keep(str(tmp_path / "w.npz"), force=False)
    keep.check()
    assert list(tmp_path.iterdir()) == []
    keep.write_part(b"half")
    assert [file.name for file in tmp_path.iterdir()] == [f"w.npz{PART}"]
    keep.write(b"whole")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("w.npz", b"whole")]


def test_what_is_there_is_left_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "w.npz"
    file.write_bytes(b"dear")
    with pytest.raises(Failed, match=r"w\.npz is there already: --force overwrites it\.$"):
        Keep(str(file), force=False).check()
    keep = Keep(str(file), force=True)
    keep.check()
    assert file.read_bytes() == b"dear"
    keep.write(b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere/w.npz", "No such file or directory"), ("", "Is a directory"), (".", "Is a directory")],
)
def test_a_place_that_cannot_be_written_is_known_before_the_work(name: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Failed, match=rf"^Cannot write .*: {reason}\.$"):
        Keep(os.path.join(tmp_path, name), force=False).check()  # noqa: PTH118 (an empty name has to stay)


def test_an_unfinished_file_of_before_is_not_written_over(tmp_path: Path) -> None:
    part = tmp_path / f"w.npz{PART}"
    part.write_bytes(b"hours")
    keep = Keep(str(tmp_path / "w.npz"), force=False)
    keep.check()
    with pytest.raises(Failed, match=rf"{re.escape(str(part))} is of a training that was cut off: --start "):
        keep.check_part(None)
    assert part.read_bytes() == b"hours"
    keep.check_part(str(part))
    Keep(keep.name, force=True).check_part(None)


def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.npz").write_bytes(b"old")
    (tmp_path / "link.npz").symlink_to(tmp_path / "real.npz")
    Keep(str(tmp_path / "link.npz"), force=True).write(b"new")
    assert (tmp_path / "link.npz").is_symlink()
    assert (tmp_path / "real.npz").read_bytes() == b"new"


def test_a_device_is_written_to_and_never_replaced() -> None:
    keep = Keep(os.devnull, force=False)
    keep.check()
    keep.write_part(b"something")
    keep.write(b"something")
    assert Path(os.devnull).is_char_device()


def test_what_a_full_disk_does_not_take_goes_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(Failed) as found:
        Keep("/dev/full", force=False).write(b"hours")
    said = re.fullmatch(r"Cannot write /dev/full: No space left on device\. It is in (\S+) instead\.", str(found.value))
    assert said is not None
    assert Path(said[1]).read_bytes() == b"hours"


def test_where_nothing_takes_it_the_earlier_state_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Keep(str(tmp_path / "w.npz"), force=False)
    keep.write_part(b"earlier")

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(Failed, match=r"cannot hold it either\. An earlier state is in .*w\.npz\.part\.$"):
        keep.write(b"hours")
    monkeypatch.undo()
    assert (tmp_path / f"w.npz{PART}").read_bytes() == b"earlier"
