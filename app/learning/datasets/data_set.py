"""What a data set is: a name, words, options, and a way to make its examples."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.learning.datasets.data import Data, Extent
from app.learning.datasets.errors import DataError, Required
from app.learning.datasets.options import Option, Options


class DataSet:
    """A source of examples. Write a subclass, put an instance into its module's `DATA_SETS`, and it is everywhere.

    A subclass has `name`, `label`, `summary`, `options` and `make`. Two-dimensional points need less (points.py).
    """

    name: str
    label: str
    summary: str
    options: Mapping[str, Option]
    place: int = 50
    """Where it stands in lists: smaller ones come first, equal ones by their names."""
    is_given: bool = False
    """Whether somebody brings the examples themselves, so that there is nothing to show without them."""
    files: tuple[str, ...] = ()
    """The files that it needs in the data folder."""

    def make(self, options: Options) -> Data:
        """The examples; `options` are checked and complete."""
        raise NotImplementedError

    def make_from(self, folder: Path | None, options: Options) -> Data:  # noqa: ARG002 (for those that have files)
        """The same for a data set that reads files; the folder is None where nobody has named one."""
        return self.make(options)

    def missing(self, folder: Path | None) -> str | None:  # noqa: ARG002 (for those that have files)
        """Why the data set cannot be had, in a sentence; None where it can. Looks at files' names only."""
        return None

    def extent(self, options: Options) -> Extent:
        """How large it will be. The default makes it to see; override it where that takes time or files."""
        return self.make(options).extent

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was given with all defaults filled in. Raises DataError, which names the option."""
        for name in given:
            if name not in self.options:
                known = f"one of {', '.join(self.options)}" if self.options else "left out: there are none"
                raise DataError(f"an option of {self.name}", known, name)
        return {name: self._value(name, option, given) for name, option in self.options.items()}

    @staticmethod
    def _value(name: str, option: Option, given: Mapping[str, Any]) -> Any:
        if name in given:
            return option.checked(name, given[name])
        if option.default is None:
            raise Required(name)
        return option.default
