"""The folder of the files that the repository does not hold, such as MNIST's: the one place that says which it is."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "SLOWDOWN_DATA_FOLDER"
NAME = "slowdown"


def data_folder(named: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that is named, or that of SLOWDOWN_DATA_FOLDER, or the user's own for data of programs.

    It need not be there. A leading ~ is the user's home.
    """
    chosen = str(named or "") or environment.get(VARIABLE, "")
    return _expanded(Path(chosen)) if chosen else _own(environment)


def _own(environment: Mapping[str, str]) -> Path:
    """As each system wants it: XDG's, the Library, or the local application data."""
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA", "") or "~"
    elif sys.platform == "darwin":
        base = "~/Library/Application Support"
    else:
        base = environment.get("XDG_DATA_HOME", "")
        # The XDG specification has relative paths ignored.
        base = base if base.startswith("/") else "~/.local/share"
    return _expanded(Path(base)) / NAME


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # nobody's home, as in a container with a bare user id
        return path
