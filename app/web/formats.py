"""Which format an answer has: what `?format=` names, else what suits the `Accept` header best.

`?format=` wins, so that a plain link can ask for a file. A client that says nothing, and a browser, which takes
anything, get JSON.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from fastapi import Request
from starlette.exceptions import HTTPException


@dataclass(frozen=True)
class Format:
    """A format by the name that `?format=` has for it. One with an `extra` needs the package of that extra."""

    name: str
    media_type: str
    ending: str
    package: str = ""
    extra: str = ""

    @property
    def is_here(self) -> bool:
        """Whether this server can write it."""
        return not self.package or find_spec(self.package) is not None

    def headers(self, stem: str) -> dict[str, str]:
        """What an answer in this format says of itself; all but JSON are files to keep."""
        said = {"Content-Type": self.media_type, "Vary": "Accept"}
        if self.name != "json":
            said["Content-Disposition"] = f'attachment; filename="{stem}.{self.ending}"'
        return said


JSON = Format("json", "application/json", "json")
CSV = Format("csv", "text/csv; charset=utf-8", "csv")
PARQUET = Format("parquet", "application/vnd.apache.parquet", "parquet", "pyarrow", "parquet")
NPY = Format("npy", "application/x-npy", "npy")


def chosen(request: Request, formats: Sequence[Format], asked: str | None) -> Format:
    """The format of the answer, the first of equals. Raises a 406 that names those that can be had."""
    here = [form for form in formats if form.is_here]
    if asked is not None:
        wanted = next(form for form in formats if form.name == asked)
        if wanted not in here:
            raise _unacceptable(
                f"{wanted.name} needs the package {wanted.package} on this server, which its extra brings: "
                f"pip install 'learning-slowdown-lab[{wanted.extra}]'",
                here,
            )
        return wanted
    accept = ",".join(request.headers.getlist("accept")) or "*/*"
    qualities = [quality(accept, form.media_type) for form in here]
    best = max(qualities)
    if best <= 0.0:
        raise _unacceptable("nothing that Accept names can be answered here", here)
    return here[qualities.index(best)]


def _unacceptable(reason: str, here: Sequence[Format]) -> HTTPException:
    names = ", ".join(f"{form.media_type.partition(';')[0]} (?format={form.name})" for form in here)
    return HTTPException(406, f"{reason}; available are {names}", headers={"Vary": "Accept"})


def quality(accept: str, media_type: str) -> float:
    """How welcome a media type is, from 0 to 1: that of the most specific range which covers it (RFC 9110, 12.5.1)."""
    media_type = media_type.partition(";")[0]
    ranges = {media_type: 3, media_type.partition("/")[0] + "/*": 2, "*/*": 1}
    best = (0, 0.0)
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        if name in ranges:
            best = max(best, (ranges[name], _weight(parameters)))
    return best[1]


def _weight(parameters: Sequence[str]) -> float:
    """The q of a range; 1 where none is given, 0 where it is no number."""
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                q = float(parameter.removeprefix("q="))
            except ValueError:
                return 0.0
            return q if 0.0 <= q <= 1.0 else 0.0
    return 1.0
