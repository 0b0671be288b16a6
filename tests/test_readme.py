"""The README keeps up with the application."""

import re

import pytest

from app.web.settings import PREFIX, Settings
from tests.servers import ROOT

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
