"""All data sets by name: every module of this package that defines `DATA_SETS` adds its own."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.learning.datasets.data import Data
from app.learning.datasets.data_set import DataSet
from app.learning.datasets.errors import FileProblem
from app.learning.errors import UnknownName


def data_sets_of(folder: Path, package: str) -> Iterator[DataSet]:
    """What the modules of a package define, which lies in this folder."""
    for module in pkgutil.iter_modules([str(folder)], f"{package}."):
        if module.name != __name__:
            yield from getattr(importlib.import_module(module.name), "DATA_SETS", ())


def by_name(found: Iterator[DataSet]) -> dict[str, DataSet]:
    """In the order of lists. Raises TypeError where two have one name."""
    names: dict[str, DataSet] = {}
    for each in sorted(found, key=lambda data_set: (data_set.place, data_set.name)):
        if each.name in names:
            raise TypeError(f"two data sets are called {each.name}")
        names[each.name] = each
    return names


DATA_SETS: Mapping[str, DataSet] = by_name(data_sets_of(Path(__file__).parent, __package__ or ""))


def data_set_named(name: str) -> DataSet:
    """Raises UnknownName."""
    if name not in DATA_SETS:
        raise UnknownName("problem", name, DATA_SETS)
    return DATA_SETS[name]


def load(name: str, options: Mapping[str, Any] | None = None, folder: Path | None = None) -> Data:
    """The examples of a data set.

    `folder` is where files lie that the repository does not hold. Raises UnknownName, DataError for an option, and
    FileProblem where a file is absent or damaged.
    """
    data_set = data_set_named(name)
    checked = data_set.checked(options or {})
    reason = data_set.missing(folder)
    if reason is not None:
        raise FileProblem(reason, folder)
    return data_set.make_from(folder, checked)
