"""`slowdown data list`: what networks can learn, and what is missing of it."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding

from app.cli.problems import WrongUse
from app.cli.terminal import console, fit, say
from app.learning.datasets import DATA_SETS, Option
from app.learning.datasets.folder import data_folder


def show(name: str | None, named_folder: str | None) -> None:
    """A list for people, or one data set with the meaning and the bounds of its options."""
    folder = data_folder(named_folder)
    if name is not None and name not in DATA_SETS:
        raise WrongUse(f"NAME: name must be one of {', '.join(DATA_SETS)}, got {name[:40]!r}.")
    terminal = console()
    for data_set in DATA_SETS.values() if name is None else [DATA_SETS[name]]:
        terminal.print(data_set.name, style="bold")
        _indented(terminal, f"{data_set.label}. {data_set.summary}")
        reason = data_set.missing(folder)
        if reason is not None:
            _indented(terminal, f"{reason}.")
        if name is None:
            _indented(terminal, ", ".join(_short(name, option) for name, option in data_set.options.items()))
        else:
            for option_name, option in data_set.options.items():
                _indented(terminal, f"{option_name}: {option.summary} [{'; '.join(_rules(option))}]")
    say(f"The data folder is {folder}.", is_error=True)


def _indented(terminal: Console, text: str) -> None:
    terminal.print(Padding(fit(text), (0, 0, 0, 4)))


def _short(name: str, option: Option) -> str:
    return name if option.default in (None, "") else f"{name} = {option.default}"


def _rules(option: Option) -> Iterator[str]:
    if option.kind in ("int", "float") and option.low is not None and option.high is not None:
        yield f"{option.low:.12g} to {option.high:.12g}"
    if option.choices:
        yield ", ".join(option.choices)
    if option.default is None:
        yield "required"
    else:
        yield f"default: {option.default if option.default != '' else 'empty'}"
